/*
 * Can a module hold a load, or a call of a wrapper? Answered from its bytes,
 * before anything is parsed.
 */
#ifndef LOADS_PYTHON_POSSIBLE_H
#define LOADS_PYTHON_POSSIBLE_H

#include "loads/python.h"
#include "syntax/python_words.h"

/* Names that are looked for; built once, then read-only. */
struct python_sieve {
	struct py_word_set names;
	const struct catalogue *catalogue;  /* NULL: of wrappers only */
	const struct wrapper_set *wrappers; /* NULL: of the catalogue only */
};
void python_sieve_catalogue(struct python_sieve *, const struct catalogue *);
/* `names` as wrapper_set_names gives them. */
void python_sieve_wrappers(
	struct python_sieve *, const struct wrapper_set *, const slice *names, uint32_t n);

/* False only when python_loads would find nothing. The text must hold no evasion. */
bool python_possible(const struct python_sieve *, uint32_t file, slice text, struct arena *scratch);

#endif
