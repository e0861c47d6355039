/*
 * Finds out at memory speed whether bytes hold one of a set of words. Knows
 * words, not meanings. A vector matcher where the processor has one, a portable
 * twin with the same answers elsewhere.
 */
#ifndef PREFILTER_PREFILTER_H
#define PREFILTER_PREFILTER_H

#include "base/arena.h"

struct prefilter;

/* Words are 3 bytes or longer, case-sensitive, borrowed. */
struct prefilter *prefilter_new(struct arena *, const slice *words, uint32_t n);
/* True when one of the words stands in `text`. Reads no byte outside of it. */
bool prefilter_hit(const struct prefilter *, slice text);
/* Same answer, portable code. */
bool prefilter_hit_portable(const struct prefilter *, slice text);
/* What hides text from a search for words and still runs: NUL, bare CR, `coding:` in the first two
   lines that is not UTF-8, UTF-16 marks, letters that NFKC folds to ASCII, bidi controls. */
enum prefilter_evasion {
	EVASION_NUL = 1,
	EVASION_CARRIAGE_RETURN = 2,
	EVASION_CODING = 4,
	EVASION_UTF16 = 8,
	EVASION_FOLDING_LETTERS = 16,
	EVASION_BIDI = 32,
	EVASION_ZERO_WIDTH = 64,
	EVASION_INVALID_UTF8 = 128
};
uint32_t prefilter_evasions(slice text);
/* Can JSON hold a word that prefilter_hit does not see: written in escapes, or over two strings? */
bool prefilter_json_hides(slice text);

#endif
