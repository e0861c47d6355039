/* Reads the requirements out of the files that declare them. */
#ifndef LOADS_DECLARED_H
#define LOADS_DECLARED_H

#include "loads/requirement.h"

enum declared_by {
	DECLARED_BY_MANIFEST, /* pyproject.toml, Pipfile: ranges that a lock file narrows */
	DECLARED_BY_LOCK,
	DECLARED_BY_LIST, /* everything else that is installed as written */
};

typedef void declared_function(
	void *context, slice name, slice specifier, enum dialect dialect, enum declared_by by);

/* Calls `declared` for each requirement; the slices are parts of `text` or short-lived. */
void declared_read(slice path, slice text, void *context, declared_function *declared);

#endif
