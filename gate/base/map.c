/* Knows the table layout: open addressing over an insertion-ordered array, seeded FNV-1a. */
#include "base/map.h"
#include "base/vec.h"

#include <stdlib.h>
#include <sys/random.h>

static uint32_t seed_once(void)
{
	static _Atomic uint32_t
		seed; /* the one process-wide word: it orders nothing that is printed */
	uint32_t value = seed;
	if (value)
		return value;
	if (getrandom(&value, sizeof value, GRND_NONBLOCK) != (ssize_t)sizeof value)
		value = 0x9e3779b9u;
	uint32_t none = 0;
	if (!__atomic_compare_exchange_n(
		    (uint32_t *)&seed, &none, value | 1, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		return none;
	return value | 1;
}

uint32_t hash_bytes(slice key)
{
	uint64_t hash = 0xcbf29ce484222325u ^ seed_once();
	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 0x100000001b3u;
	return (uint32_t)(hash ^ hash >> 32);
}

void map_init(struct map *map, struct arena *arena)
{
	*map = (struct map){.arena = arena};
}

/* The slot that holds `key`, or the empty one where it belongs. */
static uint32_t *slot_of(const struct map *map, slice key, uint32_t hash)
{
	for (uint32_t i = hash & map->mask;; i = (i + 1) & map->mask) {
		uint32_t index = map->slots[i];
		if (!index)
			return &map->slots[i];
		const struct map_entry *entry = &map->entries[index - 1];
		if (entry->hash == hash && slice_eq(entry->key, key))
			return &map->slots[i];
	}
}

static void rehash(struct map *map)
{
	uint32_t size = map->mask ? (map->mask + 1) * 2 : 16;
	map->slots = arena_array(map->arena, size, sizeof *map->slots);
	map->mask = size - 1;
	for (uint32_t i = 0; i < map->n; i++)
		*slot_of(map, map->entries[i].key, map->entries[i].hash) = i + 1;
}

uint32_t *map_get(const struct map *map, slice key)
{
	if (!map->n)
		return NULL;
	uint32_t index = *slot_of(map, key, hash_bytes(key));
	return index ? &map->entries[index - 1].value : NULL;
}

uint32_t *map_put(struct map *map, slice key, bool *ret_new)
{
	if (!map->slots || map->n >= (map->mask + 1) / 4 * 3)
		rehash(map);
	uint32_t hash = hash_bytes(key);
	uint32_t *slot = slot_of(map, key, hash);
	if (ret_new)
		*ret_new = *slot == 0;
	if (*slot)
		return &map->entries[*slot - 1].value;
	if (map->n == map->room) {
		uint32_t old = map->room;
		map->entries = arena_grow(map->arena, map->entries, old, vec_next_room(&map->room),
			sizeof *map->entries);
	}
	map->entries[map->n] = (struct map_entry){.key = key, .hash = hash};
	*slot = ++map->n;
	return &map->entries[map->n - 1].value;
}
