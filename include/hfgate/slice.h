/*
 * Bytes with a length. A slice never owns what it points to and may hold NUL;
 * nothing in this project calls strlen on input. The empty slice may have a
 * null pointer. Every function here is total: any slice is a valid argument.
 */
#ifndef HFGATE_SLICE_H
#define HFGATE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
	const char *p;
	size_t n;
} slice;

/* A byte range of one source: `from` inclusive, `to` exclusive. */
typedef struct {
	uint32_t from, to;
} span;

/* S("literal") is a slice constant expression for initialisers and arguments alike. */
#define S(literal)   ((slice){literal, sizeof(literal) - 1})
#define SLICE_FMT    "%.*s"
#define SLICE_ARG(s) ((int)(s).n), ((s).p ? (s).p : "")

static inline slice slice_of(const char *text)
{
	return (slice){text, text ? strlen(text) : 0};
}

static inline bool slice_eq(slice a, slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool slice_is(slice a, const char *literal)
{
	return slice_eq(a, slice_of(literal));
}

static inline bool slice_starts(slice a, slice prefix)
{
	return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

static inline bool slice_ends(slice a, slice suffix)
{
	return a.n >= suffix.n &&
		(suffix.n == 0 || memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The part [from, to) of `a`; both bounds are clamped to its length. */
static inline slice slice_cut(slice a, size_t from, size_t to)
{
	if (to > a.n)
		to = a.n;
	if (from > to)
		from = to;
	return (slice){a.p ? a.p + from : NULL, to - from};
}

static inline slice slice_after(slice a, size_t from)
{
	return slice_cut(a, from, a.n);
}

/* Position of the first / last byte `c`, or a.n when there is none. */
static inline size_t slice_find(slice a, char c)
{
	const char *hit = a.n ? memchr(a.p, c, a.n) : NULL;
	return hit ? (size_t)(hit - a.p) : a.n;
}

static inline size_t slice_rfind(slice a, char c)
{
	for (size_t i = a.n; i > 0; i--)
		if (a.p[i - 1] == c)
			return i - 1;
	return a.n;
}

/* Position of the first occurrence of `needle`, or a.n when there is none. */
static inline size_t slice_search(slice a, slice needle)
{
	const char *found = a.n ? memmem(a.p, a.n, needle.p, needle.n) : NULL;
	if (needle.n == 0)
		return 0;
	return found ? (size_t)(found - a.p) : a.n;
}

static inline bool slice_has(slice a, slice needle)
{
	return needle.n == 0 || slice_search(a, needle) < a.n;
}

/* Bytewise order, shorter first among equals; for qsort-like callers. */
static inline int slice_cmp(slice a, slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

/* `a` without ASCII blanks (space, tab, CR, LF) at either end. */
static inline slice slice_trim(slice a)
{
	while (a.n && memchr(" \t\r\n", a.p[0], 4))
		a = slice_after(a, 1);
	while (a.n && memchr(" \t\r\n", a.p[a.n - 1], 4))
		a.n--;
	return a;
}

#endif
