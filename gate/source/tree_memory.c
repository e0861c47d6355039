/* Knows nothing but the texts it was given: a tree for tests and for standard input. */
#include "base/die.h"
#include "source/tree_inside.h"

#include <stdlib.h>

struct memory_tree {
	struct tree tree;
	const slice *paths, *texts;
	uint32_t n;
	struct map by_path; /* -> index in texts */
};

static int memory_list(struct tree *tree, struct hfg_err *err)
{
	(void)err;
	struct memory_tree *memory = (struct memory_tree *)tree;
	map_init(&memory->by_path, &tree->arena);
	for (uint32_t i = 0; i < memory->n; i++) {
		*map_put(&memory->by_path, memory->paths[i], NULL) = i;
		tree_add(tree, memory->paths[i], TREE_FILE);
	}
	return 0;
}

static enum tree_read_status memory_read(struct tree *tree, uint32_t index, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	(void)ret_reason;
	const struct memory_tree *memory = (const struct memory_tree *)tree;
	slice text = memory->texts[*map_get(&memory->by_path, tree->listing.at[index].path)];
	if (text.n > limit)
		return TREE_READ_TOO_BIG;
	*ret_text = tree_hand_out(buffer, room, text);
	return TREE_READ_OK;
}

static void memory_close(struct tree *tree)
{
	arena_free(&tree->arena);
	free(tree);
}

static const struct tree_backend memory_backend = {
	.list = memory_list, .read = memory_read, .close = memory_close};

struct tree *tree_open_memory(const slice *paths, const slice *texts, size_t n)
{
	struct memory_tree *memory = calloc(1, sizeof *memory);
	if (!memory)
		die_no_memory();
	memory->tree.backend = &memory_backend;
	memory->tree.description = S("files in memory");
	memory->paths = paths;
	memory->texts = texts;
	memory->n = (uint32_t)n;
	return &memory->tree;
}
