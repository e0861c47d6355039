/*
 * Knows where code stands in nbformat 3 and 4 and how its bytes map into the
 * JSON: each run of plain characters and each escape is a piece. A cell that
 * leaves a string or bracket open fails alone in Jupyter; it is closed here, so
 * that it cannot swallow the cells behind it.
 */
#include "syntax/notebook.h"
#include "base/num.h"
#include "base/vec.h"
#include "syntax/ipython.h"
#include "syntax/json.h"

struct reader {
	const struct json_tree *json;
	struct arena *facts, *scratch;
	struct {
		VEC(char);
	} text;
	struct {
		VEC(struct segment);
	} segments;
	struct ipython_lines lines;
	struct notebook *notebook;
};

static void problem(struct reader *reader, uint32_t at, const char *error)
{
	struct notebook *notebook = reader->notebook;
	if (!notebook->error) {
		notebook->error = error;
		notebook->error_at = at;
	}
	notebook->complete = false;
}

static const struct json_node *node_at(const struct reader *reader, uint32_t node)
{
	return &reader->json->nodes[node];
}

/* Text */

/* Puts bytes into the module that stand at [at, at + length) of the notebook. */
static void add_piece(struct reader *reader, slice bytes, uint32_t at, uint32_t length)
{
	if (!bytes.n)
		return;
	*VEC_PUSH(&reader->segments, reader->scratch) = (struct segment){
		.child = reader->text.n,
		.length = u32(bytes.n),
		.parent = at,
		.parent_length = length,
	};
	while (reader->text.room - reader->text.n < bytes.n)
		reader->text.at = arena_grow(reader->scratch, reader->text.at, reader->text.n,
			vec_next_room(&reader->text.room), 1);
	memcpy(reader->text.at + reader->text.n, bytes.p, bytes.n);
	reader->text.n += (uint32_t)bytes.n;
}

/* The decoded text of one JSON string. */
static void add_string(struct reader *reader, uint32_t node)
{
	const struct json_node *string = node_at(reader, node);
	slice inside = slice_cut(reader->json->text, string->from + 1, string->to - 1);
	if (string->nul)
		problem(reader, string->from, "NUL in the source of a cell");
	if (string->surrogate)
		problem(reader, string->from, "half a surrogate pair in the source of a cell");
	for (size_t at = 0; at < inside.n;) {
		size_t run = slice_find(slice_after(inside, at), '\\');
		uint32_t outer = string->from + 1 + (uint32_t)at;
		add_piece(reader, slice_cut(inside, at, at + run), outer, (uint32_t)run);
		at += run;
		if (at == inside.n)
			return;
		char bytes[4];
		unsigned n;
		size_t length = json_character(inside, at, bytes, &n);
		add_piece(reader, (slice){bytes, n}, string->from + 1 + (uint32_t)at,
			(uint32_t)length);
		at += length;
	}
}

/* Places of the first and behind the last character of a cell's source. */
static span source_span(const struct reader *reader, uint32_t source)
{
	const struct json_node *node = node_at(reader, source);
	return (span){node->from, node->to};
}

static void add_source(struct reader *reader, uint32_t source)
{
	const struct json_node *node = node_at(reader, source);
	if (node->kind == JSON_STRING) {
		add_string(reader, source);
		return;
	}
	for (uint32_t i = node->child; i; i = node_at(reader, i)->next)
		if (node_at(reader, i)->kind == JSON_STRING)
			add_string(reader, i);
		else
			problem(reader, node_at(reader, i)->from,
				"a line of a cell that is no string");
}

/* Adds the text of a cell and takes IPython's syntax out. */
static struct ipython_cell add_code(struct reader *reader, uint32_t source, const char *before)
{
	span at = source_span(reader, source);
	add_piece(reader, slice_of(before), at.from, 1);
	uint32_t from = reader->text.n;
	add_source(reader, source);
	return ipython_blank(reader->text.at, from, reader->text.n, &reader->lines, reader->facts,
		reader->scratch);
}

static void add_cell(struct reader *reader, uint32_t source)
{
	uint32_t text_n = reader->text.n, segments_n = reader->segments.n,
		 lines_n = reader->lines.n;
	struct ipython_cell cell = add_code(reader, source, "");
	if (cell.indented) {
		/* IPython takes the indentation away; a block around it keeps the columns. */
		reader->text.n = text_n;
		reader->segments.n = segments_n;
		reader->lines.n = lines_n;
		cell = add_code(reader, source, "if True:\n");
	}
	uint32_t last = source_span(reader, source).to - 1;
	if (cell.backslash)
		add_piece(reader, S("\n"), last, 1);
	add_piece(reader, (slice){cell.closers, cell.closers_n}, last, 1);
	add_piece(reader, S("\n"), last, 1);
}

/* Cells */

static bool key_is(const struct reader *reader, uint32_t node, const char *key)
{
	return slice_is(json_key(reader->json, node, reader->scratch), key);
}

static slice string_member(const struct reader *reader, uint32_t object, const char *key)
{
	uint32_t node = json_member(reader->json, object, key);
	return node ? json_string(reader->json, node, reader->scratch) : S("");
}

static bool names_python(slice language)
{
	return slice_starts(language, S("python")) || slice_starts(language, S("Python")) ||
		slice_starts(language, S("ipython"));
}

static bool read_source(struct reader *reader, uint32_t source)
{
	enum json_kind kind = node_at(reader, source)->kind;
	if (node_at(reader, source)->duplicate)
		problem(reader, node_at(reader, source)->from, "a cell with two sources");
	if (kind == JSON_STRING || kind == JSON_ARRAY)
		add_cell(reader, source);
	else
		problem(reader, node_at(reader, source)->from,
			"the source of a cell is neither text nor a list");
	return true;
}

static void read_cell(struct reader *reader, uint32_t cell)
{
	if (node_at(reader, cell)->kind != JSON_OBJECT) {
		problem(reader, node_at(reader, cell)->from, "a cell that is no object");
		return;
	}
	uint32_t type = json_member(reader->json, cell, "cell_type");
	if (type && node_at(reader, type)->duplicate)
		problem(reader, node_at(reader, type)->from, "a cell with two types");
	if (!slice_is(string_member(reader, cell, "cell_type"), "code"))
		return;
	slice language = string_member(reader, cell, "language");
	reader->notebook->cells_n++;
	if (language.n && !names_python(language))
		return;
	bool found = false;
	for (uint32_t i = node_at(reader, cell)->child; i; i = node_at(reader, i)->next)
		if (key_is(reader, i, "source") || key_is(reader, i, "input"))
			found = read_source(reader, i);
	if (!found)
		problem(reader, node_at(reader, cell)->from, "a code cell without source");
}

/* Every member called `cells`: a repeated key must not hide code. */
static bool read_cells(struct reader *reader, uint32_t object)
{
	bool found = false;
	for (uint32_t i = node_at(reader, object)->child; i; i = node_at(reader, i)->next) {
		if (!key_is(reader, i, "cells") || node_at(reader, i)->kind != JSON_ARRAY)
			continue;
		found = true;
		if (node_at(reader, i)->duplicate)
			problem(reader, node_at(reader, i)->from, "two lists of cells");
		for (uint32_t cell = node_at(reader, i)->child; cell;
			cell = node_at(reader, cell)->next)
			read_cell(reader, cell);
	}
	return found;
}

static bool read_worksheets(struct reader *reader)
{
	uint32_t worksheets = json_member(reader->json, 0, "worksheets");
	if (!worksheets || node_at(reader, worksheets)->kind != JSON_ARRAY)
		return false;
	if (node_at(reader, worksheets)->duplicate)
		problem(reader, node_at(reader, worksheets)->from, "two lists of worksheets");
	for (uint32_t i = node_at(reader, worksheets)->child; i; i = node_at(reader, i)->next)
		if (node_at(reader, i)->kind == JSON_OBJECT)
			read_cells(reader, i);
	return true;
}

/* Another language is named and Python nowhere. */
static bool is_foreign(const struct reader *reader)
{
	uint32_t metadata = json_member(reader->json, 0, "metadata");
	if (!metadata)
		return false;
	uint32_t kernel = json_member(reader->json, metadata, "kernelspec");
	uint32_t info = json_member(reader->json, metadata, "language_info");
	slice names[3] = {S(""), S(""), S("")};
	if (kernel) {
		names[0] = string_member(reader, kernel, "language");
		names[1] = string_member(reader, kernel, "name");
	}
	if (info)
		names[2] = string_member(reader, info, "name");
	if (names_python(names[0]) || names_python(names[1]) || names_python(names[2]))
		return false;
	return names[0].n || names[2].n;
}

static void read_notebook(struct reader *reader)
{
	const struct json_tree *json = reader->json;
	if (!json->complete) {
		problem(reader, json->error_at, json->error);
		return;
	}
	if (json->nodes[0].kind != JSON_OBJECT) {
		problem(reader, 0, "not a notebook");
		return;
	}
	if (is_foreign(reader))
		return;
	bool cells = read_cells(reader, 0);
	bool worksheets = read_worksheets(reader);
	if (!cells && !worksheets)
		problem(reader, 0, "not a notebook: it has no cells");
}

/* Moves what was built to the facts. */
static void finish(struct reader *reader, const struct source *source)
{
	enum { ZEROS = 8 }; /* behind every source's text */
	struct notebook *notebook = reader->notebook;
	char *text = arena_zalloc(reader->facts, (size_t)reader->text.n + ZEROS);
	if (reader->text.n)
		memcpy(text, reader->text.at, reader->text.n);
	struct segment *segments = arena_array(reader->facts, reader->segments.n, sizeof *segments);
	if (reader->segments.n)
		memcpy(segments, reader->segments.at, reader->segments.n * sizeof *segments);
	struct notebook_line *lines = arena_array(reader->facts, reader->lines.n, sizeof *lines);
	if (reader->lines.n)
		memcpy(lines, reader->lines.at, reader->lines.n * sizeof *lines);
	notebook->lines = lines;
	notebook->lines_n = reader->lines.n;
	notebook->module = source_child(reader->facts, source, (slice){text, reader->text.n},
		HFG_NOTEBOOK, segments, reader->segments.n);
}

struct notebook *notebook_read(
	const struct source *source, struct arena *facts, struct arena *scratch)
{
	/* Large, and without code. */
	static const char *const bare[] = {"outputs", "attachments", "widgets"};
	struct notebook *notebook = ARENA_NEW(facts, struct notebook);
	notebook->complete = true;
	struct reader reader = {
		.json = json_parse_bare(source->text, bare, sizeof bare / sizeof *bare, scratch),
		.facts = facts,
		.scratch = scratch,
		.notebook = notebook,
	};
	read_notebook(&reader);
	finish(&reader, source);
	return notebook;
}
