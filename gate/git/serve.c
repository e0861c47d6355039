/*
 * Knows libgit2, alone in this program. Runs in a process of its own: it may
 * hang, crash or be killed without harm. Repositories are opened without their
 * owner being checked (nothing of theirs is executed) and without any
 * configuration but their own.
 */
#include "git/child.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/num.h"

#include <errno.h>
#include <git2.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
	int line;
	git_repository *repository;
	git_odb *objects;
	struct buf answer;
	struct arena arena; /* of one request */
};

static bool write_all(int line, slice bytes)
{
	while (bytes.n) {
		ssize_t n = send(line, bytes.p, bytes.n, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return false;
		bytes = slice_after(bytes, n > 0 ? (size_t)n : 0);
	}
	return true;
}

static bool read_all(int line, char *to, size_t n)
{
	while (n) {
		ssize_t got = recv(line, to, n, 0);
		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got > 0) {
			to += got;
			n -= (size_t)got;
		}
	}
	return true;
}

static void send_answer(struct server *server, enum git_status status, slice body)
{
	char head[GIT_HEAD];
	git_head(head, u32(body.n), (uint8_t)status);
	if (!write_all(server->line, (slice){head, GIT_HEAD}) || !write_all(server->line, body))
		_exit(0);
}

static void answer(struct server *server)
{
	send_answer(server, GIT_ANSWERED, buf_slice(&server->answer));
}

static void refuse(struct server *server, const char *why)
{
	send_answer(server, GIT_REFUSED, slice_of(why));
}

static slice last_error(void)
{
	const git_error *error = git_error_last();
	return error && error->message ? slice_of(error->message) : S("no reason given");
}

/* Formats of repository or index that libgit2 knows by name but does not read. The extension of a
   sparse index is not one of them: the files it leaves out are not on disk. */
static bool is_unsupported(slice why)
{
	if (slice_has(why, S("'sdir'")))
		return false;
	return slice_has(why, S("unsupported")) || slice_has(why, S("unknown object format"));
}

static void refuse_last(struct server *server, int code)
{
	slice why = last_error();
	enum git_status status = code == GIT_ENOTFOUND ? GIT_ABSENT : GIT_REFUSED;
	send_answer(server, is_unsupported(why) ? GIT_UNSUPPORTED : status, why);
}

/* Ten more seconds of processor time for each request; a hang dies of it even when nobody waits. */
static void allow_time(void)
{
	struct rusage used;
	struct rlimit limit;
	if (getrusage(RUSAGE_SELF, &used) || getrlimit(RLIMIT_CPU, &limit))
		return;
	rlim_t until = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + 1;
	limit.rlim_cur = until + GIT_ANSWER_SECONDS;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_cur <= limit.rlim_max)
		setrlimit(RLIMIT_CPU, &limit);
}

static void start_library(void)
{
	static const char *extensions[] = {"worktreeconfig", "partialclone", "preciousobjects"};
	static const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
		GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(
		GIT_OPT_SET_EXTENSIONS, extensions, sizeof extensions / sizeof *extensions);
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
}

/* Is the work tree the folder that holds `.git`? A repository may claim another one. */
static bool is_work_tree(git_repository *repository, const char *folder)
{
	const char *claimed = git_repository_workdir(repository);
	char *have = claimed ? realpath(claimed, NULL) : NULL;
	char *wanted = realpath(folder, NULL);
	bool same = have && wanted && strcmp(have, wanted) == 0;
	free(have);
	free(wanted);
	return same;
}

static void serve_open(struct server *server, struct git_reader *body)
{
	bool wants_work_tree = git_get_u8(body);
	const char *folder = arena_cstr(&server->arena, git_get_text(body));
	int code = git_repository_open_ext(
		&server->repository, folder, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (code) {
		server->repository = NULL;
		refuse_last(server, code);
	} else if (wants_work_tree && !is_work_tree(server->repository, folder)) {
		refuse(server, "its configuration names another folder as work tree, or none");
	} else {
		answer(server);
	}
}

static void put_index_entry(struct server *server, const git_index_entry *entry, size_t prefix)
{
	struct git_entry out = {
		.path = slice_after(slice_of(entry->path), prefix),
		.mode = entry->mode,
		.skip_worktree = entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE,
		.conflict = git_index_entry_stage(entry) != 0,
	};
	memcpy(out.id, entry->id.id, GIT_ID);
	if (out.path.n)
		git_put_entry(&server->answer, &out);
}

static void serve_index(struct server *server, struct git_reader *body)
{
	slice prefix = git_get_text(body);
	git_index *index;
	int code = git_repository_index(&index, server->repository);
	if (code) {
		refuse_last(server, code);
		return;
	}
	size_t at = 0, n = git_index_entrycount(index);
	if (prefix.n && git_index_find_prefix(&at, index, arena_cstr(&server->arena, prefix)))
		at = n;
	for (; at < n; at++) {
		const git_index_entry *entry = git_index_get_byindex(index, at);
		if (!slice_starts(slice_of(entry->path), prefix))
			break;
		put_index_entry(server, entry, prefix.n);
	}
	answer(server);
	git_index_free(index);
}

static void serve_ignored(struct server *server, struct git_reader *body)
{
	while (body->rest.n && !body->bad) {
		const char *path = arena_cstr(&server->arena, git_get_text(body));
		int ignored = 0;
		int code = git_ignore_path_is_ignored(&ignored, server->repository, path);
		if (code) {
			refuse_last(server, code);
			return;
		}
		git_put_u8(&server->answer, ignored != 0);
	}
	answer(server);
}

struct level {
	git_tree *tree;
	size_t next;
	size_t prefix; /* length of the folder's path, with its slash */
};

struct tree_walk {
	struct server *server;
	struct level levels[MAX_TREE_DEPTH];
	uint32_t depth, entries;
	struct buf path;
};

static void put_tree_entry(struct tree_walk *walk, const git_tree_entry *entry)
{
	struct git_entry out = {.path = buf_slice(&walk->path),
		.mode = (uint32_t)git_tree_entry_filemode_raw(entry)};
	memcpy(out.id, git_tree_entry_id(entry)->id, GIT_ID);
	git_put_entry(&walk->server->answer, &out);
}

static int enter_tree(struct tree_walk *walk, const git_oid *id)
{
	if (walk->depth == MAX_TREE_DEPTH)
		return GIT_EINVALID;
	struct level *level = &walk->levels[walk->depth];
	int code = git_tree_lookup(&level->tree, walk->server->repository, id);
	if (code)
		return code;
	level->next = 0;
	level->prefix = walk->path.n;
	walk->depth++;
	return 0;
}

static void leave_tree(struct tree_walk *walk)
{
	git_tree_free(walk->levels[--walk->depth].tree);
}

static int walk_step(struct tree_walk *walk)
{
	struct level *level = &walk->levels[walk->depth - 1];
	const git_tree_entry *entry = git_tree_entry_byindex(level->tree, level->next++);
	if (!entry) {
		leave_tree(walk);
		return 0;
	}
	if (++walk->entries > MAX_TREE_ENTRIES)
		return GIT_EINVALID;
	walk->path.n = level->prefix;
	buf_text(&walk->path, git_tree_entry_name(entry));
	if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
		put_tree_entry(walk, entry);
		return 0;
	}
	buf_byte(&walk->path, '/');
	return enter_tree(walk, git_tree_entry_id(entry));
}

static int walk_tree(struct server *server, const git_oid *root)
{
	struct tree_walk *walk = ARENA_NEW(&server->arena, struct tree_walk);
	walk->server = server;
	git_error_clear();
	int code = enter_tree(walk, root);
	while (!code && walk->depth)
		code = walk_step(walk);
	while (walk->depth)
		leave_tree(walk);
	buf_free(&walk->path);
	return code;
}

/* The name people know the tree by: its commit, or the tree itself. */
static void put_name(struct server *server, git_object *object)
{
	git_object *commit = NULL;
	char hex[GIT_OID_HEXSZ + 1] = "";
	bool has_commit = git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0;
	git_oid_tostr(hex, sizeof hex, git_object_id(has_commit ? commit : object));
	git_put_text(&server->answer, slice_of(hex));
	git_object_free(commit);
}

static int find_tree(struct server *server, const char *revision, git_object **ret_tree)
{
	git_object *object = NULL;
	int code = git_revparse_single(&object, server->repository, revision);
	if (code)
		return code;
	put_name(server, object);
	code = git_object_peel(ret_tree, object, GIT_OBJECT_TREE);
	git_object_free(object);
	return code;
}

static void serve_tree(struct server *server, struct git_reader *body)
{
	git_object *tree = NULL;
	int code = find_tree(server, arena_cstr(&server->arena, git_get_text(body)), &tree);
	if (code) {
		refuse_last(server, code);
		return;
	}
	code = walk_tree(server, git_object_id(tree));
	git_object_free(tree);
	if (code == GIT_EINVALID)
		refuse(server, "the tree has too many entries or is nested too deeply");
	else if (code) /* a part that is missing is damage, not a wrong name */
		send_answer(server, GIT_REFUSED, last_error());
	else
		answer(server);
}

static int odb(struct server *server)
{
	return server->objects ? 0 : git_repository_odb(&server->objects, server->repository);
}

static void send_blob(struct server *server, const git_oid *id)
{
	git_odb_object *object = NULL;
	int code = git_odb_read(&object, server->objects, id);
	if (code) {
		refuse_last(server, code);
		return;
	}
	send_answer(server, GIT_ANSWERED,
		(slice){git_odb_object_data(object), git_odb_object_size(object)});
	git_odb_object_free(object);
}

static void serve_blob(struct server *server, struct git_reader *body)
{
	git_oid id = {{0}};
	slice bytes = git_get_bytes(body, GIT_ID);
	uint32_t limit = git_get_u32(body);
	if (bytes.n)
		memcpy(id.id, bytes.p, GIT_ID);
	size_t size = 0;
	git_object_t type = GIT_OBJECT_INVALID;
	int code = odb(server);
	if (!code)
		code = git_odb_read_header(&size, &type, server->objects, &id);
	if (code)
		refuse_last(server, code);
	else if (type != GIT_OBJECT_BLOB)
		refuse(server, "not the contents of a file");
	else if (size > limit)
		send_answer(server, GIT_TOO_BIG, S(""));
	else
		send_blob(server, &id);
}

static void serve_request(struct server *server, uint8_t request, struct git_reader *body)
{
	if (request == GIT_OPEN)
		serve_open(server, body);
	else if (!server->repository)
		refuse(server, "no repository is open");
	else if (request == GIT_INDEX)
		serve_index(server, body);
	else if (request == GIT_IGNORED)
		serve_ignored(server, body);
	else if (request == GIT_TREE)
		serve_tree(server, body);
	else if (request == GIT_BLOB)
		serve_blob(server, body);
	else
		refuse(server, "unknown request");
}

void git_serve(int line)
{
	struct server server = {.line = line};
	char head[GIT_HEAD];
	arena_init(&server.arena);
	allow_time();
	start_library();
	while (read_all(line, head, GIT_HEAD)) {
		uint32_t n = git_head_length(head);
		char *body = arena_alloc(&server.arena, n);
		if (!read_all(line, body, n))
			break;
		allow_time();
		server.answer.n = 0;
		serve_request(&server, (uint8_t)head[4], &(struct git_reader){{body, n}, false});
		arena_reset(&server.arena);
	}
	_exit(0);
}
