/*
 * Knows how a revision becomes a listing: modes to types, and what a name that
 * git does not know means to the person who typed it.
 */
#include "base/die.h"
#include "source/blobs.h"
#include "source/tree_inside.h"
#include "source/worktree.h"

#include <stdlib.h>

struct git_tree_source {
	struct tree tree;
	slice folder, revision;
	struct git_child *child;
	struct blobs blobs;
	struct buf body; /* the listing as git sent it */
};

enum { SHORT_ID = 12 };

static int complain(
	struct git_tree_source *git, enum git_status status, bool opening, struct hfg_err *err)
{
	slice why = status == GIT_LOST ? git_child_loss(git->child) : buf_slice(&git->body);
	if (status == GIT_ABSENT && !opening)
		return err_set(err, HFG_EUSAGE,
			"revision `" SLICE_FMT "` is not in the repository " SLICE_FMT
			" (" SLICE_FMT "); fetch it first, in CI with a deeper checkout",
			SLICE_ARG(git->revision), SLICE_ARG(git->folder), SLICE_ARG(why));
	if (status == GIT_ABSENT)
		return err_set(err, HFG_EUSAGE,
			"`" SLICE_FMT "` is not a git repository (" SLICE_FMT
			"); name one, or a folder inside one",
			SLICE_ARG(git->folder), SLICE_ARG(why));
	return err_set(err, HFG_EINCOMPLETE,
		"revision `" SLICE_FMT "` of " SLICE_FMT " cannot be read (" SLICE_FMT
		"), so there is nothing to judge; `git -C " SLICE_FMT
		" fsck` finds what is damaged",
		SLICE_ARG(git->revision), SLICE_ARG(git->folder), SLICE_ARG(why),
		SLICE_ARG(git->folder));
}

static int request(
	struct git_tree_source *git, enum git_request what, slice body, struct hfg_err *err)
{
	git_child_ask(git->child, what, body);
	enum git_status status = git_child_answer(git->child, &git->body);
	return status == GIT_ANSWERED ? 0 : complain(git, status, what == GIT_OPEN, err);
}

static int open_repository(struct git_tree_source *git, struct hfg_err *err)
{
	struct buf body = {0};
	git_put_u8(&body, 0);
	git_put_text(&body, git->folder);
	int status = request(git, GIT_OPEN, buf_slice(&body), err);
	body.n = 0;
	git_put_text(&body, git->revision);
	if (!status)
		status = request(git, GIT_TREE, buf_slice(&body), err);
	buf_free(&body);
	return status;
}

static enum tree_entry_type type_of(uint32_t mode)
{
	if (mode == GIT_MODE_LINK)
		return TREE_LINK;
	return mode == GIT_MODE_GITLINK ? TREE_SUBMODULE : TREE_FILE;
}

static void resolve_link(
	struct git_tree_source *git, struct tree_entry *entry, const unsigned char id[GIT_ID])
{
	struct buf target = {0};
	entry->target_inside = blobs_get(git->child, id, MAX_SOURCE, &target) &&
		link_stays_inside(entry->path, buf_slice(&target)) &&
		link_keeps_kind(entry, buf_slice(&target));
	buf_free(&target);
}

static void add_entry(struct git_tree_source *git, const struct git_entry *found)
{
	if (!tree_wanted(&git->tree, found->path))
		return;
	struct tree_entry *entry = tree_add(&git->tree, found->path, type_of(found->mode));
	if (entry && entry->type == TREE_LINK)
		resolve_link(git, entry, found->id);
	if (entry && entry->type == TREE_FILE)
		blobs_add(&git->blobs, entry->path, found->id);
}

/* Marks which of the wanted paths the entry fulfils. */
static void mark_found(const struct tree *tree, slice path, bool *found)
{
	for (uint32_t i = 0; i < tree->paths_n; i++) {
		slice wanted = tree->paths[i];
		bool below = wanted.n == 0 || path.n == wanted.n || path.p[wanted.n] == '/';
		if (slice_starts(path, wanted) && below)
			found[i] = true;
	}
}

static int check_found(const struct git_tree_source *git, const bool *found, struct hfg_err *err)
{
	for (uint32_t i = 0; i < git->tree.paths_n; i++)
		if (!found[i])
			return err_set(err, HFG_EUSAGE,
				"path `" SLICE_FMT "` is not in revision `" SLICE_FMT
				"` of " SLICE_FMT
				"; name files and folders relative to the repository's root",
				SLICE_ARG(git->tree.paths[i]), SLICE_ARG(git->revision),
				SLICE_ARG(git->folder));
	return 0;
}

static int git_list(struct tree *tree, struct hfg_err *err)
{
	struct git_tree_source *git = (struct git_tree_source *)tree;
	struct git_reader reader = {buf_slice(&git->body), false};
	struct git_entry entry;
	bool *found = arena_array(&tree->arena, tree->paths_n, sizeof *found);
	git_get_text(&reader);
	while (git_get_entry(&reader, &entry)) {
		mark_found(tree, entry.path, found);
		add_entry(git, &entry);
	}
	buf_free(&git->body);
	if (reader.bad)
		return err_set(err, HFG_EINCOMPLETE,
			"the listing of revision `" SLICE_FMT "` makes no sense; `git -C " SLICE_FMT
			" fsck` finds what is damaged",
			SLICE_ARG(git->revision), SLICE_ARG(git->folder));
	return check_found(git, found, err);
}

static enum tree_read_status git_read(struct tree *tree, uint32_t index, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	struct git_tree_source *git = (struct git_tree_source *)tree;
	return blobs_read(tree, &git->blobs, index, limit, buffer, room, ret_text, ret_reason);
}

static void git_close(struct tree *tree)
{
	struct git_tree_source *git = (struct git_tree_source *)tree;
	git_child_stop(git->child);
	blobs_free(&git->blobs);
	buf_free(&git->body);
	arena_free(&tree->arena);
	free(git);
}

static const struct tree_backend git_backend = {
	.list = git_list, .read = git_read, .close = git_close};

/* The folder with `.git` at or above the given one; itself when there is none, for bare ones. */
static slice repository_folder(struct arena *arena, slice given)
{
	char *real = realpath(arena_cstr(arena, given.n ? given : S(".")), NULL);
	slice folder = arena_copy(arena, real ? slice_of(real) : given);
	slice holder;
	bool bare = real && slice_ends(folder, S(".git"));
	if (real && !bare && worktree_find(arena, folder, &holder))
		folder = arena_copy(arena, holder);
	free(real);
	return folder;
}

int tree_open_git(struct tree **ret_tree, slice repository, slice revision, const slice *paths,
	size_t paths_n, struct hfg_err *err)
{
	struct git_tree_source *git = calloc(1, sizeof *git);
	if (!git)
		die_no_memory();
	struct arena *arena = &git->tree.arena;
	git->tree.backend = &git_backend;
	git->folder = repository_folder(arena, repository);
	git->revision = arena_copy(arena, revision);
	git->child = git_child_start();
	blobs_init(&git->blobs, arena, git->child);
	int status = tree_set_paths(&git->tree, paths, paths_n, err);
	if (!status)
		status = open_repository(git, err);
	if (status) {
		git_close(&git->tree);
		return status;
	}
	struct git_reader reader = {buf_slice(&git->body), false};
	slice name = slice_cut(git_get_text(&reader), 0, SHORT_ID);
	git->tree.description = arena_printf(arena, "commit " SLICE_FMT " of " SLICE_FMT,
		SLICE_ARG(name), SLICE_ARG(git->folder));
	*ret_tree = &git->tree;
	return 0;
}
