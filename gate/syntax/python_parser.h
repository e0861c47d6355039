/*
 * The parser's own state, shared by its files. Every function that parses returns a node,
 * never 0, whatever comes; what is not Python gives a PY_ERROR node and marks the tree
 * incomplete. Functions named *_list return with the token behind the list current.
 */
#ifndef SYNTAX_PYTHON_PARSER_H
#define SYNTAX_PYTHON_PARSER_H

#include "syntax/python.h"
#include "syntax/python_lex.h"

struct py_parser {
	struct py_lexer lexer;
	struct py_token token; /* current */
	uint32_t behind;       /* end of the token before, line ends and indentation aside */
	struct py_node *nodes;
	uint32_t n, room;
	uint32_t frames; /* of recursion */
	uint32_t reread; /* bytes read again after attempts that failed */
	bool pattern;    /* `as` binds inside expressions: patterns of `case` */
	slice text;
	struct arena *arena;
};

/* Children of a node being built. */
struct py_list {
	py_ref first, last;
};

/* State to return to; see python_lex.h for what it must not cross. */
struct py_attempt {
	struct py_place place;
	struct py_token token;
	uint32_t behind, n;
	uint8_t bracket; /* innermost one: the attempt may close it and open another */
};

static inline bool py_at(const struct py_parser *parser, unsigned token)
{
	return parser->token.kind == token;
}

static inline void py_advance(struct py_parser *parser)
{
	if (parser->token.kind > TOK_DEDENT)
		parser->behind = parser->token.to;
	py_lex(&parser->lexer, &parser->token);
}

static inline bool py_accept(struct py_parser *parser, unsigned token)
{
	if (!py_at(parser, token))
		return false;
	py_advance(parser);
	return true;
}

static inline struct py_node *py_at_node(struct py_parser *parser, py_ref ref)
{
	return &parser->nodes[ref];
}

static inline void py_append(struct py_parser *parser, struct py_list *list, py_ref node)
{
	if (list->last)
		parser->nodes[list->last].next = node;
	else
		list->first = node;
	list->last = node;
}

/* A node from `from` to the end of the last token passed. */
py_ref py_node_new(struct py_parser *, enum py_kind, uint32_t from, py_ref child);
/* NAME-like text of the current token, passed; or an empty span and an error. */
span py_take_name(struct py_parser *);
void py_fail(struct py_parser *, const char *error);
/* Passes `token`, or marks an error and stays. */
bool py_expect(struct py_parser *, unsigned token, const char *error);
/* An ERROR node at the current token, which is not passed. */
py_ref py_error_node(struct py_parser *, const char *error);
struct py_attempt py_try(struct py_parser *);
/* Nothing was wrong since. */
bool py_clean(const struct py_parser *, const struct py_attempt *);
void py_undo(struct py_parser *, const struct py_attempt *);

/* python_expression.c */
bool py_begins_expression(unsigned token);
py_ref py_expression(struct py_parser *);      /* `expression` of the grammar */
py_ref py_named(struct py_parser *);           /* with := */
py_ref py_expression_list(struct py_parser *); /* with * and commas: TUPLE without brackets */
py_ref py_value(struct py_parser *);           /* py_expression_list or yield */
py_ref py_targets(struct py_parser *);         /* of `for`: up to `in` */
py_ref py_arguments(struct py_parser *);       /* at `(` */
py_ref py_params(struct py_parser *, bool lambda);
py_ref py_name_node(struct py_parser *);
py_ref py_element(struct py_parser *); /* py_named or * */

/* python_format.c */
py_ref py_strings(struct py_parser *); /* at TOK_STRING or TOK_FORMAT */

/* python_statement.c */
py_ref py_module(struct py_parser *);

#endif
