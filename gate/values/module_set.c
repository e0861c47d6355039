/*
 * Knows which modules of the project a worker has read so far for the sake of
 * others, and parses one more on demand.
 */
#include "values/python_internal.h"

struct module_set {
	struct arena *arena;
	const struct module_index *index;
	const struct source *(*read)(void *context, uint32_t file);
	void *context;
	struct map known; /* file number as four bytes -> index in `modules` */
	struct {
		VEC(struct pyv *);
	} modules;
	struct budget budget;
};

struct module_set *module_set_new(struct arena *arena, const struct module_index *index,
	const struct source *(*read)(void *context, uint32_t file), void *context)
{
	struct module_set *set = ARENA_NEW(arena, struct module_set);
	*set = (struct module_set){
		.arena = arena, .index = index, .read = read, .context = context};
	map_init(&set->known, arena);
	return set;
}

struct budget *module_set_budget(struct module_set *set)
{
	return &set->budget;
}

uint32_t module_set_find(
	const struct module_set *set, slice from_path, unsigned level, slice dotted)
{
	if (!set || !set->index)
		return NO_MODULE;
	return module_index_find(set->index, from_path, level, dotted);
}

static struct pyv *read_module(struct module_set *set, uint32_t file)
{
	const struct source *source = set->read ? set->read(set->context, file) : NULL;
	if (!source)
		return NULL;
	const struct py_tree *tree = py_parse(source->text, set->arena);
	struct pyv *module = pyv_new(source, tree, set->arena, set->arena, set);
	module->imported = true;
	module->file = file;
	return module;
}

struct pyv *module_set_get(struct module_set *set, uint32_t file)
{
	uint32_t number = file;
	slice key = {(const char *)&number, sizeof number};
	const uint32_t *at = map_get(&set->known, key);
	if (at)
		return set->modules.at[*at];
	struct pyv *module = read_module(set, file);
	*map_put(&set->known, arena_copy(set->arena, key), NULL) = set->modules.n;
	*VEC_PUSH(&set->modules, set->arena) = module;
	return module;
}
