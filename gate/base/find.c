/* Knows how to look at sixteen places at once: both ends of the word must fit before its bytes are compared. */
#include "base/find.h"

#if defined(__SSE2__)
#include <emmintrin.h>

static unsigned fitting(const char *at, size_t last, __m128i head, __m128i tail)
{
	__m128i heads = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i tails = _mm_loadu_si128((const __m128i *)(const void *)(at + last));
	return (unsigned)_mm_movemask_epi8(
		_mm_and_si128(_mm_cmpeq_epi8(heads, head), _mm_cmpeq_epi8(tails, tail)));
}

bool find_text(slice text, slice word)
{
	enum { BLOCK = 16 };
	if (word.n < 2)
		return slice_has(text, word);
	__m128i head = _mm_set1_epi8(word.p[0]), tail = _mm_set1_epi8(word.p[word.n - 1]);
	size_t at = 0;
	for (; at + word.n - 1 + BLOCK <= text.n; at += BLOCK)
		for (unsigned places = fitting(text.p + at, word.n - 1, head, tail); places;
			places &= places - 1)
			if (memcmp(text.p + at + __builtin_ctz(places), word.p, word.n) == 0)
				return true;
	return slice_has(slice_after(text, at), word);
}

#else

bool find_text(slice text, slice word)
{
	return slice_has(text, word);
}

#endif
