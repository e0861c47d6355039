/* Arithmetic that reports overflow, and narrowing that is checked. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool add_ok(size_t a, size_t b, size_t *ret)
{
	return !__builtin_add_overflow(a, b, ret);
}

static inline bool mul_ok(size_t a, size_t b, size_t *ret)
{
	return !__builtin_mul_overflow(a, b, ret);
}

/* `n` as 32 bits; more is a broken promise of the caller (sources are capped at MAX_SOURCE). */
uint32_t u32(size_t n);

#endif
