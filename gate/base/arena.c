/*
 * Knows how blocks are chained and grown. Blocks double up to 1 MiB; a larger
 * request gets a block of its own. With HFG_ARENA_DEBUG each allocation is one
 * malloc, linked so that reset and free still find it.
 */
#include "base/arena.h"
#include "base/die.h"
#include "base/num.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(ALIGNMENT) char bytes[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){0};
}

static struct arena_block *block_new(size_t size)
{
	size_t total;
	if (!add_ok(size, sizeof(struct arena_block), &total))
		die_no_memory();
	struct arena_block *block = malloc(total);
	if (!block)
		die_no_memory();
	block->size = size;
	block->used = 0;
	block->next = NULL;
	return block;
}

static void free_chain(struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
}

void arena_reset(struct arena *arena)
{
#ifdef HFG_ARENA_DEBUG
	arena_free(arena);
#else
	while (arena->head) {
		struct arena_block *block = arena->head;
		arena->head = block->next;
		block->used = 0;
		block->next = arena->spare;
		arena->spare = block;
	}
	arena->used = 0;
#endif
}

void arena_free(struct arena *arena)
{
	free_chain(arena->head);
	free_chain(arena->spare);
	*arena = (struct arena){0};
}

/* A spare block with room for `size`, or a new one. */
static struct arena_block *block_for(struct arena *arena, size_t size)
{
	for (struct arena_block **at = &arena->spare; *at; at = &(*at)->next) {
		struct arena_block *block = *at;
		if (block->size >= size) {
			*at = block->next;
			return block;
		}
	}
#ifdef HFG_ARENA_DEBUG
	size_t wanted = size;
#else
	size_t wanted = arena->head ? arena->head->size * 2 : FIRST_BLOCK;
	if (wanted > LARGEST_BLOCK)
		wanted = LARGEST_BLOCK;
	if (wanted < size)
		wanted = size;
#endif
	arena->total += wanted;
	return block_new(wanted);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t rounded;
	if (!add_ok(size ? size : 1, ALIGNMENT - 1, &rounded))
		die_no_memory();
	rounded &= ~(size_t)(ALIGNMENT - 1);
#ifdef HFG_ARENA_DEBUG
	rounded = size ? size : 1;
	struct arena_block *block = NULL;
#else
	struct arena_block *block = arena->head;
#endif
	if (!block || block->size - block->used < rounded) {
		block = block_for(arena, rounded);
		block->next = arena->head;
		arena->head = block;
	}
	void *p = block->bytes + block->used;
	block->used += rounded;
	arena->used += rounded;
	return p;
}

void *arena_zalloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size ? size : 1);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;
	if (!mul_ok(count, size, &total))
		die_no_memory();
	return arena_zalloc(arena, total);
}

/* True when `old` of `size` bytes was the latest allocation and the block has room for more. */
static bool grow_in_place(struct arena *arena, const void *old, size_t size, size_t wanted)
{
#ifdef HFG_ARENA_DEBUG
	(void)arena, (void)old, (void)size, (void)wanted;
	return false;
#else
	struct arena_block *block = arena->head;
	if (!old || !block)
		return false;
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (rounded > block->used || block->bytes + block->used - rounded != (const char *)old)
		return false;
	size_t start = block->used - rounded;
	size_t end = start + ((wanted + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));
	if (end > block->size)
		return false;
	arena->used += end - block->used;
	block->used = end;
	return true;
#endif
}

void *arena_grow(struct arena *arena, void *old, size_t old_count, size_t count, size_t size)
{
	size_t old_size, new_size;
	if (!mul_ok(old_count, size, &old_size) || !mul_ok(count, size, &new_size) ||
		new_size > SIZE_MAX - ALIGNMENT)
		die_no_memory();
	void *p = old;
	if (!grow_in_place(arena, old, old_size, new_size)) {
		p = arena_alloc(arena, new_size);
		if (old_size)
			memcpy(p, old, old_size);
	}
	if (new_size > old_size)
		memset((char *)p + old_size, 0, new_size - old_size);
	return p;
}

slice arena_copy(struct arena *arena, slice text)
{
	return (slice){arena_cstr(arena, text), text.n};
}

char *arena_cstr(struct arena *arena, slice text)
{
	char *copy = arena_alloc(arena, text.n + 1);
	if (text.n)
		memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	return copy;
}

static char *put(char *at, slice text)
{
	if (text.n)
		memcpy(at, text.p, text.n);
	return at + text.n;
}

slice arena_join(struct arena *arena, slice first, slice second, slice third)
{
	size_t n;
	if (!add_ok(first.n, second.n, &n) || !add_ok(n, third.n, &n) || n == SIZE_MAX)
		die_no_memory();
	char *text = arena_alloc(arena, n + 1);
	*put(put(put(text, first), second), third) = '\0';
	return (slice){text, n};
}

slice arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	slice text = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return text;
}

slice arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int n = vsnprintf(NULL, 0, format, arguments);
	if (n < 0)
		BUG("format");
	char *p = arena_alloc(arena, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (slice){p, (size_t)n};
}
