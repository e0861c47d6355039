/*
 * Loads in Python: which calls are sinks, what their arguments may be, and
 * which functions of the project hand a parameter on to a sink.
 */
#ifndef LOADS_PYTHON_H
#define LOADS_PYTHON_H

#include "loads/facts.h"
#include "syntax/python.h"
#include "values/python_values.h"

/* Wrappers found in other files, by last name; read-only while workers run. */
struct wrapper_set;
struct wrapper_set *wrapper_set_new(struct arena *);
/* `path` of the wrapper's module; `before`: the set of the round before, or NULL. */
void wrapper_set_add(
	struct wrapper_set *, const struct wrapper *, slice path, const struct wrapper_set *before);
uint32_t wrapper_set_size(const struct wrapper_set *);
/* Last names of the wrappers that the round before did not know, each once. */
const slice *wrapper_set_names(const struct wrapper_set *, struct arena *, uint32_t *ret_n);
/* Wrappers as the callers in one text see them. */
struct wrapper_view {
	const struct wrapper_set *set;
	uint32_t file;
	slice text;
	unsigned char *known; /* what is known of each wrapper */
};
struct wrapper_view wrapper_view(
	const struct wrapper_set *, uint32_t file, slice text, struct arena *);
/* Can the call of `method`, a part of the text, be one of another file's wrapper that the round
   before did not know, by what the text must write to get hold of it? */
bool wrapper_possible(struct wrapper_view *, slice method);

struct python_input {
	const struct source *source;
	const struct py_tree *tree;
	struct pyv *values;
	const struct catalogue *catalogue;
	const struct wrapper_set *wrappers; /* NULL: only those of this file */
	struct arena *scratch;
	uint32_t file;
};

/* Adds the loads and wrappers of one module to `facts`, in source order. Loads are complete but for
   number, line and column, path, context and reach. */
void python_loads(const struct python_input *, struct facts *);

#endif
