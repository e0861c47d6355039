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
#include "values/variables.h"

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

/* A script that stands inside another source: a step's `run:`, a heredoc, `python -c`. Its language is
   that of the source; the scan analyses it after its parent. */
struct child_script {
	const struct source *source;
	const struct variables *environment; /* what it sees; NULL = nothing known */
	slice function;                      /* `job/step`, for the loads found in it; "" = none */
	unsigned depth;
	bool foreign; /* PowerShell, cmd: read word by word, what does not parse is no wonder */
	const struct hfg_reach
		*reach; /* the job that runs it; NULL = none, or that of its parent */
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
	struct {
		VEC(struct child_script);
	} children;
	bool keep_source; /* a fact points into the source's bytes */
};

/* Nothing happens beyond MAX_CHILD_DEPTH but a trouble. */
void facts_child(struct facts *, const struct child_script *);
void facts_trouble(struct facts *, enum hfg_trouble_kind, const struct source *, slice path,
	span at, bool blocks, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
