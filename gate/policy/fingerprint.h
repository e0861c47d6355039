/*
 * The identity of a finding across commits: 32 hexadecimal digits that survive
 * moves and reformatting and change with the repository, the function or the
 * call. Private to policy/.
 */
#ifndef POLICY_FINGERPRINT_H
#define POLICY_FINGERPRINT_H

#include "policy/findings.h"

/* Fills `fingerprint` of all; `sorted` is report order, which decides among equals. */
void fingerprint_all(struct found *const *sorted, uint32_t n, struct arena *);
/* Appends `text` without what formatters change: blanks, comments (`#`) when asked, the kind of
   quotes, a comma before a closing bracket. */
void fingerprint_normalise(struct buf *, slice text, bool hash_comments);

#endif
