/*
 * Holds the position map of every scalar against the file: pieces that claim to be the same are, the
 * others stand for an escape or a folded line end, all in order and without a gap in the value.
 * usage: yml_map < list of files; prints how many scalars have no right map.
 */
#include "syntax/yml.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FILE = 1 << 20 };

static bool stands_for(slice written, slice value)
{
	bool line_end = written.p[0] == '\r' || slice_starts(written, S("\xc2\x85"));
	if (line_end || written.p[0] == '\n')
		return slice_is(value, "\n") || slice_is(value, " ");
	return written.p[0] == '\\' || slice_is(written, "''");
}

static bool right(const struct yml_tree *tree, slice value, const struct segment *at, uint32_t n)
{
	uint32_t child = 0, parent = 0;
	for (uint32_t i = 0; i < n; i++) {
		slice written = slice_cut(
			tree->text, at[i].parent, (size_t)at[i].parent + at[i].parent_length);
		slice part = slice_cut(value, at[i].child, (size_t)at[i].child + at[i].length);
		if (at[i].child != child || at[i].parent < parent || !written.n)
			return false;
		if (!slice_eq(written, part) && !stands_for(written, part))
			return false;
		child += at[i].length;
		parent = at[i].parent + at[i].parent_length;
	}
	return child == value.n;
}

static unsigned long scalars, wrong;

static void check(const char *path, slice text, struct arena *arena)
{
	const struct yml_tree *tree = yml_parse(text, arena);
	for (uint32_t i = 1; i < tree->n; i++) {
		if (tree->nodes[i].kind != YML_SCALAR)
			continue;
		const struct segment *segments;
		uint32_t n;
		scalars++;
		if (yml_map(tree, i, arena, &segments, &n) &&
			right(tree, tree->nodes[i].value, segments, n))
			continue;
		wrong++;
		printf("%s:%u: no right map\n", path, tree->nodes[i].line);
	}
}

int main(void)
{
	static char path[4096], text[MAX_FILE];
	struct arena arena;
	arena_init(&arena);
	unsigned long files = 0;
	while (fgets(path, sizeof path, stdin)) {
		path[strcspn(path, "\n")] = '\0';
		FILE *file = fopen(path, "rb");
		if (!file)
			continue;
		size_t n = fread(text, 1, sizeof text, file);
		fclose(file);
		if (n == sizeof text)
			continue;
		check(path, (slice){text, n}, &arena);
		arena_reset(&arena);
		files++;
	}
	arena_free(&arena);
	printf("%lu files, %lu scalars, %lu without a right map\n", files, scalars, wrong);
	return wrong || !files;
}
