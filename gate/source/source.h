/*
 * A source: immutable bytes with a name and a kind. A source may be a child of
 * another (a notebook's cells, later a step's script); positions are always
 * told in the outermost file. Eight zero bytes follow the text, for lexers.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/arena.h"
#include "base/limits.h"
#include "hfgate/load.h"

/* Child bytes [child, child + length) stand at [parent, parent + parent_length) in the parent.
   length == parent_length: byte for byte. Otherwise the whole piece maps to the whole range
   (an escape such as \n or \u00e9). Sorted by child. */
struct segment {
	uint32_t child, length;
	uint32_t parent, parent_length;
};

/* A word of a source that stands for something else: an expression of a workflow in a script. */
struct substitution {
	slice name; /* SUBSTITUTION_PREFIX, a number, `_`: a word in every language */
	struct hfg_value value;
};
#define SUBSTITUTION_PREFIX "hfgate_expression_"

struct source {
	slice path; /* of the outermost file, relative to the root */
	slice text;
	enum hfg_language language;
	const struct source *parent; /* NULL for files */
	const struct segment *segments;
	uint32_t segments_n;
	const struct substitution *substitutions; /* in this source and its children */
	uint32_t substitutions_n;
	uint32_t *lines; /* start offset of each line; built by source_lines on first use */
	uint32_t lines_n;
	uint32_t file;       /* index in the run's file list */
	struct arena *arena; /* where the line table goes */
	/* The latest column asked for: long lines with many positions stay linear. */
	uint32_t seen_offset, seen_column, seen_utf16;
	bool generated_names; /* path came from a report, not from a tree */
};

struct position {
	uint32_t line, column; /* 1-based, column in code points */
	uint32_t utf16_column; /* 1-based, UTF-16 code units */
	uint32_t byte_column;  /* 1-based */
	uint32_t offset;       /* byte offset in the outermost file */
};

/* A new source in `arena`; `text` must be followed by eight zero bytes. */
struct source *source_new(struct arena *, slice path, slice text, enum hfg_language);
struct source *source_child(struct arena *, const struct source *parent, slice text,
	enum hfg_language, const struct segment *, uint32_t segments_n);

/* The outermost file. */
const struct source *source_root(const struct source *);
/* `offset` of `source` as an offset of the outermost file. A position inside an escape maps to the
   escape's start, a position at the text's end to the end of the last piece. */
uint32_t source_outer(const struct source *, uint32_t offset);
/* Same for the end of a span: maps the byte before `offset` and goes behind it. */
uint32_t source_outer_end(const struct source *, uint32_t offset);
/* Not thread-safe for the same root (builds the line table on first use). */
struct position source_position(const struct source *, uint32_t offset);
struct position source_position_end(const struct source *, uint32_t offset);
/* Text of a line of the outermost file, 1-based, without its line end; "" when out of range. */
slice source_line(const struct source *, uint32_t line);

/* Line ends are LF, CR LF and CR. */
void source_lines(struct source *root);

#endif
