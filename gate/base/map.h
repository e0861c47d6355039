/*
 * slice -> u32. Insertion order is kept for iteration, so output made from a
 * map is deterministic; the hash is seeded per process against flooding. Keys
 * are borrowed: they must outlive the map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_entry {
	slice key;
	uint32_t value;
	uint32_t hash;
};

struct map {
	struct arena *arena;
	struct map_entry *entries; /* in order of insertion, n of them */
	uint32_t n, room;
	uint32_t *slots; /* index + 1, 0 = empty; mask + 1 of them */
	uint32_t mask;
};

void map_init(struct map *, struct arena *);
/* The value's address, or NULL. Valid until the next map_put. */
uint32_t *map_get(const struct map *, slice key);
/* The value's address, inserted as 0 when missing; *ret_new (may be NULL) says so. */
uint32_t *map_put(struct map *, slice key, bool *ret_new);
uint32_t hash_bytes(slice);

#endif
