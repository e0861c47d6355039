/* Knows how wide a piece of source is on a terminal and which part of a long line is worth showing. */
#include "report/snippet.h"
#include "base/utf8.h"
#include "report/escape.h"

enum {
	TAB_STOP = 4,
	/* Lines that people write are shorter; of longer ones only this much around the mark is read. */
	MAX_LINE = 4096,
	MIN_ROOM = 20, /* columns for source text on the narrowest terminal */
};

#define ELLIPSIS "\xe2\x80\xa6"

/* One line laid out in terminal columns: [mark_from, mark_to) is the underlined part. */
struct layout {
	slice text;
	size_t from, to; /* bytes of text */
	unsigned mark_from, mark_to, total;
};

/* A character of the line: how long, how wide. */
struct cell {
	unsigned bytes, columns;
};

static struct cell cell_at(slice text, size_t at, unsigned column)
{
	uint32_t code;
	unsigned n = utf8_decode(text, at, &code);
	struct cell cell = {.bytes = n ? n : 1, .columns = 1};
	if (n && code == '\t') {
		cell.columns = TAB_STOP - column % TAB_STOP;
		return cell;
	}
	if (n && code >= ' ' && code < 0x7f && code != '#')
		return cell;
	struct buf shown = {0};
	escape_one(&shown, text, at);
	cell.columns = utf8_width(buf_slice(&shown));
	buf_free(&shown);
	return cell;
}

static struct layout layout_line(slice line, const struct snippet_mark *mark)
{
	struct layout layout = {.text = line, .from = mark->from, .to = mark->to};
	if (line.n > MAX_LINE) {
		size_t start = mark->from > MAX_LINE / 2 ? mark->from - MAX_LINE / 2 : 0;
		layout.text = slice_cut(line, start, start + MAX_LINE);
		layout.from -= start;
		layout.to -= start;
	}
	if (layout.to > layout.text.n)
		layout.to = layout.text.n;
	unsigned column = 0;
	for (size_t at = 0; at < layout.text.n;) {
		struct cell cell = cell_at(layout.text, at, column);
		if (at <= layout.from)
			layout.mark_from = column;
		column += cell.columns;
		at += cell.bytes;
		if (at <= layout.to)
			layout.mark_to = column;
	}
	if (layout.from >= layout.text.n)
		layout.mark_from = column;
	if (layout.mark_to <= layout.mark_from)
		layout.mark_to = layout.mark_from + 1;
	layout.total = column;
	return layout;
}

/* The columns [*first, *last) of a line that fit into `room` and show the mark. */
static void choose_window(
	const struct layout *layout, unsigned room, unsigned *first, unsigned *last)
{
	*first = 0;
	*last = layout->total;
	if (!room || layout->total <= room)
		return;
	if (layout->mark_to > room) {
		unsigned marked = layout->mark_to - layout->mark_from;
		unsigned before = marked < room / 2 ? (room - marked) / 2 : room / 4;
		*first = layout->mark_from > before ? layout->mark_from - before : 0;
		if (*first + room > layout->total)
			*first = layout->total - room;
	}
	*last = *first + room;
}

static void write_cells(struct buf *buf, const struct layout *layout, unsigned first, unsigned last)
{
	unsigned column = 0;
	for (size_t at = 0; at < layout->text.n && column < last;) {
		struct cell cell = cell_at(layout->text, at, column);
		if (column >= first && column + cell.columns <= last) {
			if (layout->text.p[at] == '\t')
				buf_printf(buf, "%*s", (int)cell.columns, "");
			else
				escape_one(buf, layout->text, at);
		} else if (column + cell.columns > first) {
			unsigned from = column > first ? column : first;
			unsigned to = column + cell.columns < last ? column + cell.columns : last;
			buf_printf(buf, "%*s", (int)(to - from), "");
		}
		column += cell.columns;
		at += cell.bytes;
	}
}

static void trim_blanks(struct buf *buf)
{
	while (buf->n && buf->p[buf->n - 1] == ' ')
		buf->n--;
}

static void write_underline(struct buf *buf, const struct snippet_mark *mark,
	const struct snippet_style *style, unsigned from, unsigned to)
{
	bool place = mark->symbol == '^';
	buf_printf(buf, "%*s | %*s", (int)style->gutter, "", (int)from, "");
	buf_text(buf, place ? style->colour : "");
	for (unsigned i = from; i < to; i++)
		buf_byte(buf, mark->symbol);
	buf_text(buf, place ? style->plain : "");
	if (mark->label.n) {
		buf_byte(buf, ' ');
		escape_terminal(buf, mark->label);
	}
	buf_byte(buf, '\n');
}

/* Columns that are left for source text and the two ellipses, 0 = no limit. */
static unsigned room_for(const struct snippet_style *style)
{
	unsigned taken = style->gutter + 3;
	if (!style->width)
		return 0;
	return style->width > taken + MIN_ROOM ? style->width - taken : MIN_ROOM;
}

static void write_line(struct buf *buf, slice line, const struct snippet_mark *mark,
	const struct snippet_style *style)
{
	struct layout layout = layout_line(line, mark);
	unsigned first, last, room = room_for(style);
	bool cut = room && layout.total > room;
	choose_window(&layout, cut ? room - 2 : 0, &first, &last);
	bool head = first > 0 || layout.text.p != line.p;
	bool tail = last < layout.total || layout.text.p + layout.text.n < line.p + line.n;

	buf_printf(buf, "%*u | ", (int)style->gutter, mark->line);
	buf_text(buf, head ? ELLIPSIS : "");
	write_cells(buf, &layout, first, last);
	trim_blanks(buf);
	buf_text(buf, tail ? ELLIPSIS "\n" : "\n");

	unsigned from = layout.mark_from - first + head;
	unsigned to = layout.mark_to < last || !tail ? layout.mark_to : last;
	to = to - first + head;
	write_underline(buf, mark, style, from, to > from ? to : from + 1);
}

void snippet_columns(slice line, uint32_t column, uint32_t end_column, size_t *from, size_t *to)
{
	uint32_t now = 1;
	size_t at = 0;
	*from = *to = line.n;
	while (at < line.n) {
		uint32_t code;
		unsigned n = utf8_decode(line, at, &code);
		if (now == column)
			*from = at;
		if (now == end_column)
			*to = at;
		now++;
		at += n ? n : 1;
	}
	if (*to < *from)
		*to = *from;
}

unsigned snippet_digits(uint32_t line)
{
	unsigned digits = 1;
	for (; line >= 10; line /= 10)
		digits++;
	return digits;
}

void snippet_write(struct buf *buf, const struct source *source, const struct snippet_mark *marks,
	unsigned n, const struct snippet_style *style)
{
	buf_printf(buf, "%*s |\n", (int)style->gutter, "");
	for (unsigned i = 0; i < n; i++) {
		if (i && marks[i].line > marks[i - 1].line + 1)
			buf_text(buf, "...\n");
		write_line(buf, source_line(source, marks[i].line), &marks[i], style);
	}
	buf_printf(buf, "%*s |\n", (int)style->gutter, "");
}
