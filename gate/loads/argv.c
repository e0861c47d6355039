/*
 * Knows how an argument is written so that a shell gives it back unchanged.
 */
#include "loads/argv.h"

static bool is_plain(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') ||
		(c && memchr("_-./:@%+=,", c, 10));
}

static bool needs_quotes(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_plain(text.p[i]))
			return true;
	return text.n == 0;
}

/* A byte that stands at [from, to) of the file. */
static void add_byte(struct argv *argv, char c, uint32_t from, uint32_t to)
{
	uint32_t at = argv->text.n;
	*VEC_PUSH(&argv->text, argv->arena) = c;
	struct segment *last = argv->segments.n ? &argv->segments.at[argv->segments.n - 1] : NULL;
	bool exact = last && last->length == last->parent_length && to == from + 1;
	if (exact && last->child + last->length == at && last->parent + last->length == from) {
		last->length++;
		last->parent_length++;
		return;
	}
	*VEC_PUSH(&argv->segments, argv->arena) = (struct segment){
		.child = at, .length = 1, .parent = from, .parent_length = to - from};
}

static void add_unmapped(struct argv *argv, slice text)
{
	for (size_t i = 0; i < text.n; i++)
		*VEC_PUSH(&argv->text, argv->arena) = text.p[i];
}

static bool is_name(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_plain(text.p[i]) || memchr("-./:@%+=,", text.p[i], 9))
			return false;
	return text.n > 0;
}

/* Length of `$(NAME)` at `at`, 0 when none stands there. */
static size_t reference_at(slice text, size_t at)
{
	slice rest = slice_after(text, at);
	if (!slice_starts(rest, S("$(")))
		return 0;
	size_t end = slice_find(rest, ')');
	return end < rest.n && is_name(slice_cut(rest, 2, end)) ? end + 1 : 0;
}

static void add_reference(struct argv *argv, const struct source *word, size_t at, size_t n)
{
	uint32_t from = source_outer(word, (uint32_t)at);
	uint32_t to = source_outer_end(word, (uint32_t)(at + n));
	add_unmapped(argv, S("'\"${"));
	for (size_t i = at + 2; i < at + n - 1; i++)
		add_byte(argv, word->text.p[i], from, to);
	add_unmapped(argv, S("}\"'"));
}

static void add_quoted(struct argv *argv, const struct source *word)
{
	add_unmapped(argv, S("'"));
	for (size_t i = 0; i < word->text.n; i++) {
		size_t n = argv->references ? reference_at(word->text, i) : 0;
		if (n) {
			add_reference(argv, word, i, n);
			i += n - 1;
			continue;
		}
		uint32_t at = (uint32_t)i;
		bool quote = word->text.p[i] == '\'';
		if (quote)
			add_unmapped(argv, S("'\\"));
		add_byte(argv, word->text.p[i], source_outer(word, at),
			source_outer_end(word, at + 1));
		if (quote)
			add_unmapped(argv, S("'"));
	}
	add_unmapped(argv, S("'"));
}

void argv_add(struct argv *argv, const struct source *word)
{
	if (argv->text.n)
		add_unmapped(argv, S(" "));
	if (needs_quotes(word->text)) {
		add_quoted(argv, word);
		return;
	}
	for (uint32_t i = 0; i < word->text.n; i++)
		add_byte(argv, word->text.p[i], source_outer(word, i),
			source_outer_end(word, i + 1));
}

void argv_add_command(struct argv *argv, slice command)
{
	if (argv->text.n)
		add_unmapped(argv, S(" "));
	add_unmapped(argv, command);
}

const struct source *argv_source(struct argv *argv, const struct source *root)
{
	enum { ZEROES = 8 };
	slice text = {argv->text.at, argv->text.n};
	char *copy = arena_alloc(argv->arena, text.n + ZEROES);
	if (text.n)
		memcpy(copy, text.p, text.n);
	memset(copy + text.n, 0, ZEROES);
	return source_child(argv->arena, root, (slice){copy, text.n}, HFG_SHELL, argv->segments.at,
		argv->segments.n);
}
