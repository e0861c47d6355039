/*
 * Knows how a byte of a child text leads back to the outermost file, and how
 * an offset there becomes a line and a column. A byte order mark at the start
 * of a file takes no column, as editors show it.
 */
#include "source/source.h"

#include "base/num.h"
#include "base/utf8.h"

struct source *source_new(struct arena *arena, slice path, slice text, enum hfg_language language)
{
	struct source *source = ARENA_NEW(arena, struct source);
	source->path = path;
	source->text = text;
	source->language = language;
	source->arena = arena;
	return source;
}

struct source *source_child(struct arena *arena, const struct source *parent, slice text,
	enum hfg_language language, const struct segment *segments, uint32_t segments_n)
{
	struct source *source = source_new(arena, parent->path, text, language);
	source->parent = parent;
	source->segments = segments;
	source->segments_n = segments_n;
	source->file = parent->file;
	source->generated_names = parent->generated_names;
	return source;
}

const struct source *source_root(const struct source *source)
{
	while (source->parent)
		source = source->parent;
	return source;
}

/* The last segment that starts at or before `offset`, or NULL. */
static const struct segment *segment_at(const struct source *source, uint32_t offset)
{
	uint32_t low = 0, high = source->segments_n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (source->segments[middle].child <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &source->segments[low - 1] : NULL;
}

static uint32_t first_byte(const struct source *source)
{
	return source->segments_n ? source->segments[0].parent : 0;
}

static uint32_t to_parent(const struct source *source, uint32_t offset)
{
	const struct segment *segment = segment_at(source, offset);
	if (!segment)
		return first_byte(source);
	uint32_t inside = offset - segment->child;
	if (inside >= segment->length)
		return segment->parent + segment->parent_length;
	bool exact = segment->length == segment->parent_length;
	return segment->parent + (exact ? inside : 0);
}

static uint32_t to_parent_end(const struct source *source, uint32_t offset)
{
	const struct segment *segment = offset ? segment_at(source, offset - 1) : NULL;
	if (!segment)
		return first_byte(source);
	uint32_t inside = offset - segment->child;
	bool exact = segment->length == segment->parent_length && inside < segment->length;
	return segment->parent + (exact ? inside : segment->parent_length);
}

uint32_t source_outer(const struct source *source, uint32_t offset)
{
	for (; source->parent; source = source->parent)
		offset = to_parent(source, offset);
	return offset;
}

uint32_t source_outer_end(const struct source *source, uint32_t offset)
{
	for (; source->parent; source = source->parent)
		offset = to_parent_end(source, offset);
	return offset;
}

struct line_ends {
	slice text;
	size_t lf, cr; /* next of each at or after the last position asked for; text.n: none */
};

/* Start of the line after the one that `from` lies in, or 0 when that is the last. */
static size_t next_line(struct line_ends *ends, size_t from)
{
	slice text = ends->text;
	if (ends->lf < from)
		ends->lf = from + slice_find(slice_after(text, from), '\n');
	if (ends->cr < from)
		ends->cr = from + slice_find(slice_after(text, from), '\r');
	size_t end = ends->lf < ends->cr ? ends->lf : ends->cr;
	if (end >= text.n)
		return 0;
	bool pair = text.p[end] == '\r' && end + 1 < text.n && text.p[end + 1] == '\n';
	return end + (pair ? 2 : 1);
}

static uint32_t count_lines(slice text)
{
	struct line_ends ends = {text, slice_find(text, '\n'), slice_find(text, '\r')};
	uint32_t n = 1;
	for (size_t at = next_line(&ends, 0); at; at = next_line(&ends, at))
		n++;
	return n;
}

void source_lines(struct source *root)
{
	if (root->lines)
		return;
	uint32_t n = count_lines(root->text), i = 1;
	uint32_t *lines = arena_array(root->arena, n, sizeof *lines);
	slice text = root->text;
	struct line_ends ends = {text, slice_find(text, '\n'), slice_find(text, '\r')};
	for (size_t at = next_line(&ends, 0); at; at = next_line(&ends, at))
		lines[i++] = u32(at);
	root->lines = lines;
	root->lines_n = n;
}

/* The outermost file, changeable: only its line table and column memory are written. */
static struct source *root_with_lines(const struct source *source)
{
	struct source *root = (struct source *)source_root(source);
	source_lines(root);
	return root;
}

/* 0-based. */
static uint32_t line_of(const struct source *root, uint32_t offset)
{
	uint32_t low = 0, high = root->lines_n;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (root->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool inside_character(slice text, uint32_t offset)
{
	return offset < text.n && ((unsigned char)text.p[offset] & 0xc0) == 0x80;
}

static uint32_t line_start(const struct source *root, uint32_t line)
{
	bool mark = line == 0 && slice_starts(root->text, S("\xef\xbb\xbf"));
	return mark ? 3 : root->lines[line];
}

/* Counts from the position seen last when that is earlier on the same line. */
static void count_columns(struct source *root, uint32_t start, struct position *position)
{
	uint32_t from = start, column = 1, utf16 = 1, offset = position->offset;
	if (root->seen_offset > start && root->seen_offset <= offset) {
		from = root->seen_offset;
		column = root->seen_column;
		utf16 = root->seen_utf16;
	}
	slice piece = slice_cut(root->text, from, offset);
	position->column = column + utf8_count(piece);
	position->utf16_column = utf16 + utf16_count(piece);
	if (inside_character(root->text, offset))
		return;
	root->seen_offset = offset;
	root->seen_column = position->column;
	root->seen_utf16 = position->utf16_column;
}

static struct position position_of(const struct source *source, uint32_t offset)
{
	struct source *root = root_with_lines(source);
	if (offset > root->text.n)
		offset = u32(root->text.n);
	uint32_t line = line_of(root, offset);
	struct position position = {.line = line + 1, .offset = offset};
	position.byte_column = offset - root->lines[line] + 1;
	count_columns(root, line_start(root, line), &position);
	return position;
}

struct position source_position(const struct source *source, uint32_t offset)
{
	return position_of(source, source_outer(source, offset));
}

struct position source_position_end(const struct source *source, uint32_t offset)
{
	return position_of(source, source_outer_end(source, offset));
}

slice source_line(const struct source *source, uint32_t line)
{
	const struct source *root = root_with_lines(source);
	if (line == 0 || line > root->lines_n)
		return S("");
	size_t end = line < root->lines_n ? root->lines[line] : root->text.n;
	slice text = slice_cut(root->text, root->lines[line - 1], end);
	if (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	return text;
}
