/*
 * Texts with `${{ }}` in them: what they may be, and how a script with such
 * places becomes a source whose bytes still lead back to the file.
 */
#ifndef CI_TEMPLATE_H
#define CI_TEMPLATE_H

#include "source/source.h"
#include "values/variables.h"

/* What the contexts of a workflow hold at one place. Names of matrix and inputs are in lower case. */
struct template_scope {
	const struct variables *environment, *matrix, *inputs; /* NULL = nothing known */
};

struct template
{
	const struct template_scope *scope;
	const struct source *source; /* that the places given below lie in */
	struct arena *arena;
};

/* The value of a text; `at` is where it stands. */
struct hfg_value template_value(const struct template *, slice text, span at);
/* The value of one expression, without `${{` and `}}`. */
struct hfg_value template_expression(const struct template *, slice text, span at);
/*
 * A child of `script` in which every expression is its constant text or, when it has none, a name made
 * up for it; source.substitutions says what the names stand for. `script` itself without expressions.
 */
const struct source *template_script(const struct template *, const struct source *script);
/* An outsider writes it: `github.event.pull_request.title`, `github.head_ref`. Path in lower case. */
bool template_outside(slice path);

#endif
