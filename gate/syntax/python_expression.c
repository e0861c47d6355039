/*
 * Knows the expressions of Python: precedence, brackets, comprehensions, arguments,
 * parameters. Chains of any length (a.b.c, a + b + c, not not a, a if b else c if d)
 * are loops; what does recurse is counted.
 */
#include "syntax/python_parser.h"

/* A bracket takes up to five frames in written code; hostile nesting meets this before the stack
   ends. */
enum { MAX_FRAMES = 4 * MAX_DEPTH };

enum precedence {
	NO_OPERATOR,
	DISJUNCTION,
	CONJUNCTION,
	COMPARISON,
	BIT_OR,
	BIT_XOR,
	BIT_AND,
	SHIFT,
	SUM,
	TERM,
	SIGN,
	POWER
};

struct operator
{
	uint8_t precedence, right; /* least precedence of the right operand */
	uint8_t kind, op;
};

#define BINARY(level, op) \
	{ \
		level, (level) + 1, PY_BINOP, op \
	}
#define COMPARE(op) \
	{ \
		COMPARISON, BIT_OR, PY_COMPARE, op \
	}
#define BOOLEAN(level, op) \
	{ \
		level, (level) + 1, PY_BOOLOP, op \
	}

static const struct operator operators[TOK_KINDS] = {
	[TOK_OR] = BOOLEAN(DISJUNCTION, PY_OR),
	[TOK_AND] = BOOLEAN(CONJUNCTION, PY_AND),
	[TOK_IN] = COMPARE(PY_IN),
	[TOK_NOT] = COMPARE(PY_NOT_IN),
	[TOK_IS] = COMPARE(PY_IS),
	[TOK_EQ] = COMPARE(PY_EQ),
	[TOK_NE] = COMPARE(PY_NE),
	[TOK_LT] = COMPARE(PY_LT),
	[TOK_LE] = COMPARE(PY_LE),
	[TOK_GT] = COMPARE(PY_GT),
	[TOK_GE] = COMPARE(PY_GE),
	[TOK_BAR] = BINARY(BIT_OR, PY_BITOR),
	[TOK_CARET] = BINARY(BIT_XOR, PY_BITXOR),
	[TOK_AMPERSAND] = BINARY(BIT_AND, PY_BITAND),
	[TOK_LSHIFT] = BINARY(SHIFT, PY_LSHIFT),
	[TOK_RSHIFT] = BINARY(SHIFT, PY_RSHIFT),
	[TOK_PLUS] = BINARY(SUM, PY_ADD),
	[TOK_MINUS] = BINARY(SUM, PY_SUB),
	[TOK_STAR] = BINARY(TERM, PY_MUL),
	[TOK_SLASH] = BINARY(TERM, PY_DIV),
	[TOK_SLASHSLASH] = BINARY(TERM, PY_FLOORDIV),
	[TOK_PERCENT] = BINARY(TERM, PY_MOD),
	[TOK_AT] = BINARY(TERM, PY_MATMUL),
	[TOK_STARSTAR] = {POWER, SIGN, PY_BINOP, PY_POW},
};

static const uint8_t unary_operators[TOK_KINDS] = {
	[TOK_NOT] = PY_NOT, [TOK_MINUS] = PY_NEG, [TOK_PLUS] = PY_POS, [TOK_TILDE] = PY_INVERT};

static const bool begins[TOK_KINDS] = {[TOK_NAME] = true,
	[TOK_NUMBER] = true,
	[TOK_STRING] = true,
	[TOK_FORMAT] = true,
	[TOK_FALSE] = true,
	[TOK_NONE] = true,
	[TOK_TRUE] = true,
	[TOK_AWAIT] = true,
	[TOK_LAMBDA] = true,
	[TOK_NOT] = true,
	[TOK_YIELD] = true,
	[TOK_OPEN_ROUND] = true,
	[TOK_OPEN_SQUARE] = true,
	[TOK_OPEN_CURLY] = true,
	[TOK_ELLIPSIS] = true,
	[TOK_PLUS] = true,
	[TOK_MINUS] = true,
	[TOK_STAR] = true,
	[TOK_TILDE] = true};

static py_ref binary(struct py_parser *, unsigned least);

bool py_begins_expression(unsigned token)
{
	return begins[token];
}

/* Line end, end of text: what ends every list. */
static inline bool at_layout(const struct py_parser *parser)
{
	return parser->token.kind <= TOK_DEDENT;
}

/* The bracket opened at `depth` is not open any more. */
static inline bool is_closed(const struct py_parser *parser, uint32_t depth)
{
	return at_layout(parser) || parser->lexer.now.depth < depth;
}

/* After an element of a bracketed list that began at `from`: whether another one follows. */
static bool goes_on(struct py_parser *parser, uint32_t depth, uint32_t from)
{
	if (py_accept(parser, TOK_COMMA))
		return !is_closed(parser, depth);
	if (is_closed(parser, depth))
		return false;
	py_fail(parser, "comma is missing");
	if (parser->token.from == from || !py_begins_expression(parser->token.kind))
		py_advance(parser);
	return !is_closed(parser, depth);
}

static void close_list(struct py_parser *parser, unsigned close)
{
	py_expect(parser, close, "bracket is not closed");
}

py_ref py_name_node(struct py_parser *parser)
{
	uint8_t flags = parser->token.flags;
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref node = py_node_new(parser, PY_NAME, from, 0);
	parser->nodes[node].flags = flags;
	parser->nodes[node].name_from = from;
	parser->nodes[node].name_to = parser->behind;
	return node;
}

static py_ref starred(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref value = binary(parser, BIT_OR);
	return py_node_new(parser, PY_STARRED, from, value);
}

static py_ref double_starred(struct py_parser *parser, py_ref (*value)(struct py_parser *))
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref child = value(parser);
	return py_node_new(parser, PY_DOUBLE_STARRED, from, child);
}

static py_ref bitwise(struct py_parser *parser)
{
	return binary(parser, BIT_OR);
}

/* Element of a display, a subscript or an expression list. */
py_ref py_element(struct py_parser *parser)
{
	return py_at(parser, TOK_STAR) ? starred(parser) : py_named(parser);
}

static bool at_comprehension(const struct py_parser *parser)
{
	return py_at(parser, TOK_FOR) || py_at(parser, TOK_ASYNC);
}

/* A tuple without brackets whose first element is `list`, at the comma behind it. */
static py_ref bare_tuple(
	struct py_parser *parser, uint32_t from, py_ref first, py_ref (*next)(struct py_parser *))
{
	struct py_list list = {first, first};
	while (py_accept(parser, TOK_COMMA)) {
		if (!py_begins_expression(parser->token.kind))
			break;
		py_append(parser, &list, next(parser));
	}
	return py_node_new(parser, PY_TUPLE, from, list.first);
}

static py_ref star_or_bitwise(struct py_parser *parser)
{
	return py_at(parser, TOK_STAR) ? starred(parser) : binary(parser, BIT_OR);
}

py_ref py_targets(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref first = star_or_bitwise(parser);
	if (!py_at(parser, TOK_COMMA))
		return first;
	return bare_tuple(parser, from, first, star_or_bitwise);
}

py_ref py_expression_list(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref first = py_element(parser);
	if (!py_at(parser, TOK_COMMA))
		return first;
	return bare_tuple(parser, from, first, py_element);
}

static py_ref yield(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	if (py_accept(parser, TOK_FROM)) {
		py_ref source = py_expression(parser);
		return py_node_new(parser, PY_YIELD_FROM, from, source);
	}
	py_ref value = 0;
	if (py_begins_expression(parser->token.kind))
		value = py_expression_list(parser);
	return py_node_new(parser, PY_YIELD, from, value);
}

py_ref py_value(struct py_parser *parser)
{
	return py_at(parser, TOK_YIELD) ? yield(parser) : py_expression_list(parser);
}

/* `for` target `in` iterable (`if` condition)*, at `for` or `async`. */
static py_ref comprehension_for(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	bool async = py_accept(parser, TOK_ASYNC);
	struct py_list list = {0};
	py_expect(parser, TOK_FOR, "for is missing behind async");
	py_append(parser, &list, py_targets(parser));
	py_expect(parser, TOK_IN, "in is missing");
	py_append(parser, &list, binary(parser, DISJUNCTION));
	while (py_accept(parser, TOK_IF)) {
		uint32_t start = parser->token.from;
		py_ref condition = binary(parser, DISJUNCTION);
		if (py_at(parser, TOK_WALRUS)) {
			py_advance(parser);
			parser->nodes[condition].next = py_expression(parser);
			condition = py_node_new(parser, PY_NAMED, start, condition);
		}
		py_append(parser, &list, condition);
	}
	py_ref node = py_node_new(parser, PY_COMP_FOR, from, list.first);
	parser->nodes[node].flags = async ? PY_ASYNC : 0;
	return node;
}

/* Comprehension of `kind` whose element (or key and value) is `list`. */
static py_ref comprehension(
	struct py_parser *parser, enum py_kind kind, uint32_t from, struct py_list list)
{
	while (at_comprehension(parser))
		py_append(parser, &list, comprehension_for(parser));
	return py_node_new(parser, kind, from, list.first);
}

/* A bracket nested too deep, at its opening: passed whole. */
static py_ref too_deep(struct py_parser *parser)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	py_fail(parser, "nested too deep");
	do
		py_advance(parser);
	while (!is_closed(parser, depth));
	if (!at_layout(parser))
		py_advance(parser);
	return py_node_new(parser, PY_ERROR, from, 0);
}

/* Elements from `first` on up to `close`, which is passed. */
static py_ref elements(struct py_parser *parser, enum py_kind kind, uint32_t from, uint32_t depth,
	unsigned close, struct py_list list)
{
	for (uint32_t at = from; goes_on(parser, depth, at);) {
		at = parser->token.from;
		py_append(parser, &list, py_element(parser));
	}
	close_list(parser, close);
	return py_node_new(parser, kind, from, list.first);
}

static py_ref list_display(struct py_parser *parser)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	struct py_list list = {0};
	py_advance(parser);
	if (py_accept(parser, TOK_CLOSE_SQUARE))
		return py_node_new(parser, PY_LIST, from, 0);
	py_append(parser, &list, py_element(parser));
	if (!at_comprehension(parser))
		return elements(parser, PY_LIST, from, depth, TOK_CLOSE_SQUARE, list);
	py_ref node = comprehension(parser, PY_LISTCOMP, from, list);
	close_list(parser, TOK_CLOSE_SQUARE);
	parser->nodes[node].to = parser->behind;
	return node;
}

static py_ref parenthesised(struct py_parser *parser, py_ref node)
{
	close_list(parser, TOK_CLOSE_ROUND);
	parser->nodes[node].flags |= PY_PARENTHESISED;
	return node;
}

static py_ref round_display(struct py_parser *parser)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	py_advance(parser);
	if (py_at(parser, TOK_YIELD))
		return parenthesised(parser, yield(parser));
	struct py_list list = {0};
	py_ref node;
	if (py_accept(parser, TOK_CLOSE_ROUND)) {
		node = py_node_new(parser, PY_TUPLE, from, 0);
		parser->nodes[node].flags |= PY_PARENTHESISED;
		return node;
	}
	py_append(parser, &list, py_element(parser));
	if (at_comprehension(parser)) {
		node = parenthesised(parser, comprehension(parser, PY_GENEXP, from, list));
		parser->nodes[node].to = parser->behind;
		return node;
	}
	if (py_at(parser, TOK_CLOSE_ROUND) && parser->nodes[list.first].kind != PY_STARRED)
		return parenthesised(parser, list.first);
	node = elements(parser, PY_TUPLE, from, depth, TOK_CLOSE_ROUND, list);
	parser->nodes[node].flags |= PY_PARENTHESISED;
	return node;
}

/* Key and value, or a DOUBLE_STARRED, appended. */
static void dict_item(struct py_parser *parser, struct py_list *list)
{
	if (py_at(parser, TOK_STARSTAR)) {
		py_append(parser, list, double_starred(parser, bitwise));
		return;
	}
	py_append(parser, list, py_expression(parser));
	py_expect(parser, TOK_COLON, "colon is missing");
	py_append(parser, list, py_expression(parser));
}

static py_ref dict_display(
	struct py_parser *parser, uint32_t from, uint32_t depth, struct py_list list)
{
	for (uint32_t at = from; goes_on(parser, depth, at);) {
		at = parser->token.from;
		dict_item(parser, &list);
	}
	close_list(parser, TOK_CLOSE_CURLY);
	return py_node_new(parser, PY_DICT, from, list.first);
}

static py_ref dict_or_comprehension(
	struct py_parser *parser, uint32_t from, uint32_t depth, struct py_list list)
{
	if (!at_comprehension(parser))
		return dict_display(parser, from, depth, list);
	py_ref node = comprehension(parser, PY_DICTCOMP, from, list);
	close_list(parser, TOK_CLOSE_CURLY);
	parser->nodes[node].to = parser->behind;
	return node;
}

static py_ref curly_display(struct py_parser *parser)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	struct py_list list = {0};
	py_advance(parser);
	if (py_accept(parser, TOK_CLOSE_CURLY))
		return py_node_new(parser, PY_DICT, from, 0);
	if (py_at(parser, TOK_STARSTAR)) {
		dict_item(parser, &list);
		return dict_or_comprehension(parser, from, depth, list);
	}
	py_append(parser, &list, py_element(parser));
	if (py_accept(parser, TOK_COLON)) {
		py_append(parser, &list, py_expression(parser));
		return dict_or_comprehension(parser, from, depth, list);
	}
	if (!at_comprehension(parser))
		return elements(parser, PY_SET, from, depth, TOK_CLOSE_CURLY, list);
	py_ref node = comprehension(parser, PY_SETCOMP, from, list);
	close_list(parser, TOK_CLOSE_CURLY);
	parser->nodes[node].to = parser->behind;
	return node;
}

static py_ref bracketed(struct py_parser *parser)
{
	if (parser->lexer.now.depth > MAX_DEPTH)
		return too_deep(parser);
	switch (parser->token.kind) {
	case TOK_OPEN_ROUND:
		return round_display(parser);
	case TOK_OPEN_SQUARE:
		return list_display(parser);
	default:
		return curly_display(parser);
	}
}

static py_ref constant(struct py_parser *parser, enum py_kind kind, enum py_op op)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref node = py_node_new(parser, kind, from, 0);
	parser->nodes[node].op = (uint8_t)op;
	return node;
}

static py_ref atom(struct py_parser *parser)
{
	switch (parser->token.kind) {
	case TOK_NAME:
		return py_name_node(parser);
	case TOK_NUMBER:
		return constant(parser, PY_NUMBER, PY_OP_NONE);
	case TOK_STRING:
	case TOK_FORMAT:
		return py_strings(parser);
	case TOK_OPEN_ROUND:
	case TOK_OPEN_SQUARE:
	case TOK_OPEN_CURLY:
		return bracketed(parser);
	case TOK_TRUE:
		return constant(parser, PY_CONSTANT, PY_TRUE);
	case TOK_FALSE:
		return constant(parser, PY_CONSTANT, PY_FALSE);
	case TOK_NONE:
		return constant(parser, PY_CONSTANT, PY_NONE_VALUE);
	case TOK_ELLIPSIS:
		return constant(parser, PY_CONSTANT, PY_ELLIPSIS);
	case TOK_ASYNC: /* a name before Python 3.7 */
		py_fail(parser, "keyword where a value should be");
		return py_name_node(parser);
	default:
		return py_error_node(parser, "value is missing");
	}
}

/* `name`, the newest node, becomes the name of the KEYWORD and leaves the tree. */
static py_ref keyword_argument(struct py_parser *parser, uint32_t from, py_ref name)
{
	span text = {parser->nodes[name].from, parser->nodes[name].to};
	uint16_t flags = parser->nodes[name].flags & PY_NOT_ASCII;
	parser->n = name;
	py_advance(parser);
	py_ref value = py_expression(parser);
	py_ref node = py_node_new(parser, PY_KEYWORD, from, value);
	parser->nodes[node].name_from = text.from;
	parser->nodes[node].name_to = text.to;
	parser->nodes[node].flags = flags;
	return node;
}

static py_ref starred_argument(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref value = py_expression(parser);
	return py_node_new(parser, PY_STARRED, from, value);
}

static py_ref argument(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	if (py_at(parser, TOK_STAR))
		return starred_argument(parser);
	if (py_at(parser, TOK_STARSTAR))
		return double_starred(parser, py_expression);
	py_ref value = py_named(parser);
	if (py_at(parser, TOK_ASSIGN) && parser->nodes[value].kind == PY_NAME)
		return keyword_argument(parser, from, value);
	if (!at_comprehension(parser))
		return value;
	return comprehension(parser, PY_GENEXP, from, (struct py_list){value, value});
}

py_ref py_arguments(struct py_parser *parser)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	struct py_list list = {0};
	py_advance(parser);
	uint32_t at;
	if (!is_closed(parser, depth)) {
		do {
			at = parser->token.from;
			py_append(parser, &list, argument(parser));
		} while (goes_on(parser, depth, at));
	}
	close_list(parser, TOK_CLOSE_ROUND);
	py_ref only = list.first == list.last ? list.first : 0;
	if (only && parser->nodes[only].kind == PY_GENEXP &&
		!(parser->nodes[only].flags & PY_PARENTHESISED)) {
		parser->nodes[only].from = from;
		parser->nodes[only].to = parser->behind;
	}
	return py_node_new(parser, PY_ARGUMENTS, from, list.first);
}

static py_ref call(struct py_parser *parser, uint32_t from, py_ref callee)
{
	parser->nodes[callee].next =
		parser->lexer.now.depth > MAX_DEPTH ? too_deep(parser) : py_arguments(parser);
	return py_node_new(parser, PY_CALL, from, callee);
}

/* A part of a slice, or a NONE node where it is left out. */
static py_ref slice_part(struct py_parser *parser)
{
	if (py_begins_expression(parser->token.kind))
		return py_expression(parser);
	py_ref node = py_node_new(parser, PY_NONE, parser->behind, 0);
	return node;
}

static py_ref subscript_element(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref first = py_at(parser, TOK_COLON) ? slice_part(parser) : py_element(parser);
	if (!py_at(parser, TOK_COLON))
		return first;
	struct py_list list = {first, first};
	while (py_accept(parser, TOK_COLON))
		py_append(parser, &list, slice_part(parser));
	return py_node_new(parser, PY_SLICE, from, list.first);
}

static py_ref subscript_index(struct py_parser *parser, uint32_t depth)
{
	uint32_t from = parser->token.from;
	py_ref first = subscript_element(parser);
	if (!py_at(parser, TOK_COMMA) && parser->nodes[first].kind != PY_STARRED)
		return first;
	struct py_list list = {first, first};
	while (py_accept(parser, TOK_COMMA) && !is_closed(parser, depth))
		py_append(parser, &list, subscript_element(parser));
	return py_node_new(parser, PY_TUPLE, from, list.first);
}

static py_ref subscript(struct py_parser *parser, uint32_t from, py_ref value)
{
	uint32_t depth = parser->lexer.now.depth;
	if (depth > MAX_DEPTH) {
		parser->nodes[value].next = too_deep(parser);
		return py_node_new(parser, PY_SUBSCRIPT, from, value);
	}
	py_advance(parser);
	py_ref index = subscript_index(parser, depth);
	parser->nodes[value].next = index;
	while (!is_closed(parser, depth)) {
		py_fail(parser, "bracket is not closed");
		py_advance(parser);
	}
	close_list(parser, TOK_CLOSE_SQUARE);
	return py_node_new(parser, PY_SUBSCRIPT, from, value);
}

static py_ref attribute(struct py_parser *parser, uint32_t from, py_ref value)
{
	py_advance(parser);
	uint16_t flags = py_at(parser, TOK_NAME) ? parser->token.flags : 0;
	span name = py_take_name(parser);
	py_ref node = py_node_new(parser, PY_ATTRIBUTE, from, value);
	parser->nodes[node].name_from = name.from;
	parser->nodes[node].name_to = name.to;
	parser->nodes[node].flags = flags;
	return node;
}

static py_ref primary(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref node = atom(parser);
	for (;;) {
		switch (parser->token.kind) {
		case TOK_DOT:
			node = attribute(parser, from, node);
			break;
		case TOK_OPEN_ROUND:
			node = call(parser, from, node);
			break;
		case TOK_OPEN_SQUARE:
			node = subscript(parser, from, node);
			break;
		default:
			return node;
		}
	}
}

/* Closes the chain of prefix nodes `outer` (linked by `next`, innermost first) around `operand`. */
static py_ref close_prefixes(struct py_parser *parser, py_ref outer, py_ref operand)
{
	while (outer) {
		struct py_node *node = &parser->nodes[outer];
		py_ref next = node->next;
		node->next = 0;
		node->child = operand;
		node->to = parser->behind;
		operand = outer;
		outer = next;
	}
	return operand;
}

/* Opens a prefix node at the current token, which is passed. */
static py_ref open_prefix(struct py_parser *parser, enum py_kind kind, py_ref outer)
{
	uint8_t op = unary_operators[parser->token.kind];
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref node = py_node_new(parser, kind, from, 0);
	parser->nodes[node].op = op;
	parser->nodes[node].next = outer;
	return node;
}

static py_ref await(struct py_parser *parser)
{
	py_ref outer = 0;
	while (py_at(parser, TOK_AWAIT))
		outer = open_prefix(parser, PY_AWAIT, outer);
	py_ref value = primary(parser);
	return close_prefixes(parser, outer, value);
}

static py_ref negation(struct py_parser *parser)
{
	py_ref outer = 0;
	while (py_at(parser, TOK_NOT))
		outer = open_prefix(parser, PY_UNARYOP, outer);
	py_ref value = binary(parser, COMPARISON);
	return close_prefixes(parser, outer, value);
}

static py_ref sign(struct py_parser *parser)
{
	py_ref outer = 0;
	while (!py_at(parser, TOK_NOT) && unary_operators[parser->token.kind])
		outer = open_prefix(parser, PY_UNARYOP, outer);
	py_ref value = binary(parser, SIGN);
	return close_prefixes(parser, outer, value);
}

static py_ref operand(struct py_parser *parser)
{
	switch (parser->token.kind) {
	case TOK_NOT:
		return negation(parser);
	case TOK_MINUS:
	case TOK_PLUS:
	case TOK_TILDE:
		return sign(parser);
	case TOK_AWAIT:
		return await(parser);
	default:
		return primary(parser);
	}
}

/* Passes the operator; two-word comparisons give their own. */
static uint8_t pass_operator(struct py_parser *parser, uint8_t op)
{
	py_advance(parser);
	if (op == PY_IS && py_accept(parser, TOK_NOT))
		return PY_IS_NOT;
	if (op == PY_NOT_IN)
		py_expect(parser, TOK_IN, "in is missing behind not");
	return op;
}

static py_ref binary(struct py_parser *parser, unsigned least)
{
	if (parser->frames >= MAX_FRAMES)
		return py_error_node(parser, "nested too deep");
	parser->frames++;
	uint32_t from = parser->token.from;
	py_ref left = operand(parser);
	for (;;) {
		const struct operator* operator= & operators[parser->token.kind];
		if (operator->precedence<least)
			break;
		uint8_t op = pass_operator(parser, operator->op);
		py_ref right = binary(parser, operator->right);
		parser->nodes[left].next = right;
		left = py_node_new(parser, (enum py_kind) operator->kind, from, left);
		parser->nodes[left].op = op;
	}
	parser->frames--;
	return left;
}

static py_ref lambda(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	if (parser->frames >= MAX_FRAMES)
		return py_error_node(parser, "nested too deep");
	parser->frames++;
	py_advance(parser);
	py_ref params = py_params(parser, true);
	py_expect(parser, TOK_COLON, "colon is missing");
	py_ref body = py_expression(parser);
	parser->nodes[params].next = body;
	parser->frames--;
	return py_node_new(parser, PY_LAMBDA, from, params);
}

/* Closes the chain of conditionals `outer` (linked by `next`, innermost first) with `orelse`. */
static py_ref close_conditionals(struct py_parser *parser, py_ref outer, py_ref orelse)
{
	while (outer) {
		struct py_node *node = &parser->nodes[outer];
		py_ref next = node->next;
		py_ref test = parser->nodes[node->child].next;
		parser->nodes[test].next = orelse;
		node->next = 0;
		node->to = parser->behind;
		orelse = outer;
		outer = next;
	}
	return orelse;
}

/* At the `if` behind `body`. */
static py_ref conditional(struct py_parser *parser, uint32_t from, py_ref body)
{
	py_ref outer = 0;
	while (py_accept(parser, TOK_IF)) {
		py_ref test = binary(parser, DISJUNCTION);
		parser->nodes[body].next = test;
		py_ref node = py_node_new(parser, PY_IFEXP, from, body);
		parser->nodes[node].next = outer;
		outer = node;
		if (!py_expect(parser, TOK_ELSE, "else is missing")) {
			body = py_error_node(parser, "else is missing");
			break;
		}
		from = parser->token.from;
		if (py_at(parser, TOK_LAMBDA)) {
			body = lambda(parser);
			break;
		}
		body = binary(parser, DISJUNCTION);
	}
	return close_conditionals(parser, outer, body);
}

/* `value as name` of a pattern. */
static py_ref capture(struct py_parser *parser, uint32_t from, py_ref value)
{
	py_advance(parser);
	if (!py_at(parser, TOK_NAME))
		return value;
	py_ref name = py_name_node(parser);
	parser->nodes[name].next = value;
	return py_node_new(parser, PY_NAMED, from, name);
}

py_ref py_expression(struct py_parser *parser)
{
	if (py_at(parser, TOK_LAMBDA))
		return lambda(parser);
	uint32_t from = parser->token.from;
	py_ref node = binary(parser, DISJUNCTION);
	if (parser->pattern)
		return py_at(parser, TOK_AS) ? capture(parser, from, node) : node;
	return py_at(parser, TOK_IF) ? conditional(parser, from, node) : node;
}

py_ref py_named(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref node = py_expression(parser);
	if (!py_at(parser, TOK_WALRUS))
		return node;
	py_advance(parser);
	py_ref value = py_expression(parser);
	parser->nodes[node].next = value;
	return py_node_new(parser, PY_NAMED, from, node);
}

static py_ref annotation(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref value = py_at(parser, TOK_STAR) ? starred(parser) : py_expression(parser);
	return py_node_new(parser, PY_ANNOTATION, from, value);
}

static py_ref param(struct py_parser *parser, bool lambda_params, enum py_param kind)
{
	uint32_t from = parser->token.from;
	uint16_t flags = py_at(parser, TOK_NAME) ? parser->token.flags : 0;
	span name = py_take_name(parser);
	struct py_list list = {0};
	if (!lambda_params && py_accept(parser, TOK_COLON))
		py_append(parser, &list, annotation(parser));
	py_ref node = py_node_new(parser, PY_PARAM, from, 0);
	if (py_accept(parser, TOK_ASSIGN))
		py_append(parser, &list, py_expression(parser));
	struct py_node *made = &parser->nodes[node];
	made->child = list.first;
	made->op = (uint8_t)kind;
	made->flags = flags;
	made->name_from = name.from;
	made->name_to = name.to;
	return node;
}

/* What stands behind a `/`: the parameters before it are positional only. */
static void positional_only(struct py_parser *parser, py_ref first)
{
	for (py_ref ref = first; ref; ref = parser->nodes[ref].next)
		parser->nodes[ref].op = PY_PARAM_POSITIONAL_ONLY;
}

static bool params_end(const struct py_parser *parser, bool lambda_params, uint32_t depth)
{
	if (at_layout(parser))
		return true;
	return lambda_params ? py_at(parser, TOK_COLON) || py_at(parser, TOK_CLOSE_ROUND)
			     : parser->lexer.now.depth < depth;
}

/* Tuples of Python 2 and other things that are no parameters. */
static py_ref not_a_param(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref child = 0;
	py_fail(parser, "parameter is missing");
	if (py_begins_expression(parser->token.kind))
		child = py_expression(parser);
	else if (!py_at(parser, TOK_COMMA))
		py_advance(parser);
	return py_node_new(parser, PY_ERROR, from, child);
}

static enum py_param one_param(
	struct py_parser *parser, bool lambda_params, struct py_list *list, enum py_param kind)
{
	if (py_accept(parser, TOK_SLASH)) {
		positional_only(parser, list->first);
		return kind;
	}
	enum py_param this = kind;
	if (py_accept(parser, TOK_STAR)) {
		if (!py_at(parser, TOK_NAME))
			return PY_PARAM_KEYWORD_ONLY;
		this = PY_PARAM_ARGS;
		kind = PY_PARAM_KEYWORD_ONLY;
	} else if (py_accept(parser, TOK_STARSTAR)) {
		this = PY_PARAM_KWARGS;
	}
	if (py_at(parser, TOK_NAME))
		py_append(parser, list, param(parser, lambda_params, this));
	else
		py_append(parser, list, not_a_param(parser));
	return kind;
}

py_ref py_params(struct py_parser *parser, bool lambda_params)
{
	uint32_t from = parser->token.from, depth = parser->lexer.now.depth;
	struct py_list list = {0};
	enum py_param kind = PY_PARAM_PLAIN;
	if (!lambda_params)
		py_advance(parser);
	while (!params_end(parser, lambda_params, depth)) {
		uint32_t at = parser->token.from;
		kind = one_param(parser, lambda_params, &list, kind);
		if (py_accept(parser, TOK_COMMA) || params_end(parser, lambda_params, depth))
			continue;
		py_fail(parser, "comma is missing");
		if (parser->token.from == at)
			py_advance(parser);
	}
	if (!lambda_params)
		close_list(parser, TOK_CLOSE_ROUND);
	py_ref node = py_node_new(parser, PY_PARAMS, from, list.first);
	if (lambda_params && !list.first)
		parser->nodes[node].to = from;
	return node;
}
