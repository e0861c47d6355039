/*
 * GitHub's `${{ }}` expressions: where they stand in a text, their tree, and
 * what they are when nothing outside decides it. Grammar, depth and coercions
 * are those of GitHub's own evaluator.
 */
#ifndef SYNTAX_EXPRESSION_H
#define SYNTAX_EXPRESSION_H

#include "base/arena.h"

enum expression_kind {
	EXPRESSION_NULL,
	EXPRESSION_BOOLEAN,
	EXPRESSION_NUMBER,
	EXPRESSION_STRING,
	EXPRESSION_CONTEXT, /* `github`, `matrix`: text is the name as written */
	EXPRESSION_INDEX,   /* child: the object, then the index (a string for `.name`) */
	EXPRESSION_STAR,    /* the index of `x.*` */
	EXPRESSION_CALL,    /* text: the function's name; children: arguments */
	EXPRESSION_NOT,
	EXPRESSION_AND, /* two children or more */
	EXPRESSION_OR,
	EXPRESSION_EQUAL,
	EXPRESSION_UNEQUAL,
	EXPRESSION_LESS,
	EXPRESSION_LESS_EQUAL,
	EXPRESSION_GREATER,
	EXPRESSION_GREATER_EQUAL,
};

struct expression_node {
	enum expression_kind kind;
	uint32_t from, to; /* of the text given to expression_parse */
	slice text;        /* decoded string, name of a context, function or property */
	double number;
	bool truth;
	uint32_t child, next; /* 0 = none; node 0 is unused */
};

struct expression {
	slice text;
	struct expression_node *nodes;
	uint32_t n, root;  /* root 0: nothing stands there, or it did not parse */
	const char *error; /* fixed text, NULL = parsed */
	uint32_t error_at;
};

/* The text between `${{` and `}}`, or that of an `if:`. */
struct expression *expression_parse(slice text, struct arena *);

/* The next `${{ ... }}` of `text` at or after `from`; quotes hide `}}`. *ret_inside is what stands
   between. False when there is none; an open one has `to` == text.n and *ret_closed false. */
bool expression_next(slice text, size_t from, size_t *ret_from, size_t *ret_to, slice *ret_inside,
	bool *ret_closed);

/* `github.event.pull_request.title`, `github.event.commits.*.message`: the way from a context with
   constant steps, names in lower case, or "" for another node. */
slice expression_path(const struct expression *, uint32_t node, struct arena *);

enum expression_type {
	EXPRESSION_IS_UNKNOWN, /* decided outside, an array or an object */
	EXPRESSION_IS_NULL,
	EXPRESSION_IS_BOOLEAN,
	EXPRESSION_IS_NUMBER,
	EXPRESSION_IS_STRING,
};

struct expression_constant {
	enum expression_type type;
	bool truth;
	double number;
	slice text;
};

/* What a context access is; unknown when it is not one text. `path` as of expression_path. */
struct expression_lookup {
	struct expression_constant (*get)(void *context, slice path);
	void *context;
};

/* `lookup` may be NULL: then no context is known. */
struct expression_constant expression_fold(
	const struct expression *, uint32_t node, const struct expression_lookup *, struct arena *);
bool expression_truthy(const struct expression_constant *);
/* As the evaluator turns it into text; "" for unknown. */
slice expression_text(const struct expression_constant *, struct arena *);
/* As JavaScript reads a number; NaN when it is none. */
double expression_number(slice text);

#endif
