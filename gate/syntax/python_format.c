/*
 * Knows how string tokens become STRING nodes, and how format strings nest: their
 * fields hold expressions, whose strings may use the same quotes again.
 */
#include "syntax/python_parser.h"

static py_ref field(struct py_parser *, struct py_quote);

/* Literal pieces and fields up to the end; false when the string is not closed. */
static bool pieces(struct py_parser *parser, struct py_quote quote, bool spec, struct py_list *list)
{
	for (;;) {
		enum py_literal_end end = py_lex_literal(&parser->lexer, quote, spec);
		if (end == PY_LITERAL_CLOSED)
			return true;
		if (end == PY_LITERAL_BROKEN)
			return false;
		py_ref node = field(parser, quote);
		if (!node)
			return false;
		py_append(parser, list, node);
	}
}

/* `!r`, at the exclamation mark. */
static uint8_t conversion(struct py_parser *parser)
{
	py_advance(parser);
	uint32_t from = parser->token.from;
	if (!py_at(parser, TOK_NAME) || parser->token.to != from + 1)
		py_fail(parser, "conversion is missing");
	else if (!memchr("rsa", parser->text.p[from], 3))
		py_fail(parser, "conversion is none of r, s and a");
	uint8_t letter = py_at(parser, TOK_NAME) ? (uint8_t)parser->text.p[from] : 0;
	if (letter)
		py_advance(parser);
	return letter;
}

/* `:` and what follows up to `}`, which becomes current. 0 when the string ends before. */
static py_ref specification(struct py_parser *parser, struct py_quote quote)
{
	struct py_list list = {0};
	uint32_t from = parser->token.from;
	if (!pieces(parser, quote, true, &list))
		return 0;
	py_advance(parser);
	parser->behind = parser->token.from;
	return py_node_new(parser, PY_FORMAT_SPEC, from, list.first);
}

/* Passes what is left of a field that did not parse; false when it has no end. */
static bool field_end(struct py_parser *parser, uint32_t depth)
{
	while (!py_at(parser, TOK_CLOSE_CURLY) || parser->lexer.now.depth >= depth) {
		py_fail(parser, "field does not end here");
		if (parser->token.kind <= TOK_DEDENT || parser->lexer.now.depth < depth)
			return false;
		py_advance(parser);
	}
	return true;
}

static void field_value(struct py_parser *parser, struct py_list *list, span *debug)
{
	uint32_t from = parser->lexer.now.at;
	py_advance(parser);
	py_append(parser, list, py_value(parser));
	if (py_at(parser, TOK_ASSIGN)) {
		py_advance(parser);
		*debug = (span){from, parser->token.from};
	}
}

/* At `{`: lexer.now.at stands on it. Leaves it behind `}`; 0 when there is none. */
static py_ref field(struct py_parser *parser, struct py_quote quote)
{
	uint32_t from = parser->lexer.now.at;
	uint32_t outer = py_lex_field_start(&parser->lexer);
	uint32_t depth = parser->lexer.now.depth;
	struct py_list list = {0};
	span debug = {0};
	uint8_t letter = 0;
	if (depth > MAX_DEPTH)
		return py_fail(parser, "nested too deep"), 0;
	field_value(parser, &list, &debug);
	if (py_at(parser, TOK_EXCLAMATION))
		letter = conversion(parser);
	if (py_at(parser, TOK_COLON) && parser->lexer.now.depth == depth) {
		py_ref spec = specification(parser, quote);
		if (!spec)
			return 0;
		py_append(parser, &list, spec);
	}
	if (!field_end(parser, depth))
		return 0;
	py_lex_field_end(&parser->lexer, outer);
	parser->behind = parser->token.to;
	py_ref node = py_node_new(parser, PY_FORMAT_FIELD, from, list.first);
	parser->nodes[node].op = letter;
	parser->nodes[node].name_from = debug.from;
	parser->nodes[node].name_to = debug.to;
	return node;
}

/* Literal text and fields of the format string at the current token; 0 when it is not closed. */
static py_ref format_fields(struct py_parser *parser)
{
	uint32_t from = parser->token.from, body;
	uint8_t flags = parser->token.flags;
	struct py_quote quote = py_lex_quote(parser->text, from, &body);
	struct py_list list = {0};
	if (!pieces(parser, quote, false, &list))
		return 0;
	parser->behind = parser->lexer.now.at;
	py_ref node = py_node_new(parser, PY_STRING_PART, from, list.first);
	parser->nodes[node].flags = flags;
	py_lex(&parser->lexer, &parser->token);
	return node;
}

static py_ref plain_part(struct py_parser *parser)
{
	uint32_t from = parser->token.from;
	uint8_t flags = parser->token.flags;
	py_advance(parser);
	py_ref node = py_node_new(parser, PY_STRING_PART, from, 0);
	parser->nodes[node].flags = flags;
	return node;
}

/* A format string that is not closed ends at the first quote, without fields. */
static py_ref unclosed_format(struct py_parser *parser, const struct py_attempt *start)
{
	parser->reread += parser->lexer.now.at - start->place.at;
	py_undo(parser, start);
	py_fail(parser, "format string is not closed");
	uint8_t flags = parser->token.flags;
	py_lex_plain(&parser->lexer, &parser->token, parser->token.from);
	parser->token.flags = flags;
	return plain_part(parser);
}

/* Only the outermost format string goes back, and not when the file has made it do so over and
   over: that keeps hostile input linear. */
static py_ref format_part(struct py_parser *parser)
{
	struct py_attempt start = py_try(parser);
	bool outermost = start.place.format_depth == 0;
	py_ref node = 0;
	if (parser->frames < MAX_DEPTH * 2 && parser->reread <= parser->text.n) {
		parser->frames += 4;
		node = format_fields(parser);
		parser->frames -= 4;
	}
	if (node)
		return node;
	if (outermost)
		return unclosed_format(parser, &start);
	py_fail(parser, "format string is not closed");
	parser->lexer.now.at = (uint32_t)parser->text.n;
	return plain_part(parser);
}

py_ref py_strings(struct py_parser *parser)
{
	struct py_list list = {0};
	uint32_t from = parser->token.from;
	for (;;) {
		if (py_at(parser, TOK_STRING))
			py_append(parser, &list, plain_part(parser));
		else if (py_at(parser, TOK_FORMAT))
			py_append(parser, &list, format_part(parser));
		else
			break;
	}
	return py_node_new(parser, PY_STRING, from, list.first);
}
