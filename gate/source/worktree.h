/*
 * What git says about a folder on disk: which paths it tracks, which it
 * ignores. Asks in the background; every question may end in "not known".
 */
#ifndef SOURCE_WORKTREE_H
#define SOURCE_WORKTREE_H

#include "base/arena.h"
#include "base/vec.h"
#include "git/child.h"

struct worktree {
	struct arena *arena;
	struct git_child *child;
	slice folder; /* holds `.git` */
	slice prefix; /* of the root below it: "" or `sub/folder/` */
	bool asked, answered;
	enum git_status status; /* once answered */
	slice why;              /* when it is not GIT_ANSWERED */
	struct {
		VEC(struct git_entry);
	} entries; /* sorted by path, relative to the root */
};

/* The nearest folder at or above `root` (absolute, without links) that holds `.git`, on the same
   file system; false when there is none. */
bool worktree_find(struct arena *, slice root, slice *ret_folder);
void worktree_init(struct worktree *, struct arena *, slice root, slice folder);
/* Starts git; returns at once. */
void worktree_ask(struct worktree *);
/* Can the index hold something the disk does not show? False only when that is sure. */
bool worktree_hides(const struct worktree *);
/* Waits for the index. */
enum git_status worktree_wait(struct worktree *);
/* The entry of `path`, or NULL. After worktree_wait. */
const struct git_entry *worktree_entry(const struct worktree *, slice path);
bool worktree_tracks_below(const struct worktree *, slice folder);
/* Folders are marked by a slash at their end. */
enum git_status worktree_ignored(
	struct worktree *, const slice *paths, uint32_t n, bool *ret_ignored);
void worktree_close(struct worktree *);

#endif
