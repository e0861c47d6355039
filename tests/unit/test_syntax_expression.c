/* Expressions: grammar, folding, paths, limits; GitHub's own evaluator is asked in tests/oracle. */
#include "unit.h"
#include "base/buf.h"
#include "syntax/expression.h"

static slice folded(const char *text, struct arena *arena)
{
	struct expression *parsed = expression_parse(slice_of(text), arena);
	if (parsed->error)
		return S("error");
	struct expression_constant value = expression_fold(parsed, parsed->root, NULL, arena);
	return value.type == EXPRESSION_IS_UNKNOWN ? S("unknown") : expression_text(&value, arena);
}

void test_syntax_expression__folds_as_github_does(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_TEXT(folded("'it''s' == 'IT''S'", &arena), "true");
	CHECK_TEXT(folded("1 == '1.0' && 'yes' || 'no'", &arena), "yes");
	CHECK_TEXT(folded("null == 0", &arena), "true");
	CHECK_TEXT(folded("format('{1}-{{{0}', .5, 'b')", &arena), "b-{0.5");
	CHECK_TEXT(folded("github.ref == 'x' && 'a'", &arena), "unknown");
	CHECK_TEXT(folded("false && github.ref", &arena), "false");
	CHECK_TEXT(folded("fromJSON('2') > 1", &arena), "true");
	CHECK_TEXT(folded("case(false, 1, true, 'two', 3)", &arena), "two");
	CHECK_TEXT(folded("nothing('a')", &arena), "error");
	CHECK_TEXT(folded("contains('a')", &arena), "error");
	CHECK_TEXT(folded("'open", &arena), "error");
	CHECK_TEXT(folded("a.b", &arena), "error");
	arena_free(&arena);
}

void test_syntax_expression__next_knows_quotes(void)
{
	slice text = S("a ${{ 'x}}y' }} b ${{ c"), inside;
	size_t from, to;
	bool closed;
	CHECK(expression_next(text, 0, &from, &to, &inside, &closed));
	CHECK(closed);
	CHECK_NUMBER(from, 2);
	CHECK_TEXT(inside, " 'x}}y' ");
	CHECK(expression_next(text, to, &from, &to, &inside, &closed));
	CHECK(!closed);
	CHECK_NUMBER(to, text.n);
	CHECK(!expression_next(text, to, &from, &to, &inside, &closed));
}

void test_syntax_expression__paths(void)
{
	struct arena arena;
	arena_init(&arena);
	struct expression *parsed =
		expression_parse(S(" GitHub.event['Issue'].labels.*.name "), &arena);
	CHECK_TEXT(
		expression_path(parsed, parsed->root, &arena), "github.event.issue.labels.*.name");
	parsed = expression_parse(S("matrix[env.KEY]"), &arena);
	CHECK_TEXT(expression_path(parsed, parsed->root, &arena), "");
	arena_free(&arena);
}

static bool nested_is_error(const char *open, const char *close, unsigned depth)
{
	struct arena arena;
	struct buf text = {0};
	arena_init(&arena);
	for (unsigned i = 0; i < depth; i++)
		buf_add(&text, slice_of(open));
	buf_add(&text, S("1"));
	for (unsigned i = 0; i < depth; i++)
		buf_add(&text, slice_of(close));
	bool error = expression_parse(buf_slice(&text), &arena)->error != NULL;
	buf_free(&text);
	arena_free(&arena);
	return error;
}

void test_syntax_expression__limits(void)
{
	CHECK(!nested_is_error("(", ")", 49));
	CHECK(nested_is_error("(", ")", 50));
	CHECK(!nested_is_error("!", "", 49));
	CHECK(nested_is_error("!", "", 50));
	CHECK(nested_is_error("!", "", 20000));
	CHECK(nested_is_error("fromJSON(", ")", 2000));
}

void test_syntax_expression__doubling_format_ends(void)
{
	struct arena arena;
	struct buf text = {0};
	arena_init(&arena);
	for (unsigned i = 0; i < 45; i++)
		buf_add(&text, S("format('{0}{0}{0}{0}', "));
	buf_add(&text, S("'abcdefgh'"));
	for (unsigned i = 0; i < 45; i++)
		buf_add(&text, S(")"));
	struct expression *parsed = expression_parse(buf_slice(&text), &arena);
	CHECK(!parsed->error);
	struct expression_constant value = expression_fold(parsed, parsed->root, NULL, &arena);
	CHECK_NUMBER(value.type, EXPRESSION_IS_UNKNOWN);
	buf_free(&text);
	arena_free(&arena);
}
