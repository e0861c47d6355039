/*
 * Knows how words are dealt out to the matcher: the rarest window of each word,
 * and buckets that let as little other text through as possible. How rare a
 * byte is comes from counting the Python files of a Linux distribution.
 */
#include "prefilter/prefilter.h"
#include "prefilter/teddy.h"
#include "base/die.h"

/* ASCII bytes among 20,000 bytes of Python source, at least 1. Other bytes count as 1. */
static const uint16_t frequency[128] = {
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	566,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	1,
	5666,
	5,
	197,
	93,
	3,
	13,
	1,
	399,
	198,
	198,
	25,
	18,
	348,
	96,
	219,
	18,
	157,
	77,
	60,
	42,
	34,
	34,
	28,
	23,
	28,
	25,
	171,
	4,
	9,
	116,
	35,
	9,
	4,
	77,
	22,
	56,
	40,
	99,
	36,
	21,
	21,
	71,
	2,
	11,
	69,
	37,
	68,
	45,
	41,
	3,
	60,
	64,
	97,
	28,
	15,
	16,
	9,
	8,
	4,
	41,
	58,
	41,
	3,
	298,
	26,
	659,
	139,
	346,
	352,
	1256,
	314,
	164,
	212,
	646,
	18,
	73,
	484,
	253,
	643,
	612,
	306,
	20,
	716,
	706,
	839,
	279,
	77,
	80,
	122,
	127,
	14,
	12,
	17,
	12,
	7,
	1,
};

static uint32_t byte_frequency(uint8_t byte)
{
	return byte < 128 ? frequency[byte] : 1;
}

/* Sums of frequencies by nibbles: how often a byte passes a pair of nibble sets. */
struct weights {
	uint32_t by_nibbles[16][16]; /* [high][low] */
	double total;
};

static struct weights weights_of_bytes(void)
{
	struct weights weights = {0};
	for (unsigned byte = 0; byte < 256; byte++) {
		weights.by_nibbles[byte >> 4][byte & 15] = byte_frequency((uint8_t)byte);
		weights.total += byte_frequency((uint8_t)byte);
	}
	return weights;
}

/* The nibbles one bucket lets through, as sets. */
struct bucket {
	uint16_t low[WINDOW], high[WINDOW];
	double cost; /* share of text places that pass, times words to compare there */
	uint32_t words;
};

static double share(const struct weights *weights, uint16_t low, uint16_t high)
{
	uint32_t sum = 0;
	for (unsigned h = 0; h < 16; h++) {
		if (!(high >> h & 1))
			continue;
		for (unsigned set = low; set; set &= set - 1)
			sum += weights->by_nibbles[h][__builtin_ctz(set)];
	}
	return sum / weights->total;
}

static struct bucket bucket_with(const struct weights *weights, const struct bucket *bucket,
	const struct prefilter_word *word)
{
	struct bucket with = *bucket;
	with.words++;
	with.cost = with.words;
	for (unsigned i = 0; i < WINDOW; i++) {
		uint8_t byte = (uint8_t)(word->window >> 8 * i);
		bool any = !(word->mask >> 8 * i & 0xff);
		with.low[i] |= any ? 0xffff : (uint16_t)(1u << (byte & 15));
		with.high[i] |= any ? 0xffff : (uint16_t)(1u << (byte >> 4));
		with.cost *= share(weights, with.low[i], with.high[i]);
	}
	return with;
}

static double window_cost(slice text, size_t at)
{
	double cost = 1;
	for (size_t i = at; i < at + WINDOW && i < text.n; i++)
		cost *= byte_frequency((uint8_t)text.p[i]);
	return cost;
}

static void choose_window(struct prefilter_word *word)
{
	slice text = word->text;
	word->at = 0;
	for (size_t at = 1; at + WINDOW <= text.n; at++)
		if (window_cost(text, at) < window_cost(text, word->at))
			word->at = (uint32_t)at;
	for (unsigned i = 0; i < WINDOW && word->at + i < text.n; i++) {
		word->window |= (uint32_t)(uint8_t)text.p[word->at + i] << 8 * i;
		word->mask |= 0xffu << 8 * i;
	}
}

/* Greedy: into the bucket whose cost grows least. */
static unsigned choose_bucket(const struct weights *weights, struct bucket buckets[BUCKETS],
	const struct prefilter_word *word)
{
	unsigned best = 0;
	struct bucket best_with = {0};
	for (unsigned b = 0; b < BUCKETS; b++) {
		struct bucket with = bucket_with(weights, &buckets[b], word);
		double growth = with.cost - buckets[b].cost;
		if (b == 0 || growth < best_with.cost - buckets[best].cost) {
			best = b;
			best_with = with;
		}
	}
	buckets[best] = best_with;
	return best;
}

static void fill_nibbles(struct prefilter *prefilter, const struct bucket buckets[BUCKETS])
{
	for (unsigned b = 0; b < BUCKETS; b++)
		for (unsigned i = 0; i < WINDOW; i++)
			for (unsigned nibble = 0; nibble < 16; nibble++) {
				unsigned low = buckets[b].low[i] >> nibble & 1;
				unsigned high = buckets[b].high[i] >> nibble & 1;
				prefilter->low[i][nibble] |= (uint8_t)(low << b);
				prefilter->high[i][nibble] |= (uint8_t)(high << b);
			}
}

/* Orders `words` by the bucket chosen for each. */
static void fill_buckets(struct prefilter *prefilter, const struct prefilter_word *words,
	const uint8_t *chosen, uint32_t n)
{
	uint32_t filled = 0;
	for (unsigned b = 0; b < BUCKETS; b++) {
		prefilter->bucket[b] = filled;
		for (uint32_t i = 0; i < n; i++)
			if (chosen[i] == b)
				prefilter->words[filled++] = words[i];
	}
	prefilter->bucket[BUCKETS] = filled;
}

static void fill_seen(struct prefilter *prefilter)
{
	for (uint32_t i = 0; i < prefilter->n; i++) {
		const struct prefilter_word *word = &prefilter->words[i];
		uint32_t hash = window_hash(word->window);
		prefilter->loose = prefilter->loose || word->mask != UINT32_MAX;
		prefilter->seen[hash >> 3] |= (uint8_t)(1u << (hash & 7));
	}
}

struct prefilter *prefilter_new(struct arena *arena, const slice *words, uint32_t n)
{
	struct prefilter *prefilter = ARENA_NEW(arena, struct prefilter);
	struct weights weights = weights_of_bytes();
	struct bucket buckets[BUCKETS] = {0};
	struct prefilter_word *unsorted = arena_array(arena, n, sizeof *unsorted);
	uint8_t *chosen = arena_array(arena, n, 1);
	for (uint32_t i = 0; i < n; i++) {
		if (words[i].n < SHORTEST_WORD)
			BUG("a word to search for is too short");
		unsorted[i].text = words[i];
		choose_window(&unsorted[i]);
		chosen[i] = (uint8_t)choose_bucket(&weights, buckets, &unsorted[i]);
	}
	prefilter->words = arena_array(arena, n, sizeof *prefilter->words);
	prefilter->n = n;
	fill_buckets(prefilter, unsorted, chosen, n);
	fill_nibbles(prefilter, buckets);
	fill_seen(prefilter);
	prefilter_heads(prefilter);
	prefilter->search = prefilter_best();
	return prefilter;
}

bool prefilter_hit(const struct prefilter *prefilter, slice text)
{
	return prefilter->search(prefilter, text);
}
