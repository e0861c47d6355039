/* JSON: positions, repeated keys, what is refused; the long comparison is in tests/oracle. */
#include "unit.h"
#include "syntax/json.h"
#include "base/limits.h"

#include <stdlib.h>

static struct json_tree *parse(struct arena *arena, slice text)
{
	return json_parse(text, arena);
}

static slice span_text(const struct json_tree *tree, uint32_t node)
{
	return slice_cut(tree->text, tree->nodes[node].from, tree->nodes[node].to);
}

void test_syntax_json__nodes_and_spans(void)
{
	struct arena arena;
	arena_init(&arena);
	struct json_tree *tree = parse(&arena, S(" {\"a\": [1, -2.5e3], \"\\u0062\":\"x\\ny\" } "));
	CHECK(tree->complete);
	CHECK_NUMBER(tree->n, 5);
	CHECK_TEXT(span_text(tree, 0), "{\"a\": [1, -2.5e3], \"\\u0062\":\"x\\ny\" }");
	uint32_t a = json_member(tree, 0, "a"), b = json_member(tree, 0, "b");
	CHECK_TEXT(span_text(tree, a), "[1, -2.5e3]");
	CHECK_TEXT(span_text(tree, tree->nodes[tree->nodes[a].child].next), "-2.5e3");
	CHECK_TEXT(json_key(tree, b, &arena), "b");
	CHECK_TEXT(json_string(tree, b, &arena), "x\ny");
	CHECK_NUMBER(json_member(tree, 0, "c"), 0);
	CHECK_NUMBER(json_member(tree, a, "a"), 0);
	arena_free(&arena);
}

void test_syntax_json__repeated_keys(void)
{
	struct arena arena;
	arena_init(&arena);
	struct json_tree *tree = parse(&arena, S("{\"a\":1,\"\\u0061\":2,\"b\":3,\"a\":4}"));
	CHECK_TEXT(span_text(tree, json_member(tree, 0, "a")), "4");
	CHECK(tree->nodes[1].duplicate && tree->nodes[2].duplicate);
	CHECK(!tree->nodes[3].duplicate && !tree->nodes[4].duplicate);
	tree = parse(&arena,
		S("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,"
		  "\"i\":1,\"c\":2}"));
	CHECK(tree->nodes[3].duplicate);
	CHECK(!tree->nodes[1].duplicate && !tree->nodes[10].duplicate);
	arena_free(&arena);
}

void test_syntax_json__nul_and_half_pairs_are_told(void)
{
	struct arena arena;
	arena_init(&arena);
	struct json_tree *tree = parse(&arena, S("[\"a\\u0000b\",\"\\ud83d\",\"\\ud83d\\ude00\"]"));
	CHECK(tree->nodes[1].nul && !tree->nodes[1].surrogate);
	CHECK_SLICE(json_string(tree, 1, &arena), S("a\0b"));
	CHECK(tree->nodes[2].surrogate);
	CHECK_TEXT(json_string(tree, 2, &arena), "\xef\xbf\xbd");
	CHECK(!tree->nodes[3].surrogate);
	CHECK_TEXT(json_string(tree, 3, &arena), "\xf0\x9f\x98\x80");
	arena_free(&arena);
}

void test_syntax_json__errors_name_their_place(void)
{
	static const struct {
		const char *text;
		uint32_t at;
	} cases[] = {{"", 0}, {"[1,]", 3}, {"{\"a\":1,}", 7}, {"[1] x", 4}, {"01", 1},
		{"\"a\tb\"", 2}, {"\"\xff\"", 1}, {"[NaN]", 1}, {"\"\\x\"", 1}, {"{\"a\" 1}", 5},
		{"[1}", 2}, {"1.", 2}, {"\xef\xbb\xbf{}", 0}, {"\"abcdefghijklmnopqrstuvwxyz", 27}};
	struct arena arena;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct json_tree *tree = parse(&arena, slice_of(cases[i].text));
		CHECK(!tree->complete && tree->error);
		CHECK_NUMBER(tree->error_at, cases[i].at);
	}
	arena_free(&arena);
}

void test_syntax_json__depth(void)
{
	struct arena arena;
	arena_init(&arena);
	char text[2 * (MAX_JSON_DEPTH + 1)];
	for (unsigned depth = MAX_JSON_DEPTH; depth <= MAX_JSON_DEPTH + 1; depth++) {
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		struct json_tree *tree = parse(&arena, (slice){text, 2 * depth});
		CHECK(tree->complete == (depth == MAX_JSON_DEPTH));
	}
	arena_free(&arena);
}

void test_syntax_json__bare_members_have_no_children(void)
{
	struct arena arena;
	arena_init(&arena);
	const char *const bare[] = {"outputs"};
	slice text = S("[{\"outputs\":[1,{\"a\":[2]}],\"b\":[3]}]");
	struct json_tree *tree = json_parse_bare(text, bare, 1, &arena);
	CHECK(tree->complete);
	CHECK_NUMBER(tree->n, 5);
	uint32_t outputs = json_member(tree, 1, "outputs");
	CHECK_TEXT(span_text(tree, outputs), "[1,{\"a\":[2]}]");
	CHECK_NUMBER(tree->nodes[outputs].child, 0);
	CHECK_TEXT(span_text(tree, json_member(tree, 1, "b")), "[3]");
	tree = json_parse_bare(S("{\"outputs\":[1,]}"), bare, 1, &arena);
	CHECK(!tree->complete);
	arena_free(&arena);
}

void test_syntax_json__every_prefix_is_refused(void)
{
	slice text = S("{\"a\":[1,true,null,{\"b\":\"\\u00e9\xc3\xa9\"}],\"c\":-1.5e+7}");
	for (size_t n = 0; n < text.n; n++) {
		struct arena arena;
		arena_init(&arena);
		char *copy = malloc(n ? n : 1);
		memcpy(copy, text.p, n);
		struct json_tree *tree = parse(&arena, (slice){copy, n});
		CHECK(!tree->complete);
		CHECK(tree->error_at <= n);
		free(copy);
		arena_free(&arena);
	}
}
