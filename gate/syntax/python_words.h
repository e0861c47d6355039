/*
 * Identifiers in the code of a module, found without a parse: strings and
 * comments are passed. Answers only for what it surely understands; the rest is
 * the parser's.
 */
#ifndef SYNTAX_PYTHON_WORDS_H
#define SYNTAX_PYTHON_WORDS_H

#include "hfgate/slice.h"

/* Names that are looked for, as a coarse sieve. */
struct py_word_set {
	uint32_t lengths[256]; /* by first byte */
	bool last[256];
};

struct py_words {
	slice text;
	size_t at;
	size_t format_end; /* text of a format string counts as code up to here */
	bool calls_item;   /* x[...](...) was passed */
	bool unsure;       /* strings are not closed, or nest: the rest was not read */
};

void py_word_set_add(struct py_word_set *, slice name);
/* The next identifier of code that passes the sieve. false: no more, or `unsure`. The text must
   hold no evasion (see prefilter.h). */
bool py_words_next(struct py_words *, const struct py_word_set *, slice *ret_word);

#endif
