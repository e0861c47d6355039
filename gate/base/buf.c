/* Knows how an output buffer grows. */
#include "base/buf.h"
#include "base/die.h"
#include "base/num.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_ROOM = 4096 };

static void make_room(struct buf *buf, size_t more)
{
	size_t wanted;
	if (!add_ok(buf->n, more, &wanted) || !add_ok(wanted, 1, &wanted))
		die_no_memory();
	if (wanted <= buf->room)
		return;
	size_t room = buf->room ? buf->room : FIRST_ROOM;
	while (room < wanted)
		if (!mul_ok(room, 2, &room))
			die_no_memory();
	char *p = realloc(buf->p, room);
	if (!p)
		die_no_memory();
	buf->p = p;
	buf->room = room;
}

void buf_free(struct buf *buf)
{
	free(buf->p);
	*buf = (struct buf){0};
}

void buf_add(struct buf *buf, slice text)
{
	make_room(buf, text.n);
	if (text.n)
		memcpy(buf->p + buf->n, text.p, text.n);
	buf->n += text.n;
	buf->p[buf->n] = '\0';
}

void buf_byte(struct buf *buf, char byte)
{
	buf_add(buf, (slice){&byte, 1});
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, slice_of(text));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int n = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (n < 0)
		BUG("format");
	make_room(buf, (size_t)n);
	vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
	va_end(again);
	buf->n += (size_t)n;
}
