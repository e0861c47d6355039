/*
 * Knows how one vector instruction looks up sixteen nibbles at once: for every
 * place of the text the buckets whose windows may begin there, as bits of a
 * byte, then a comparison of the few words that remain. The last bytes are
 * searched in a padded copy, so no byte outside of the text is read.
 */
#include "prefilter/teddy.h"

#if defined(__x86_64__)
#include <immintrin.h>

static bool word_stands(const struct prefilter_word *word, slice text, size_t window_at)
{
	if (window_at < word->at)
		return false;
	return slice_starts(slice_after(text, window_at - word->at), word->text);
}

/* `window` are the four bytes at `at`, zeros behind the text's end. */
static bool verify(
	const struct prefilter *prefilter, slice text, size_t at, uint32_t window, unsigned buckets)
{
	for (; buckets; buckets &= buckets - 1) {
		unsigned b = (unsigned)__builtin_ctz(buckets);
		for (uint32_t i = prefilter->bucket[b]; i < prefilter->bucket[b + 1]; i++) {
			const struct prefilter_word *word = &prefilter->words[i];
			if ((window & word->mask) == word->window && word_stands(word, text, at))
				return true;
		}
	}
	return false;
}

/* `places` has a bit for each byte of `buckets` that is not zero. */
static bool verify_block(const struct prefilter *prefilter, slice text, size_t at,
	const char *bytes, const uint8_t *buckets, uint32_t places)
{
	for (; places; places &= places - 1) {
		unsigned i = (unsigned)__builtin_ctz(places);
		uint32_t window;
		memcpy(&window, bytes + i, sizeof window);
		uint32_t hash = window_hash(window);
		if (!prefilter->loose && !(prefilter->seen[hash >> 3] >> (hash & 7) & 1))
			continue;
		if (verify(prefilter, text, at + i, window, buckets[i]))
			return true;
	}
	return false;
}

struct tables256 {
	__m256i low[WINDOW], high[WINDOW];
};

__attribute__((target("avx2"))) static inline __m256i look256(
	const struct tables256 *tables, const char *bytes)
{
	const __m256i nibble = _mm256_set1_epi8(15);
	__m256i all = _mm256_set1_epi8(-1);
	for (int i = 0; i < WINDOW; i++) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		__m256i low = _mm256_shuffle_epi8(tables->low[i], _mm256_and_si256(v, nibble));
		__m256i up = _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble);
		__m256i high = _mm256_shuffle_epi8(tables->high[i], up);
		all = _mm256_and_si256(all, _mm256_and_si256(low, high));
	}
	return all;
}

__attribute__((target("avx2"), noinline)) static bool found256(
	const struct prefilter *prefilter, slice text, size_t at, const char *bytes, __m256i all)
{
	uint8_t buckets[32];
	_mm256_storeu_si256((__m256i *)(void *)buckets, all);
	__m256i none = _mm256_cmpeq_epi8(all, _mm256_setzero_si256());
	uint32_t places = ~(uint32_t)_mm256_movemask_epi8(none);
	return verify_block(prefilter, text, at, bytes, buckets, places);
}

__attribute__((target("avx2"))) bool prefilter_avx2(const struct prefilter *prefilter, slice text)
{
	enum { BLOCK = 32, REACH = BLOCK + WINDOW - 1 };
	struct tables256 tables;
	for (int i = 0; i < WINDOW; i++) {
		__m128i low = _mm_loadu_si128((const __m128i *)(const void *)prefilter->low[i]);
		__m128i high = _mm_loadu_si128((const __m128i *)(const void *)prefilter->high[i]);
		tables.low[i] = _mm256_broadcastsi128_si256(low);
		tables.high[i] = _mm256_broadcastsi128_si256(high);
	}
	size_t at = 0;
	for (; at + REACH <= text.n; at += BLOCK) {
		__m256i all = look256(&tables, text.p + at);
		if (__builtin_expect(!_mm256_testz_si256(all, all), 0) &&
			found256(prefilter, text, at, text.p + at, all))
			return true;
	}
	char end[2 * BLOCK + WINDOW] = {0};
	slice left = slice_after(text, at);
	if (left.n)
		memcpy(end, left.p, left.n);
	for (size_t i = 0; i < left.n; i += BLOCK)
		if (found256(prefilter, text, at + i, end + i, look256(&tables, end + i)))
			return true;
	return false;
}

struct tables128 {
	__m128i low[WINDOW], high[WINDOW];
};

__attribute__((target("ssse3"))) static inline __m128i look128(
	const struct tables128 *tables, const char *bytes)
{
	const __m128i nibble = _mm_set1_epi8(15);
	__m128i all = _mm_set1_epi8(-1);
	for (int i = 0; i < WINDOW; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
		__m128i low = _mm_shuffle_epi8(tables->low[i], _mm_and_si128(v, nibble));
		__m128i up = _mm_and_si128(_mm_srli_epi16(v, 4), nibble);
		__m128i high = _mm_shuffle_epi8(tables->high[i], up);
		all = _mm_and_si128(all, _mm_and_si128(low, high));
	}
	return all;
}

__attribute__((target("ssse3"))) static inline bool found128(
	const struct prefilter *prefilter, slice text, size_t at, const char *bytes, __m128i all)
{
	__m128i none = _mm_cmpeq_epi8(all, _mm_setzero_si128());
	uint32_t places = (uint32_t)_mm_movemask_epi8(none) ^ 0xffffu;
	if (__builtin_expect(!places, 1))
		return false;
	uint8_t buckets[16];
	_mm_storeu_si128((__m128i *)(void *)buckets, all);
	return verify_block(prefilter, text, at, bytes, buckets, places);
}

__attribute__((target("ssse3"))) bool prefilter_ssse3(const struct prefilter *prefilter, slice text)
{
	enum { BLOCK = 16, REACH = BLOCK + WINDOW - 1 };
	struct tables128 tables;
	for (int i = 0; i < WINDOW; i++) {
		tables.low[i] = _mm_loadu_si128((const __m128i *)(const void *)prefilter->low[i]);
		tables.high[i] = _mm_loadu_si128((const __m128i *)(const void *)prefilter->high[i]);
	}
	size_t at = 0;
	for (; at + REACH <= text.n; at += BLOCK)
		if (found128(prefilter, text, at, text.p + at, look128(&tables, text.p + at)))
			return true;
	char end[2 * BLOCK + WINDOW] = {0};
	slice left = slice_after(text, at);
	if (left.n)
		memcpy(end, left.p, left.n);
	for (size_t i = 0; i < left.n; i += BLOCK)
		if (found128(prefilter, text, at + i, end + i, look128(&tables, end + i)))
			return true;
	return false;
}

bool (*prefilter_best(void))(const struct prefilter *, slice)
{
	if (__builtin_cpu_supports("avx2"))
		return prefilter_avx2;
	if (__builtin_cpu_supports("ssse3"))
		return prefilter_ssse3;
	return prefilter_hit_portable;
}

#else

bool (*prefilter_best(void))(const struct prefilter *, slice)
{
	return prefilter_hit_portable;
}

bool prefilter_avx2(const struct prefilter *prefilter, slice text)
{
	return prefilter_hit_portable(prefilter, text);
}

bool prefilter_ssse3(const struct prefilter *prefilter, slice text)
{
	return prefilter_hit_portable(prefilter, text);
}

#endif
