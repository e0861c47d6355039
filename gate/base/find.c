/*
 * Knows how to look at many places at once: the first, the middle and the last
 * byte of the word must fit before its bytes are compared.
 */
#include "base/find.h"

#if defined(__x86_64__)
#include <immintrin.h>

static bool stands_at(const char *at, unsigned places, slice word)
{
	for (; places; places &= places - 1)
		if (memcmp(at + __builtin_ctz(places), word.p, word.n) == 0)
			return true;
	return false;
}

__attribute__((target("avx2"))) static unsigned fitting32(const char *at, __m256i byte)
{
	__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
	return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, byte));
}

__attribute__((target("avx2"))) static bool find32(slice text, slice word)
{
	enum { BLOCK = 32 };
	size_t middle = word.n / 2, last = word.n - 1;
	__m256i first_byte = _mm256_set1_epi8(word.p[0]);
	__m256i middle_byte = _mm256_set1_epi8(word.p[middle]);
	__m256i last_byte = _mm256_set1_epi8(word.p[last]);
	size_t at = 0;
	for (; at + last + BLOCK <= text.n; at += BLOCK) {
		const char *p = text.p + at;
		unsigned places = fitting32(p + middle, middle_byte) & fitting32(p, first_byte);
		if (places && stands_at(p, places & fitting32(p + last, last_byte), word))
			return true;
	}
	return slice_has(slice_after(text, at), word);
}

bool find_text(slice text, slice word)
{
	if (word.n >= 2 && __builtin_cpu_supports("avx2"))
		return find32(text, word);
	return slice_has(text, word);
}

#else

bool find_text(slice text, slice word)
{
	return slice_has(text, word);
}

#endif
