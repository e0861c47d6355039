/*
 * Knows what all trees have in common: which paths are wanted, which names are
 * kept, the order of the listing, and the buffers texts are handed out in.
 */
#include "source/tree.h"

#include "base/die.h"
#include "source/kind.h"
#include "source/tree_inside.h"

#include <stdlib.h>

/* Appends the next part of a path; false when it leads out of the root. */
static bool add_part(char *clean, size_t *n, slice part)
{
	if (part.n == 0 || slice_is(part, "."))
		return true;
	if (slice_is(part, ".."))
		return false;
	if (*n)
		clean[(*n)++] = '/';
	memcpy(clean + *n, part.p, part.n);
	*n += part.n;
	return true;
}

static bool clean_path(struct arena *arena, slice path, slice *ret_clean)
{
	char *clean = arena_alloc(arena, path.n + 1);
	size_t n = 0;
	if (path.n && path.p[0] == '/')
		return false;
	for (size_t at = 0; at < path.n;) {
		slice part = slice_after(path, at);
		part.n = slice_find(part, '/');
		if (!add_part(clean, &n, part))
			return false;
		at += part.n + 1;
	}
	clean[n] = '\0';
	*ret_clean = (slice){clean, n};
	return true;
}

int tree_set_paths(struct tree *tree, const slice *paths, size_t paths_n, struct hfg_err *err)
{
	tree->paths = arena_array(&tree->arena, paths_n, sizeof *tree->paths);
	for (size_t i = 0; i < paths_n; i++) {
		if (slice_find(paths[i], '\0') == paths[i].n &&
			clean_path(&tree->arena, paths[i], &tree->paths[i]))
			continue;
		return err_set(err, HFG_EUSAGE,
			"path `" SLICE_FMT "` is not below the folder that is checked; "
			"name paths relative to it, or choose another folder with -C",
			SLICE_ARG(paths[i]));
	}
	tree->paths_n = (uint32_t)paths_n;
	return 0;
}

static bool is_below(slice path, slice folder)
{
	if (folder.n == 0)
		return true;
	return slice_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/');
}

bool tree_wanted(const struct tree *tree, slice path)
{
	for (uint32_t i = 0; i < tree->paths_n; i++)
		if (is_below(path, tree->paths[i]))
			return true;
	return tree->paths_n == 0;
}

bool tree_named(const struct tree *tree, slice path)
{
	for (uint32_t i = 0; i < tree->paths_n; i++)
		if (slice_eq(path, tree->paths[i]))
			return true;
	return false;
}

static bool is_analysed(slice path, enum hfg_language language)
{
	return kind_analysed(language) && (language != HFG_CONFIG || kind_declares_versions(path));
}

static void set_kind(struct tree_entry *entry, enum kind_guess guess, enum hfg_language language)
{
	entry->readable = is_analysed(entry->path, language);
	if (entry->type != TREE_FILE)
		return;
	entry->look = guess == KIND_LOOK || (guess == KIND_SKIP && entry->named);
	entry->readable = entry->readable || entry->look;
}

struct tree_entry *tree_add(struct tree *tree, slice path, enum tree_entry_type type)
{
	enum hfg_language language = HFG_OTHER_LANGUAGE;
	enum kind_guess guess = kind_of_name(path, &language);
	bool named = tree_named(tree, path);
	if (guess == KIND_SKIP && !named && (type == TREE_FILE || type == TREE_SPECIAL)) {
		tree->skipped_files++;
		return NULL;
	}
	struct tree_entry *entry = VEC_PUSH(&tree->listing, &tree->arena);
	*entry = (struct tree_entry){.path = arena_copy(&tree->arena, path),
		.type = type,
		.language = language,
		.named = named};
	set_kind(entry, guess, language);
	return entry;
}

static int compare_entries(const void *a, const void *b)
{
	const struct tree_entry *left = a, *right = b;
	return slice_cmp(left->path, right->path);
}

/* Sorts, and drops what overlapping paths brought twice. */
void tree_sort(struct tree *tree)
{
	struct tree_entry *at = tree->listing.at;
	uint32_t kept = 0;
	if (tree->listing.n)
		qsort(at, tree->listing.n, sizeof *at, compare_entries);
	for (uint32_t i = 0; i < tree->listing.n; i++)
		if (!kept || !slice_eq(at[kept - 1].path, at[i].path))
			at[kept++] = at[i];
	tree->listing.n = kept;
}

void tree_add_note(struct tree *tree, slice sentence)
{
	if (tree->note.n == 0)
		tree->note = arena_copy(&tree->arena, sentence);
	else
		tree->note = arena_printf(&tree->arena, SLICE_FMT "; " SLICE_FMT,
			SLICE_ARG(tree->note), SLICE_ARG(sentence));
}

void tree_room(char **buffer, size_t *room, size_t size)
{
	if (*buffer && *room >= size + TREE_PAD)
		return;
	char *grown = realloc(*buffer, size + TREE_PAD);
	if (!grown)
		die_no_memory();
	*buffer = grown;
	*room = size + TREE_PAD;
}

slice tree_hand_out(char **buffer, size_t *room, slice text)
{
	tree_room(buffer, room, text.n);
	if (text.n)
		memcpy(*buffer, text.p, text.n);
	memset(*buffer + text.n, 0, TREE_PAD);
	return (slice){*buffer, text.n};
}

int tree_list(
	struct tree *tree, struct tree_entry **ret_entries, uint32_t *ret_n, struct hfg_err *err)
{
	int status = tree->listed ? 0 : tree->backend->list(tree, err);
	if (status)
		return status;
	if (!tree->listed)
		tree_sort(tree);
	tree->listed = true;
	*ret_entries = tree->listing.at;
	*ret_n = tree->listing.n;
	return 0;
}

enum tree_read_status tree_read(struct tree *tree, uint32_t index, uint32_t limit, char **buffer,
	size_t *room, slice *ret_text, const char **ret_reason)
{
	if (index >= tree->listing.n)
		BUG("entry of another listing");
	if (tree->listing.at[index].type != TREE_FILE)
		return TREE_READ_SPECIAL;
	return tree->backend->read(tree, index, limit, buffer, room, ret_text, ret_reason);
}

int tree_settle(struct tree *tree, struct hfg_err *err)
{
	return tree->backend->settle ? tree->backend->settle(tree, err) : 0;
}

void tree_close(struct tree *tree)
{
	if (tree)
		tree->backend->close(tree);
}

uint32_t tree_skipped_files(const struct tree *tree)
{
	return tree->skipped_files;
}

uint32_t tree_skipped_folders(const struct tree *tree)
{
	return tree->skipped_folders;
}

slice tree_description(const struct tree *tree)
{
	return tree->description;
}

slice tree_note(const struct tree *tree)
{
	return tree->note;
}
