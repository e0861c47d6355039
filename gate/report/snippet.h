/*
 * Source lines with something underlined, as a terminal shows them: tabs
 * expanded, hidden characters visible, long lines cut around the mark.
 */
#ifndef REPORT_SNIPPET_H
#define REPORT_SNIPPET_H

#include "base/buf.h"
#include "source/source.h"

struct snippet_mark {
	uint32_t line;   /* of the outermost file */
	size_t from, to; /* bytes of that line */
	char symbol;     /* `^` for the place itself, `-` for what explains it */
	slice label;     /* behind the underline; "" = none */
};

struct snippet_style {
	unsigned width;             /* of the terminal, 0 = no limit */
	unsigned gutter;            /* digits of the greatest line number */
	const char *colour, *plain; /* around `^`; "" = none */
};

/* Bytes [from, to) of the line where columns [column, end_column) stand (code points, 1-based). */
void snippet_columns(slice line, uint32_t column, uint32_t end_column, size_t *from, size_t *to);

/* Marks on different lines, in the order of lines; a gap between two lines is shown as `...`. */
void snippet_write(struct buf *, const struct source *, const struct snippet_mark *, unsigned n,
	const struct snippet_style *);

unsigned snippet_digits(uint32_t line);

#endif
