/* One requirement: `name[extra] >=1,<2; marker`, and what it says about a version. */
#ifndef LOADS_REQUIREMENT_H
#define LOADS_REQUIREMENT_H

#include "base/arena.h"
#include "loads/versions.h"

/* How a specifier is to be read where the tools differ. */
enum dialect {
	DIALECT_PIP,    /* PEP 440 */
	DIALECT_POETRY, /* also ^1.2, ~1.2, and a bare version is a pin */
	DIALECT_CONDA,  /* also `=1.2` for 1.2.*, and a bare version is a pin */
};

/* Splits a requirement; false when it does not begin with a name. Both are parts of `text`. */
bool requirement_split(slice text, slice *ret_name, slice *ret_specifier);
/* The name as indexes compare it: lower case, runs of `-`, `_`, `.` as one `-`. */
slice requirement_name(slice name, struct arena *);
/* Does the specifier guarantee `minimum` (a version), exclude it and all above, or neither? */
enum versions_answer requirement_at_least(slice specifier, enum dialect, slice minimum);

#endif
