/*
 * Knows the grammar of RFC 8259 to the letter, with an explicit stack: one pass,
 * linear in the text. Repeated keys are found when an object closes.
 */
#include "syntax/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"

struct frame {
	uint32_t node, last; /* the container and its latest member; 0 = none yet */
	bool object, bare;
};

struct parser {
	slice text;
	size_t at;
	struct arena *arena;
	const char *const *bare;
	uint32_t bare_n;
	struct {
		VEC(struct json_node);
	} nodes;
	struct frame frames[MAX_JSON_DEPTH];
	uint32_t depth;
	struct json_node ignored; /* stands for the nodes that are not kept */
	const char *error;
};

static bool fail(struct parser *parser, const char *error)
{
	if (!parser->error)
		parser->error = error;
	return false;
}

static int byte_at(const struct parser *parser)
{
	return parser->at < parser->text.n ? (unsigned char)parser->text.p[parser->at] : -1;
}

static void skip_blanks(struct parser *parser)
{
	for (;;) {
		int byte = byte_at(parser);
		if (byte != ' ' && byte != '\n' && byte != '\t' && byte != '\r')
			return;
		parser->at++;
	}
}

/* A bit for each byte of `word` that is zero; exact up to the first. */
static uint64_t zero_bytes(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	return (word - ones) & ~word & tops;
}

/* Passes bytes that are nothing but themselves inside a string. */
static void skip_plain(struct parser *parser)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	const char *p = parser->text.p;
	size_t at = parser->at;
	while (at + 8 <= parser->text.n) {
		uint64_t word;
		memcpy(&word, p + at, sizeof word);
		uint64_t special = (word & tops) | zero_bytes(word ^ ones * '"') |
			zero_bytes(word ^ ones * '\\') | ((word - ones * 0x20) & ~word & tops);
		if (special)
			break;
		at += 8;
	}
	while (at < parser->text.n) {
		unsigned char byte = (unsigned char)p[at];
		if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\')
			break;
		at++;
	}
	parser->at = at;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* The code unit of `\uXXXX` at `at`, or -1. */
static int32_t code_unit(slice text, size_t at)
{
	if (at + 6 > text.n || text.p[at] != '\\' || text.p[at + 1] != 'u')
		return -1;
	int32_t unit = 0;
	for (size_t i = at + 2; i < at + 6; i++) {
		int digit = hex_digit(text.p[i]);
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

static bool is_surrogate(int32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdfff;
}

/* The scalar value of the `\uXXXX` escapes at `at`; half a pair gives the half. */
static int32_t unicode_escape(slice text, size_t at, size_t *ret_length)
{
	int32_t first = code_unit(text, at);
	*ret_length = 6;
	if (first < 0xd800 || first > 0xdbff)
		return first;
	int32_t second = code_unit(text, at + 6);
	if (second < 0xdc00 || second > 0xdfff)
		return first;
	*ret_length = 12;
	return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

static bool escape(struct parser *parser, struct json_node *node)
{
	slice text = parser->text;
	char kind = parser->at + 1 < text.n ? text.p[parser->at + 1] : '\0';
	if (kind && strchr("\"\\/bfnrt", kind)) {
		parser->at += 2;
		return true;
	}
	size_t length;
	int32_t code = kind == 'u' ? unicode_escape(text, parser->at, &length) : -1;
	if (code < 0)
		return fail(parser, "unknown escape in a string");
	node->nul |= code == 0;
	node->surrogate |= is_surrogate(code);
	parser->at += length;
	return true;
}

/* A string with its quotes; `node` learns what it holds. */
static bool string(struct parser *parser, struct json_node *node, bool *ret_escaped)
{
	*ret_escaped = false;
	parser->at++;
	for (;;) {
		skip_plain(parser);
		int byte = byte_at(parser);
		uint32_t code;
		if (byte == '"') {
			parser->at++;
			return true;
		}
		if (byte < 0)
			return fail(parser, "a string that does not end");
		if (byte < 0x20)
			return fail(parser, "a control character in a string");
		if (byte == '\\') {
			*ret_escaped = true;
			if (!escape(parser, node))
				return false;
			continue;
		}
		unsigned n = utf8_decode(parser->text, parser->at, &code);
		if (!n)
			return fail(parser, "bytes that are not UTF-8");
		parser->at += n;
	}
}

static bool digits(struct parser *parser)
{
	size_t from = parser->at;
	while (byte_at(parser) >= '0' && byte_at(parser) <= '9')
		parser->at++;
	return parser->at > from;
}

static bool number(struct parser *parser)
{
	if (byte_at(parser) == '-')
		parser->at++;
	if (byte_at(parser) == '0')
		parser->at++;
	else if (!digits(parser))
		return fail(parser, "a number without digits");
	if (byte_at(parser) == '.') {
		parser->at++;
		if (!digits(parser))
			return fail(parser, "a number without digits behind its point");
	}
	if (byte_at(parser) != 'e' && byte_at(parser) != 'E')
		return true;
	parser->at++;
	if (byte_at(parser) == '+' || byte_at(parser) == '-')
		parser->at++;
	return digits(parser) || fail(parser, "a number without digits in its exponent");
}

static bool word(struct parser *parser, slice wanted)
{
	if (!slice_starts(slice_after(parser->text, parser->at), wanted))
		return fail(parser, "something that is not a JSON value");
	parser->at += wanted.n;
	return true;
}

static struct frame *top(struct parser *parser)
{
	return parser->depth ? &parser->frames[parser->depth - 1] : NULL;
}

/* A new node, linked to the container it stands in. */
static struct json_node *node_new(struct parser *parser)
{
	struct frame *frame = top(parser);
	if (frame && frame->bare) {
		parser->ignored = (struct json_node){0};
		return &parser->ignored;
	}
	if (parser->nodes.n == MAX_JSON_NODES) {
		fail(parser, "too many values");
		return NULL;
	}
	struct json_node *node = VEC_PUSH(&parser->nodes, parser->arena);
	uint32_t index = parser->nodes.n - 1;
	if (frame && frame->last)
		parser->nodes.at[frame->last].next = index;
	else if (frame)
		parser->nodes.at[frame->node].child = index;
	if (frame)
		frame->last = index;
	return node;
}

static bool key_is(slice text, const struct json_node *node, slice wanted);

static bool is_bare(const struct parser *parser, const struct json_node *node)
{
	if (!node->key_to)
		return false;
	for (uint32_t i = 0; i < parser->bare_n; i++)
		if (key_is(parser->text, node, slice_of(parser->bare[i])))
			return true;
	return false;
}

static bool open_container(struct parser *parser, struct json_node *node)
{
	const struct frame *outer = top(parser);
	if (parser->depth == MAX_JSON_DEPTH)
		return fail(parser, "nesting is too deep");
	bool bare = (outer && outer->bare) || is_bare(parser, node);
	uint32_t index = node == &parser->ignored ? 0 : (uint32_t)(node - parser->nodes.at);
	parser->frames[parser->depth++] =
		(struct frame){.node = index, .object = node->kind == JSON_OBJECT, .bare = bare};
	parser->at++;
	return true;
}

/* The key of a member and its colon. */
static bool key(struct parser *parser, struct json_node *node)
{
	bool escaped;
	if (byte_at(parser) != '"')
		return fail(parser, "a key that is not a string");
	node->key_from = u32(parser->at);
	if (!string(parser, node, &escaped))
		return false;
	node->key_to = u32(parser->at);
	skip_blanks(parser);
	if (byte_at(parser) != ':')
		return fail(parser, "a key without a colon");
	parser->at++;
	skip_blanks(parser);
	return true;
}

/* Reads a scalar, or opens a container. */
static bool scalar_or_open(struct parser *parser, struct json_node *node)
{
	switch (byte_at(parser)) {
	case '{':
		node->kind = JSON_OBJECT;
		return open_container(parser, node);
	case '[':
		node->kind = JSON_ARRAY;
		return open_container(parser, node);
	case '"':
		node->kind = JSON_STRING;
		return string(parser, node, &node->escaped);
	case 't':
		node->kind = JSON_TRUE;
		return word(parser, S("true"));
	case 'f':
		node->kind = JSON_FALSE;
		return word(parser, S("false"));
	case 'n':
		node->kind = JSON_NULL;
		return word(parser, S("null"));
	case -1:
		return fail(parser, "the text ends where a value is due");
	}
	int byte = byte_at(parser);
	if (byte != '-' && (byte < '0' || byte > '9'))
		return fail(parser, "something that is not a JSON value");
	node->kind = JSON_NUMBER;
	return number(parser);
}

static bool value(struct parser *parser)
{
	const struct frame *frame = top(parser);
	skip_blanks(parser);
	struct json_node *node = node_new(parser);
	if (!node || (frame && frame->object && !key(parser, node)))
		return false;
	node->from = u32(parser->at);
	if (!scalar_or_open(parser, node))
		return false;
	node->to = u32(parser->at);
	return true;
}

static slice inside(slice text, uint32_t from, uint32_t to)
{
	return slice_cut(text, from + 1, to - 1);
}

static slice decode(slice quoted, struct arena *arena)
{
	if (slice_find(quoted, '\\') == quoted.n)
		return quoted;
	char *out = arena_alloc(arena, quoted.n);
	size_t n = 0;
	for (size_t at = 0; at < quoted.n;) {
		unsigned length;
		char bytes[4];
		at += json_character(quoted, at, bytes, &length);
		memcpy(out + n, bytes, length);
		n += length;
	}
	return (slice){out, n};
}

static slice key_of(struct parser *parser, const struct json_node *node)
{
	return decode(inside(parser->text, node->key_from, node->key_to), parser->arena);
}

enum { FEW_MEMBERS = 8 };

/* Fills keys when there are at most FEW_MEMBERS; their number, or FEW_MEMBERS + 1. */
static uint32_t few_keys(struct parser *parser, uint32_t first, slice keys[FEW_MEMBERS])
{
	const struct json_node *nodes = parser->nodes.at;
	uint32_t n = 0;
	for (uint32_t i = first; i; i = nodes[i].next) {
		if (n == FEW_MEMBERS)
			return n + 1;
		keys[n++] = key_of(parser, &nodes[i]);
	}
	return n;
}

static void mark_among_few(struct json_node *nodes, uint32_t first, const slice *keys, uint32_t n)
{
	uint32_t node = first;
	for (uint32_t i = 0; i < n; i++, node = nodes[node].next)
		for (uint32_t j = i + 1; j < n; j++)
			if (slice_eq(keys[i], keys[j]))
				nodes[node].duplicate = true;
}

/* Marks all but the last of the members that share a key. */
static void mark_duplicates(struct parser *parser, uint32_t object)
{
	struct json_node *nodes = parser->nodes.at;
	uint32_t first = nodes[object].child;
	slice keys[FEW_MEMBERS];
	uint32_t n = first ? few_keys(parser, first, keys) : 0;
	if (n <= FEW_MEMBERS) {
		mark_among_few(nodes, first, keys, n);
		return;
	}
	struct map latest;
	map_init(&latest, parser->arena);
	for (uint32_t i = first; i; i = nodes[i].next) {
		bool is_new;
		uint32_t *seen = map_put(&latest, key_of(parser, &nodes[i]), &is_new);
		if (!is_new)
			nodes[*seen].duplicate = true;
		*seen = i;
	}
}

static void close_container(struct parser *parser)
{
	struct frame *frame = top(parser);
	parser->at++;
	parser->depth--;
	const struct frame *outer = top(parser);
	if (outer && outer->bare)
		return;
	parser->nodes.at[frame->node].to = u32(parser->at);
	if (frame->object && !frame->bare)
		mark_duplicates(parser, frame->node);
}

static bool closes(const struct parser *parser, const struct frame *frame)
{
	return byte_at(parser) == (frame->object ? '}' : ']');
}

/* Behind a value: closes what closes here. True when another value is due. */
static bool another_due(struct parser *parser)
{
	for (;;) {
		struct frame *frame = top(parser);
		if (!frame)
			return false;
		skip_blanks(parser);
		if (byte_at(parser) == ',') {
			parser->at++;
			return true;
		}
		if (!closes(parser, frame))
			return fail(parser, "neither a comma nor the end of the list or object");
		close_container(parser);
	}
}

/* Just behind `{` or `[`: true when it closes at once. */
static bool closes_empty(struct parser *parser, uint32_t depth_before)
{
	if (parser->depth == depth_before)
		return false;
	skip_blanks(parser);
	if (!closes(parser, top(parser)))
		return false;
	close_container(parser);
	return true;
}

static void parse(struct parser *parser)
{
	if (parser->text.n > UINT32_MAX) {
		fail(parser, "the text is too long");
		return;
	}
	for (;;) {
		uint32_t depth = parser->depth;
		if (!value(parser))
			return;
		if (parser->depth > depth && !closes_empty(parser, depth))
			continue;
		if (!another_due(parser))
			break;
	}
	skip_blanks(parser);
	if (!parser->error && parser->at < parser->text.n)
		fail(parser, "more text behind the value");
}

struct json_tree *json_parse_bare(
	slice text, const char *const *bare, uint32_t bare_n, struct arena *arena)
{
	struct parser *parser = ARENA_NEW(arena, struct parser);
	parser->text = text;
	parser->arena = arena;
	parser->bare = bare;
	parser->bare_n = bare_n;
	parse(parser);
	struct json_tree *tree = ARENA_NEW(arena, struct json_tree);
	tree->text = text;
	tree->nodes = parser->nodes.at;
	tree->n = parser->nodes.n;
	tree->complete = !parser->error;
	tree->error = parser->error;
	tree->error_at = parser->error ? (uint32_t)parser->at : 0;
	return tree;
}

struct json_tree *json_parse(slice text, struct arena *arena)
{
	return json_parse_bare(text, NULL, 0, arena);
}

static char simple_escape(char kind)
{
	switch (kind) {
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	}
	return kind;
}

size_t json_character(slice quoted, size_t at, char ret_bytes[4], unsigned *ret_n)
{
	*ret_n = 1;
	ret_bytes[0] = quoted.p[at];
	if (quoted.p[at] != '\\' || at + 1 >= quoted.n)
		return 1;
	if (quoted.p[at + 1] != 'u') {
		ret_bytes[0] = simple_escape(quoted.p[at + 1]);
		return 2;
	}
	size_t length;
	int32_t code = unicode_escape(quoted, at, &length);
	*ret_n = utf8_encode((uint32_t)code, ret_bytes);
	return length;
}

/* Compares without decoding into memory. */
static bool key_is(slice text, const struct json_node *node, slice wanted)
{
	slice quoted = inside(text, node->key_from, node->key_to);
	size_t at = 0, matched = 0;
	while (at < quoted.n) {
		char bytes[4];
		unsigned n;
		at += json_character(quoted, at, bytes, &n);
		if (!slice_starts(slice_after(wanted, matched), (slice){bytes, n}))
			return false;
		matched += n;
	}
	return matched == wanted.n;
}

slice json_string(const struct json_tree *tree, uint32_t node, struct arena *arena)
{
	if (node >= tree->n || tree->nodes[node].kind != JSON_STRING)
		return S("");
	return decode(inside(tree->text, tree->nodes[node].from, tree->nodes[node].to), arena);
}

slice json_key(const struct json_tree *tree, uint32_t node, struct arena *arena)
{
	if (node >= tree->n || !tree->nodes[node].key_to)
		return S("");
	return decode(
		inside(tree->text, tree->nodes[node].key_from, tree->nodes[node].key_to), arena);
}

uint32_t json_member(const struct json_tree *tree, uint32_t object, const char *key_text)
{
	uint32_t found = 0;
	if (object >= tree->n || tree->nodes[object].kind != JSON_OBJECT)
		return 0;
	for (uint32_t i = tree->nodes[object].child; i; i = tree->nodes[i].next)
		if (key_is(tree->text, &tree->nodes[i], slice_of(key_text)))
			found = i;
	return found;
}
