/* Knows the values of string literals: prefixes, quotes, escapes, braces of format strings. */
#include "syntax/python_lex.h"
#include "syntax/python.h"

#include "base/utf8.h"

/* Decoded text under construction; its room is the length of the source, which no escape
   exceeds. */
struct value {
	char *p;
	size_t n;
};

struct dialect {
	bool raw, bytes, format;
};

static void add_byte(struct value *value, char byte)
{
	value->p[value->n++] = byte;
}

static void add_code(struct value *value, uint32_t code)
{
	value->n += utf8_encode(code, value->p + value->n);
}

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	char lower = (char)(digit | 0x20);
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

/* Number of up to `most` digits of `base` at `at`; how many there are goes to *ret_digits. */
static uint32_t number_at(slice text, size_t at, unsigned most, int base, unsigned *ret_digits)
{
	uint32_t number = 0;
	unsigned n = 0;
	for (; n < most && at + n < text.n && digit_value(text.p[at + n]) < base; n++)
		number = number * (uint32_t)base + (uint32_t)digit_value(text.p[at + n]);
	*ret_digits = n;
	return number;
}

/* Length of the line end at `at`, or 0. */
static size_t line_end_at(slice text, size_t at)
{
	if (at >= text.n || (text.p[at] != '\n' && text.p[at] != '\r'))
		return 0;
	return text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n' ? 2 : 1;
}

/* \x \u \U: exactly as many digits, or the backslash stays as it is. */
static size_t add_hexadecimal(struct value *value, slice text, size_t at, unsigned wanted)
{
	unsigned digits;
	uint32_t code = number_at(text, at + 2, wanted, 16, &digits);
	if (digits != wanted) {
		add_byte(value, '\\');
		return at + 1;
	}
	add_code(value, code);
	return at + 2 + wanted;
}

static size_t add_octal(struct value *value, slice text, size_t at, bool bytes)
{
	unsigned digits;
	uint32_t code = number_at(text, at + 1, 3, 8, &digits);
	add_code(value, bytes ? code & 0xff : code);
	return at + 1 + digits;
}

/* \N{...} as written, its braces no field. */
static size_t add_named(struct value *value, slice text, size_t at)
{
	size_t end = at + slice_find(slice_after(text, at), '}');
	end = end < text.n ? end + 1 : text.n;
	for (; at < end; at++)
		add_byte(value, text.p[at]);
	return end;
}

/* What a one-letter escape stands for, or 0. */
static char simple_escape(char letter)
{
	static const char escapes[][2] = {{'\\', '\\'}, {'\'', '\''}, {'"', '"'}, {'a', '\a'},
		{'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (escapes[i][0] == letter)
			return escapes[i][1];
	return 0;
}

/* At a backslash; returns the place behind the escape. */
static size_t add_escape(struct value *value, slice text, size_t at, struct dialect dialect)
{
	char letter = at + 1 < text.n ? text.p[at + 1] : 0;
	size_t line = line_end_at(text, at + 1);
	if (line)
		return at + 1 + line;
	char simple = simple_escape(letter);
	if (simple) {
		add_byte(value, simple);
		return at + 2;
	}
	if (letter >= '0' && letter <= '7')
		return add_octal(value, text, at, dialect.bytes);
	if (letter == 'x')
		return add_hexadecimal(value, text, at, 2);
	if (letter == 'u' && !dialect.bytes)
		return add_hexadecimal(value, text, at, 4);
	if (letter == 'U' && !dialect.bytes)
		return add_hexadecimal(value, text, at, 8);
	if (letter == 'N' && !dialect.bytes && at + 2 < text.n && text.p[at + 2] == '{')
		return add_named(value, text, at);
	add_byte(value, '\\');
	return at + 1;
}

static void add_text(struct value *value, slice text, struct dialect dialect)
{
	for (size_t at = 0; at < text.n;) {
		char byte = text.p[at];
		size_t line = line_end_at(text, at);
		bool doubled = at + 1 < text.n && text.p[at + 1] == byte;
		if (byte == '\\' && !dialect.raw) {
			at = add_escape(value, text, at, dialect);
		} else if (line) {
			add_byte(value, '\n');
			at += line;
		} else {
			add_byte(value, byte);
			at += dialect.format && doubled && (byte == '{' || byte == '}') ? 2 : 1;
		}
	}
}

static struct dialect dialect_of(const struct py_node *part)
{
	return (struct dialect){.raw = part->flags & PY_RAW,
		.bytes = part->flags & PY_BYTES,
		.format = part->flags & (PY_FORMAT | PY_TEMPLATE)};
}

/* What stands between the quotes. */
static span body_of(const struct py_tree *tree, const struct py_node *part)
{
	uint32_t body;
	struct py_quote quote = py_lex_quote(tree->text, part->from, &body);
	uint32_t n = quote.triple ? 3 : 1, end = part->to;
	if (end >= body + n && tree->text.p[end - 1] == (char)quote.mark &&
		tree->text.p[end - n] == (char)quote.mark)
		end -= n;
	return (span){body < end ? body : end, end};
}

static bool is_plain(slice text, struct dialect dialect)
{
	if (slice_find(text, '\r') < text.n)
		return false;
	if (!dialect.raw && slice_find(text, '\\') < text.n)
		return false;
	return !dialect.format ||
		(slice_find(text, '{') == text.n && slice_find(text, '}') == text.n);
}

static slice decoded(slice text, struct dialect dialect, struct arena *arena)
{
	if (is_plain(text, dialect))
		return text;
	struct value value = {arena_alloc(arena, text.n + 4), 0};
	add_text(&value, text, dialect);
	return (slice){value.p, value.n};
}

static slice part_value(const struct py_tree *tree, py_ref ref, struct arena *arena)
{
	const struct py_node *part = &tree->nodes[ref];
	span body = body_of(tree, part);
	return decoded(slice_cut(tree->text, body.from, body.to), dialect_of(part), arena);
}

static slice joined(const struct py_tree *tree, py_ref string, struct arena *arena)
{
	const struct py_node *node = &tree->nodes[string];
	struct value value = {arena_alloc(arena, node->to - node->from + 4), 0};
	for (py_ref part = node->child; part; part = tree->nodes[part].next) {
		slice piece = part_value(tree, part, arena);
		if (piece.n)
			memcpy(value.p + value.n, piece.p, piece.n);
		value.n += piece.n;
	}
	return (slice){value.p, value.n};
}

bool py_string(const struct py_tree *tree, py_ref ref, struct arena *arena, slice *ret_value)
{
	const struct py_node *node = &tree->nodes[ref];
	if (node->kind == PY_STRING_PART) {
		if (node->child)
			return false;
		*ret_value = part_value(tree, ref, arena);
		return true;
	}
	if (node->kind != PY_STRING)
		return false;
	for (py_ref part = node->child; part; part = tree->nodes[part].next)
		if (tree->nodes[part].child)
			return false;
	bool single = node->child && !tree->nodes[node->child].next;
	*ret_value = single ? part_value(tree, node->child, arena) : joined(tree, ref, arena);
	return true;
}

void py_format(const struct py_tree *tree, py_ref part, struct arena *arena, void *context,
	void (*literal)(void *context, slice text), void (*field)(void *context, py_ref field))
{
	const struct py_node *node = &tree->nodes[part];
	span body = body_of(tree, node);
	struct dialect dialect = dialect_of(node);
	uint32_t at = body.from;
	for (py_ref ref = node->child; ref; ref = tree->nodes[ref].next) {
		const struct py_node *this = &tree->nodes[ref];
		if (this->from > at)
			literal(context,
				decoded(slice_cut(tree->text, at, this->from), dialect, arena));
		if (this->name_to > this->name_from)
			literal(context, slice_cut(tree->text, this->name_from, this->name_to));
		field(context, ref);
		at = this->to;
	}
	if (body.to > at || !node->child)
		literal(context, decoded(slice_cut(tree->text, at, body.to), dialect, arena));
}
