/* Knows how to look one embedded file up. */
#include "base/embedded.h"

struct lookup {
	slice name, text;
};

static void compare(void *context, slice name, slice text)
{
	struct lookup *lookup = context;
	if (slice_eq(lookup->name, name))
		lookup->text = text;
}

slice embedded_get(slice name)
{
	struct lookup lookup = {.name = name};
	embedded_each(&lookup, compare);
	return lookup.text;
}
