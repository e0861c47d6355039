/*
 * Values of words in a Dockerfile: quotes, escapes and variables as BuildKit
 * replaces them. A variable nobody sets is open: the base image may have it.
 */
#ifndef VALUES_DOCKER_VALUES_H
#define VALUES_DOCKER_VALUES_H

#include "source/source.h"
#include "values/variables.h"

struct docker_context {
	const struct source *source; /* what `at` of words counts in */
	const struct variables *variables;
	struct arena *arena; /* of the facts */
	char escape;
};

/* `word` as written, at byte `at` of the source. */
struct hfg_value docker_value(const struct docker_context *, slice word, uint32_t at);

#endif
