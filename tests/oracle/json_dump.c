/*
 * Reads files named on standard input and prints for each what the JSON reader
 * made of it, one line a node, for comparison with another reader.
 */
#include "syntax/json.h"

#include <stdio.h>

static void print_hex(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		printf("%02x", (unsigned char)text.p[i]);
}

static void print_node(const struct json_tree *tree, uint32_t i, struct arena *arena)
{
	static const char names[] = "nftdsao";
	const struct json_node *node = &tree->nodes[i];
	printf("%u %c%s ", i, names[node->kind], node->duplicate ? "!" : "");
	print_hex(json_key(tree, i, arena));
	printf(" ");
	if (node->kind == JSON_STRING)
		print_hex(json_string(tree, i, arena));
	else if (node->kind == JSON_NUMBER)
		print_hex(slice_cut(tree->text, node->from, node->to));
	printf(" %u %u %u %u\n", node->child, node->next, node->from, node->to);
}

static void dump(slice text)
{
	struct arena arena;
	arena_init(&arena);
	struct json_tree *tree = json_parse(text, &arena);
	if (tree->complete)
		printf("ok %u\n", tree->n);
	else
		printf("error %u %s\n", tree->error_at, tree->error);
	for (uint32_t i = 0; tree->complete && i < tree->n; i++)
		print_node(tree, i, &arena);
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
