/* Knows how paths of a command line become the root of a tree, and where its policy is. */
#include "cli/target.h"
#include "base/limits.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A policy is written by hand. */
enum { MAX_POLICY = 1 << 20 };

static slice join(struct arena *arena, slice folder, slice name)
{
	if (slice_is(folder, "."))
		return name;
	return arena_printf(arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(folder), SLICE_ARG(name));
}

/* `path` without `./` in front and `/` behind. */
static slice tidy(slice path)
{
	while (slice_starts(path, S("./")))
		for (path = slice_after(path, 2); path.n && path.p[0] == '/';)
			path = slice_after(path, 1);
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path.n ? path : S(".");
}

static bool climbs(slice path)
{
	while (path.n) {
		size_t end = slice_find(path, '/');
		if (slice_is(slice_cut(path, 0, end), ".."))
			return true;
		path = slice_after(path, end + 1);
	}
	return false;
}

/* The part of an absolute path below the current folder; "" when it leads elsewhere. */
static slice below_here(struct arena *arena, slice path)
{
	char here[PATH_MAX];
	if (!getcwd(here, sizeof here))
		return S("");
	slice prefix = slice_of(here);
	if (slice_eq(path, prefix))
		return S(".");
	prefix = arena_printf(arena, "%s/", strcmp(here, "/") == 0 ? "" : here);
	return slice_starts(path, prefix) ? slice_after(path, prefix.n) : S("");
}

static bool is_work_tree(struct arena *arena, slice path)
{
	struct stat stat;
	return lstat(arena_cstr(arena, join(arena, path, S(".git"))), &stat) == 0;
}

static bool is_bare(struct arena *arena, slice path)
{
	return access(arena_cstr(arena, join(arena, path, S("HEAD"))), F_OK) == 0 &&
		access(arena_cstr(arena, join(arena, path, S("objects"))), F_OK) == 0 &&
		access(arena_cstr(arena, join(arena, path, S("refs"))), F_OK) == 0;
}

static bool is_root(const struct target_request *request, struct arena *arena, slice path)
{
	return path.p[0] == '/' || climbs(path) || is_work_tree(arena, path) ||
		(request->revision.n && is_bare(arena, path));
}

static int place(struct target *target, const struct target_request *request, struct arena *arena,
	struct hfg_err *err)
{
	struct {
		VEC(slice);
	} paths = {.at = NULL};
	target->root = S(".");
	for (unsigned i = 0; i < request->paths_n; i++) {
		slice path = tidy(request->paths[i]);
		slice inside = path.p[0] == '/' ? below_here(arena, path) : path;
		if (inside.n)
			path = tidy(inside);
		if (slice_is(path, "."))
			return 0;
		if (request->paths_n == 1 && is_root(request, arena, path)) {
			target->root = path;
			return 0;
		}
		if (path.p[0] == '/' || climbs(path))
			return err_set(err, HFG_EUSAGE,
				SLICE_FMT " is outside of the current folder: several paths need "
					  "one root, give it with -C DIR",
				SLICE_ARG(path));
		*VEC_PUSH(&paths, arena) = path;
	}
	target->paths = paths.at;
	target->paths_n = paths.n;
	return 0;
}

/* Reads until the end or `limit`; more is an error of `what`. */
static int read_descriptor(
	int fd, size_t limit, const char *what, struct buf *ret, int code, struct hfg_err *err)
{
	char piece[65536];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, code, "cannot read %s: %s", what, strerror(errno));
		if (n == 0)
			return 0;
		buf_add(ret, (slice){piece, (size_t)n});
		if (ret->n > limit)
			return err_set(err, code, "%s is longer than %zu bytes", what, limit);
	}
}

static int read_policy(
	struct target *target, slice path, int follow, struct arena *arena, struct hfg_err *err)
{
	const char *name = arena_cstr(arena, path);
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | follow);
	if (fd < 0 && errno == ELOOP)
		return err_set(err, HFG_EUSAGE,
			"the policy %s is a symbolic link: what it says could change without a "
			"change here. Put the file itself there, or name it with --config",
			name);
	if (fd < 0)
		return err_set(
			err, HFG_EUSAGE, "cannot read the policy %s: %s", name, strerror(errno));
	struct buf text = {0};
	int status = read_descriptor(fd, MAX_POLICY, name, &text, HFG_EUSAGE, err);
	close(fd);
	if (!status)
		target->policy_text = arena_copy(arena, buf_slice(&text));
	buf_free(&text);
	return status;
}

struct place {
	const struct target *target;
	struct arena *arena;
};

static bool on_disk(void *context, slice path)
{
	struct place *place = context;
	struct stat stat;
	slice full = join(place->arena, place->target->root, path);
	return lstat(arena_cstr(place->arena, full), &stat) == 0;
}

static int policy_on_disk(struct target *target, struct arena *arena, struct hfg_err *err)
{
	struct place place = {target, arena};
	int status = policy_locate(on_disk, &place, &target->policy_path, err);
	if (status || !target->policy_path.n)
		return status;
	return read_policy(
		target, join(arena, target->root, target->policy_path), O_NOFOLLOW, arena, err);
}

struct listing {
	const struct tree_entry *entries;
	uint32_t n;
};

static uint32_t find_entry(const struct listing *listing, slice path)
{
	uint32_t from = 0, to = listing->n;
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (slice_cmp(listing->entries[middle].path, path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < listing->n && slice_eq(listing->entries[from].path, path);
	return found ? from : listing->n;
}

static bool in_listing(void *context, slice path)
{
	const struct listing *listing = context;
	return find_entry(listing, path) < listing->n;
}

static int read_from_tree(struct target *target, struct tree *tree, uint32_t index,
	struct arena *arena, struct hfg_err *err)
{
	char *buffer = NULL;
	size_t room = 0;
	slice text;
	const char *reason = "";
	enum tree_read_status status =
		tree_read(tree, index, MAX_POLICY, &buffer, &room, &text, &reason);
	if (status == TREE_READ_OK)
		target->policy_text = arena_copy(arena, text);
	free(buffer);
	if (status == TREE_READ_OK)
		return 0;
	return err_set(err, HFG_EUSAGE, "cannot read the policy " SLICE_FMT " of the commit: %s",
		SLICE_ARG(target->policy_path),
		status == TREE_READ_TOO_BIG          ? "it is too long"
			: status == TREE_READ_FAILED ? reason
						     : "it is not a regular file");
}

static int policy_of_tree(
	struct target *target, struct tree *tree, struct arena *arena, struct hfg_err *err)
{
	struct tree_entry *entries;
	struct listing listing = {0};
	int status = tree_list(tree, &entries, &listing.n, err);
	if (status)
		return status;
	listing.entries = entries;
	status = policy_locate(in_listing, &listing, &target->policy_path, err);
	if (status || !target->policy_path.n)
		return status;
	return read_from_tree(target, tree, find_entry(&listing, target->policy_path), arena, err);
}

/* The policy stands at the root of the commit, which a listing of some paths does not hold. */
static int policy_of_commit(struct target *target, const struct target_request *request,
	struct arena *arena, struct hfg_err *err)
{
	struct tree *whole;
	if (!target->paths_n)
		return policy_of_tree(target, target->tree, arena, err);
	int status = tree_open_git(&whole, target->root, request->revision, NULL, 0, err);
	if (status)
		return status;
	status = policy_of_tree(target, whole, arena, err);
	tree_close(whole);
	return status;
}

static int open_stdin(struct target *target, const struct target_request *request,
	struct arena *arena, struct hfg_err *err)
{
	struct buf text = {0};
	int status = read_descriptor(
		STDIN_FILENO, MAX_SOURCE, "standard input", &text, HFG_EINCOMPLETE, err);
	slice *pair = arena_array(arena, 2, sizeof *pair);
	pair[0] = arena_copy(arena, tidy(request->stdin_filename));
	pair[1] = arena_copy(arena, buf_slice(&text));
	buf_free(&text);
	if (!status)
		target->tree = tree_open_memory(&pair[0], &pair[1], 1);
	return status;
}

static int open_tree(struct target *target, const struct target_request *request,
	struct arena *arena, struct hfg_err *err)
{
	if (request->stdin_filename.n)
		return open_stdin(target, request, arena, err);
	int status = place(target, request, arena, err);
	if (status)
		return status;
	if (request->revision.n)
		return tree_open_git(&target->tree, target->root, request->revision, target->paths,
			target->paths_n, err);
	return tree_open_fs(&target->tree, target->root, target->paths, target->paths_n, err);
}

int target_policy(struct target *target, slice config, struct arena *arena, struct hfg_err *err)
{
	if (!target->root.n)
		target->root = S(".");
	if (!config.n)
		return policy_on_disk(target, arena, err);
	target->policy_path = config;
	return read_policy(target, config, 0, arena, err);
}

int target_open(struct target *target, const struct target_request *request, struct arena *arena,
	struct hfg_err *err)
{
	*target = (struct target){.root = S(".")};
	int status = open_tree(target, request, arena, err);
	if (status)
		return status;
	if (request->revision.n && !request->config.n)
		status = policy_of_commit(target, request, arena, err);
	else
		status = target_policy(target, request->config, arena, err);
	if (status)
		target_close(target);
	return status;
}

void target_close(struct target *target)
{
	if (target->tree)
		tree_close(target->tree);
	target->tree = NULL;
}
