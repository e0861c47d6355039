/*
 * The variables a script sees: an environment with what surrounds it. Used for
 * shell variables, `env:` of workflows, ARG and ENV of image builds. Scopes
 * and values belong to the arena given at the start.
 */
#ifndef VALUES_VARIABLES_H
#define VALUES_VARIABLES_H

#include "base/map.h"
#include "base/vec.h"
#include "hfgate/value.h"

struct variables {
	const struct variables *outer; /* looked at when a name is not here; NULL = none */
	struct arena *arena;
	struct map names; /* name -> index in values */
	struct {
		VEC(struct hfg_value);
	} values;
};

struct variables *variables_new(struct arena *, const struct variables *outer);
/* Sets or replaces. The name is copied. */
void variables_set(struct variables *, slice name, const struct hfg_value *);
/* Also possible besides what is there: the texts are joined, up to MAX_SOME. */
void variables_join(struct variables *, slice name, const struct hfg_value *);
/* The innermost value, or NULL when nobody sets the name. */
const struct hfg_value *variables_get(const struct variables *, slice name);

/* A value that is exactly `text`, found at `at`. */
struct hfg_value value_of_text(struct arena *, slice text, const char *via, span at);
/* An open value. */
struct hfg_value value_open(enum hfg_why, slice expression, span at);
/* What is possible when either may be: only loses knowledge. */
struct hfg_value value_either(struct arena *, const struct hfg_value *, const struct hfg_value *);
/* `a` followed by `b`: ONE+ONE is ONE, unknown parts become `*` (SHAPED), at most MAX_SOME texts. */
struct hfg_value value_concat(struct arena *, const struct hfg_value *, const struct hfg_value *);

#endif
