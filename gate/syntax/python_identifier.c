/*
 * Knows when two spellings are one identifier: Python compares them in form NFKC
 * (PEP 3131), so full-width or mathematical letters call the same function.
 */
#include "syntax/python.h"
#include "syntax/python_identifier_table.h"

#include "base/utf8.h"
#include "base/vec.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Unicode 15, section 3.12: syllables are computed from their letters. */
enum {
	HANGUL = 0xac00,
	HANGUL_LEADING = 0x1100,
	HANGUL_VOWEL = 0x1161,
	HANGUL_TRAILING = 0x11a7,
	LEADINGS = 19,
	VOWELS = 21,
	TRAILINGS = 28,
	SYLLABLES = LEADINGS * VOWELS * TRAILINGS
};

struct code {
	uint32_t code;
	uint8_t class;
};

struct codes {
	VEC(struct code);
};

static uint8_t class_of(uint32_t code)
{
	size_t low = 0, high = COUNT(combining);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (code > combining[middle].to)
			low = middle + 1;
		else if (code < combining[middle].from)
			high = middle;
		else
			return combining[middle].class;
	}
	return 0;
}

static void add(struct codes *codes, struct arena *arena, uint32_t code)
{
	*VEC_PUSH(codes, arena) = (struct code){code, class_of(code)};
}

static void add_hangul(struct codes *codes, struct arena *arena, uint32_t index)
{
	add(codes, arena, HANGUL_LEADING + index / (VOWELS * TRAILINGS));
	add(codes, arena, HANGUL_VOWEL + index % (VOWELS * TRAILINGS) / TRAILINGS);
	if (index % TRAILINGS)
		add(codes, arena, HANGUL_TRAILING + index % TRAILINGS);
}

/* Index in `decomposed`, or its size. */
static size_t find_decomposed(uint32_t code)
{
	size_t low = 0, high = COUNT(decomposed);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (decomposed[middle] < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COUNT(decomposed) && decomposed[low] == code ? low : COUNT(decomposed);
}

static void decompose(struct codes *codes, struct arena *arena, uint32_t code)
{
	if (code - HANGUL < SYLLABLES) {
		add_hangul(codes, arena, code - HANGUL);
		return;
	}
	size_t at = find_decomposed(code);
	if (at == COUNT(decomposed)) {
		add(codes, arena, code);
		return;
	}
	const uint32_t *sequence = sequences + (decomposed_as[at] >> 3);
	for (unsigned i = 0; i < (decomposed_as[at] & 7); i++)
		add(codes, arena, sequence[i]);
}

/* Stable, by class; counting keeps long runs of marks linear. */
static void sort_marks(struct code *marks, uint32_t n, struct arena *arena)
{
	uint32_t start[257] = {0};
	struct code *sorted = arena_array(arena, n, sizeof *sorted);
	for (uint32_t i = 0; i < n; i++)
		start[marks[i].class + 1]++;
	for (unsigned class = 1; class < 257; class ++)
		start[class] += start[class - 1];
	for (uint32_t i = 0; i < n; i++)
		sorted[start[marks[i].class]++] = marks[i];
	memcpy(marks, sorted, n * sizeof *marks);
}

static void reorder(struct codes *codes, struct arena *arena)
{
	for (uint32_t i = 0; i < codes->n; i++) {
		uint32_t from = i;
		while (i < codes->n && codes->at[i].class)
			i++;
		if (i - from > 1)
			sort_marks(codes->at + from, i - from, arena);
	}
}

static uint32_t compose_hangul(uint32_t first, uint32_t second)
{
	uint32_t leading = first - HANGUL_LEADING, vowel = second - HANGUL_VOWEL;
	if (leading < LEADINGS && vowel < VOWELS)
		return HANGUL + (leading * VOWELS + vowel) * TRAILINGS;
	uint32_t trailing = second - HANGUL_TRAILING;
	if (first - HANGUL < SYLLABLES && (first - HANGUL) % TRAILINGS == 0 &&
		trailing - 1 < TRAILINGS - 1)
		return first + trailing;
	return 0;
}

/* The code point two make together, or 0. */
static uint32_t compose_two(uint32_t first, uint32_t second)
{
	size_t low = 0, high = COUNT(compositions);
	uint64_t key = (uint64_t)first << 32 | second;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct composition *pair = &compositions[middle];
		uint64_t here = (uint64_t)pair->first << 32 | pair->second;
		if (here == key)
			return pair->composed;
		if (here < key)
			low = middle + 1;
		else
			high = middle;
	}
	return compose_hangul(first, second);
}

/* In place: a mark joins the starter before it unless one of its own class stands between. */
static void compose(struct codes *codes)
{
	struct code *starter = NULL;
	uint32_t kept = 0;
	int last_class = -1;
	for (uint32_t i = 0; i < codes->n; i++) {
		struct code this = codes->at[i];
		bool blocked = last_class >= this.class && last_class != -1;
		uint32_t joined = starter && !blocked ? compose_two(starter->code, this.code) : 0;
		if (joined) {
			starter->code = joined;
			continue;
		}
		codes->at[kept] = this;
		last_class = this.class;
		if (this.class == 0) {
			starter = &codes->at[kept];
			last_class = -1;
		}
		kept++;
	}
	codes->n = kept;
}

static slice encode(const struct codes *codes, struct arena *arena)
{
	char *text = arena_alloc(arena, (size_t)codes->n * 4 + 1);
	size_t n = 0;
	for (uint32_t i = 0; i < codes->n; i++)
		n += utf8_encode(codes->at[i].code, text + n);
	return (slice){text, n};
}

static slice nfkc(slice name, struct arena *arena)
{
	struct codes codes = {0};
	for (size_t at = 0; at < name.n;) {
		uint32_t code;
		unsigned n = utf8_decode(name, at, &code);
		if (!n)
			return name;
		decompose(&codes, arena, code);
		at += n;
	}
	reorder(&codes, arena);
	compose(&codes);
	return encode(&codes, arena);
}

static bool in_name(unsigned char byte)
{
	return byte >= 0x80 || byte == '_' || byte == '.' || (byte >= '0' && byte <= '9') ||
		((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* A dotted name without the blanks and joined lines it may hold. */
static slice without_blanks(slice name, struct arena *arena)
{
	size_t clean = 0;
	while (clean < name.n && in_name((unsigned char)name.p[clean]))
		clean++;
	if (clean == name.n || slice_is(name, "*"))
		return name;
	char *text = arena_alloc(arena, name.n);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++)
		if (in_name((unsigned char)name.p[i]))
			text[n++] = name.p[i];
	return (slice){text, n};
}

static slice identifier(const struct py_tree *tree, py_ref ref, span at, struct arena *arena)
{
	const struct py_node *node = &tree->nodes[ref];
	slice name = slice_cut(tree->text, at.from, at.to);
	if (node->kind == PY_ALIAS || node->kind == PY_IMPORT_FROM)
		name = without_blanks(name, arena);
	return node->flags & PY_NOT_ASCII ? nfkc(name, arena) : name;
}

slice py_name(const struct py_tree *tree, py_ref ref, struct arena *arena)
{
	const struct py_node *node = &tree->nodes[ref];
	return identifier(tree, ref, (span){node->name_from, node->name_to}, arena);
}

slice py_alias(const struct py_tree *tree, py_ref ref, struct arena *arena)
{
	const struct py_node *node = &tree->nodes[ref];
	return identifier(tree, ref, (span){node->alias_from, node->alias_to}, arena);
}
