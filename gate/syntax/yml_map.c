/*
 * Knows where each byte of a scalar's value stands in the file: the folding,
 * chomping, indentation and escapes of libyaml, done once more over the bytes.
 * What is read here must be the value libyaml gave, or there is no map.
 */
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "syntax/yml.h"

struct piece {
	uint32_t from, to; /* of the text */
};

struct mapper {
	struct arena *arena;
	slice text, value;
	uint32_t at, end;
	uint32_t written; /* bytes of the value met so far */
	bool wrong;       /* they differ from the value */
	bool joins;       /* the last segment is the same bytes in both texts */
	struct {
		VEC(struct segment);
	} segments;
	struct {
		VEC(struct piece);
	} breaks;                  /* line ends behind the first one */
	struct piece first, blank; /* first line end, or blanks within a line; empty = none */
};

/* Writing */

/* Pieces join where the same bytes go on in both texts. */
static void segment_add(struct mapper *map, uint32_t n, uint32_t from, uint32_t to, bool same)
{
	struct segment *last = map->segments.n ? &map->segments.at[map->segments.n - 1] : NULL;
	if (same && map->joins && last->parent + last->length == from) {
		last->length += n;
		last->parent_length += n;
	} else {
		*VEC_PUSH(&map->segments, map->arena) = (struct segment){.child = map->written,
			.length = n,
			.parent = from,
			.parent_length = to - from};
	}
	map->joins = same;
	map->written += n;
}

/* `bytes` of the value stand at [from, to). */
static void put(struct mapper *map, slice bytes, uint32_t from, uint32_t to)
{
	slice wanted = slice_cut(map->value, map->written, (size_t)map->written + bytes.n);
	if (!slice_eq(wanted, bytes))
		map->wrong = true;
	bool same = slice_eq(bytes, slice_cut(map->text, from, to));
	if (bytes.n)
		segment_add(map, (uint32_t)bytes.n, from, to, same);
}

static void put_same(struct mapper *map, struct piece piece)
{
	put(map, slice_cut(map->text, piece.from, piece.to), piece.from, piece.to);
}

/* LF, CR LF, CR and NEL are one LF; LS and PS stay. */
static void put_break(struct mapper *map, struct piece piece)
{
	if (piece.to == piece.from)
		return;
	bool kept = map->text.p[piece.from] == '\xe2' || map->text.p[piece.from] == '\n';
	if (kept)
		put_same(map, piece);
	else
		put(map, S("\n"), piece.from, piece.to);
}

/* Reading */

static char byte_at(const struct mapper *map, uint32_t at)
{
	return at < map->end ? map->text.p[at] : '\0';
}

static bool is_blank(const struct mapper *map)
{
	return map->at < map->end && (map->text.p[map->at] == ' ' || map->text.p[map->at] == '\t');
}

/* Length of the line end at `at`, 0 = none. */
static uint32_t break_length(const struct mapper *map, uint32_t at)
{
	slice rest = slice_cut(map->text, at, map->end < at + 3 ? map->end : at + 3);
	if (slice_starts(rest, S("\r\n")) || slice_starts(rest, S("\xc2\x85")))
		return 2;
	if (slice_eq(rest, S("\xe2\x80\xa8")) || slice_eq(rest, S("\xe2\x80\xa9")))
		return 3;
	return rest.n && (rest.p[0] == '\n' || rest.p[0] == '\r') ? 1 : 0;
}

static struct piece take_break(struct mapper *map)
{
	struct piece piece = {map->at, map->at + break_length(map, map->at)};
	map->at = piece.to;
	return piece;
}

static bool is_empty(struct piece piece)
{
	return piece.from == piece.to;
}

/* A line end that folding turns into a blank. */
static bool folds(const struct mapper *map, struct piece piece)
{
	return !is_empty(piece) && map->text.p[piece.from] != '\xe2';
}

static void put_breaks(struct mapper *map)
{
	for (uint32_t i = 0; i < map->breaks.n; i++)
		put_break(map, map->breaks.at[i]);
	map->breaks.n = 0;
}

/* Plain and quoted scalars */

/* Blanks and line ends; `map->first` and `map->breaks` hold them afterwards. */
static bool take_white(struct mapper *map, bool broken)
{
	map->blank = (struct piece){map->at, map->at};
	map->first = (struct piece){map->at, map->at};
	for (;;) {
		if (is_blank(map)) {
			map->at++;
			if (!broken)
				map->blank.to = map->at;
			continue;
		}
		if (!break_length(map, map->at))
			return broken;
		struct piece piece = take_break(map);
		if (broken)
			*VEC_PUSH(&map->breaks, map->arena) = piece;
		else
			map->first = piece;
		broken = true;
	}
}

static void put_white(struct mapper *map, bool broken)
{
	if (!broken) {
		put_same(map, map->blank);
		return;
	}
	if (!folds(map, map->first))
		put_break(map, map->first);
	else if (!map->breaks.n)
		put(map, S(" "), map->first.from, map->first.to);
	put_breaks(map);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool take_code(struct mapper *map, unsigned digits)
{
	uint32_t code = 0, from = map->at;
	char out[4];
	for (unsigned i = 0; i < digits; i++) {
		int digit = hex_digit(byte_at(map, from + 2 + i));
		if (digit < 0)
			return false;
		code = code << 4 | (uint32_t)digit;
	}
	map->at += 2 + digits;
	put(map, (slice){out, utf8_encode(code, out)}, from, map->at);
	return true;
}

static slice escape_text(char c)
{
	static const struct {
		char letter;
		slice text;
	} escapes[] = {{'0', S("\0")}, {'a', S("\a")}, {'b', S("\b")}, {'t', S("\t")},
		{'\t', S("\t")}, {'n', S("\n")}, {'v', S("\v")}, {'f', S("\f")}, {'r', S("\r")},
		{'e', S("\x1b")}, {' ', S(" ")}, {'"', S("\"")}, {'/', S("/")}, {'\\', S("\\")},
		{'N', S("\xc2\x85")}, {'_', S("\xc2\xa0")}, {'L', S("\xe2\x80\xa8")},
		{'P', S("\xe2\x80\xa9")}};
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (escapes[i].letter == c)
			return escapes[i].text;
	return S("");
}

static bool take_escape(struct mapper *map)
{
	char c = byte_at(map, map->at + 1);
	if (c == 'x' || c == 'u' || c == 'U')
		return take_code(map, c == 'x' ? 2 : c == 'u' ? 4 : 8);
	slice text = escape_text(c);
	put(map, text, map->at, map->at + 2);
	map->at += 2;
	return text.n > 0;
}

/* Text up to the next blank or line end; false at the scalar's end. Sets *ret_broken behind an escaped
   line end. */
static bool take_words(struct mapper *map, char quote, bool *ret_broken)
{
	*ret_broken = false;
	while (map->at < map->end && !is_blank(map) && !break_length(map, map->at)) {
		char c = map->text.p[map->at];
		if (quote == '\'' && c == quote && byte_at(map, map->at + 1) == quote) {
			put(map, S("'"), map->at, map->at + 2);
			map->at += 2;
		} else if (quote && c == quote) {
			return false;
		} else if (quote == '"' && c == '\\' && break_length(map, map->at + 1)) {
			map->at++;
			take_break(map);
			*ret_broken = true;
			return true;
		} else if (quote == '"' && c == '\\') {
			if (!take_escape(map))
				return false;
		} else {
			put_same(map, (struct piece){map->at, map->at + 1});
			map->at++;
		}
	}
	return map->at < map->end;
}

static void map_flow(struct mapper *map, char quote)
{
	map->at += quote != '\0';
	bool escaped;
	while (!map->wrong && take_words(map, quote, &escaped))
		put_white(map, take_white(map, escaped));
}

/* Block scalars */

struct header {
	bool strip, keep;
};

static struct header take_header(struct mapper *map)
{
	struct header header = {false, false};
	while (map->at < map->end && !break_length(map, map->at) && map->text.p[map->at] != '#') {
		header.strip = header.strip || map->text.p[map->at] == '-';
		header.keep = header.keep || map->text.p[map->at] == '+';
		map->at++;
	}
	while (map->at < map->end && !break_length(map, map->at))
		map->at++;
	take_break(map);
	return header;
}

static uint32_t spaces_at(const struct mapper *map, uint32_t at)
{
	uint32_t n = 0;
	while (byte_at(map, at + n) == ' ')
		n++;
	return n;
}

/* How far the block is indented: what the first line that says so has more in the file than in the
   value. */
static uint32_t indentation(const struct mapper *map)
{
	size_t in_value = 0;
	uint32_t at = map->at;
	for (;;) {
		uint32_t n = spaces_at(map, at), line_end = break_length(map, at + n);
		size_t have = 0;
		while (in_value + have < map->value.n && map->value.p[in_value + have] == ' ')
			have++;
		if (!line_end || have)
			return n > have ? n - (uint32_t)have : 0;
		if (in_value >= map->value.n)
			return UINT32_MAX;
		in_value += line_end == 3 ? 3 : 1;
		at += n + line_end;
	}
}

/* Empty lines into `map->breaks`; true when a line of the block follows. */
static bool take_empty_lines(struct mapper *map, uint32_t indent)
{
	for (;;) {
		uint32_t spaces = spaces_at(map, map->at);
		map->at += spaces < indent ? spaces : indent;
		if (spaces >= indent && !break_length(map, map->at))
			return map->at < map->end;
		if (!break_length(map, map->at))
			return false;
		*VEC_PUSH(&map->breaks, map->arena) = take_break(map);
	}
}

static void put_line(struct mapper *map)
{
	uint32_t from = map->at;
	while (map->at < map->end && !break_length(map, map->at))
		map->at++;
	put_same(map, (struct piece){from, map->at});
	map->first = take_break(map);
}

static void map_block(struct mapper *map, bool literal)
{
	struct header header = take_header(map);
	uint32_t indent = indentation(map);
	bool blank_before = false;
	map->first = (struct piece){0, 0};
	while (!map->wrong && take_empty_lines(map, indent)) {
		bool blank = is_blank(map);
		if (literal || blank || blank_before || !folds(map, map->first))
			put_break(map, map->first);
		else if (!map->breaks.n)
			put(map, S(" "), map->first.from, map->first.to);
		put_breaks(map);
		blank_before = blank;
		put_line(map);
	}
	if (!header.strip)
		put_break(map, map->first);
	if (header.keep)
		put_breaks(map);
}

bool yml_map(const struct yml_tree *tree, uint32_t index, struct arena *arena,
	const struct segment **ret_segments, uint32_t *ret_n)
{
	const struct yml_node *node = &tree->nodes[yml_real(tree, index)];
	struct mapper map = {.arena = arena,
		.text = tree->text,
		.value = node->value,
		.at = node->from,
		.end = node->to};
	if (node->kind != YML_SCALAR)
		return false;
	if (node->style == YML_LITERAL || node->style == YML_FOLDED) {
		map.end = u32(tree->text.n);
		map_block(&map, node->style == YML_LITERAL);
	} else {
		map_flow(&map,
			node->style == YML_SINGLE           ? '\''
				: node->style == YML_DOUBLE ? '"'
							    : '\0');
	}
	if (map.wrong || map.written != node->value.n)
		return false;
	*ret_segments = map.segments.at;
	*ret_n = map.segments.n;
	return true;
}
