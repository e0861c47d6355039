/*
 * Knows which declarations govern a load: those of the nearest folder that has
 * any for the library. The files themselves are read in declared.c.
 */
#include "loads/declared.h"
#include "base/vec.h"

struct declaration {
	slice folder, name, specifier;
	enum dialect dialect;
	enum declared_by by;
};

struct versions {
	struct arena *arena;
	struct {
		VEC(struct declaration);
	} all;
};

struct versions *versions_new(struct arena *arena)
{
	struct versions *versions = ARENA_NEW(arena, struct versions);
	versions->arena = arena;
	return versions;
}

static slice folder_above(slice path)
{
	size_t slash = slice_rfind(path, '/');
	return slash < path.n ? slice_cut(path, 0, slash) : S("");
}

static slice last_name(slice path)
{
	size_t slash = slice_rfind(path, '/');
	return slash < path.n ? slice_after(path, slash + 1) : path;
}

/* The folder a file's declarations count for. */
static slice folder_of(slice path)
{
	slice folder = folder_above(path);
	if (slice_starts(path, S(".github/")) || slice_starts(path, S(".gitlab/")))
		return S("");
	if (slice_starts(last_name(folder), S("requirements")))
		return folder_above(folder);
	return folder;
}

struct adding {
	struct versions *versions;
	slice folder;
};

static void add(
	void *context, slice name, slice specifier, enum dialect dialect, enum declared_by by)
{
	struct adding *adding = context;
	struct arena *arena = adding->versions->arena;
	slice normal = requirement_name(name, arena);
	if (slice_is(normal, "pytorch"))
		normal = S("torch");
	*VEC_PUSH(&adding->versions->all, arena) = (struct declaration){
		.folder = adding->folder,
		.name = normal,
		.specifier = arena_copy(arena, specifier),
		.dialect = dialect,
		.by = by,
	};
}

void versions_add(struct versions *versions, slice path, slice text)
{
	struct adding adding = {versions, arena_copy(versions->arena, folder_of(path))};
	declared_read(path, text, &adding, add);
}

static bool declares(const struct declaration *declaration, slice folder, slice name)
{
	return slice_eq(declaration->folder, folder) && slice_eq(declaration->name, name);
}

/* The answer of one folder; false when it declares nothing. */
static bool folder_answer(const struct versions *versions, slice folder, slice name, slice minimum,
	enum versions_answer *ret_answer)
{
	bool locked = false, found = false, all = true;
	for (uint32_t i = 0; i < versions->all.n; i++) {
		const struct declaration *declaration = &versions->all.at[i];
		locked |=
			declaration->by == DECLARED_BY_LOCK && declares(declaration, folder, name);
	}
	for (uint32_t i = 0; i < versions->all.n; i++) {
		const struct declaration *declaration = &versions->all.at[i];
		if (!declares(declaration, folder, name) ||
			(locked && declaration->by == DECLARED_BY_MANIFEST))
			continue;
		found = true;
		enum versions_answer answer =
			requirement_at_least(declaration->specifier, declaration->dialect, minimum);
		if (answer == VERSIONS_NO) {
			*ret_answer = VERSIONS_NO;
			return true;
		}
		all = all && answer == VERSIONS_YES;
	}
	*ret_answer = all ? VERSIONS_YES : VERSIONS_UNKNOWN;
	return found;
}

enum versions_answer versions_at_least(
	const struct versions *versions, slice load_path, slice requirement)
{
	slice name, specifier;
	if (!requirement_split(requirement, &name, &specifier) || !slice_starts(specifier, S(">=")))
		return VERSIONS_UNKNOWN;
	slice minimum = slice_trim(slice_after(specifier, 2));
	for (slice folder = folder_above(load_path);; folder = folder_above(folder)) {
		enum versions_answer answer;
		if (folder_answer(versions, folder, name, minimum, &answer))
			return answer;
		if (!folder.n)
			return VERSIONS_UNKNOWN;
	}
}
