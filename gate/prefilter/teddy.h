/*
 * The matcher's tables, shared by the files of this room only. A window of four
 * bytes is chosen inside each word; each window belongs to one of eight buckets.
 */
#ifndef PREFILTER_TEDDY_H
#define PREFILTER_TEDDY_H

#include "prefilter/prefilter.h"

enum {
	WINDOW = 4,  /* bytes looked at in each word */
	BUCKETS = 8, /* bits of a byte */
	SHORTEST_WORD = 3,
	HEADS_BITS = 12,
	HEADS = 1 << HEADS_BITS, /* 200 words leave 95 % of the heads empty */
	SEEN_BITS = 15,          /* 4 KiB, at home in the first cache; 200 words fill 0.6 % of it */
};

struct prefilter_word {
	slice text;
	uint32_t at;           /* where the window begins in the word */
	uint32_t window, mask; /* its bytes, little end first; 0 in the mask = any byte */
	uint32_t next;         /* portable twin: index + 1 of a word with the same head */
};

struct prefilter {
	struct prefilter_word *words; /* sorted by bucket */
	uint32_t n;
	uint32_t bucket[BUCKETS + 1]; /* first word of each bucket */
	/* Buckets, as bits, whose windows have that low or high nibble at that place. */
	uint8_t low[WINDOW][16], high[WINDOW][16];
	/* One bit for the hash of each word's window: what nearly all that the nibbles let through
	   lacks. `loose`: a window has bytes that may be anything, the bits say nothing. */
	uint8_t seen[1 << (SEEN_BITS - 3)];
	bool loose;
	uint32_t heads[HEADS]; /* portable twin: index + 1 by hash of a word's first three bytes */
	bool (*search)(const struct prefilter *, slice text);
};

static inline uint32_t window_hash(uint32_t window)
{
	return window * 0x9e3779b1u >> (32 - SEEN_BITS);
}

bool prefilter_avx2(const struct prefilter *, slice text);
bool prefilter_ssse3(const struct prefilter *, slice text);
/* What the processor has: one of the two above, or prefilter_hit_portable. */
bool (*prefilter_best(void))(const struct prefilter *, slice text);
/* Fills heads and next. */
void prefilter_heads(struct prefilter *);

#endif
