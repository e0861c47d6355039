/*
 * Knows the grammar of GitHub's expressions: which characters end a name, that
 * a dot may begin a number, how operators bind, which names and how many
 * arguments there are, and the nesting GitHub allows.
 */
#include "syntax/expression.h"
#include "base/num.h"
#include "base/vec.h"

#include <math.h>

enum {
	MAX_EXPRESSION_DEPTH = 50,     /* GitHub's own */
	MAX_EXPRESSION_LENGTH = 21000, /* GitHub's own */
};

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_STRING,
	TOKEN_NUMBER,
	TOKEN_TRUE,
	TOKEN_FALSE,
	TOKEN_NULL,
	TOKEN_SYMBOL, /* text says which */
};

struct token {
	enum token_kind kind;
	uint32_t from, to;
	slice text;
	double number;
};

struct reader {
	struct arena *arena;
	struct expression *result;
	struct {
		VEC(struct expression_node);
	} nodes;
	uint32_t at;           /* behind the token */
	struct token token;    /* the one to be read next */
	struct token previous; /* of which a dot and a word depend */
	unsigned depth;
};

static void fail(struct reader *reader, const char *error)
{
	if (reader->result->error)
		return;
	reader->result->error = error;
	reader->result->error_at = reader->token.from;
	reader->token = (struct token){.kind = TOKEN_END, .from = reader->token.from};
}

/* Tokens */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static bool is_boundary(char c)
{
	return is_space(c) || (c && strchr("([)],.!><=&|", c));
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(slice text)
{
	if (!text.n || !is_letter(text.p[0]))
		return false;
	for (size_t i = 1; i < text.n; i++)
		if (!is_letter(text.p[i]) && !is_digit(text.p[i]) && text.p[i] != '-')
			return false;
	return true;
}

static void take_string(struct reader *reader, struct token *token)
{
	slice text = reader->result->text;
	char *out = arena_alloc(reader->arena, text.n - token->from);
	size_t n = 0, at = token->from + 1;
	for (; at < text.n; at++) {
		bool quote = text.p[at] == '\'';
		if (quote && !(at + 1 < text.n && text.p[at + 1] == '\''))
			break;
		at += quote;
		out[n++] = text.p[at];
	}
	if (at >= text.n) {
		fail(reader, "a string without its closing quote");
		return;
	}
	token->kind = TOKEN_STRING;
	token->text = (slice){out, n};
	token->to = (uint32_t)at + 1;
}

static uint32_t word_end(slice text, uint32_t at, bool dots)
{
	while (at < text.n && (!is_boundary(text.p[at]) || (dots && text.p[at] == '.')))
		at++;
	return at;
}

static void take_number(struct reader *reader, struct token *token)
{
	slice text = reader->result->text;
	token->to = word_end(text, token->from + 1, true);
	token->text = slice_cut(text, token->from, token->to);
	token->kind = TOKEN_NUMBER;
	token->number = expression_number(token->text);
	if (isnan(token->number))
		fail(reader, "a number was expected");
}

static void take_word(struct reader *reader, struct token *token)
{
	slice text = reader->result->text;
	token->to = word_end(text, token->from, false);
	token->text = slice_cut(text, token->from, token->to);
	token->kind = TOKEN_NAME;
	bool property = slice_is(reader->previous.text, ".");
	if (!is_name(token->text))
		fail(reader, "unexpected symbol");
	else if (property)
		return;
	else if (slice_is(token->text, "true"))
		token->kind = TOKEN_TRUE;
	else if (slice_is(token->text, "false"))
		token->kind = TOKEN_FALSE;
	else if (slice_is(token->text, "null"))
		token->kind = TOKEN_NULL;
	else if (slice_is(token->text, "NaN") || slice_is(token->text, "Infinity"))
		token->kind = TOKEN_NUMBER;
	if (token->kind == TOKEN_NUMBER)
		token->number = slice_is(token->text, "NaN") ? (double)NAN : (double)INFINITY;
}

static uint32_t symbol_length(slice rest)
{
	static const slice twice[] = {S("!="), S("=="), S("<="), S(">="), S("&&"), S("||")};
	for (size_t i = 0; i < sizeof twice / sizeof *twice; i++)
		if (slice_starts(rest, twice[i]))
			return 2;
	return strchr("()[],.!<>*", rest.p[0]) ? 1 : 0;
}

/* A dot behind something that has properties reads one; elsewhere it begins a number. */
static bool has_properties(const struct token *token)
{
	return token->kind == TOKEN_NAME ||
		(token->kind == TOKEN_SYMBOL && token->text.n == 1 &&
			memchr("])*", token->text.p[0], 3));
}

static void take_token(struct reader *reader)
{
	slice text = reader->result->text;
	while (reader->at < text.n && is_space(text.p[reader->at]))
		reader->at++;
	reader->previous = reader->token;
	struct token token = {.from = reader->at, .to = reader->at};
	reader->token = token;
	if (reader->at >= text.n || reader->result->error)
		return;
	char c = text.p[token.from];
	if (c == '\'') {
		take_string(reader, &token);
	} else if (is_digit(c) || c == '-' || c == '+' ||
		(c == '.' && !has_properties(&reader->previous))) {
		take_number(reader, &token);
	} else if (c && symbol_length(slice_after(text, token.from))) {
		token.kind = TOKEN_SYMBOL;
		token.to += symbol_length(slice_after(text, token.from));
		token.text = slice_cut(text, token.from, token.to);
	} else {
		take_word(reader, &token);
	}
	if (reader->result->error)
		return;
	reader->token = token;
	reader->at = token.to;
}

static bool at_symbol(const struct reader *reader, const char *symbol)
{
	return reader->token.kind == TOKEN_SYMBOL && slice_is(reader->token.text, symbol);
}

static bool take_symbol(struct reader *reader, const char *symbol)
{
	if (!at_symbol(reader, symbol))
		return false;
	take_token(reader);
	return true;
}

/* Tree */

static uint32_t parse_any(struct reader *reader);

static bool enter(struct reader *reader)
{
	if (++reader->depth > MAX_EXPRESSION_DEPTH)
		fail(reader, "nested deeper than GitHub allows");
	return !reader->result->error;
}

static uint32_t node_new(struct reader *reader, enum expression_kind kind, uint32_t from)
{
	struct expression_node *node = VEC_PUSH(&reader->nodes, reader->arena);
	node->kind = kind;
	node->from = from;
	node->to = reader->previous.to;
	return reader->nodes.n - 1;
}

static void child_add(struct reader *reader, uint32_t parent, uint32_t child)
{
	uint32_t *link = &reader->nodes.at[parent].child;
	while (*link)
		link = &reader->nodes.at[*link].next;
	*link = child;
	reader->nodes.at[parent].to = reader->previous.to;
}

static uint32_t node_of_two(
	struct reader *reader, enum expression_kind kind, uint32_t left, uint32_t right)
{
	uint32_t node = node_new(reader, kind, reader->nodes.at[left].from);
	reader->nodes.at[node].child = left;
	reader->nodes.at[left].next = right;
	return node;
}

struct function {
	const char *name;
	uint32_t least, most;
};

static bool same_word(slice text, const char *word)
{
	slice other = slice_of(word);
	if (text.n != other.n)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != other.p[i])
			return false;
	}
	return true;
}

static void check_call(struct reader *reader, slice name, uint32_t arguments)
{
	static const struct function functions[] = {{"contains", 2, 2}, {"endswith", 2, 2},
		{"format", 1, 255}, {"join", 1, 2}, {"startswith", 2, 2}, {"tojson", 1, 1},
		{"fromjson", 1, 1}, {"case", 3, 255}, {"hashfiles", 1, 255}, {"always", 0, 0},
		{"cancelled", 0, 0}, {"failure", 0, 255}, {"success", 0, 255}};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		if (!same_word(name, functions[i].name))
			continue;
		if (arguments < functions[i].least || arguments > functions[i].most)
			fail(reader, "a function with a wrong number of arguments");
		return;
	}
	fail(reader, "a function that GitHub does not know");
}

static void check_context(struct reader *reader, slice name)
{
	static const char *const contexts[] = {"github", "env", "vars", "job", "jobs", "steps",
		"runner", "secrets", "strategy", "matrix", "needs", "inputs"};
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (same_word(name, contexts[i]))
			return;
	fail(reader, "a context that GitHub does not know");
}

static uint32_t parse_call(struct reader *reader, const struct token *name)
{
	uint32_t call = node_new(reader, EXPRESSION_CALL, name->from), arguments = 0;
	reader->nodes.at[call].text = name->text;
	while (!reader->result->error && !at_symbol(reader, ")")) {
		child_add(reader, call, parse_any(reader));
		arguments++;
		if (!at_symbol(reader, ")") && !take_symbol(reader, ","))
			fail(reader, "`,` or `)` was expected");
	}
	take_symbol(reader, ")");
	reader->nodes.at[call].to = reader->previous.to;
	check_call(reader, name->text, arguments);
	return call;
}

static uint32_t parse_name(struct reader *reader)
{
	struct token name = reader->token;
	take_token(reader);
	if (take_symbol(reader, "("))
		return parse_call(reader, &name);
	check_context(reader, name.text);
	uint32_t node = node_new(reader, EXPRESSION_CONTEXT, name.from);
	reader->nodes.at[node].text = name.text;
	reader->nodes.at[node].to = name.to;
	return node;
}

static uint32_t parse_literal(struct reader *reader)
{
	static const enum expression_kind kinds[] = {[TOKEN_STRING] = EXPRESSION_STRING,
		[TOKEN_NUMBER] = EXPRESSION_NUMBER,
		[TOKEN_TRUE] = EXPRESSION_BOOLEAN,
		[TOKEN_FALSE] = EXPRESSION_BOOLEAN,
		[TOKEN_NULL] = EXPRESSION_NULL};
	struct token token = reader->token;
	if (token.kind == TOKEN_END || token.kind == TOKEN_SYMBOL) {
		fail(reader, token.kind == TOKEN_END ? "unexpected end" : "unexpected symbol");
		return 0;
	}
	take_token(reader);
	uint32_t node = node_new(reader, kinds[token.kind], token.from);
	reader->nodes.at[node].text = token.text;
	reader->nodes.at[node].number = token.number;
	reader->nodes.at[node].truth = token.kind == TOKEN_TRUE;
	return node;
}

static uint32_t parse_group(struct reader *reader)
{
	uint32_t node = parse_any(reader);
	if (!take_symbol(reader, ")"))
		fail(reader, "`)` was expected");
	return node;
}

static uint32_t parse_property(struct reader *reader)
{
	struct token name = reader->token;
	if (take_symbol(reader, "*"))
		return node_new(reader, EXPRESSION_STAR, name.from);
	if (name.kind != TOKEN_NAME) {
		fail(reader, "a property was expected");
		return 0;
	}
	take_token(reader);
	uint32_t node = node_new(reader, EXPRESSION_STRING, name.from);
	reader->nodes.at[node].text = name.text;
	return node;
}

static uint32_t parse_bracket(struct reader *reader)
{
	uint32_t from = reader->token.from;
	uint32_t node = take_symbol(reader, "*") ? node_new(reader, EXPRESSION_STAR, from)
						 : parse_any(reader);
	if (!take_symbol(reader, "]"))
		fail(reader, "`]` was expected");
	return node;
}

static uint32_t parse_index(struct reader *reader)
{
	bool group = take_symbol(reader, "("), name = reader->token.kind == TOKEN_NAME;
	uint32_t node = group ? parse_group(reader)
		: name        ? parse_name(reader)
			      : parse_literal(reader);
	unsigned deeper = 0;
	while ((group || name) && !reader->result->error) {
		uint32_t index = 0;
		if (take_symbol(reader, "["))
			index = parse_bracket(reader);
		else if (take_symbol(reader, "."))
			index = parse_property(reader);
		else
			break;
		deeper++;
		enter(reader);
		node = node_of_two(reader, EXPRESSION_INDEX, node, index);
	}
	reader->depth -= deeper;
	return node;
}

static uint32_t parse_not(struct reader *reader)
{
	uint32_t from = reader->token.from;
	if (!take_symbol(reader, "!"))
		return parse_index(reader);
	uint32_t inside = enter(reader) ? parse_not(reader) : 0;
	reader->depth--;
	uint32_t node = node_new(reader, EXPRESSION_NOT, from);
	reader->nodes.at[node].child = inside;
	return node;
}

static uint32_t parse_order(struct reader *reader)
{
	uint32_t node = parse_not(reader);
	for (;;) {
		enum expression_kind kind;
		if (take_symbol(reader, "<="))
			kind = EXPRESSION_LESS_EQUAL;
		else if (take_symbol(reader, ">="))
			kind = EXPRESSION_GREATER_EQUAL;
		else if (take_symbol(reader, "<"))
			kind = EXPRESSION_LESS;
		else if (take_symbol(reader, ">"))
			kind = EXPRESSION_GREATER;
		else
			return node;
		uint32_t right = parse_not(reader);
		node = node_of_two(reader, kind, node, right);
	}
}

static uint32_t parse_equality(struct reader *reader)
{
	uint32_t node = parse_order(reader);
	for (;;) {
		bool equal = at_symbol(reader, "==");
		if (!take_symbol(reader, "==") && !take_symbol(reader, "!="))
			return node;
		uint32_t right = parse_order(reader);
		node = node_of_two(
			reader, equal ? EXPRESSION_EQUAL : EXPRESSION_UNEQUAL, node, right);
	}
}

static uint32_t parse_chain(struct reader *reader, const char *symbol, enum expression_kind kind,
	uint32_t (*part)(struct reader *))
{
	uint32_t first = part(reader);
	if (!at_symbol(reader, symbol) || !enter(reader))
		return first;
	uint32_t node = node_new(reader, kind, reader->nodes.at[first].from), last = first;
	reader->nodes.at[node].child = first;
	while (take_symbol(reader, symbol)) {
		uint32_t right = part(reader);
		reader->nodes.at[last].next = right;
		last = right;
	}
	reader->nodes.at[node].to = reader->previous.to;
	reader->depth--;
	return node;
}

static uint32_t parse_and(struct reader *reader)
{
	return parse_chain(reader, "&&", EXPRESSION_AND, parse_equality);
}

static uint32_t parse_any(struct reader *reader)
{
	uint32_t node = enter(reader) ? parse_chain(reader, "||", EXPRESSION_OR, parse_and) : 0;
	reader->depth--;
	return node;
}

struct expression *expression_parse(slice text, struct arena *arena)
{
	struct expression *result = ARENA_NEW(arena, struct expression);
	struct reader reader = {.arena = arena, .result = result};
	result->text = text;
	VEC_PUSH(&reader.nodes, arena);
	if (text.n > MAX_EXPRESSION_LENGTH)
		fail(&reader, "longer than GitHub allows");
	take_token(&reader);
	uint32_t root = 0;
	if (reader.token.kind != TOKEN_END)
		root = parse_any(&reader);
	if (reader.token.kind != TOKEN_END)
		fail(&reader, "unexpected symbol");
	result->nodes = reader.nodes.at;
	result->n = reader.nodes.n;
	result->root = result->error ? 0 : root;
	return result;
}

bool expression_next(slice text, size_t from, size_t *ret_from, size_t *ret_to, slice *ret_inside,
	bool *ret_closed)
{
	size_t start = from + slice_search(slice_after(text, from), S("${{"));
	if (start >= text.n)
		return false;
	size_t at = start + 3;
	bool quoted = false;
	while (at < text.n && (quoted || !slice_starts(slice_after(text, at), S("}}")))) {
		quoted = quoted != (text.p[at] == '\'');
		at++;
	}
	*ret_from = start;
	*ret_closed = at < text.n;
	*ret_inside = slice_cut(text, start + 3, at);
	*ret_to = at < text.n ? at + 2 : text.n;
	return true;
}

static slice lower(struct arena *arena, slice text)
{
	char *out = arena_alloc(arena, text.n);
	for (size_t i = 0; i < text.n; i++)
		out[i] = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) : text.p[i];
	return (slice){out, text.n};
}

slice expression_path(const struct expression *expression, uint32_t node, struct arena *arena)
{
	const struct expression_node *steps[MAX_EXPRESSION_DEPTH + 1];
	unsigned n = 0;
	const struct expression_node *at = &expression->nodes[node];
	for (; at->kind == EXPRESSION_INDEX && n < MAX_EXPRESSION_DEPTH; n++) {
		steps[n] = &expression->nodes[expression->nodes[at->child].next];
		at = &expression->nodes[at->child];
	}
	if (at->kind != EXPRESSION_CONTEXT)
		return S("");
	slice path = lower(arena, at->text);
	while (n--) {
		bool name = steps[n]->kind == EXPRESSION_STRING;
		if (!name && steps[n]->kind != EXPRESSION_STAR &&
			steps[n]->kind != EXPRESSION_NUMBER)
			return S("");
		slice text = name ? lower(arena, steps[n]->text) : S("*");
		path = arena_printf(
			arena, SLICE_FMT "." SLICE_FMT, SLICE_ARG(path), SLICE_ARG(text));
	}
	return path;
}
