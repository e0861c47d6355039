/* syntax/python_words: every name the parser reads in code is found, none in plain strings. */
#include "base/arena.h"
#include "syntax/python.h"
#include "syntax/python_words.h"
#include "unit.h"

/* All words of code, each followed by a blank; "?" at the end when the rest is not sure. */
static slice words_of(slice text, struct arena *arena)
{
	struct py_word_set all = {.lengths = {0}};
	for (unsigned i = 0; i < 256; i++) {
		all.lengths[i] = UINT32_MAX;
		all.last[i] = true;
	}
	struct py_words words = {.text = text};
	slice word, list = S("");
	while (py_words_next(&words, &all, &word))
		list = arena_join(arena, list, word, S(" "));
	return words.unsure ? arena_join(arena, list, S("?"), S("")) : list;
}

static void check_words(slice text, const char *wanted)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_TEXT(words_of(text, &arena), wanted);
	arena_free(&arena);
}

void test_syntax_words__plain_strings_and_comments_are_passed(void)
{
	check_words(S("a = 'b' # c 'd\ne"), "a e ");
	check_words(S("'''b\n'c' \"\"\" '''+d"), "d ");
	check_words(S("\"\"\"b\\\"\"\"\"+c"), "c ");
	check_words(S("'a\\'b'+c"), "c ");
	check_words(S("'a\\\nb'+c"), "c ");
	check_words(S("'a\\\r\nb'+c"), "c ");
	check_words(S("'a\\\\'+c"), "c ");
	check_words(S("r'a\\'+b'+c"), "r c ");
	check_words(S("''+a"), "a ");
	check_words(S("''''''+a"), "a ");
	check_words(S("'#'+a"), "a ");
}

void test_syntax_words__format_strings_are_code(void)
{
	check_words(S("f'a {b} c'+d"), "a b c d ");
	check_words(S("f'{b['c']}'+d"), "?");
	check_words(S("f'{b[\"c\"]}'+d"), "b c d ");
	check_words(S("f'{{b'+d"), "b d ");
	check_words(S("f'''{b} 'c' \"'''+d"), "b c d ");
	check_words(S("rf'\\{b}'+d"), "b d ");
	check_words(S("f'a {b:>{c}} '+d"), "a b c d ");
}

void test_syntax_words__gives_up_where_strings_may_end_elsewhere(void)
{
	check_words(S("a 'b\nc"), "a ?");
	check_words(S("a '''b\nc"), "a ?");
	check_words(S("f'{\"'\"}' a"), "?");
	check_words(S("f'{\"}\"}' a"), "?");
	check_words(S("f'{b #}' a"), "?");
	check_words(S("f'{b\n}' a"), "?");
	check_words(S("f'{b' a"), "?");
	check_words(S("f\"{\"'''\"}\"; load() #'''"), "?");
}

void test_syntax_words__sees_calls_of_items(void)
{
	struct py_word_set none = {.lengths = {0}};
	slice word;
	struct py_words called = {.text = S("a['x'] (b)")};
	CHECK(!py_words_next(&called, &none, &word));
	CHECK(called.calls_item);
	struct py_words text = {.text = S("'[x](y)' # [x](y)\n[x]")};
	CHECK(!py_words_next(&text, &none, &word));
	CHECK(!text.calls_item);
}

static bool has_word(slice list, slice word, struct arena *arena)
{
	slice wanted = arena_join(arena, S(" "), word, S(" "));
	return slice_has(arena_join(arena, S(" "), list, S("")), wanted);
}

/* The parser is the oracle: what it calls a name must have been found, or nothing was claimed. */
static void check_against_parser(slice text)
{
	struct arena arena;
	arena_init(&arena);
	slice list = words_of(text, &arena);
	const struct py_tree *tree = py_parse(text, &arena);
	for (py_ref i = 1; i < tree->n && !slice_ends(list, S("?")); i++) {
		const struct py_node *node = &tree->nodes[i];
		if (node->kind != PY_NAME && node->kind != PY_ATTRIBUTE)
			continue;
		slice name = py_name(tree, i, &arena);
		if (!has_word(list, name, &arena))
			CHECK_SLICE(text, name);
	}
	arena_free(&arena);
}

/* Pieces in all orders: quotes, prefixes, braces, ends of lines. */
void test_syntax_words__finds_what_the_parser_finds(void)
{
	static const char *const pieces[] = {"'", "\"", "'''", "\"\"\"", "f'", "f\"\"\"", "{", "}",
		"\\", "#", "\n", "a(", ")", "rb'", "[", "]", "b", " "};
	enum { PIECES = sizeof pieces / sizeof *pieces, LENGTH = 4 };
	struct arena arena;
	arena_init(&arena);
	for (uint32_t n = 0; n < PIECES * PIECES * PIECES * PIECES; n++) {
		slice text = S("");
		uint32_t rest = n;
		for (unsigned i = 0; i < LENGTH; i++, rest /= PIECES)
			text = arena_join(&arena, text, slice_of(pieces[rest % PIECES]), S(""));
		text = arena_join(&arena, text, S("'\nlast(c)\n\0\0\0\0\0\0\0\0"), S(""));
		check_against_parser(slice_cut(text, 0, text.n - 8));
		arena_reset(&arena);
	}
	arena_free(&arena);
}
