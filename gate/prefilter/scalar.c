/*
 * The portable twin: a hash of three bytes names the words that may begin
 * there. Shares nothing with the vector matcher but the list of words, so each
 * can be checked against the other.
 */
#include "prefilter/teddy.h"

static uint32_t head_of(const char *p)
{
	const unsigned char *bytes = (const unsigned char *)p;
	uint32_t three = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
	return three * 0x9e3779b1u >> (32 - HEADS_BITS);
}

void prefilter_heads(struct prefilter *prefilter)
{
	for (uint32_t i = 0; i < prefilter->n; i++) {
		uint32_t *head = &prefilter->heads[head_of(prefilter->words[i].text.p)];
		prefilter->words[i].next = *head;
		*head = i + 1;
	}
}

bool prefilter_hit_portable(const struct prefilter *prefilter, slice text)
{
	for (size_t at = 0; at + SHORTEST_WORD <= text.n; at++) {
		uint32_t i = prefilter->heads[head_of(text.p + at)];
		while (i) {
			const struct prefilter_word *word = &prefilter->words[i - 1];
			if (slice_starts(slice_after(text, at), word->text))
				return true;
			i = word->next;
		}
	}
	return false;
}
