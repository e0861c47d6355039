/*
 * Text that shows something else than it says: bidirectional controls (UTR 36,
 * "Trojan Source"), invisible characters in names, tag characters and runs of
 * variation selectors that carry hidden data, and words that mix ASCII with
 * letters of another script that look the same (UTS 39, mixed-script
 * confusables). Ordinary text in any script, emoji with joiners and selectors,
 * and a byte order mark raise no alarm.
 */
#ifndef SYNTAX_HIDDEN_H
#define SYNTAX_HIDDEN_H

#include "base/arena.h"

enum hidden_reason {
	HIDDEN_BIDI,       /* U+202A..202E, U+2066..2069; U+200E, 200F, 061C within a name */
	HIDDEN_INVISIBLE,  /* zero-width and filler characters within a name */
	HIDDEN_TAG,        /* U+E0000..E007F outside of a flag */
	HIDDEN_SELECTORS,  /* three or more variation selectors in a row, or one within a name */
	HIDDEN_CONFUSABLE, /* one word of two scripts that looks like ASCII */
	HIDDEN_DISGUISED,  /* one word of ASCII and full-width or mathematical letters */
};

struct hidden {
	span at; /* the characters, or the whole word */
	enum hidden_reason reason;
	uint32_t code; /* the first code point concerned */
};

struct hidden_list {
	const struct hidden *at;
	uint32_t n;     /* at most MAX_HIDDEN */
	uint32_t total; /* all of them */
};

enum { MAX_HIDDEN = 100 }; /* a file with more is reported as one thing */

struct hidden_list hidden_find(slice text, struct arena *);
const char *hidden_reason_text(enum hidden_reason); /* `bidirectional control`, for messages */

#endif
