/* Hidden text is found; ordinary text in other scripts raises no alarm. */
#include "unit.h"
#include "syntax/hidden.h"

static void check_clean(slice text)
{
	struct arena arena;
	arena_init(&arena);
	struct hidden_list list = hidden_find(text, &arena);
	if (list.total)
		CHECK_TEXT(text, "");
	CHECK_NUMBER(list.total, 0);
	arena_free(&arena);
}

static void check_hidden(slice text, enum hidden_reason reason, uint32_t code, slice span_text)
{
	struct arena arena;
	arena_init(&arena);
	struct hidden_list list = hidden_find(text, &arena);
	CHECK_NUMBER(list.total, 1);
	if (list.n) {
		CHECK_NUMBER(list.at[0].reason, reason);
		CHECK_NUMBER(list.at[0].code, code);
		CHECK_SLICE(slice_cut(text, list.at[0].at.from, list.at[0].at.to), span_text);
	}
	arena_free(&arena);
}

void test_syntax_hidden__found(void)
{
	check_hidden(S("if a: \xe2\x80\xae # x"), HIDDEN_BIDI, 0x202e, S("\xe2\x80\xae"));
	check_hidden(S("a \xe2\x81\xa6\xe2\x81\xa9 b"), HIDDEN_BIDI, 0x2066,
		S("\xe2\x81\xa6\xe2\x81\xa9"));
	check_hidden(S("mo\xe2\x80\x8e"
		       "del"),
		HIDDEN_BIDI, 0x200e, S("\xe2\x80\x8e"));
	check_hidden(S("org/\xe2\x80\x8bmodel"), HIDDEN_INVISIBLE, 0x200b, S("\xe2\x80\x8b"));
	check_hidden(S("'model\xe2\x80\x8d'"), HIDDEN_INVISIBLE, 0x200d, S("\xe2\x80\x8d"));
	check_hidden(S("a\xef\xbb\xbf"
		       "b"),
		HIDDEN_INVISIBLE, 0xfeff, S("\xef\xbb\xbf"));
	check_hidden(S("x\xf3\xa0\x81\xa1\xf3\xa0\x81\xa2"), HIDDEN_TAG, 0xe0061,
		S("\xf3\xa0\x81\xa1\xf3\xa0\x81\xa2"));
	check_hidden(S("s = '\xef\xb8\x80\xef\xb8\x81\xf3\xa0\x84\x80'"), HIDDEN_SELECTORS, 0xfe00,
		S("\xef\xb8\x80\xef\xb8\x81\xf3\xa0\x84\x80"));
	check_hidden(S("('org/\xd0\xbepenai')"), HIDDEN_CONFUSABLE, 0x43e, S("\xd0\xbepenai"));
	check_hidden(S("\xe6\xa8\xa1m\xd0\xbe"
		       "del_1"),
		HIDDEN_CONFUSABLE, 0x43e,
		S("m\xd0\xbe"
		  "del_1"));
	check_hidden(S("sa\xce\xbd"
		       "e"),
		HIDDEN_CONFUSABLE, 0x3bd,
		S("sa\xce\xbd"
		  "e"));
	check_hidden(S("\xef\xbd\x86rom_pretrained"), HIDDEN_DISGUISED, 0xff46,
		S("\xef\xbd\x86rom_pretrained"));
	check_hidden(
		S("x.\xf0\x9d\x90\x9from_"), HIDDEN_DISGUISED, 0x1d41f, S("\xf0\x9d\x90\x9from_"));
}

void test_syntax_hidden__ordinary_text_is_clean(void)
{
	check_clean(S(""));
	check_clean(S("\xef\xbb\xbfimport os"));
	check_clean(S("# \xe4\xbd\xa0\xe5\xa5\xbd\xef\xbc\x8cmodel\xe6\xa8\xa1\xe5\x9e\x8b"));
	check_clean(
		S("# \xd0\x9c\xd0\xbe\xd0\xb4\xd0\xb5\xd0\xbb\xd1\x8c \xd0\xbe\xd1\x81\xd0\xb0 API-"
		  "\xd0\xba\xd0\xbb\xd1\x8e\xd1\x87"));
	check_clean(S("# python\xd0\xbe\xd0\xb2\xd1\x81\xd0\xba\xd0\xb8\xd0\xb9"));
	check_clean(
		S("# \xed\x95\x9c\xea\xb5\xad\xec\x96\xb4 \xe3\x81\x82 \xd8\xb9\xd8\xb1\xd8\xa8"));
	check_clean(S("# \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xb4\xd9\x88\xd8\xaf"));
	check_clean(S("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 \xe2\x9d\xa4\xef\xb8\x8f "
		      "1\xef\xb8\x8f"
		      "\xe2\x83\xa3"));
	check_clean(
		S("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xa5\xf3\xa0\x81\xae"
		  "\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf"));
	check_clean(S("\xce\xb1s d\xce\xb8 \xc2\xb5s \xce\x94x x\xe2\x82\x99 N\xc2\xba caf\xc3\xa9 "
		      "\xef\xac\x81ne"));
	check_clean(S("# \xef\xbc\xb0\xef\xbd\x99\xef\xbd\x94 \xef\xbc\xa1"
		      "4"));
	check_clean(S("word\xe2\x80\x8b next word\xe2\x80\x8b."));
	check_clean(S("[a-z\xd0\xb0-\xd1\x8f]"));
	check_clean(S("\xff\xfe bad \xe2\x80"));
}

void test_syntax_hidden__many_are_counted(void)
{
	struct arena arena;
	arena_init(&arena);
	char *text = arena_alloc(&arena, 4 * 500);
	for (unsigned i = 0; i < 500; i++)
		memcpy(text + (size_t)4 * i, "\xe2\x80\xae ", 4);
	struct hidden_list list = hidden_find((slice){text, 4 * 500}, &arena);
	CHECK_NUMBER(list.n, MAX_HIDDEN);
	CHECK_NUMBER(list.total, 500);
	arena_free(&arena);
}
