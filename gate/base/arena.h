/*
 * Memory by unit of work. Nothing is freed alone: arena_reset forgets all and
 * keeps the blocks, arena_free gives them back. Allocation never fails: without
 * memory the program ends with exit status 4 (see base/die.h). With HFG_ARENA_DEBUG
 * defined at build time every allocation is its own malloc, so that ASan sees overruns.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "hfgate/slice.h"
#include <stdarg.h>

struct arena_block;

struct arena {
	struct arena_block *head;  /* block in use */
	struct arena_block *spare; /* emptied blocks, kept */
	size_t used, total;
};

void arena_init(struct arena *);
void arena_reset(struct arena *);
void arena_free(struct arena *);

/* Zeroed, 16-byte aligned. `size` 0 gives a valid unique pointer. */
void *arena_zalloc(struct arena *, size_t size);
/* Not zeroed. */
void *arena_alloc(struct arena *, size_t size);
/* count * size with overflow check, zeroed. */
void *arena_array(struct arena *, size_t count, size_t size);
/* Grows the array `old` (old_count elements used) to hold `count`; new part zeroed, in place when
   it was the latest allocation. */
void *arena_grow(struct arena *, void *old, size_t old_count, size_t count, size_t size);

/* A copy; a NUL follows the bytes. */
slice arena_copy(struct arena *, slice);
char *arena_cstr(struct arena *, slice);
/* Three texts as one. */
slice arena_join(struct arena *, slice, slice, slice);
slice arena_printf(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
slice arena_vprintf(struct arena *, const char *format, va_list)
	__attribute__((format(printf, 2, 0)));

/* ARENA_NEW(a, struct x) -> zeroed struct x *. */
#define ARENA_NEW(arena, type) ((type *)arena_zalloc((arena), sizeof(type)))

#endif
