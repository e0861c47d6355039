/* What tests of values/ share: a module text, the call marked SINK(...), its value as words. */
#ifndef VALUES_CASE_H
#define VALUES_CASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "values/python_values.h"

/* Up to four files; the first is the one that holds SINK. */
struct values_project {
	const char *paths[4];
	const char *texts[4];
	uint32_t n;
};

struct values_case {
	struct arena facts, scratch;
	const struct source *sources[4];
	struct module_set *modules;
	const struct py_tree *tree;
	struct pyv *values;
};

void values_open(struct values_case *, const struct values_project *);
void values_close(struct values_case *);
/* The k-th call of that name in the first file, 0 when there is none. */
py_ref values_call(const struct values_case *, const char *name, unsigned k);
/* `one a none default rest why:parameter via:local,literal` of the first argument of SINK. */
void values_describe(const struct hfg_value *, bool trail, struct buf *);
void values_expect(const char *text, const char *wanted, const char *file, int line);
void values_expect_trail(const char *text, const char *wanted, const char *file, int line);
/* The keyword `revision` of SINK. */
void values_expect_revision(const char *text, const char *wanted, const char *file, int line);
/* `qualified|alternative receiver class definition` of the call of SINK, which may be any name. */
void values_expect_callee(
	const char *text, const char *call, const char *wanted, const char *file, int line);

#define VALUE(text, wanted)        values_expect(text, wanted, __FILE__, __LINE__)
#define TRAIL(text, wanted)        values_expect_trail(text, wanted, __FILE__, __LINE__)
#define REVISION(text, wanted)     values_expect_revision(text, wanted, __FILE__, __LINE__)
#define CALLEE(text, call, wanted) values_expect_callee(text, call, wanted, __FILE__, __LINE__)

#endif
