/* Versions of Python packages and their order, PEP 440. */
#ifndef LOADS_PEP440_H
#define LOADS_PEP440_H

#include "hfgate/slice.h"

enum { MAX_RELEASE = 16 }; /* numbers between the dots; real versions have two to four */

struct pep440 {
	uint64_t epoch;
	uint64_t release[MAX_RELEASE];
	uint32_t release_n;
	char phase; /* a, b or r for a pre-release; z = none */
	uint64_t phase_n;
	bool post, dev, local;
	uint64_t post_n, dev_n;
	bool wildcard; /* ends in `.*` */
};

/* False when `text` is not a version; wildcards are allowed. */
bool pep440_read(slice text, struct pep440 *ret_version);
/* Order of two versions, wildcards ignored: < 0, 0, > 0. A local part counts as later than none. */
int pep440_compare(const struct pep440 *, const struct pep440 *);
/* The least release above all that begin with the first `n` numbers: 2.5.1, 2 -> 2.6. */
struct pep440 pep440_next(const struct pep440 *, uint32_t n);

#endif
