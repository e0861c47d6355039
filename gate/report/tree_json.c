/* Knows how cJSON builds and prints a tree, and what it gets wrong without help. */
#include "report/tree_json.h"
#include "base/die.h"
#include "report/escape.h"

/* Texts wait in the arena only until cJSON has copied them; forget them in bulk. */
enum { ARENA_KEPT = 1 << 20, FIRST_PRINT = 1 << 16 };

void tree_json_init(struct tree_json *tree)
{
	arena_init(&tree->arena);
	tree->root = cJSON_CreateObject();
	if (!tree->root)
		die_no_memory();
}

void tree_json_finish(struct tree_json *tree, bool pretty, struct buf *buf)
{
	char *text = cJSON_PrintBuffered(tree->root, FIRST_PRINT, pretty);
	if (!text)
		die_no_memory();
	cJSON_Delete(tree->root);
	arena_free(&tree->arena);
	escape_json(buf, slice_of(text));
	buf_byte(buf, '\n');
	cJSON_free(text);
}

static cJSON *put(cJSON *parent, const char *key, cJSON *item)
{
	if (!item)
		die_no_memory();
	bool added = key ? cJSON_AddItemToObjectCS(parent, key, item)
			 : cJSON_AddItemToArray(parent, item);
	if (!added)
		die_no_memory();
	return item;
}

cJSON *tree_json_object(cJSON *parent, const char *key)
{
	return put(parent, key, cJSON_CreateObject());
}

cJSON *tree_json_array(cJSON *parent, const char *key)
{
	return put(parent, key, cJSON_CreateArray());
}

void tree_json_text(struct tree_json *tree, cJSON *parent, const char *key, slice text)
{
	if (tree->arena.used > ARENA_KEPT)
		arena_reset(&tree->arena);
	put(parent, key, cJSON_CreateString(escape_utf8(&tree->arena, text)));
}

void tree_json_word(cJSON *parent, const char *key, const char *word)
{
	put(parent, key, cJSON_CreateString(word));
}

void tree_json_number(cJSON *parent, const char *key, double number)
{
	put(parent, key, cJSON_CreateNumber(number));
}

void tree_json_bool(cJSON *parent, const char *key, bool value)
{
	put(parent, key, cJSON_CreateBool(value));
}

void tree_json_null(cJSON *parent, const char *key)
{
	put(parent, key, cJSON_CreateNull());
}
