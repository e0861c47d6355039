/*
 * Reads framed texts from standard input and prints what the YAML reader made of
 * each, one line a node, for comparison with another reader.
 */
#include "syntax/yml.h"

#include <stdio.h>

static void print_hex(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		printf("%02x", (unsigned char)text.p[i]);
}

static void dump(slice text)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(text, &arena);
	if (tree->complete)
		printf("ok\n");
	else
		printf("error %u " SLICE_FMT "\n", tree->error_at, SLICE_ARG(tree->error));
	for (uint32_t i = 1; tree->complete && i < tree->n; i++) {
		const struct yml_node *node = &tree->nodes[i];
		printf("%d %d %u %u %u %u ", (int)node->kind, (int)node->style, node->from,
			node->to, node->line, node->column);
		print_hex(node->value);
		printf("\n");
	}
	printf("end\n");
	arena_free(&arena);
}

int main(void)
{
	/* Frames: a decimal length, a newline, so many bytes. */
	size_t n;
	static char text[1 << 20];
	while (scanf("%zu", &n) == 1 && getchar() == '\n' && n <= sizeof text) {
		if (fread(text, 1, n, stdin) != n)
			return 1;
		dump((slice){text, n});
	}
	return 0;
}
