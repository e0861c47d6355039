/* The matcher against its portable twin, at every offset and at the end of the text; evasions. */
#include "unit.h"
#include "prefilter/teddy.h"

#include <stdlib.h>

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static const slice some_words[] = {
	{"from_pretrained", 15},
	{"hf_hub_download", 15},
	{"torch.load", 10},
	{"hf:", 3},
	{"pipeline(", 9},
	{"huggingface.co", 14},
	{"\xe4\xbd\xa0\xe5\xa5\xbd", 6},
	{"a\0b", 3},
	{"aaaa", 4},
	{"abcabcabd", 9},
};
enum { SOME_WORDS = sizeof some_words / sizeof *some_words };

/* An exact-sized copy on the heap, so that a read past its end is seen. */
static slice heap_copy(slice text)
{
	char *p = malloc(text.n ? text.n : 1);
	if (p && text.n)
		memcpy(p, text.p, text.n);
	return (slice){p, text.n};
}

static bool all_agree(const struct prefilter *prefilter, slice text, bool wanted)
{
	slice copy = heap_copy(text);
	bool ok = prefilter_hit(prefilter, copy) == wanted &&
		prefilter_hit_portable(prefilter, copy) == wanted;
	if (__builtin_cpu_supports("ssse3"))
		ok = ok && prefilter_ssse3(prefilter, copy) == wanted;
	if (__builtin_cpu_supports("avx2"))
		ok = ok && prefilter_avx2(prefilter, copy) == wanted;
	free((char *)copy.p);
	return ok;
}

void test_prefilter_words__at_every_offset_and_at_the_end(void)
{
	struct arena arena;
	arena_init(&arena);
	struct prefilter *prefilter = prefilter_new(&arena, some_words, SOME_WORDS);
	char text[140];
	for (unsigned w = 0; w < SOME_WORDS; w++)
		for (unsigned n = 0; n <= 110; n++) {
			slice word = some_words[w];
			memset(text, '.', sizeof text);
			memcpy(text + n, word.p, word.n);
			CHECK(all_agree(prefilter, (slice){text, n + word.n}, true));
			CHECK(all_agree(prefilter, (slice){text, n + word.n + 7}, true));
			CHECK(all_agree(prefilter, (slice){text, n + word.n - 1}, false));
			text[n + word.n / 2] ^= 0x55;
			CHECK(all_agree(prefilter, (slice){text, sizeof text}, false));
		}
	arena_free(&arena);
}

static bool naive(const slice *words, uint32_t n, slice text)
{
	for (uint32_t i = 0; i < n; i++)
		if (memmem(text.p, text.n, words[i].p, words[i].n))
			return true;
	return false;
}

/* Few letters, so that words are hit and nearly hit all the time. */
static void fill_random(char *p, size_t n, uint32_t *state, const char *letters, uint32_t letters_n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = letters[next_random(state) % letters_n];
}

void test_prefilter_random__agrees_with_memmem(void)
{
	uint32_t state = 7, hits = 0, misses = 0;
	for (unsigned round = 0; round < 300; round++) {
		struct arena arena;
		arena_init(&arena);
		char bytes[200][12];
		slice words[200];
		uint32_t n = next_random(&state) % 200;
		for (uint32_t i = 0; i < n; i++) {
			fill_random(bytes[i], sizeof bytes[i], &state, "abcx_(\0\xe4", 8);
			words[i] = (slice){bytes[i], 6 + next_random(&state) % 7};
		}
		struct prefilter *prefilter = prefilter_new(&arena, words, n);
		for (unsigned i = 0; i < 20; i++) {
			char text[600];
			fill_random(text, sizeof text, &state, "abcx_(\0\xe4", 8);
			slice part = {text, next_random(&state) % sizeof text};
			bool wanted = naive(words, n, part);
			hits += wanted;
			misses += !wanted;
			CHECK(all_agree(prefilter, part, wanted));
		}
		arena_free(&arena);
	}
	CHECK(hits > 200);
	CHECK(misses > 200);
}

void test_prefilter_words__none_and_empty_text(void)
{
	struct arena arena;
	arena_init(&arena);
	struct prefilter *prefilter = prefilter_new(&arena, NULL, 0);
	CHECK(all_agree(prefilter, S("some text that is longer than one vector of bytes"), false));
	prefilter = prefilter_new(&arena, some_words, SOME_WORDS);
	CHECK(!prefilter_hit(prefilter, (slice){NULL, 0}));
	CHECK(!prefilter_hit_portable(prefilter, (slice){NULL, 0}));
	arena_free(&arena);
}

void test_prefilter_evasions__each_kind(void)
{
	CHECK_NUMBER(prefilter_evasions(S("")), 0);
	CHECK_NUMBER(prefilter_evasions(S("a\r\nb\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("\xef\xbb\xbf"
					  "x = 1\n")),
		0);
	CHECK_NUMBER(
		prefilter_evasions(S("# \xe4\xbd\xa0\xe5\xa5\xbd \xc3\xa9 \xe2\x84\xa2\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("hugg\0ing")), EVASION_NUL);
	CHECK_NUMBER(prefilter_evasions(S("# c\rtorch.load(x)\n")), EVASION_CARRIAGE_RETURN);
	CHECK_NUMBER(prefilter_evasions(S("x\r")), EVASION_CARRIAGE_RETURN);
	CHECK_NUMBER(prefilter_evasions(S("\xef\xbd\x86rom_pretrained")), EVASION_FOLDING_LETTERS);
	CHECK_NUMBER(prefilter_evasions(S("\xf0\x9d\x90\x9fn")), EVASION_FOLDING_LETTERS);
	CHECK_NUMBER(prefilter_evasions(S("\xef\xac\x81le")), EVASION_FOLDING_LETTERS);
	CHECK_NUMBER(prefilter_evasions(S("cla\xc5\xbfs")), EVASION_FOLDING_LETTERS);
	CHECK_NUMBER(prefilter_evasions(S("a \xe2\x80\xae b")), EVASION_BIDI);
	CHECK_NUMBER(prefilter_evasions(S("a\xe2\x80\x8b"
					  "b")),
		EVASION_ZERO_WIDTH);
	CHECK_NUMBER(prefilter_evasions(S("a \xff b")), EVASION_INVALID_UTF8);
	CHECK_NUMBER(prefilter_evasions(S("a \xe2\x80")), EVASION_INVALID_UTF8);
	CHECK(prefilter_evasions(S("\xff\xfe"
				   "a\0")) &
		EVASION_UTF16);
	CHECK(prefilter_evasions(S("\xfe\xff\0a")) & EVASION_UTF16);
}

void test_prefilter_evasions__coding_lines(void)
{
	CHECK_NUMBER(prefilter_evasions(S("# -*- coding: utf-8 -*-\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("# vim: set fileencoding=UTF_8 :\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("x = 1 # coding: utf-7\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("\n\n# coding: utf-7\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("import x\n# coding: utf-7\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("# encoding is fun\n# codings\n")), 0);
	CHECK_NUMBER(prefilter_evasions(S("# coding: utf-7\n")), EVASION_CODING);
	CHECK_NUMBER(prefilter_evasions(S("#!/usr/bin/python\n# coding=unicode_escape\n")),
		EVASION_CODING);
	CHECK_NUMBER(prefilter_evasions(S("\r\n \t# coding:rot13\r\n")), EVASION_CODING);
	CHECK_NUMBER(prefilter_evasions(S("\xef\xbb\xbf# coding: latin-1")), EVASION_CODING);
	CHECK_NUMBER(prefilter_evasions(S("# encoding xcoding coding: utf-7")), EVASION_CODING);
}

void test_prefilter_evasions__at_every_offset(void)
{
	char text[400];
	for (size_t at = 0; at < 390; at++) {
		memset(text, 'x', sizeof text);
		memcpy(text + at, "\xe2\x80\xae", 3);
		slice copy = heap_copy((slice){text, sizeof text});
		CHECK_NUMBER(prefilter_evasions(copy), EVASION_BIDI);
		free((char *)copy.p);
		memcpy(text + at, "x\0x", 3);
		CHECK_NUMBER(prefilter_evasions((slice){text, sizeof text}), EVASION_NUL);
		memcpy(text + at, "x\rx", 3);
		CHECK_NUMBER(
			prefilter_evasions((slice){text, sizeof text}), EVASION_CARRIAGE_RETURN);
		memcpy(text + at, "x\r\n", 3);
		CHECK_NUMBER(prefilter_evasions((slice){text, sizeof text}), 0);
	}
}
