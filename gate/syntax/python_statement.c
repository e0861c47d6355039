/*
 * Knows the statements of Python, its soft keywords (match, case, type) and how far
 * a broken statement reaches: to its line end, its expressions kept as children of an
 * ERROR node.
 */
#include "syntax/python_parser.h"

static py_ref statement(struct py_parser *);
static py_ref block(struct py_parser *);

static inline bool at_line_end(const struct py_parser *parser)
{
	return parser->token.kind <= TOK_DEDENT || py_at(parser, TOK_SEMICOLON);
}

static bool at_word(const struct py_parser *parser, slice word)
{
	if (!py_at(parser, TOK_NAME))
		return false;
	return slice_eq(slice_cut(parser->text, parser->token.from, parser->token.to), word);
}

static void set_name(struct py_parser *parser, py_ref node, span name, uint16_t flags)
{
	parser->nodes[node].name_from = name.from;
	parser->nodes[node].name_to = name.to;
	parser->nodes[node].flags |= flags;
}

static uint16_t name_flags(const struct py_parser *parser)
{
	return py_at(parser, TOK_NAME) ? parser->token.flags : 0;
}

/* The rest of a line that is not Python. */
static py_ref rest_of_line(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	while (!at_line_end(parser)) {
		uint32_t at = parser->token.from;
		if (py_begins_expression(parser->token.kind) && !py_at(parser, TOK_STAR))
			py_append(parser, &list, py_value(parser));
		if (parser->token.from == at && !at_line_end(parser))
			py_advance(parser);
	}
	return py_node_new(parser, PY_ERROR, from, list.first);
}

/* `target = value = value`, at the first `=`. */
static py_ref assign(struct py_parser *parser, uint32_t from, py_ref target)
{
	struct py_list list = {target, target};
	while (py_accept(parser, TOK_ASSIGN))
		py_append(parser, &list, py_value(parser));
	return py_node_new(parser, PY_ASSIGN, from, list.first);
}

static py_ref annotated(struct py_parser *parser, uint32_t from, py_ref target)
{
	struct py_list list = {target, target};
	py_advance(parser);
	uint32_t start = parser->token.from;
	py_ref type = py_expression(parser);
	py_append(parser, &list, py_node_new(parser, PY_ANNOTATION, start, type));
	if (py_accept(parser, TOK_ASSIGN))
		py_append(parser, &list, py_value(parser));
	return py_node_new(parser, PY_ANNASSIGN, from, list.first);
}

static enum py_op augmented_op(unsigned token)
{
	static const uint8_t ops[TOK_KINDS] = {[TOK_PLUS] = PY_ADD,
		[TOK_MINUS] = PY_SUB,
		[TOK_STAR] = PY_MUL,
		[TOK_SLASH] = PY_DIV,
		[TOK_SLASHSLASH] = PY_FLOORDIV,
		[TOK_PERCENT] = PY_MOD,
		[TOK_STARSTAR] = PY_POW,
		[TOK_AT] = PY_MATMUL,
		[TOK_LSHIFT] = PY_LSHIFT,
		[TOK_RSHIFT] = PY_RSHIFT,
		[TOK_AMPERSAND] = PY_BITAND,
		[TOK_BAR] = PY_BITOR,
		[TOK_CARET] = PY_BITXOR};
	return (enum py_op)ops[token];
}

static py_ref augmented(struct py_parser *parser, uint32_t from, py_ref target)
{
	enum py_op op = augmented_op(parser->token.flags);
	py_advance(parser);
	py_ref value = py_value(parser);
	parser->nodes[target].next = value;
	py_ref node = py_node_new(parser, PY_AUGASSIGN, from, target);
	parser->nodes[node].op = (uint8_t)op;
	return node;
}

static py_ref expression_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref value = py_value(parser);
	switch (parser->token.kind) {
	case TOK_ASSIGN:
		return assign(parser, from, value);
	case TOK_COLON:
		return annotated(parser, from, value);
	case TOK_AUGMENTED:
		return augmented(parser, from, value);
	default:
		return py_node_new(parser, PY_EXPR, from, value);
	}
}

/* A word alone. */
static py_ref bare(struct py_parser *parser, enum py_kind kind)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	return py_node_new(parser, kind, from, 0);
}

static py_ref return_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref value = at_line_end(parser) ? 0 : py_value(parser);
	return py_node_new(parser, PY_RETURN, from, value);
}

static py_ref raise_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	py_advance(parser);
	if (!at_line_end(parser))
		py_append(parser, &list, py_expression(parser));
	if (py_accept(parser, TOK_FROM))
		py_append(parser, &list, py_expression(parser));
	return py_node_new(parser, PY_RAISE, from, list.first);
}

/* Expressions with commas between, as children of `kind`. */
static py_ref listing(struct py_parser *parser, enum py_kind kind)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	do {
		py_advance(parser);
		if (at_line_end(parser))
			break;
		py_append(parser, &list, py_expression(parser));
	} while (py_at(parser, TOK_COMMA));
	return py_node_new(parser, kind, from, list.first);
}

static bool at_name(const struct py_parser *parser)
{
	return py_at(parser, TOK_NAME);
}

/* `a . b . c`: its span, blanks and all. */
static span dotted_name(struct py_parser *parser, uint16_t *flags)
{
	span name = {parser->token.from, parser->token.from};
	do {
		if (at_name(parser))
			*flags |= parser->token.flags;
		name.to = py_take_name(parser).to;
	} while (py_accept(parser, TOK_DOT));
	return name;
}

static py_ref alias(struct py_parser *parser, bool dotted)
{
	uint32_t from = parser->token.from;
	uint16_t flags = name_flags(parser);
	span name, bound = {0};
	if (py_at(parser, TOK_STAR) && !dotted) {
		name = (span){from, parser->token.to};
		py_advance(parser);
	} else {
		name = dotted ? dotted_name(parser, &flags) : py_take_name(parser);
	}
	if (py_accept(parser, TOK_AS)) {
		flags |= name_flags(parser);
		bound = py_take_name(parser);
	}
	py_ref node = py_node_new(parser, PY_ALIAS, from, 0);
	set_name(parser, node, name, flags);
	parser->nodes[node].alias_from = bound.from;
	parser->nodes[node].alias_to = bound.to;
	return node;
}

static py_ref import_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	do {
		py_advance(parser);
		py_append(parser, &list, alias(parser, true));
	} while (py_at(parser, TOK_COMMA));
	return py_node_new(parser, PY_IMPORT, from, list.first);
}

static void imported_names(struct py_parser *parser, struct py_list *list)
{
	bool bracketed = py_accept(parser, TOK_OPEN_ROUND);
	while (py_at(parser, TOK_NAME) || py_at(parser, TOK_STAR)) {
		py_append(parser, list, alias(parser, false));
		if (!py_accept(parser, TOK_COMMA))
			break;
	}
	if (!list->first)
		py_fail(parser, "name to import is missing");
	if (bracketed)
		py_expect(parser, TOK_CLOSE_ROUND, "bracket is not closed");
}

static py_ref import_from(struct py_parser *parser)
{
	uint32_t from = parser->token.from, dots = 0;
	uint16_t flags = 0;
	struct py_list list = {0};
	py_advance(parser);
	for (; py_at(parser, TOK_DOT) || py_at(parser, TOK_ELLIPSIS); py_advance(parser))
		dots += py_at(parser, TOK_DOT) ? 1 : 3;
	span module = {parser->token.from, parser->token.from};
	if (!dots || at_name(parser))
		module = dotted_name(parser, &flags);
	if (py_expect(parser, TOK_IMPORT, "import is missing"))
		imported_names(parser, &list);
	py_ref node = py_node_new(parser, PY_IMPORT_FROM, from, list.first);
	set_name(parser, node, module, flags);
	parser->nodes[node].op = (uint8_t)(dots < 255 ? dots : 255);
	return node;
}

static py_ref scope_names(struct py_parser *parser, enum py_kind kind)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	do {
		py_advance(parser);
		py_append(parser, &list,
			at_name(parser) ? py_name_node(parser)
					: py_error_node(parser, "name is missing"));
	} while (py_at(parser, TOK_COMMA));
	return py_node_new(parser, kind, from, list.first);
}

/* `T: bound = default`, `*T`, `**T` */
static py_ref type_param(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	uint8_t op = py_at(parser, TOK_STAR) ? PY_MUL : py_at(parser, TOK_STARSTAR) ? PY_POW : 0;
	if (op)
		py_advance(parser);
	uint16_t flags = name_flags(parser);
	span name = py_take_name(parser);
	if (py_accept(parser, TOK_COLON))
		py_append(parser, &list, py_expression(parser));
	if (py_accept(parser, TOK_ASSIGN))
		py_append(parser, &list, py_element(parser));
	py_ref node = py_node_new(parser, PY_TYPE_PARAM, from, list.first);
	set_name(parser, node, name, flags);
	parser->nodes[node].op = op;
	return node;
}

static py_ref type_params(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	do {
		py_advance(parser);
		if (py_at(parser, TOK_CLOSE_SQUARE) || at_line_end(parser))
			break;
		py_append(parser, &list, type_param(parser));
	} while (py_at(parser, TOK_COMMA));
	py_expect(parser, TOK_CLOSE_SQUARE, "bracket is not closed");
	return py_node_new(parser, PY_TYPE_PARAMS, from, list.first);
}

/* The token behind the current one, on the same line. */
static uint8_t next_token(const struct py_parser *parser)
{
	struct py_lexer ahead = parser->lexer;
	struct py_token token;
	py_lex(&ahead, &token);
	return token.kind;
}

static py_ref type_alias(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	py_advance(parser);
	py_append(parser, &list, py_name_node(parser));
	if (py_at(parser, TOK_OPEN_SQUARE))
		py_append(parser, &list, type_params(parser));
	py_expect(parser, TOK_ASSIGN, "= is missing");
	py_append(parser, &list, py_expression(parser));
	return py_node_new(parser, PY_TYPE_ALIAS, from, list.first);
}

static py_ref named_statement(struct py_parser *parser)
{
	if (at_word(parser, S("type")) && next_token(parser) == TOK_NAME)
		return type_alias(parser);
	return expression_statement(parser);
}

static py_ref simple_statement(struct py_parser *parser)
{
	switch (parser->token.kind) {
	case TOK_NAME:
		return named_statement(parser);
	case TOK_RETURN:
		return return_statement(parser);
	case TOK_IMPORT:
		return import_statement(parser);
	case TOK_FROM:
		return import_from(parser);
	case TOK_RAISE:
		return raise_statement(parser);
	case TOK_PASS:
		return bare(parser, PY_PASS);
	case TOK_BREAK:
		return bare(parser, PY_BREAK);
	case TOK_CONTINUE:
		return bare(parser, PY_CONTINUE);
	case TOK_DEL:
		return listing(parser, PY_DELETE);
	case TOK_ASSERT:
		return listing(parser, PY_ASSERT);
	case TOK_GLOBAL:
		return scope_names(parser, PY_GLOBAL);
	case TOK_NONLOCAL:
		return scope_names(parser, PY_NONLOCAL);
	default:
		return expression_statement(parser);
	}
}

/* Statements of one line, with what does not parse, up to and past the line end. */
static void simple_line(struct py_parser *parser, struct py_list *list)
{
	do {
		if (parser->token.kind <= TOK_DEDENT)
			break;
		py_append(parser, list, simple_statement(parser));
		if (at_line_end(parser))
			continue;
		py_fail(parser, "statement does not end here");
		py_append(parser, list, rest_of_line(parser));
	} while (py_accept(parser, TOK_SEMICOLON));
	py_accept(parser, TOK_NEWLINE);
}

/* BLOCK around statements; its span is theirs. */
static py_ref block_node(struct py_parser *parser, uint32_t from, struct py_list list)
{
	py_ref node = py_node_new(parser, PY_BLOCK, from, list.first);
	if (list.last)
		parser->nodes[node].to = parser->nodes[list.last].to;
	return node;
}

static void statements(struct py_parser *parser, struct py_list *list)
{
	while (!py_at(parser, TOK_DEDENT) && !py_at(parser, TOK_EOF)) {
		py_ref node = statement(parser);
		if (node)
			py_append(parser, list, node);
		else
			simple_line(parser, list);
	}
}

/* At INDENT; `list` is what the line before has left over. */
static py_ref indented(struct py_parser *parser, struct py_list list)
{
	py_advance(parser);
	uint32_t from = list.first ? parser->nodes[list.first].from : parser->token.from;
	statements(parser, &list);
	py_accept(parser, TOK_DEDENT);
	return block_node(parser, from, list);
}

/* `:` and the body. */
static py_ref block(struct py_parser *parser)
{
	struct py_list list = {0};
	if (!py_expect(parser, TOK_COLON, "colon is missing") && !at_line_end(parser))
		py_append(parser, &list, rest_of_line(parser));
	uint32_t from = list.first ? parser->nodes[list.first].from : parser->token.from;
	if (!py_at(parser, TOK_NEWLINE)) {
		simple_line(parser, &list);
		return block_node(parser, from, list);
	}
	py_advance(parser);
	if (py_at(parser, TOK_INDENT))
		return indented(parser, list);
	py_fail(parser, "indented block is missing");
	return block_node(parser, list.first ? from : parser->behind, list);
}

static py_ref with_block(
	struct py_parser *parser, enum py_kind kind, uint32_t from, struct py_list list)
{
	py_append(parser, &list, block(parser));
	return py_node_new(parser, kind, from, list.first);
}

/* ELSE or FINALLY, when it stands here. */
static void tail(struct py_parser *parser, unsigned token, enum py_kind kind, struct py_list *list)
{
	uint32_t from = parser->token.from;
	if (py_accept(parser, token))
		py_append(parser, list, with_block(parser, kind, from, (struct py_list){0}));
}

static py_ref if_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	py_advance(parser);
	py_append(parser, &list, py_named(parser));
	py_append(parser, &list, block(parser));
	for (uint32_t at = parser->token.from; py_accept(parser, TOK_ELIF);
		at = parser->token.from) {
		py_ref test = py_named(parser);
		struct py_list arm = {test, test};
		py_append(parser, &list, with_block(parser, PY_ELIF, at, arm));
	}
	tail(parser, TOK_ELSE, PY_ELSE, &list);
	return py_node_new(parser, PY_IF, from, list.first);
}

static py_ref while_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	py_advance(parser);
	py_append(parser, &list, py_named(parser));
	py_append(parser, &list, block(parser));
	tail(parser, TOK_ELSE, PY_ELSE, &list);
	return py_node_new(parser, PY_WHILE, from, list.first);
}

static py_ref for_statement(struct py_parser *parser, uint32_t from)
{
	struct py_list list = {0};
	py_advance(parser);
	py_append(parser, &list, py_targets(parser));
	py_expect(parser, TOK_IN, "in is missing");
	py_append(parser, &list, py_expression_list(parser));
	py_append(parser, &list, block(parser));
	tail(parser, TOK_ELSE, PY_ELSE, &list);
	return py_node_new(parser, PY_FOR, from, list.first);
}

/* What follows `except`: types, a name, or nothing. */
static void caught(struct py_parser *parser, struct py_list *list, span *name, uint16_t *flags)
{
	if (py_at(parser, TOK_COLON) || at_line_end(parser))
		return;
	py_append(parser, list, py_expression_list(parser));
	if (!py_accept(parser, TOK_AS))
		return;
	*flags |= name_flags(parser);
	*name = py_take_name(parser);
}

static py_ref except_clause(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	span name = {0};
	uint16_t flags = 0;
	py_advance(parser);
	bool star = py_accept(parser, TOK_STAR);
	caught(parser, &list, &name, &flags);
	py_ref node = with_block(parser, PY_EXCEPT, from, list);
	set_name(parser, node, name, flags);
	parser->nodes[node].op = star ? PY_MUL : 0;
	return node;
}

static py_ref try_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	py_advance(parser);
	py_append(parser, &list, block(parser));
	while (py_at(parser, TOK_EXCEPT))
		py_append(parser, &list, except_clause(parser));
	if (list.first == list.last && !py_at(parser, TOK_FINALLY))
		py_fail(parser, "except or finally is missing");
	tail(parser, TOK_ELSE, PY_ELSE, &list);
	tail(parser, TOK_FINALLY, PY_FINALLY, &list);
	return py_node_new(parser, PY_TRY, from, list.first);
}

static py_ref with_item(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_ref value = py_expression(parser);
	if (py_accept(parser, TOK_AS)) {
		py_ref target = py_expression(parser);
		parser->nodes[value].next = target;
	}
	return py_node_new(parser, PY_WITH_ITEM, from, value);
}

/* `(a as b, c)` followed by a colon; otherwise the bracket belongs to an expression. */
static bool bracketed_items(struct py_parser *parser, struct py_list *list)
{
	py_advance(parser);
	do {
		if (py_at(parser, TOK_CLOSE_ROUND))
			break;
		py_append(parser, list, with_item(parser));
	} while (py_accept(parser, TOK_COMMA));
	return list->first && py_accept(parser, TOK_CLOSE_ROUND) && py_at(parser, TOK_COLON);
}

static void with_items(struct py_parser *parser, struct py_list *list)
{
	if (py_at(parser, TOK_OPEN_ROUND)) {
		struct py_attempt start = py_try(parser);
		if (bracketed_items(parser, list) && py_clean(parser, &start))
			return;
		py_undo(parser, &start);
		*list = (struct py_list){0};
	}
	do
		py_append(parser, list, with_item(parser));
	while (py_accept(parser, TOK_COMMA));
}

static py_ref with_statement(struct py_parser *parser, uint32_t from)
{
	struct py_list list = {0};
	py_advance(parser);
	with_items(parser, &list);
	return with_block(parser, PY_WITH, from, list);
}

/* DECORATORs are children, but as in CPython the span begins behind them. */
static py_ref function(struct py_parser *parser, uint32_t from, struct py_list list)
{
	py_advance(parser);
	uint16_t flags = name_flags(parser);
	span name = py_take_name(parser);
	if (py_at(parser, TOK_OPEN_SQUARE))
		py_append(parser, &list, type_params(parser));
	if (py_at(parser, TOK_OPEN_ROUND))
		py_append(parser, &list, py_params(parser, false));
	else
		py_append(parser, &list, py_error_node(parser, "parameters are missing"));
	uint32_t at = parser->token.from;
	if (py_accept(parser, TOK_ARROW)) {
		py_ref type = py_expression_list(parser);
		py_append(parser, &list, py_node_new(parser, PY_RETURNS, at, type));
	}
	py_ref node = with_block(parser, PY_FUNCTION, from, list);
	set_name(parser, node, name, flags);
	return node;
}

static py_ref class(struct py_parser *parser, uint32_t from, struct py_list list)
{
	py_advance(parser);
	uint16_t flags = name_flags(parser);
	span name = py_take_name(parser);
	if (py_at(parser, TOK_OPEN_SQUARE))
		py_append(parser, &list, type_params(parser));
	if (py_at(parser, TOK_OPEN_ROUND))
		py_append(parser, &list, py_arguments(parser));
	else
		py_append(parser, &list, py_node_new(parser, PY_ARGUMENTS, parser->behind, 0));
	py_ref node = with_block(parser, PY_CLASS, from, list);
	set_name(parser, node, name, flags);
	return node;
}

/* At `async`: 0 when no compound statement follows. */
static py_ref async(struct py_parser *parser, struct py_list decorators)
{
	uint32_t from = parser->token.from;
	uint8_t next = next_token(parser);
	if (next != TOK_DEF && next != TOK_FOR && next != TOK_WITH)
		return 0;
	py_advance(parser);
	py_ref node = next == TOK_DEF ? function(parser, from, decorators)
		: next == TOK_FOR     ? for_statement(parser, from)
				      : with_statement(parser, from);
	parser->nodes[node].flags |= PY_ASYNC;
	return node;
}

static py_ref decorator(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	py_ref value = py_named(parser);
	py_ref node = py_node_new(parser, PY_DECORATOR, from, value);
	if (!at_line_end(parser)) {
		py_fail(parser, "decorator does not end here");
		parser->nodes[value].next = rest_of_line(parser);
	}
	py_accept(parser, TOK_NEWLINE);
	return node;
}

static py_ref decorated(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	while (py_at(parser, TOK_AT))
		py_append(parser, &list, decorator(parser));
	uint32_t start = parser->token.from;
	py_ref node = 0;
	if (py_at(parser, TOK_DEF))
		return function(parser, start, list);
	if (py_at(parser, TOK_CLASS))
		return class(parser, start, list);
	if (py_at(parser, TOK_ASYNC) && next_token(parser) == TOK_DEF)
		node = async(parser, list);
	if (node)
		return node;
	py_fail(parser, "nothing to decorate");
	return py_node_new(parser, PY_ERROR, from, list.first);
}

static py_ref case_clause(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	py_advance(parser);
	parser->pattern = true;
	py_ref pattern = py_expression_list(parser);
	parser->pattern = false;
	struct py_list list = {pattern, pattern};
	uint32_t at = parser->token.from;
	if (py_accept(parser, TOK_IF)) {
		py_ref test = py_named(parser);
		py_append(parser, &list, py_node_new(parser, PY_GUARD, at, test));
	}
	return with_block(parser, PY_CASE, from, list);
}

static void cases(struct py_parser *parser, struct py_list *list)
{
	py_advance(parser);
	while (!py_at(parser, TOK_DEDENT) && !py_at(parser, TOK_EOF)) {
		if (at_word(parser, S("case"))) {
			py_append(parser, list, case_clause(parser));
			continue;
		}
		py_fail(parser, "case is missing");
		py_ref node = statement(parser);
		if (node)
			py_append(parser, list, node);
		else
			simple_line(parser, list);
	}
	py_accept(parser, TOK_DEDENT);
}

/* `match subject:` with an indented `case` below; 0, with nothing passed, when it is a name. */
static py_ref match_statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	uint8_t next = next_token(parser);
	if (!py_begins_expression(next))
		return 0;
	struct py_attempt start = py_try(parser);
	py_advance(parser);
	py_ref subject = py_expression_list(parser);
	struct py_list list = {subject, subject};
	if (py_clean(parser, &start) && py_accept(parser, TOK_COLON) &&
		py_accept(parser, TOK_NEWLINE) && py_at(parser, TOK_INDENT)) {
		cases(parser, &list);
		return py_node_new(parser, PY_MATCH, from, list.first);
	}
	py_undo(parser, &start);
	return 0;
}

/* A block where none belongs. */
static py_ref stray_block(struct py_parser *parser)
{
	py_fail(parser, "unexpected indentation");
	return indented(parser, (struct py_list){0});
}

/* `else`, `elif`, `except` and `finally` without what they belong to: their block is kept. */
static py_ref stray_clause(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	struct py_list list = {0};
	bool catches = py_at(parser, TOK_EXCEPT);
	py_fail(parser, "clause without its statement");
	if (catches)
		return except_clause(parser);
	py_advance(parser);
	if (py_begins_expression(parser->token.kind))
		py_append(parser, &list, py_named(parser));
	return with_block(parser, PY_ERROR, from, list);
}

/* A compound statement, or 0 when the line is a simple one. */
static py_ref statement(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	switch (parser->token.kind) {
	case TOK_NAME:
		return at_word(parser, S("match")) ? match_statement(parser) : 0;
	case TOK_DEF:
		return function(parser, from, (struct py_list){0});
	case TOK_CLASS:
		return class(parser, from, (struct py_list){0});
	case TOK_IF:
		return if_statement(parser);
	case TOK_FOR:
		return for_statement(parser, from);
	case TOK_WHILE:
		return while_statement(parser);
	case TOK_TRY:
		return try_statement(parser);
	case TOK_WITH:
		return with_statement(parser, from);
	case TOK_ASYNC:
		return async(parser, (struct py_list){0});
	case TOK_AT:
		return decorated(parser);
	case TOK_ELSE:
	case TOK_ELIF:
	case TOK_EXCEPT:
	case TOK_FINALLY:
		return stray_clause(parser);
	case TOK_INDENT:
		return stray_block(parser);
	default:
		return 0;
	}
}

py_ref py_module(struct py_parser *parser)
{
	struct py_list list = {0};
	while (!py_at(parser, TOK_EOF)) {
		statements(parser, &list);
		py_accept(parser, TOK_DEDENT);
	}
	return py_node_new(parser, PY_MODULE, 0, list.first);
}
