/* Calls of Python files as py_parse sees them, in the form of python_calls.py. */
#include "syntax/python.h"

#include <stdio.h>
#include <stdlib.h>

struct lines {
	uint32_t *from;
	uint32_t n;
};

static struct lines lines_of(slice text, struct arena *arena)
{
	struct lines lines = {arena_array(arena, text.n + 1, sizeof(uint32_t)), 1};
	if (slice_starts(text, S("\xef\xbb\xbf")))
		lines.from[0] = 3;
	for (uint32_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n' ||
			(text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n')))
			lines.from[lines.n++] = i + 1;
	return lines;
}

static void put_place(FILE *out, const struct lines *lines, uint32_t at)
{
	uint32_t low = 0, high = lines->n;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (lines->from[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	fprintf(out, "%u:%u", low + 1, at - lines->from[low]);
}

static void put_span(FILE *out, const struct lines *lines, const struct py_node *node)
{
	put_place(out, lines, node->from);
	fputc('-', out);
	put_place(out, lines, node->to);
}

static void describe(FILE *out, const struct py_tree *tree, py_ref call, struct arena *arena)
{
	unsigned positional = 0, starred = 0, names = 0;
	py_ref arguments = py_child(tree, call, 1);
	for (py_ref ref = py_child(tree, arguments, 0); ref; ref = tree->nodes[ref].next) {
		unsigned kind = tree->nodes[ref].kind;
		starred += kind == PY_STARRED;
		positional += kind != PY_STARRED && kind != PY_KEYWORD && kind != PY_DOUBLE_STARRED;
	}
	fprintf(out, "%u %u ", positional, starred);
	for (py_ref ref = py_child(tree, arguments, 0); ref; ref = tree->nodes[ref].next) {
		unsigned kind = tree->nodes[ref].kind;
		if (kind != PY_KEYWORD && kind != PY_DOUBLE_STARRED)
			continue;
		slice name = kind == PY_KEYWORD ? py_name(tree, ref, arena) : S("**");
		fprintf(out, "%s" SLICE_FMT, names++ ? "," : "", SLICE_ARG(name));
	}
	fputc('\n', out);
}

struct line {
	uint32_t from, to;
	char *text;
};

static int by_place(const void *left, const void *right)
{
	const struct line *a = left, *b = right;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static int by_text(const void *left, const void *right)
{
	return strcmp(((const struct line *)left)->text, ((const struct line *)right)->text);
}

static char *call_line(const struct py_tree *tree, py_ref call, const struct lines *lines,
	bool inside, struct arena *arena)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	if (inside) {
		fputs("in f-string ", out);
	} else {
		put_span(out, lines, &tree->nodes[call]);
		fputc(' ', out);
		put_span(out, lines, &tree->nodes[py_child(tree, call, 0)]);
		fputc(' ', out);
	}
	describe(out, tree, call, arena);
	fclose(out);
	return text;
}

/* Where a node stands: in an f-string's field, in the pattern of a `case`. */
enum { IN_FIELD = 1, IN_PATTERN = 2 };

static uint8_t *places(const struct py_tree *tree, struct arena *arena)
{
	uint8_t *in = arena_array(arena, tree->n, 1);
	py_ref *stack = arena_array(arena, tree->n, sizeof *stack);
	uint32_t n = 0;
	stack[n++] = tree->root;
	while (n) {
		py_ref ref = stack[--n];
		bool first = true;
		for (py_ref c = tree->nodes[ref].child; c; c = tree->nodes[c].next) {
			in[c] = in[ref];
			if (tree->nodes[ref].kind == PY_FORMAT_FIELD)
				in[c] |= IN_FIELD;
			if (tree->nodes[ref].kind == PY_CASE && first)
				in[c] |= IN_PATTERN;
			first = false;
			stack[n++] = c;
		}
	}
	return in;
}

static void put_sorted(struct line *lines, uint32_t n, int (*order)(const void *, const void *))
{
	qsort(lines, n, sizeof *lines, order);
	for (uint32_t i = 0; i < n; i++) {
		fputs(lines[i].text, stdout);
		free(lines[i].text);
	}
}

static void put_calls(const struct py_tree *tree, struct arena *arena)
{
	struct lines lines = lines_of(tree->text, arena);
	uint8_t *in = places(tree, arena);
	struct line *plain = arena_array(arena, tree->n, sizeof *plain);
	struct line *inner = arena_array(arena, tree->n, sizeof *inner);
	uint32_t plain_n = 0, inner_n = 0;
	py_ref *parents = py_parents(tree, arena);
	for (py_ref ref = 1; ref < tree->n; ref++) {
		const struct py_node *node = &tree->nodes[ref];
		if (node->kind != PY_CALL || in[ref] & IN_PATTERN || !parents[ref])
			continue;
		bool inside = in[ref] & IN_FIELD;
		struct line *line = inside ? &inner[inner_n++] : &plain[plain_n++];
		*line = (struct line){
			node->from, node->to, call_line(tree, ref, &lines, inside, arena)};
	}
	put_sorted(plain, plain_n, by_place);
	put_sorted(inner, inner_n, by_text);
}

static bool read_file(const char *path, struct arena *arena, slice *ret_text)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *text = arena_alloc(arena, (size_t)size + 1);
	size_t n = fread(text, 1, (size_t)size, file);
	fclose(file);
	*ret_text = (slice){text, n};
	return true;
}

static void put_file(const char *path, struct arena *arena)
{
	slice bytes, text;
	const char *reason;
	printf("file %s\n", path);
	if (!read_file(path, arena, &bytes))
		return;
	if (py_decode(bytes, arena, &text, &reason) == PY_DECODE_FAILED) {
		printf("rejected %s\n", reason);
		return;
	}
	struct py_tree *tree = py_parse(text, arena);
	if (!tree->complete)
		printf("incomplete %u %s\n", tree->error_at, tree->error);
	put_calls(tree, arena);
}

int main(void)
{
	char *path = NULL;
	size_t room = 0;
	ssize_t n;
	struct arena arena;
	arena_init(&arena);
	while ((n = getline(&path, &room, stdin)) > 0) {
		path[n - 1] = '\0';
		put_file(path, &arena);
		arena_reset(&arena);
	}
	arena_free(&arena);
	free(path);
	return 0;
}
