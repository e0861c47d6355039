/*
 * Knows where git keeps a work tree's data in relation to the folder that is
 * checked, and how to ask about many paths at once.
 */
#include "source/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* `folder`/`name`; "/" has its slash already. */
static slice join(struct arena *arena, slice folder, const char *name)
{
	const char *between = slice_ends(folder, S("/")) ? "" : "/";
	return arena_printf(arena, SLICE_FMT "%s%s", SLICE_ARG(folder), between, name);
}

static slice parent_folder(slice folder)
{
	size_t at = slice_rfind(folder, '/');
	return slice_cut(folder, 0, at ? at : 1);
}

/* Anything but a clear "not there" counts: what cannot be looked at must not look like no git. */
static bool holds_git(struct arena *arena, slice folder)
{
	struct stat found;
	if (lstat(join(arena, folder, ".git").p, &found) == 0)
		return true;
	return errno != ENOENT && errno != ENOTDIR;
}

static bool same_file_system(struct arena *arena, slice folder, dev_t device)
{
	struct stat found;
	return stat(arena_cstr(arena, folder), &found) == 0 && found.st_dev == device;
}

bool worktree_find(struct arena *arena, slice root, slice *ret_folder)
{
	struct stat start;
	if (stat(arena_cstr(arena, root), &start))
		return false;
	for (slice folder = root; same_file_system(arena, folder, start.st_dev);
		folder = parent_folder(folder)) {
		if (holds_git(arena, folder)) {
			*ret_folder = folder;
			return true;
		}
		if (folder.n <= 1)
			break;
	}
	return false;
}

void worktree_init(struct worktree *worktree, struct arena *arena, slice root, slice folder)
{
	slice below = slice_after(root, folder.n);
	if (slice_starts(below, S("/")))
		below = slice_after(below, 1);
	*worktree = (struct worktree){.arena = arena, .folder = folder, .prefix = S("")};
	if (below.n)
		worktree->prefix = join(arena, below, "");
}

void worktree_ask(struct worktree *worktree)
{
	struct buf body = {0};
	if (worktree->asked)
		return;
	worktree->asked = true;
	worktree->child = git_child_start();
	git_put_u8(&body, 1);
	git_put_text(&body, worktree->folder);
	git_child_ask(worktree->child, GIT_OPEN, buf_slice(&body));
	body.n = 0;
	git_put_text(&body, worktree->prefix);
	git_child_ask(worktree->child, GIT_INDEX, buf_slice(&body));
	buf_free(&body);
}

/* Version 2 of the index has no place for the flag of a sparse checkout. */
static bool has_plain_index(const struct worktree *worktree)
{
	unsigned char head[8];
	int fd = open(join(worktree->arena, worktree->folder, ".git/index").p,
		O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	ssize_t n = read(fd, head, sizeof head);
	close(fd);
	return n == sizeof head && memcmp(head, "DIRC\0\0\0\2", sizeof head) == 0;
}

bool worktree_hides(const struct worktree *worktree)
{
	struct stat found;
	if (!has_plain_index(worktree))
		return true;
	return lstat(join(worktree->arena, worktree->folder, ".gitmodules").p, &found) == 0;
}

static int compare_entries(const void *a, const void *b)
{
	const struct git_entry *left = a, *right = b;
	return slice_cmp(left->path, right->path);
}

static void take_entries(struct worktree *worktree, slice body)
{
	struct git_reader reader = {body, false};
	struct git_entry entry;
	bool sorted = true;
	while (git_get_entry(&reader, &entry)) {
		uint32_t n = worktree->entries.n;
		sorted = sorted &&
			(n == 0 || slice_cmp(worktree->entries.at[n - 1].path, entry.path) <= 0);
		*VEC_PUSH(&worktree->entries, worktree->arena) = entry;
	}
	if (reader.bad) {
		worktree->status = GIT_REFUSED;
		worktree->why = S("the list of tracked files makes no sense");
	} else if (!sorted) {
		qsort(worktree->entries.at, worktree->entries.n, sizeof *worktree->entries.at,
			compare_entries);
	}
}

static void keep_reason(struct worktree *worktree, enum git_status status, slice body)
{
	worktree->status = status;
	slice why = status == GIT_LOST ? git_child_loss(worktree->child) : body;
	worktree->why = arena_copy(worktree->arena, why);
}

enum git_status worktree_wait(struct worktree *worktree)
{
	struct buf body = {0};
	if (worktree->answered)
		return worktree->status;
	worktree_ask(worktree);
	worktree->answered = true;
	enum git_status opened = git_child_answer(worktree->child, &body);
	keep_reason(worktree, opened, buf_slice(&body));
	enum git_status listed = git_child_answer(worktree->child, &body);
	if (opened == GIT_ANSWERED)
		keep_reason(worktree, listed, buf_slice(&body));
	if (worktree->status == GIT_ANSWERED)
		take_entries(worktree, worktree->why);
	buf_free(&body);
	return worktree->status;
}

/* The first entry whose path is not before `path`. */
static uint32_t lower_bound(const struct worktree *worktree, slice path)
{
	uint32_t low = 0, high = worktree->entries.n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (slice_cmp(worktree->entries.at[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct git_entry *worktree_entry(const struct worktree *worktree, slice path)
{
	uint32_t at = lower_bound(worktree, path);
	if (at == worktree->entries.n || !slice_eq(worktree->entries.at[at].path, path))
		return NULL;
	return &worktree->entries.at[at];
}

bool worktree_tracks_below(const struct worktree *worktree, slice folder)
{
	slice start = join(worktree->arena, folder, "");
	uint32_t at = lower_bound(worktree, start);
	return at < worktree->entries.n && slice_starts(worktree->entries.at[at].path, start);
}

enum git_status worktree_ignored(
	struct worktree *worktree, const slice *paths, uint32_t n, bool *ret_ignored)
{
	struct buf body = {0}, path = {0};
	for (uint32_t i = 0; i < n; i++) {
		path.n = 0;
		buf_add(&path, worktree->prefix);
		buf_add(&path, paths[i]);
		git_put_text(&body, buf_slice(&path));
	}
	git_child_ask(worktree->child, GIT_IGNORED, buf_slice(&body));
	enum git_status status = git_child_answer(worktree->child, &body);
	if (status != GIT_ANSWERED || body.n != n) {
		bool silent = status == GIT_ANSWERED;
		keep_reason(worktree, silent ? GIT_REFUSED : status,
			silent ? S("the answer about ignored files makes no sense")
			       : buf_slice(&body));
	}
	for (uint32_t i = 0; i < n && worktree->status == GIT_ANSWERED; i++)
		ret_ignored[i] = body.p[i] != 0;
	buf_free(&body);
	buf_free(&path);
	return worktree->status;
}

void worktree_close(struct worktree *worktree)
{
	git_child_stop(worktree->child);
	worktree->child = NULL;
}
