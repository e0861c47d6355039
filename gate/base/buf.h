/*
 * A growing byte buffer on the heap, for output. Never fails (ends the run
 * without memory). buf_free leaves an empty, usable buffer.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "hfgate/slice.h"
#include <stdarg.h>

struct buf {
	char *p;
	size_t n, room;
};

void buf_free(struct buf *);
void buf_add(struct buf *, slice);
void buf_byte(struct buf *, char);
void buf_text(struct buf *, const char *);
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline slice buf_slice(const struct buf *buf)
{
	return (slice){buf->p, buf->n};
}

#endif
