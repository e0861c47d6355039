/*
 * What the analysis of one file leaves behind: loads, wrappers, troubles. All
 * slices live in the facts arena of the run.
 */
#ifndef LOADS_FACTS_H
#define LOADS_FACTS_H

#include "base/vec.h"
#include "hfgate/rule.h"
#include "loads/catalogue.h"
#include "source/source.h"

/* Which parameter of a wrapper feeds which argument of the sink behind it. */
struct wrapper_argument {
	slice name;   /* parameter's name, "" = not fed by a parameter: `fixed` holds */
	int position; /* as callers count, -1 = keyword only */
	struct hfg_value
		fixed; /* value inside, or the parameter's default when callers give nothing */
};

/* A function of the project that hands a parameter to a sink: a sink for its callers. */
struct wrapper {
	uint32_t file; /* where it is defined */
	slice name;    /* `load_model`, `Loader.load`, `Loader` (the constructor) */
	slice method;  /* last name, as callers write it */
	const struct sink *sink;
	uint32_t definition; /* py_ref of its FUNCTION or CLASS, for calls in the same file */
	struct wrapper_argument repo, revision, code_revision, safetensors, weights_only,
		remote_code, filename, local_files_only;
	unsigned round; /* 0 = hands straight to a catalogue sink */
};

struct facts {
	struct arena *arena;
	struct {
		VEC(struct hfg_load *);
	} loads;
	struct {
		VEC(struct wrapper);
	} wrappers;
	struct {
		VEC(struct hfg_trouble);
	} troubles;
	bool keep_source; /* a fact points into the source's bytes */
};

void facts_trouble(struct facts *, enum hfg_trouble_kind, const struct source *, slice path,
	span at, bool blocks, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
