/* Knows the little Markdown that the pages of the rules are written in. */
#include "cli/page.h"
#include "base/utf8.h"

enum { MAX_TEXT_WIDTH = 88 }; /* longer lines of prose are hard to read */

struct page {
	struct buf *buf;
	unsigned width, column;
	bool colour, fenced, blank;
};

void page_name(struct buf *buf, const char *id, const char *name)
{
	buf_text(buf, "rules/");
	for (; *id; id++)
		buf_byte(buf, *id >= 'A' && *id <= 'Z' ? (char)(*id - 'A' + 'a') : *id);
	buf_byte(buf, '_');
	for (; *name; name++)
		buf_byte(buf, *name == '-' ? '_' : *name);
	buf_text(buf, ".md");
}

static void end_paragraph(struct page *page)
{
	if (page->column)
		buf_byte(page->buf, '\n');
	page->column = 0;
}

static void add_word(struct page *page, slice word, unsigned indent)
{
	unsigned width = utf8_width(word);
	if (page->column && page->column + 1 + width > page->width) {
		buf_printf(page->buf, "\n%*s", (int)indent, "");
		page->column = indent;
	} else if (page->column > indent) {
		buf_byte(page->buf, ' ');
		page->column++;
	}
	buf_add(page->buf, word);
	page->column += width;
}

static void add_words(struct page *page, slice line, unsigned indent)
{
	while (line.n) {
		size_t end = slice_find(line, ' ');
		if (end)
			add_word(page, slice_cut(line, 0, end), indent);
		line = slice_after(line, end + 1);
	}
}

static void heading(struct page *page, slice line)
{
	while (line.n && line.p[0] == '#')
		line = slice_after(line, 1);
	end_paragraph(page);
	buf_text(page->buf, page->colour ? "\033[1m" : "");
	buf_add(page->buf, slice_trim(line));
	buf_text(page->buf, page->colour ? "\033[0m\n" : "\n");
}

static void prose(struct page *page, slice line)
{
	bool item = slice_starts(line, S("- ")) || slice_starts(line, S("* "));
	if (item) {
		end_paragraph(page);
		buf_text(page->buf, "  - ");
		page->column = 4;
		add_words(page, slice_after(line, 2), 4);
		return;
	}
	bool inside_item = slice_starts(line, S("  ")) && page->column;
	if (!page->column) {
		buf_text(page->buf, "  ");
		page->column = 2;
	}
	add_words(page, slice_trim(line), inside_item ? 4 : 2);
}

static void blank_line(struct page *page)
{
	end_paragraph(page);
	if (!page->blank)
		buf_byte(page->buf, '\n');
	page->blank = true;
}

static void page_line(struct page *page, slice line)
{
	if (slice_starts(line, S("```"))) {
		end_paragraph(page);
		page->fenced = !page->fenced;
		return;
	}
	if (!page->fenced && !slice_trim(line).n) {
		blank_line(page);
		return;
	}
	page->blank = false;
	if (page->fenced) {
		buf_text(page->buf, line.n ? "      " : "");
		buf_add(page->buf, line);
		buf_byte(page->buf, '\n');
	} else if (line.p[0] == '#') {
		heading(page, line);
	} else {
		prose(page, line);
	}
}

void page_render(struct buf *buf, slice markdown, unsigned width, bool colour)
{
	struct page page = {.buf = buf, .colour = colour, .blank = true};
	page.width = width < MAX_TEXT_WIDTH ? width : MAX_TEXT_WIDTH;
	while (markdown.n) {
		size_t end = slice_find(markdown, '\n');
		page_line(&page, slice_cut(markdown, 0, end));
		markdown = slice_after(markdown, end + 1);
	}
	end_paragraph(&page);
}
