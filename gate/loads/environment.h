/*
 * A load written as a variable: `MODEL_ID=org/name` in the environment of an
 * image that serves models, with the variables beside it that pin it.
 */
#ifndef LOADS_ENVIRONMENT_H
#define LOADS_ENVIRONMENT_H

#include "loads/facts.h"

struct environment_entry {
	const struct source *source; /* what the spans count in */
	slice name;
	span at, name_at; /* the whole assignment, its name */
	struct hfg_value value;
};

/* The load that the entry is beside `image` ("" = not known); false when it is none. */
bool environment_load(const struct environment_entry *, slice image,
	const struct variables *environment, const struct catalogue *, struct facts *);

#endif
