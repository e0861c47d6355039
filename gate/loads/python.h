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
/* `path` of the wrapper's module. */
void wrapper_set_add(struct wrapper_set *, const struct wrapper *, slice path);
uint32_t wrapper_set_size(const struct wrapper_set *);
/* Calls `each` for every last name. */
void wrapper_set_names(
	const struct wrapper_set *, void *context, void (*each)(void *context, slice name));
/* Can a call of `method` in this text be one of a wrapper, by the module it must import? */
bool wrapper_set_possible(const struct wrapper_set *, slice method, slice text);

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
