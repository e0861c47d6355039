/*
 * Knows where Python looks for a module: beside the importing script, in the
 * folder above its package, at the project's root, below `src/`, and at last
 * anywhere in the project when only one file answers to the name.
 */
#include "values/python_internal.h"

struct module_index {
	struct arena *arena;
	struct map paths;  /* without `.py`, packages as `pkg/__init__` -> index */
	struct map dotted; /* name from its own source root -> index, or AMBIGUOUS */
	const uint32_t *files;
};

enum { AMBIGUOUS = UINT32_MAX };

static slice folder_of(slice path)
{
	size_t slash = slice_rfind(path, '/');
	return slash < path.n ? slice_cut(path, 0, slash) : slice_cut(path, 0, 0);
}

static slice joined(struct arena *arena, slice folder, slice name)
{
	return arena_join(arena, folder, folder.n ? S("/") : S(""), name);
}

static slice replaced(struct arena *arena, slice text, char from, char to)
{
	slice copy = arena_copy(arena, text);
	char *bytes = (char *)copy.p;
	for (size_t i = 0; i < copy.n; i++)
		if (bytes[i] == from)
			bytes[i] = to;
	return copy;
}

/* The folder that must be on sys.path for the module to be importable by its full name. */
static slice package_root(const struct module_index *index, slice path, struct arena *scratch)
{
	slice folder = folder_of(path);
	while (folder.n && map_get(&index->paths, joined(scratch, folder, S("__init__"))))
		folder = folder_of(folder);
	return folder;
}

slice module_dotted(slice path, slice root, struct arena *arena)
{
	slice name = slice_after(path, root.n ? root.n + 1 : 0);
	if (slice_ends(name, S(".py")))
		name.n -= 3;
	if (slice_ends(name, S("/__init__")))
		name.n -= 9;
	return replaced(arena, name, '/', '.');
}

struct module_index *module_index_new(
	struct arena *arena, const slice *paths, const uint32_t *files, uint32_t n)
{
	struct module_index *index = ARENA_NEW(arena, struct module_index);
	*index = (struct module_index){.arena = arena, .files = files};
	map_init(&index->paths, arena);
	map_init(&index->dotted, arena);
	for (uint32_t i = 0; i < n; i++)
		if (slice_ends(paths[i], S(".py")))
			*map_put(&index->paths, slice_cut(paths[i], 0, paths[i].n - 3), NULL) = i;
	for (uint32_t i = 0; i < n; i++) {
		if (!slice_ends(paths[i], S(".py")))
			continue;
		bool fresh;
		slice root = package_root(index, paths[i], arena);
		uint32_t *at =
			map_put(&index->dotted, module_dotted(paths[i], root, arena), &fresh);
		*at = fresh ? i : AMBIGUOUS;
	}
	return index;
}

static uint32_t find_below(const struct module_index *index, slice folder, slice name)
{
	struct arena scratch;
	arena_init(&scratch);
	slice path = name.n ? joined(&scratch, folder, name) : folder;
	const uint32_t *at = map_get(&index->paths, path);
	if (!at || !name.n)
		at = map_get(&index->paths, joined(&scratch, path, S("__init__")));
	uint32_t file = at ? index->files[*at] : NO_MODULE;
	arena_free(&scratch);
	return file;
}

static uint32_t find_absolute(
	const struct module_index *index, slice from_path, slice name, slice dotted)
{
	struct arena scratch;
	arena_init(&scratch);
	const slice folders[] = {
		folder_of(from_path), package_root(index, from_path, &scratch), S(""), S("src")};
	uint32_t file = NO_MODULE;
	for (size_t i = 0; i < sizeof folders / sizeof *folders && file == NO_MODULE; i++)
		file = find_below(index, folders[i], name);
	arena_free(&scratch);
	const uint32_t *at = file == NO_MODULE ? map_get(&index->dotted, dotted) : NULL;
	return at && *at != AMBIGUOUS ? index->files[*at] : file;
}

uint32_t module_index_find(
	const struct module_index *index, slice from_path, unsigned level, slice dotted)
{
	struct arena scratch;
	arena_init(&scratch);
	slice name = replaced(&scratch, dotted, '.', '/');
	uint32_t file = NO_MODULE;
	if (!level) {
		if (name.n)
			file = find_absolute(index, from_path, name, dotted);
	} else {
		slice folder = folder_of(from_path);
		for (unsigned i = 1; i < level && folder.n; i++)
			folder = folder_of(folder);
		file = find_below(index, folder, name);
	}
	arena_free(&scratch);
	return file;
}
