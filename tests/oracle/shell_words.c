/* Words, assignments, redirections and heredocs of scripts as sh_parse sees them, for shell_words.py. */
#include "syntax/shell.h"

#include <stdio.h>
#include <stdlib.h>

static void put_hex(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		printf("%02x", (unsigned char)text.p[i]);
}

static void put_text(const struct sh_tree *tree, sh_ref word, struct arena *arena)
{
	slice text;
	if (!sh_constant(tree, word, arena, &text))
		fputs(" ?", stdout);
	else {
		fputs(" =", stdout);
		put_hex(text);
	}
	putchar('\n');
}

static void put_words(const struct sh_tree *tree, sh_ref parent, struct arena *arena)
{
	bool skip = tree->nodes[parent].kind == SH_DECLARE;
	for (sh_ref i = tree->nodes[parent].child; i; i = tree->nodes[i].next) {
		if (tree->nodes[i].kind != SH_WORD)
			continue;
		if (!skip) {
			printf("W %u", tree->nodes[i].from);
			put_text(tree, i, arena);
		}
		skip = false;
	}
}

static void put_assignment(const struct sh_tree *tree, sh_ref node, struct arena *arena)
{
	const struct sh_node *assign = &tree->nodes[node];
	sh_ref value = assign->child;
	if (assign->flags & SH_HAS_INDEX && value)
		value = tree->nodes[value].next;
	printf("A %u %d ", assign->from, (assign->flags & SH_APPEND) != 0);
	put_hex(sh_name(tree, node));
	if (value && tree->nodes[value].kind == SH_WORD)
		put_text(tree, value, arena);
	else
		puts(" ()");
}

static void put_node(const struct sh_tree *tree, sh_ref node, struct arena *arena)
{
	switch (tree->nodes[node].kind) {
	case SH_COMMAND:
	case SH_DECLARE:
	case SH_ARRAY:
	case SH_FOR:
	case SH_CASE:
	case SH_CASE_ITEM:
	case SH_REDIRECT:
		put_words(tree, node, arena);
		break;
	case SH_ASSIGN:
		put_assignment(tree, node, arena);
		break;
	case SH_HEREDOC:
		printf("H %u", tree->nodes[node].from);
		put_text(tree, node, arena);
		break;
	default:
		break;
	}
}

static bool read_file(const char *path, struct arena *arena, slice *ret_text)
{
	enum { ZEROES = 8 };
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *text = arena_zalloc(arena, (size_t)size + ZEROES);
	size_t n = fread(text, 1, (size_t)size, file);
	fclose(file);
	*ret_text = (slice){text, n};
	return true;
}

int main(int count, char **paths)
{
	for (int i = 1; i < count; i++) {
		struct arena arena;
		slice text;
		arena_init(&arena);
		if (!read_file(paths[i], &arena, &text))
			return EXIT_FAILURE;
		struct sh_tree *tree = sh_parse(text, &arena);
		printf("F %s %d\n", paths[i], tree->complete);
		for (sh_ref node = 1; node < tree->n; node++)
			put_node(tree, node, &arena);
		arena_free(&arena);
	}
	return EXIT_SUCCESS;
}
