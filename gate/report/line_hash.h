/*
 * The line hashes by which code scanning recognises a result again
 * (`primaryLocationLineHash`), bit for bit as GitHub's upload action computes
 * them, so that it has nothing to add or to complain about.
 */
#ifndef REPORT_LINE_HASH_H
#define REPORT_LINE_HASH_H

#include "base/arena.h"

struct line_hash {
	uint64_t hash;
	uint32_t count; /* how often the same hash stood in the file so far, itself included */
};

struct line_hashes {
	struct line_hash *lines; /* of line 1 on; the virtual last line included */
	uint32_t n;
};

/* Linear in the text. Memory is the arena's. */
void line_hash_file(struct line_hashes *, slice text, struct arena *);

#endif
