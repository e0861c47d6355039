/*
 * Knows how to walk and read a folder that may be hostile: no link is
 * followed, nothing but regular files is opened, names are bytes. Folders of
 * installed packages and caches are entered last, when git has had time to say
 * that it ignores them.
 */
#include "base/buf.h"
#include "base/die.h"
#include "source/blobs.h"
#include "source/tree_inside.h"
#include "source/worktree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct folders {
	VEC(slice);
};

struct fs_tree {
	struct tree tree;
	int root_fd;
	slice root;             /* absolute, without links */
	struct folders pending; /* to be walked */
	struct folders bulky;   /* to be walked last */
	bool walk_bulky;
	bool nested; /* a repository lies below the root */
	bool has_git;
	struct worktree git;
	struct blobs blobs; /* tracked, but not on disk: sparse checkouts */
	bool has_blobs;
	struct buf path; /* of the entry at hand */
};

enum {
	READ_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY,
	FOLDER_FLAGS = READ_FLAGS | O_DIRECTORY,
	LOOK_FLAGS = O_PATH | O_NOFOLLOW | O_CLOEXEC,
	FOLDER_BYTES = 64 << 10, /* names of a thousand entries with one call */
	FIRST_ROOM = 256 << 10,  /* nearly all sources are read with one call */
};

static const char *name_of(slice path)
{
	return path.n ? path.p : ".";
}

/* One part after the other, for kernels without openat2 and for paths it finds too long. */
static int open_by_parts(int root, slice path, int flags)
{
	char name[NAME_MAX + 1];
	int at = -1;
	for (;;) {
		size_t n = slice_find(path, '/');
		bool last = n == path.n;
		if (n >= sizeof name) {
			errno = ENAMETOOLONG;
			break;
		}
		memcpy(name, path.p, n);
		name[n] = '\0';
		int next =
			openat(at < 0 ? root : at, name, last ? flags : LOOK_FLAGS | O_DIRECTORY);
		if (at >= 0)
			close(at);
		if (next < 0 || last)
			return next;
		at = next;
		path = slice_after(path, n + 1);
	}
	if (at >= 0)
		close(at);
	return -1;
}

/* Opens `path` (a NUL follows) below the root; no part of it may be a link. */
static int open_below(int root, slice path, int flags)
{
	struct open_how how = {.flags = (unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
	long fd;
	do
		fd = syscall(SYS_openat2, root, name_of(path), &how, sizeof how);
	while (fd < 0 && errno == EINTR);
	if (fd >= 0 || path.n == 0)
		return fd >= 0 ? (int)fd : openat(root, ".", flags);
	if (errno == ENOSYS || errno == EPERM || errno == EAGAIN || errno == ENAMETOOLONG)
		return open_by_parts(root, path, flags);
	return -1;
}

static bool is_bulky(slice name)
{
	static const char *const names[] = {"node_modules", "site-packages", "venv", ".venv", "env",
		".env", ".tox", ".nox", "__pycache__", ".mypy_cache", ".pytest_cache",
		".ruff_cache", ".eggs", "build", "dist", "wandb", "outputs", NULL};
	for (const char *const *at = names; *at; at++)
		if (slice_is(name, *at))
			return true;
	return false;
}

static unsigned depth_of(slice path)
{
	unsigned depth = 0;
	for (; path.n; path = slice_after(path, slice_find(path, '/') + 1))
		depth++;
	return depth;
}

static void found_folder(struct fs_tree *fs, slice name)
{
	if (depth_of(buf_slice(&fs->path)) > MAX_FOLDER_DEPTH) {
		tree_add(&fs->tree, buf_slice(&fs->path), TREE_UNLISTABLE);
		return;
	}
	slice path = arena_copy(&fs->tree.arena, buf_slice(&fs->path));
	bool later = fs->has_git && !fs->walk_bulky && is_bulky(name);
	struct folders *folders = later ? &fs->bulky : &fs->pending;
	*VEC_PUSH(folders, &fs->tree.arena) = path;
}

/* By the real path: a link into `.git` would hide what it leads to. */
static bool leads_inside(struct fs_tree *fs, const struct tree_entry *link)
{
	slice path = link->path;
	slice full = arena_printf(
		&fs->tree.arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(fs->root), SLICE_ARG(path));
	char *real = realpath(full.p, NULL);
	struct stat found;
	slice target = slice_of(real);
	bool inside = slice_starts(target, fs->root);
	target = slice_after(target, fs->root.n);
	inside = inside && (target.n == 0 || target.p[0] == '/' || slice_is(fs->root, "/"));
	inside = inside && !slice_has(target, S("/.git/")) && !slice_ends(target, S("/.git"));
	bool there = inside && lstat(real, &found) == 0;
	inside = there &&
		(S_ISDIR(found.st_mode) ||
			(S_ISREG(found.st_mode) && link_keeps_kind(link, target)));
	free(real);
	return inside;
}

static void found_link(struct fs_tree *fs, slice path)
{
	struct tree_entry *entry = tree_add(&fs->tree, path, TREE_LINK);
	if (entry)
		entry->target_inside = leads_inside(fs, entry);
}

/* For file systems that do not tell the type with the name. */
static unsigned char ask_type(int folder, const char *name)
{
	struct stat found;
	if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW))
		return DT_REG; /* listed, then gone: reading it will say so */
	return IFTODT(found.st_mode);
}

static void found_entry(struct fs_tree *fs, int folder, slice name, unsigned char type)
{
	if (slice_is(name, ".") || slice_is(name, ".."))
		return;
	if (slice_is(name, ".git")) {
		fs->nested = fs->nested || fs->path.n > 0;
		return;
	}
	size_t length = fs->path.n;
	if (length)
		buf_byte(&fs->path, '/');
	buf_add(&fs->path, name);
	if (type == DT_UNKNOWN)
		type = ask_type(folder, name.p);
	if (type == DT_DIR)
		found_folder(fs, name);
	else if (type == DT_LNK)
		found_link(fs, buf_slice(&fs->path));
	else
		tree_add(
			&fs->tree, buf_slice(&fs->path), type == DT_REG ? TREE_FILE : TREE_SPECIAL);
	fs->path.n = length;
}

static bool list_folder(struct fs_tree *fs, int folder)
{
	_Alignas(struct dirent64) char bytes[FOLDER_BYTES];
	for (;;) {
		long n = syscall(SYS_getdents64, folder, bytes, sizeof bytes);
		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		for (long at = 0; at < n;) {
			const struct dirent64 *entry = (const struct dirent64 *)(bytes + at);
			found_entry(fs, folder, slice_of(entry->d_name), entry->d_type);
			at += entry->d_reclen;
		}
	}
}

static void walk_folder(struct fs_tree *fs, slice path)
{
	int folder = open_below(fs->root_fd, path, FOLDER_FLAGS);
	fs->path.n = 0;
	buf_add(&fs->path, path);
	if (folder < 0 || !list_folder(fs, folder))
		tree_add(&fs->tree, path, TREE_UNLISTABLE);
	if (folder >= 0)
		close(folder);
}

static void walk(struct fs_tree *fs)
{
	while (fs->pending.n)
		walk_folder(fs, fs->pending.at[--fs->pending.n]);
}

static int complain(slice path, int reason, struct hfg_err *err)
{
	if (reason == ELOOP)
		return err_set(err, HFG_EUSAGE,
			"path `" SLICE_FMT "` goes through a symbolic link, and links are not "
			"followed; name the real path",
			SLICE_ARG(path));
	return err_set(err, HFG_EUSAGE,
		"path `" SLICE_FMT
		"` cannot be checked: %s; name files and folders relative to the "
		"folder that is checked (-C)",
		SLICE_ARG(path), strerrordesc_np(reason));
}

static bool is_in_git(slice path)
{
	return slice_is(path, ".git") || slice_starts(path, S(".git/")) ||
		slice_has(path, S("/.git/")) || slice_ends(path, S("/.git"));
}

static int start_at(struct fs_tree *fs, slice path, struct hfg_err *err)
{
	struct stat found;
	int fd = is_in_git(path) ? -1 : open_below(fs->root_fd, path, LOOK_FLAGS);
	if (is_in_git(path))
		errno = EINVAL;
	int reason = 0;
	if (fd < 0 || fstat(fd, &found))
		reason = errno ? errno : EIO;
	if (fd >= 0)
		close(fd);
	if (reason)
		return complain(path, reason, err);
	if (S_ISDIR(found.st_mode))
		*VEC_PUSH(&fs->pending, &fs->tree.arena) = path;
	else if (S_ISLNK(found.st_mode))
		found_link(fs, path);
	else
		tree_add(&fs->tree, path, S_ISREG(found.st_mode) ? TREE_FILE : TREE_SPECIAL);
	return 0;
}

/* Is the path wanted by another one already? Then it is walked once. */
static bool is_covered(const struct tree *tree, uint32_t index)
{
	slice path = tree->paths[index];
	for (uint32_t i = 0; i < tree->paths_n; i++) {
		slice other = tree->paths[i];
		bool below = other.n == 0 ||
			(slice_starts(path, other) && path.n > other.n && path.p[other.n] == '/');
		bool earlier = slice_eq(path, other) && i < index;
		if ((below && path.n > other.n) || earlier)
			return true;
	}
	return false;
}

static int add_starts(struct fs_tree *fs, struct hfg_err *err)
{
	struct tree *tree = &fs->tree;
	if (tree->paths_n == 0)
		*VEC_PUSH(&fs->pending, &tree->arena) = S("");
	for (uint32_t i = 0; i < tree->paths_n; i++) {
		/* A file inside a named folder is still checked to be there, and marked as named. */
		slice path = tree->paths[i];
		uint32_t pending = fs->pending.n;
		int status = start_at(fs, path, err);
		if (status)
			return status;
		if (is_covered(tree, i))
			fs->pending.n = pending;
	}
	return 0;
}

/* Enters the bulky folders git does not ignore. */
static void walk_rest(struct fs_tree *fs)
{
	uint32_t n = fs->bulky.n;
	struct arena *arena = &fs->tree.arena;
	bool *ignored = arena_array(arena, n, sizeof *ignored);
	slice *asked = arena_array(arena, n, sizeof *asked);
	for (uint32_t i = 0; i < n; i++)
		asked[i] = arena_printf(arena, SLICE_FMT "/", SLICE_ARG(fs->bulky.at[i]));
	bool known = n && worktree_wait(&fs->git) == GIT_ANSWERED &&
		worktree_ignored(&fs->git, asked, n, ignored) == GIT_ANSWERED;
	fs->walk_bulky = true;
	for (uint32_t i = 0; i < n; i++) {
		slice folder = fs->bulky.at[i];
		if (known && ignored[i] && !worktree_tracks_below(&fs->git, folder))
			fs->tree.skipped_folders++;
		else
			*VEC_PUSH(&fs->pending, arena) = folder;
	}
	walk(fs);
}

static bool is_on_disk(struct fs_tree *fs, slice path)
{
	int fd = open_below(fs->root_fd, path, LOOK_FLAGS);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A file the sparse checkout left out: its bytes come from the object store. */
static void add_absent(struct fs_tree *fs, const struct git_entry *tracked)
{
	struct buf target = {0};
	bool link = tracked->mode == GIT_MODE_LINK;
	slice path = arena_copy(&fs->tree.arena, tracked->path);
	if (is_on_disk(fs, path))
		return;
	struct tree_entry *entry = tree_add(&fs->tree, path, link ? TREE_LINK : TREE_FILE);
	if (entry && link && blobs_get(fs->git.child, tracked->id, MAX_SOURCE, &target))
		entry->target_inside = link_stays_inside(path, buf_slice(&target)) &&
			link_keeps_kind(entry, buf_slice(&target));
	if (entry && !link)
		blobs_add(&fs->blobs, entry->path, tracked->id);
	buf_free(&target);
}

static bool is_below(slice path, slice folder)
{
	return slice_starts(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
}

/* What was walked below a submodule belongs to another repository. */
static void add_submodule(struct fs_tree *fs, slice path)
{
	struct tree *tree = &fs->tree;
	uint32_t kept = 0;
	for (uint32_t i = 0; i < tree->listing.n; i++)
		if (!is_below(tree->listing.at[i].path, path))
			tree->listing.at[kept++] = tree->listing.at[i];
	tree->listing.n = kept;
	tree_add(tree, path, TREE_SUBMODULE);
}

static void add_hidden(struct fs_tree *fs)
{
	uint32_t submodules = 0;
	for (uint32_t i = 0; i < fs->git.entries.n; i++) {
		const struct git_entry *entry = &fs->git.entries.at[i];
		if (!tree_wanted(&fs->tree, entry->path) || entry->conflict)
			continue;
		if (entry->mode == GIT_MODE_GITLINK) {
			add_submodule(fs, entry->path);
			submodules++;
		} else if (entry->skip_worktree) {
			add_absent(fs, entry);
		}
	}
	if (submodules)
		tree_add_note(&fs->tree,
			arena_printf(&fs->tree.arena, "%u submodules are not entered", submodules));
	if (fs->blobs.list.n)
		tree_add_note(&fs->tree,
			arena_printf(&fs->tree.arena,
				"sparse checkout: %u files are read from git's objects",
				fs->blobs.list.n));
}

static int fs_list(struct tree *tree, struct hfg_err *err)
{
	struct fs_tree *fs = (struct fs_tree *)tree;
	int status = add_starts(fs, err);
	if (status)
		return status;
	walk(fs);
	walk_rest(fs);
	bool look = fs->has_git && (fs->nested || worktree_hides(&fs->git));
	if (look && worktree_wait(&fs->git) == GIT_ANSWERED) {
		blobs_init(&fs->blobs, &tree->arena, fs->git.child);
		fs->has_blobs = true;
		add_hidden(fs);
	}
	return 0;
}

/* Reads to the end or one byte over `limit`; a short read of a regular file is its end. */
static int read_all(int fd, uint32_t limit, char **buffer, size_t *room, size_t *ret_n)
{
	size_t n = 0;
	tree_room(buffer, room, FIRST_ROOM - TREE_PAD);
	for (;;) {
		size_t space = *room - TREE_PAD - n;
		if (space > (size_t)limit + 1 - n)
			space = (size_t)limit + 1 - n;
		ssize_t got = read(fd, *buffer + n, space);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		n += (size_t)got;
		if ((size_t)got < space || n > limit)
			break;
		if (n + TREE_PAD == *room)
			tree_room(buffer, room, *room * 2);
	}
	*ret_n = n;
	return 0;
}

static bool is_regular(int fd)
{
	struct stat found;
	return fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
}

/* What is empty or larger than any source may be no file at all. */
static enum tree_read_status judge(int fd, int reason, size_t n, uint32_t limit)
{
	bool odd = reason || n == 0 || n > limit;
	if (odd && !is_regular(fd))
		return TREE_READ_SPECIAL;
	if (reason)
		return TREE_READ_FAILED;
	return n > limit ? TREE_READ_TOO_BIG : TREE_READ_OK;
}

static enum tree_read_status not_opened(int reason, const char **ret_reason)
{
	if (reason == ENOENT || reason == ENOTDIR)
		return TREE_READ_GONE;
	if (reason == ELOOP || reason == ENXIO || reason == ENODEV)
		return TREE_READ_SPECIAL;
	*ret_reason = strerrordesc_np(reason);
	return TREE_READ_FAILED;
}

static enum tree_read_status read_file(struct fs_tree *fs, slice path, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	int fd = open_below(fs->root_fd, path, READ_FLAGS);
	if (fd < 0)
		return not_opened(errno, ret_reason);
	size_t n = 0;
	int reason = read_all(fd, limit, buffer, room, &n);
	enum tree_read_status status = judge(fd, reason, n, limit);
	close(fd);
	if (status == TREE_READ_FAILED)
		*ret_reason = strerrordesc_np(reason);
	if (status != TREE_READ_OK)
		return status;
	memset(*buffer + n, 0, TREE_PAD);
	*ret_text = (slice){*buffer, n};
	return TREE_READ_OK;
}

static enum tree_read_status fs_read(struct tree *tree, uint32_t index, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	struct fs_tree *fs = (struct fs_tree *)tree;
	slice path = tree->listing.at[index].path;
	if (fs->has_blobs && blobs_have(&fs->blobs, path))
		return blobs_read(
			tree, &fs->blobs, index, limit, buffer, room, ret_text, ret_reason);
	enum tree_read_status status =
		read_file(fs, path, limit, buffer, room, ret_text, ret_reason);
	if (status != TREE_READ_GONE)
		return status;
	/* Editors replace files by renaming: one more look before it is called gone. */
	return read_file(fs, path, limit, buffer, room, ret_text, ret_reason);
}

/* The paths git must be asked about; `ret_index` says which entry each belongs to. */
static uint32_t untracked(struct fs_tree *fs, slice *paths, uint32_t *ret_index)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < fs->tree.listing.n; i++) {
		const struct tree_entry *entry = &fs->tree.listing.at[i];
		bool folder = entry->type == TREE_UNLISTABLE;
		if (entry->named || entry->type == TREE_SUBMODULE || entry->path.n == 0 ||
			worktree_entry(&fs->git, entry->path))
			continue;
		if (folder && worktree_tracks_below(&fs->git, entry->path))
			continue;
		paths[n] = folder
			? arena_printf(&fs->tree.arena, SLICE_FMT "/", SLICE_ARG(entry->path))
			: entry->path;
		ret_index[n++] = i;
	}
	return n;
}

static enum git_status mark_ignored(struct fs_tree *fs)
{
	uint32_t entries = fs->tree.listing.n;
	slice *paths = arena_array(&fs->tree.arena, entries, sizeof *paths);
	uint32_t *index = arena_array(&fs->tree.arena, entries, sizeof *index);
	uint32_t n = untracked(fs, paths, index);
	bool *ignored = arena_array(&fs->tree.arena, n, sizeof *ignored);
	if (n == 0)
		return GIT_ANSWERED;
	enum git_status status = worktree_ignored(&fs->git, paths, n, ignored);
	for (uint32_t i = 0; i < n && status == GIT_ANSWERED; i++)
		fs->tree.listing.at[index[i]].ignored = ignored[i];
	return status;
}

static int fs_settle(struct tree *tree, struct hfg_err *err)
{
	struct fs_tree *fs = (struct fs_tree *)tree;
	if (!fs->has_git)
		return 0;
	if (fs->has_blobs)
		blobs_drain(&fs->blobs);
	enum git_status status = worktree_wait(&fs->git);
	if (status == GIT_ANSWERED)
		status = mark_ignored(fs);
	if (status == GIT_ANSWERED)
		return 0;
	if (status == GIT_UNSUPPORTED) {
		tree_add_note(tree,
			arena_printf(&tree->arena,
				"this kind of git repository is not read (" SLICE_FMT
				"): every file on disk counts, also those git ignores",
				SLICE_ARG(fs->git.why)));
		return 0;
	}
	return err_set(err, HFG_EINCOMPLETE,
		"git could not say which files of " SLICE_FMT " it tracks (" SLICE_FMT
		"), so nothing is known about what was left out; `git -C " SLICE_FMT
		" fsck` finds what is damaged",
		SLICE_ARG(fs->git.folder), SLICE_ARG(fs->git.why), SLICE_ARG(fs->git.folder));
}

static void fs_close(struct tree *tree)
{
	struct fs_tree *fs = (struct fs_tree *)tree;
	if (fs->has_git)
		worktree_close(&fs->git);
	if (fs->has_blobs)
		blobs_free(&fs->blobs);
	if (fs->root_fd >= 0)
		close(fs->root_fd);
	buf_free(&fs->path);
	arena_free(&tree->arena);
	free(fs);
}

static const struct tree_backend fs_backend = {
	.list = fs_list, .read = fs_read, .settle = fs_settle, .close = fs_close};

/* Turns a single file into its folder and a path in it. */
static slice split_file(struct arena *arena, slice real, slice *ret_name)
{
	size_t at = slice_rfind(real, '/');
	*ret_name = slice_after(real, at + 1);
	return arena_copy(arena, slice_cut(real, 0, at ? at : 1));
}

static int open_root(
	struct fs_tree *fs, slice root, const slice *paths, size_t paths_n, struct hfg_err *err)
{
	struct arena *arena = &fs->tree.arena;
	struct stat found;
	slice name;
	char *real = realpath(arena_cstr(arena, root.n ? root : S(".")), NULL);
	bool there = real && stat(real, &found) == 0;
	int reason = errno;
	fs->root = arena_copy(arena, slice_of(real));
	free(real);
	if (there && S_ISREG(found.st_mode)) {
		fs->root = split_file(arena, fs->root, &name);
		paths = &name;
		paths_n = 1;
	}
	fs->root_fd = there ? open(fs->root.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (there)
		reason = errno;
	if (fs->root_fd < 0)
		return err_set(err, HFG_EUSAGE,
			"`" SLICE_FMT "` cannot be checked: %s; name a "
			"folder or a file that can be read",
			SLICE_ARG(root), strerrordesc_np(reason));
	return tree_set_paths(&fs->tree, paths, paths_n, err);
}

static void look_for_git(struct fs_tree *fs)
{
	struct arena *arena = &fs->tree.arena;
	slice folder;
	fs->has_git = worktree_find(arena, fs->root, &folder);
	if (!fs->has_git) {
		fs->tree.description =
			arena_printf(arena, SLICE_FMT " (no git)", SLICE_ARG(fs->root));
		tree_add_note(&fs->tree, S("not in a git repository: every file counts"));
		return;
	}
	worktree_init(&fs->git, arena, fs->root, arena_copy(arena, folder));
	worktree_ask(&fs->git);
	fs->tree.description = arena_printf(arena, "git index of " SLICE_FMT, SLICE_ARG(fs->root));
}

int tree_open_fs(
	struct tree **ret_tree, slice root, const slice *paths, size_t paths_n, struct hfg_err *err)
{
	struct fs_tree *fs = calloc(1, sizeof *fs);
	if (!fs)
		die_no_memory();
	fs->tree.backend = &fs_backend;
	fs->root_fd = -1;
	int status = open_root(fs, root, paths, paths_n, err);
	if (status) {
		fs_close(&fs->tree);
		return status;
	}
	look_for_git(fs);
	*ret_tree = &fs->tree;
	return 0;
}
