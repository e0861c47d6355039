/* YAML: spans in bytes, duplicates, aliases, limits; the comparison with PyYAML is in tests/oracle. */
#include "unit.h"
#include "syntax/yml.h"
#include "base/limits.h"

#include <stdlib.h>

static slice span_text(const struct yml_tree *tree, uint32_t node)
{
	return slice_cut(tree->text, tree->nodes[node].from, tree->nodes[node].to);
}

void test_syntax_yml__spans_are_bytes(void)
{
	struct arena arena;
	arena_init(&arena);
	slice text = S("\xef\xbb\xbf# \xe4\xbd\xa0\nk\xc3\xa9: &a !!str 'v''w'\r\n\"q\\n\": [x y, "
		       "{z: 1}]\n"
		       "run: |\n  \xc3\xa9 one\n  two\n\nlast: end\n");
	struct yml_tree *tree = yml_parse(text, &arena);
	CHECK(tree->complete);
	CHECK_NUMBER(tree->documents, 1);
	uint32_t value = yml_get(tree, tree->root, "k\xc3\xa9");
	CHECK_TEXT(span_text(tree, value), "'v''w'");
	CHECK_TEXT(yml_scalar(tree, value), "v'w");
	CHECK_TEXT(tree->nodes[value].anchor, "a");
	CHECK_TEXT(tree->nodes[value].tag, "tag:yaml.org,2002:str");
	CHECK_NUMBER(tree->nodes[value].style, YML_SINGLE);
	CHECK_NUMBER(tree->nodes[value].line, 2);
	CHECK_NUMBER(tree->nodes[value].column, 14);
	uint32_t list = yml_get(tree, tree->root, "q\n");
	CHECK_TEXT(span_text(tree, list), "[x y, {z: 1}]");
	CHECK_TEXT(span_text(tree, tree->nodes[list].child), "x y");
	uint32_t run = yml_get(tree, tree->root, "run");
	CHECK_TEXT(span_text(tree, run), "|\n  \xc3\xa9 one\n  two\n\n");
	CHECK_TEXT(yml_scalar(tree, run), "\xc3\xa9 one\ntwo\n");
	CHECK_NUMBER(tree->nodes[run].style, YML_LITERAL);
	CHECK_TEXT(span_text(tree, yml_get(tree, tree->root, "last")), "end");
	CHECK_TEXT(slice_after(span_text(tree, tree->root),
			   tree->nodes[tree->root].to - tree->nodes[tree->root].from - 9),
		"last: end");
	arena_free(&arena);
}

void test_syntax_yml__nothing_and_several_documents(void)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse((slice){NULL, 0}, &arena);
	CHECK(tree->complete && tree->root == 0 && tree->documents == 0);
	tree = yml_parse(S("# only a comment\n"), &arena);
	CHECK(tree->complete && tree->root == 0);
	tree = yml_parse(S("a:\nb: ~\nc: ''\n---\nx\n---\n- y\n"), &arena);
	CHECK(tree->complete);
	CHECK_NUMBER(tree->documents, 3);
	CHECK_NUMBER(tree->nodes[yml_get(tree, tree->root, "a")].kind, YML_NULL);
	CHECK_NUMBER(tree->nodes[yml_get(tree, tree->root, "b")].kind, YML_SCALAR);
	CHECK_NUMBER(tree->nodes[yml_get(tree, tree->root, "c")].kind, YML_SCALAR);
	uint32_t second = tree->nodes[tree->root].next;
	CHECK_TEXT(yml_scalar(tree, second), "x");
	CHECK_TEXT(span_text(tree, tree->nodes[second].next), "- y");
	CHECK_NUMBER(yml_get(tree, second, "x"), 0);
	arena_free(&arena);
}

void test_syntax_yml__aliases_and_duplicates(void)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(S("a: &x {k: v}\nb: *x\non: 1\n\"on\": 2\n"), &arena);
	CHECK(tree->complete);
	uint32_t b = yml_get(tree, tree->root, "b");
	CHECK_NUMBER(b, yml_get(tree, tree->root, "a"));
	CHECK_TEXT(yml_scalar(tree, yml_get(tree, b, "k")), "v");
	CHECK_TEXT(yml_scalar(tree, yml_get(tree, tree->root, "on")), "2");
	uint32_t duplicates = 0;
	for (uint32_t i = 1; i < tree->n; i++)
		if (tree->nodes[i].duplicate) {
			duplicates++;
			CHECK_TEXT(span_text(tree, i), "\"on\"");
		}
	CHECK_NUMBER(duplicates, 1);
	tree = yml_parse(S("{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, c: 2}"), &arena);
	CHECK(tree->nodes[tree->n - 2].duplicate);
	CHECK(!tree->nodes[6].duplicate);
	arena_free(&arena);
}

static void check_error(const char *text, uint32_t at, uint32_t line, uint32_t column)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(slice_of(text), &arena);
	CHECK(!tree->complete && tree->error.n > 0);
	CHECK_NUMBER(tree->error_at, at);
	CHECK_NUMBER(tree->error_line, line);
	CHECK_NUMBER(tree->error_column, column);
	arena_free(&arena);
}

void test_syntax_yml__errors_name_their_place(void)
{
	check_error("a: *x\n", 3, 1, 4);
	check_error("a: &x\n  - *x\n", 10, 2, 5);
	check_error("\xc3\xa9: 1\nb: @x\n", 9, 2, 4);
	check_error("a: 1\nb: \x01\n", 8, 2, 4);
	check_error("\xef\xbb\xbf"
		    "a: 1\nb: \x01\n",
		11, 2, 4);
	check_error("a: \xe9\n", 3, 1, 4);
	check_error("\xff\xfe"
		    "a",
		0, 1, 1);
	check_error("a: b\n\tc: d\n", 5, 2, 1);
	check_error("a: \"x\n", 6, 2, 1);
}

static struct yml_tree *parse_nested(struct arena *arena, unsigned depth, const char *open)
{
	size_t n = strlen(open) * depth;
	char *text = arena_alloc(arena, n);
	for (size_t i = 0; i < n; i++)
		text[i] = open[i % strlen(open)];
	return yml_parse((slice){text, n}, arena);
}

void test_syntax_yml__limits(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK(parse_nested(&arena, MAX_YAML_DEPTH, "- ")->complete);
	CHECK_TEXT(parse_nested(&arena, MAX_YAML_DEPTH + 1, "- ")->error, "nesting is too deep");
	CHECK_TEXT(parse_nested(&arena, 100000, "[")->error, "nesting is too deep");
	CHECK_TEXT(parse_nested(&arena, 40000, "{a: ")->error, "nesting is too deep");
	CHECK(slice_starts(parse_nested(&arena, 20000, "%TAG ! x\n")->error, S("too many lines")));
	slice bomb = S("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
		       "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
		       "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
		       "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n");
	CHECK(slice_starts(yml_parse(bomb, &arena)->error, S("too many nodes")));
	CHECK(yml_parse(slice_cut(bomb, 0, 131), &arena)->complete);
	arena_free(&arena);
}

void test_syntax_yml__ambiguous_line_breaks(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_NUMBER(yml_parse(S("a: \xc3\xa9\n"), &arena)->ambiguous_break, 0);
	CHECK_NUMBER(yml_parse(S("# a\xc2\x85run: b\n"), &arena)->ambiguous_break, 4);
	CHECK_NUMBER(yml_parse(S("a: b\xe2\x80\xa8"
				 "c: d\n"),
			     &arena)
			     ->ambiguous_break,
		5);
	arena_free(&arena);
}

void test_syntax_yml__nul_in_a_scalar(void)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(S("a: \"x\\0y\"\n"), &arena);
	CHECK_SLICE(yml_scalar(tree, yml_get(tree, tree->root, "a")), S("x\0y"));
	arena_free(&arena);
}

/* Every piece that claims to be the same is, and none is missing. */
static bool map_holds(const struct yml_tree *tree, uint32_t node, struct arena *arena)
{
	const struct segment *at;
	uint32_t n, child = 0;
	if (!yml_map(tree, node, arena, &at, &n))
		return false;
	slice value = yml_scalar(tree, node);
	for (uint32_t i = 0; i < n; i++) {
		if (at[i].child != child)
			return false;
		child += at[i].length;
	}
	return child == value.n;
}

/* Where byte `offset` of the value stands, as text of the file from there. */
static slice stands_at(const struct yml_tree *tree, uint32_t node, struct arena *arena, slice word)
{
	struct source *file = source_new(arena, S("x.yml"), tree->text, HFG_CONFIG);
	const struct segment *segments;
	uint32_t n;
	slice value = yml_scalar(tree, node);
	if (!yml_map(tree, node, arena, &segments, &n))
		return S("no map");
	struct source *child = source_child(arena, file, value, HFG_SHELL, segments, n);
	size_t at = slice_search(value, word);
	return slice_cut(tree->text, source_outer(child, (uint32_t)at),
		source_outer_end(child, (uint32_t)(at + word.n)));
}

void test_syntax_yml__map_of_every_style(void)
{
	struct arena arena;
	arena_init(&arena);
	slice text = S("plain: one\n  two\n\n  three # no\n"
		       "single: 'it''s\n\n  so'\n"
		       "double: \"a\\x41\\u00e9\\\n   b\\tc \\N\"\n"
		       "literal: |2-\n    x\n   y\n\n"
		       "folded: >+\r\n  a\r\n  b\r\n\r\n    more\r\n  c\r\n\r\n"
		       "empty: |\n\nnel: \"a\xc2\x85  b\xe2\x80\xa8 c\"\n"
		       "seq:\n- |\n  # not a comment\n  ---\n\n  last");
	struct yml_tree *tree = yml_parse(text, &arena);
	CHECK(tree->complete);
	for (uint32_t i = 1; i < tree->n; i++)
		if (tree->nodes[i].kind == YML_SCALAR)
			CHECK(map_holds(tree, i, &arena));
	uint32_t node = yml_get(tree, tree->root, "double");
	CHECK_TEXT(stands_at(tree, node, &arena, S("\xc3\xa9")), "\\u00e9");
	CHECK_TEXT(stands_at(tree, node, &arena, S("A")), "\\x41");
	node = yml_get(tree, tree->root, "folded");
	CHECK_TEXT(stands_at(tree, node, &arena, S("more")), "more");
	CHECK_TEXT(stands_at(tree, node, &arena, S("a b")), "a\r\n  b");
	node = yml_get(tree, tree->root, "single");
	CHECK_TEXT(stands_at(tree, node, &arena, S("t's")), "t''s");
	node = yml_get(tree, tree->root, "literal");
	CHECK_TEXT(stands_at(tree, node, &arena, S("x\n y")), "x\n   y");
	arena_free(&arena);
}

void test_syntax_yml__map_of_nothing(void)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(S("a: [x]\nb:\nc: ''\n"), &arena);
	const struct segment *segments;
	uint32_t n = 7;
	CHECK(!yml_map(tree, yml_get(tree, tree->root, "a"), &arena, &segments, &n));
	CHECK(!yml_map(tree, yml_get(tree, tree->root, "b"), &arena, &segments, &n));
	CHECK(yml_map(tree, yml_get(tree, tree->root, "c"), &arena, &segments, &n));
	CHECK_NUMBER(n, 0);
	arena_free(&arena);
}

void test_syntax_yml__depth_counts_aliases(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_NUMBER(yml_parse(S("x"), &arena)->depth, 0);
	CHECK_NUMBER(yml_parse(S("a: [b, {c: d}]"), &arena)->depth, 3);
	CHECK_NUMBER(yml_parse(S("a: &x [[y]]\nb:\n- *x\n"), &arena)->depth, 4);
	CHECK_NUMBER(yml_parse(S("- &a []\n- &b [*a, 1]\n- [*b]\n"), &arena)->depth, 4);
	arena_free(&arena);
}
