/*
 * Knows what hides a word from a search for bytes and still runs: encodings,
 * bytes that readers drop, letters that readers fold. Plain ASCII is passed at
 * memory speed; only blocks with another byte are decoded.
 */
#include "prefilter/prefilter.h"
#include "base/utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

struct range {
	uint32_t from, to;
};

/* Identifier characters whose NFKC form holds an ASCII letter, digit or `_` (Unicode 14, which
   CPython 3.11 reads by). */
static const struct range folding[] = {
	{0xaa, 0xaa},
	{0xba, 0xba},
	{0x132, 0x133},
	{0x13f, 0x140},
	{0x149, 0x149},
	{0x17f, 0x17f},
	{0x1c4, 0x1cc},
	{0x1f1, 0x1f3},
	{0x2b0, 0x2b0},
	{0x2b2, 0x2b3},
	{0x2b7, 0x2b8},
	{0x2e1, 0x2e3},
	{0x1d2c, 0x1d2c},
	{0x1d2e, 0x1d2e},
	{0x1d30, 0x1d31},
	{0x1d33, 0x1d3a},
	{0x1d3c, 0x1d3c},
	{0x1d3e, 0x1d43},
	{0x1d47, 0x1d49},
	{0x1d4d, 0x1d4d},
	{0x1d4f, 0x1d50},
	{0x1d52, 0x1d52},
	{0x1d56, 0x1d58},
	{0x1d5b, 0x1d5b},
	{0x1d62, 0x1d65},
	{0x1d9c, 0x1d9c},
	{0x1da0, 0x1da0},
	{0x1dbb, 0x1dbb},
	{0x1e9a, 0x1e9a},
	{0x2071, 0x2071},
	{0x207f, 0x207f},
	{0x2090, 0x2093},
	{0x2095, 0x209c},
	{0x2102, 0x2102},
	{0x210a, 0x210e},
	{0x2110, 0x2113},
	{0x2115, 0x2115},
	{0x2119, 0x211d},
	{0x2124, 0x2124},
	{0x2128, 0x2128},
	{0x212a, 0x212a},
	{0x212c, 0x212d},
	{0x212f, 0x2131},
	{0x2133, 0x2134},
	{0x2139, 0x2139},
	{0x2145, 0x2149},
	{0x2160, 0x217f},
	{0x2c7c, 0x2c7d},
	{0xa7f2, 0xa7f4},
	{0xfb00, 0xfb06},
	{0xfe33, 0xfe34},
	{0xfe4d, 0xfe4f},
	{0xff10, 0xff19},
	{0xff21, 0xff3a},
	{0xff3f, 0xff3f},
	{0xff41, 0xff5a},
	{0x107a5, 0x107a5},
	{0x1d400, 0x1d454},
	{0x1d456, 0x1d49c},
	{0x1d49e, 0x1d49f},
	{0x1d4a2, 0x1d4a2},
	{0x1d4a5, 0x1d4a6},
	{0x1d4a9, 0x1d4ac},
	{0x1d4ae, 0x1d4b9},
	{0x1d4bb, 0x1d4bb},
	{0x1d4bd, 0x1d4c3},
	{0x1d4c5, 0x1d505},
	{0x1d507, 0x1d50a},
	{0x1d50d, 0x1d514},
	{0x1d516, 0x1d51c},
	{0x1d51e, 0x1d539},
	{0x1d53b, 0x1d53e},
	{0x1d540, 0x1d544},
	{0x1d546, 0x1d546},
	{0x1d54a, 0x1d550},
	{0x1d552, 0x1d6a3},
	{0x1d7ce, 0x1d7ff},
	{0x1fbf0, 0x1fbf9},
};

static bool folds_to_ascii(uint32_t code)
{
	size_t low = 0, high = sizeof folding / sizeof *folding;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (code > folding[middle].to)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof folding / sizeof *folding && code >= folding[low].from;
}

static uint32_t evasion_of(uint32_t code, bool at_start)
{
	if (code == 0x61c || code == 0x200e || code == 0x200f ||
		(code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
		return EVASION_BIDI;
	if (code == 0xfeff)
		return at_start ? 0 : EVASION_ZERO_WIDTH;
	if (code == 0xad || code == 0x180e || (code >= 0x200b && code <= 0x200d) ||
		(code >= 0x2060 && code <= 0x2064) || (code >= 0xe0000 && code <= 0xe007f))
		return EVASION_ZERO_WIDTH;
	return folds_to_ascii(code) ? EVASION_FOLDING_LETTERS : 0;
}

/* The sequence at `at`, which is not ASCII; its length goes to *ret_n, at least 1. */
static uint32_t look_at_sequence(slice text, size_t at, unsigned *ret_n)
{
	uint32_t code;
	unsigned n = utf8_decode(text, at, &code);
	*ret_n = n ? n : 1;
	return n ? evasion_of(code, at == 0) : EVASION_INVALID_UTF8;
}

static uint32_t look_at_ascii(slice text, size_t at)
{
	if (text.p[at] == '\0')
		return EVASION_NUL;
	if (text.p[at] != '\r')
		return 0;
	return at + 1 < text.n && text.p[at + 1] == '\n' ? 0 : EVASION_CARRIAGE_RETURN;
}

/* Looks at every character that begins in [from, to); returns where the last one ends. */
static size_t look_closely(slice text, size_t from, size_t to, uint32_t *evasions)
{
	size_t at = from;
	while (at < to) {
		unsigned n = 1;
		if ((unsigned char)text.p[at] < 0x80)
			*evasions |= look_at_ascii(text, at);
		else
			*evasions |= look_at_sequence(text, at, &n);
		at += n;
	}
	return at;
}

enum { BLOCK = 128 };

/* A word that is not zero when one of its eight bytes is NUL or not ASCII. */
static uint64_t odd_bytes(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	return ((word - ones) | word) & tops;
}

/* How many leading bytes, in whole blocks, are ASCII without NUL and CR. */
static size_t plain_portable(slice text)
{
	const uint64_t returns = 0x0d0d0d0d0d0d0d0du;
	size_t at = 0;
	for (; at + BLOCK <= text.n; at += BLOCK) {
		uint64_t odd = 0;
		for (size_t i = 0; i < BLOCK; i += sizeof odd) {
			uint64_t word;
			memcpy(&word, text.p + at + i, sizeof word);
			odd |= odd_bytes(word) | odd_bytes(word ^ returns);
		}
		if (odd)
			break;
	}
	return at;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline __m256i odd32(const char *p)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i nul = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());
	__m256i carriage_return = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r'));
	return _mm256_or_si256(v, _mm256_or_si256(nul, carriage_return));
}

__attribute__((target("avx2"))) static size_t plain_avx2(slice text)
{
	size_t at = 0;
	for (; at + BLOCK <= text.n; at += BLOCK) {
		const char *p = text.p + at;
		__m256i first = _mm256_or_si256(odd32(p), odd32(p + 32));
		__m256i second = _mm256_or_si256(odd32(p + 64), odd32(p + 96));
		if (_mm256_movemask_epi8(_mm256_or_si256(first, second)))
			break;
	}
	return at;
}
#endif

static size_t plain(slice text)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		return plain_avx2(text);
#endif
	return plain_portable(text);
}

static uint32_t look_at_text(slice text)
{
	uint32_t evasions = 0;
	size_t at = 0;
	while (at + BLOCK <= text.n) {
		at += plain(slice_after(text, at));
		if (at + BLOCK <= text.n)
			at = look_closely(text, at, at + BLOCK, &evasions);
	}
	/* The rest is plain, too, when the last whole block is. */
	bool rest_plain = text.n >= BLOCK && plain(slice_after(text, text.n - BLOCK)) == BLOCK;
	if (!rest_plain)
		look_closely(text, at, text.n, &evasions);
	return evasions;
}

static bool is_utf16(slice text)
{
	return slice_starts(text, S("\xff\xfe")) || slice_starts(text, S("\xfe\xff"));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static size_t line_end(slice text)
{
	slice line = slice_cut(text, 0, slice_find(text, '\n'));
	return slice_find(line, '\r');
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

/* What follows `coding:` or `coding=` in a comment (PEP 263), "" when nothing does. */
static slice coding_name(slice comment)
{
	for (;;) {
		size_t at = slice_search(comment, S("coding"));
		if (at == comment.n)
			return S("");
		comment = slice_after(comment, at + 6);
		if (!comment.n || (comment.p[0] != ':' && comment.p[0] != '='))
			continue;
		slice name = slice_after(comment, 1);
		while (name.n && (name.p[0] == ' ' || name.p[0] == '\t'))
			name = slice_after(name, 1);
		size_t n = 0;
		while (n < name.n && is_name_byte(name.p[n]))
			n++;
		if (n)
			return slice_cut(name, 0, n);
	}
}

/* Python compares encoding names without case, `-` and `_`. */
static bool coding_is(slice name, const char *plain_name)
{
	size_t at = 0;
	for (; *plain_name; plain_name++, at++) {
		while (at < name.n && (name.p[at] == '-' || name.p[at] == '_'))
			at++;
		if (at == name.n || (name.p[at] | 0x20) != (*plain_name | 0x20))
			return false;
	}
	return at == name.n;
}

static bool names_utf8(slice name)
{
	return coding_is(name, "utf8") || coding_is(name, "utf8sig") || coding_is(name, "u8") ||
		coding_is(name, "utf") || coding_is(name, "cp65001") || coding_is(name, "ascii") ||
		coding_is(name, "usascii");
}

/* A coding line among the first two that names something else. The second counts only when the
   first is blank or a comment, as CPython has it. */
static bool other_coding(slice text)
{
	if (slice_starts(text, S("\xef\xbb\xbf")))
		text = slice_after(text, 3);
	for (int line_number = 1; line_number <= 2; line_number++) {
		size_t at = 0;
		while (at < text.n && is_blank(text.p[at]))
			at++;
		if (at < text.n && text.p[at] != '#' && text.p[at] != '\n' && text.p[at] != '\r')
			return false;
		slice rest = slice_after(text, at);
		size_t end = line_end(rest);
		slice name = coding_name(slice_cut(rest, 0, end));
		if (name.n)
			return !names_utf8(name);
		bool both = end + 1 < rest.n && rest.p[end] == '\r' && rest.p[end + 1] == '\n';
		text = slice_after(rest, end + (both ? 2 : 1));
	}
	return false;
}

uint32_t prefilter_evasions(slice text)
{
	uint32_t evasions = look_at_text(text);
	if (is_utf16(text))
		evasions |= EVASION_UTF16;
	if (other_coding(text))
		evasions |= EVASION_CODING;
	return evasions;
}
