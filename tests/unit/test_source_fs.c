/* source/: trees on disk and in git, made with the git command line. */
#include "source/tree.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct place {
	char folder[64];
	struct tree *tree;
	struct tree_entry *entries;
	uint32_t n;
	struct hfg_err err;
};

/* A shell script, run in a new folder. */
static void make_place(struct place *place, const char *script)
{
	*place = (struct place){0};
	snprintf(place->folder, sizeof place->folder, "/tmp/hfgate-unit-XXXXXX");
	if (!mkdtemp(place->folder))
		abort();
	char *command;
	int n = asprintf(&command,
		"cd %s && export HOME=%s GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a "
		"GIT_AUTHOR_EMAIL=a@b "
		"GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b && { %s\n} >/dev/null 2>&1",
		place->folder, place->folder, script);
	int status = n < 0 ? -1 : system(command);
	CHECK_NUMBER(status, 0);
	free(command);
}

static void remove_place(struct place *place)
{
	char command[256];
	tree_close(place->tree);
	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", place->folder,
		place->folder);
	CHECK_NUMBER(system(command), 0);
}

static slice below(const struct place *place, const char *name)
{
	static char path[512];
	int n = snprintf(path, sizeof path, "%s/%s", place->folder, name);
	return (slice){path, (size_t)n};
}

static int list(struct place *place)
{
	return tree_list(place->tree, &place->entries, &place->n, &place->err);
}

/* Opens, lists and settles `name` of the place; returns what tree_settle says. */
static int look(struct place *place, const char *name)
{
	int status = tree_open_fs(&place->tree, below(place, name), NULL, 0, &place->err);
	CHECK_NUMBER(status, 0);
	status = status ? status : list(place);
	CHECK_NUMBER(status, 0);
	return status ? status : tree_settle(place->tree, &place->err);
}

static const struct tree_entry *entry(const struct place *place, slice path)
{
	for (uint32_t i = 0; i < place->n; i++)
		if (slice_eq(place->entries[i].path, path))
			return &place->entries[i];
	return NULL;
}

static const struct tree_entry *known(const struct place *place, slice path)
{
	static const struct tree_entry none = {.type = TREE_UNLISTABLE};
	const struct tree_entry *found = entry(place, path);
	CHECK(found != NULL);
	return found ? found : &none;
}

/* 't' in scope, 'i' ignored, '-' not listed */
static char scope(const struct place *place, const char *path)
{
	const struct tree_entry *found = entry(place, slice_of(path));
	if (!found)
		return '-';
	return found->ignored ? 'i' : 't';
}

static enum tree_read_status read_entry(struct place *place, const char *path, const char *wanted)
{
	char *buffer = NULL;
	const char *reason = "";
	size_t room = 0;
	slice text = S("");
	const struct tree_entry *found = entry(place, slice_of(path));
	CHECK(found != NULL);
	if (!found)
		return TREE_READ_FAILED;
	enum tree_read_status status = tree_read(place->tree, (uint32_t)(found - place->entries),
		1000, &buffer, &room, &text, &reason);
	if (wanted)
		CHECK_TEXT(text, wanted);
	free(buffer);
	return status;
}

void test_source_fs__git_decides_what_counts(void)
{
	struct place place;
	make_place(&place,
		"git init -q . && mkdir -p src out .venv/lib node_modules/x build/sub && "
		"printf 'out/\\n.venv\\nnode_modules\\n*.tmp.py\\nbuild/\\n' >.gitignore && "
		"echo 1 >src/a.py && echo 1 >src/new.py && echo 1 >src/x.tmp.py && "
		"echo 1 >out/kept.py && echo 1 >out/gone.py && echo 1 >.venv/lib/v.py && "
		"echo 1 >node_modules/x/n.py && echo 1 >build/sub/b.py && echo 1 >build/c.py && "
		"git add src/a.py && git add -f out/kept.py build/sub/b.py");
	CHECK_NUMBER(look(&place, ""), 0);
	CHECK_NUMBER(scope(&place, "src/a.py"), 't');
	CHECK_NUMBER(scope(&place, "src/new.py"), 't');
	CHECK_NUMBER(scope(&place, "src/x.tmp.py"), 'i');
	CHECK_NUMBER(scope(&place, "out/kept.py"), 't');
	CHECK_NUMBER(scope(&place, "out/gone.py"), 'i');
	CHECK_NUMBER(scope(&place, ".venv/lib/v.py"), '-');
	CHECK_NUMBER(scope(&place, "node_modules/x/n.py"), '-');
	CHECK_NUMBER(scope(&place, "build/sub/b.py"), 't');
	CHECK_NUMBER(scope(&place, "build/c.py"), 'i');
	CHECK_NUMBER(tree_skipped_folders(place.tree), 2);
	CHECK_NUMBER(read_entry(&place, "src/a.py", "1\n"), TREE_READ_OK);
	CHECK(slice_starts(tree_description(place.tree), S("git index of ")));
	remove_place(&place);
}

void test_source_fs__a_folder_of_a_repository(void)
{
	struct place place;
	make_place(&place,
		"git init -q . && mkdir -p sub/deep && echo 'deep/*.py' >sub/.gitignore && "
		"echo 1 >sub/a.py && echo 1 >sub/deep/b.py && echo 1 >sub/deep/c.py && "
		"echo 1 >top.py && git add -f sub/deep/b.py");
	CHECK_NUMBER(look(&place, "sub"), 0);
	CHECK_NUMBER(scope(&place, "a.py"), 't');
	CHECK_NUMBER(scope(&place, "deep/b.py"), 't');
	CHECK_NUMBER(scope(&place, "deep/c.py"), 'i');
	CHECK_NUMBER(scope(&place, "top.py"), '-');
	remove_place(&place);
}

void test_source_fs__without_git_every_file_counts(void)
{
	struct place place;
	make_place(&place, "mkdir -p .venv && echo '*' >.gitignore && echo 1 >.venv/a.py");
	CHECK_NUMBER(look(&place, ""), 0);
	CHECK_NUMBER(scope(&place, ".venv/a.py"), 't');
	CHECK(slice_ends(tree_description(place.tree), S("(no git)")));
	CHECK(slice_has(tree_note(place.tree), S("every file counts")));
	remove_place(&place);
}

void test_source_fs__names_are_bytes(void)
{
	struct place place;
	make_place(&place,
		"git init -q . && echo 1 >\"$(printf 'a\\nb.py')\" && "
		"echo 1 >\"$(printf '\\377x.py')\" && echo 1 >'-n *?.py' && git add .");
	CHECK_NUMBER(look(&place, ""), 0);
	CHECK_NUMBER(place.n, 3);
	CHECK_NUMBER(read_entry(&place, "a\nb.py", "1\n"), TREE_READ_OK);
	CHECK_NUMBER(read_entry(&place, "\xffx.py", "1\n"), TREE_READ_OK);
	CHECK_NUMBER(scope(&place, "-n *?.py"), 't');
	remove_place(&place);
}

void test_source_fs__links_and_special_files(void)
{
	struct place place;
	make_place(&place,
		"mkdir -p top/real top/.git.d && cd top && echo 1 >real/a.py && ln -s real in && "
		"ln -s real/a.py a_link.py && ln -s ../../etc/passwd out.py && ln -s gone dangling "
		"&& "
		"ln -s loop loop && ln -s . self && mkfifo pipe.py && ln -s pipe.py to_pipe.py && "
		"mkdir .git && echo 1 >.git/x.py && ln -s .git/x.py hidden.py && "
		"ln -s /dev/zero zero.py && rm -rf .git/refs");
	CHECK(look(&place, "top") == HFG_EINCOMPLETE);
	CHECK(known(&place, S("in"))->target_inside);
	CHECK(known(&place, S("a_link.py"))->target_inside);
	CHECK(known(&place, S("self"))->target_inside);
	CHECK(!known(&place, S("out.py"))->target_inside);
	CHECK(!known(&place, S("dangling"))->target_inside);
	CHECK(!known(&place, S("loop"))->target_inside);
	CHECK(!known(&place, S("hidden.py"))->target_inside);
	CHECK(!known(&place, S("to_pipe.py"))->target_inside);
	CHECK(!known(&place, S("zero.py"))->target_inside);
	CHECK_NUMBER(known(&place, S("pipe.py"))->type, TREE_SPECIAL);
	CHECK_NUMBER(known(&place, S("in"))->type, TREE_LINK);
	CHECK_NUMBER(scope(&place, "in/a.py"), '-');
	CHECK_NUMBER(scope(&place, ".git/x.py"), '-');
	CHECK_NUMBER(read_entry(&place, "a_link.py", NULL), TREE_READ_SPECIAL);
	CHECK_NUMBER(read_entry(&place, "pipe.py", NULL), TREE_READ_SPECIAL);
	remove_place(&place);
}

void test_source_fs__what_changes_under_the_reader(void)
{
	struct place place;
	make_place(&place,
		"mkdir d && for f in gone fifo link; do echo 1 >$f.py; done && "
		"echo 1 >d/a.py && printf %01001d 1 >big.py && : >empty.py");
	CHECK_NUMBER(look(&place, ""), 0);
	char command[512];
	snprintf(command, sizeof command,
		"cd %s && rm gone.py fifo.py link.py && mkfifo fifo.py && ln -s /etc/passwd "
		"link.py "
		"&& rm -r d && mkdir /tmp/x.$$ && mv /tmp/x.$$ e && echo 2 >e/a.py && ln -s e d",
		place.folder);
	CHECK_NUMBER(system(command), 0);
	CHECK_NUMBER(read_entry(&place, "gone.py", NULL), TREE_READ_GONE);
	CHECK_NUMBER(read_entry(&place, "fifo.py", NULL), TREE_READ_SPECIAL);
	CHECK_NUMBER(read_entry(&place, "link.py", NULL), TREE_READ_SPECIAL);
	CHECK_NUMBER(read_entry(&place, "d/a.py", NULL), TREE_READ_SPECIAL);
	CHECK_NUMBER(read_entry(&place, "big.py", NULL), TREE_READ_TOO_BIG);
	CHECK_NUMBER(read_entry(&place, "empty.py", ""), TREE_READ_OK);
	remove_place(&place);
}

void test_source_fs__paths_choose_and_must_exist(void)
{
	struct place place;
	make_place(&place,
		"mkdir -p a/b c && for f in a/x a/b/y c/z; do echo 1 >$f.py; done && "
		"echo 1 >a/data.bin && ln -s a l");
	static const slice two[] = {{"./a/b/", 6}, {"a/data.bin", 10}};
	CHECK_NUMBER(tree_open_fs(&place.tree, below(&place, ""), two, 2, &place.err), 0);
	CHECK_NUMBER(list(&place), 0);
	CHECK_NUMBER(place.n, 2);
	CHECK_NUMBER(scope(&place, "a/b/y.py"), 't');
	CHECK(known(&place, S("a/data.bin"))->named);
	tree_close(place.tree);
	static const slice bad[] = {{"gone.py", 7}, {"../x", 4}, {"l/x.py", 6}, {".git/x", 6}};
	for (size_t i = 0; i < 4; i++) {
		place.err = (struct hfg_err){0};
		int status = tree_open_fs(&place.tree, below(&place, ""), &bad[i], 1, &place.err);
		if (!status) {
			status = list(&place);
			tree_close(place.tree);
		}
		place.tree = NULL;
		CHECK_NUMBER(status, HFG_EUSAGE);
		CHECK(slice_has(slice_of(place.err.message), bad[i]));
	}
	remove_place(&place);
}

void test_source_fs__a_single_file_is_a_root(void)
{
	struct place place;
	make_place(&place, "echo 1 >a.py && echo 1 >b.py");
	CHECK_NUMBER(look(&place, "a.py"), 0);
	CHECK_NUMBER(place.n, 1);
	CHECK_TEXT(place.entries[0].path, "a.py");
	CHECK(place.entries[0].named);
	tree_close(place.tree);
	place.tree = NULL;
	int status = tree_open_fs(&place.tree, below(&place, "none"), NULL, 0, &place.err);
	CHECK_NUMBER(status, HFG_EUSAGE);
	remove_place(&place);
}

void test_source_fs__sparse_checkouts_are_read_from_objects(void)
{
	struct place place;
	make_place(&place,
		"git init -q . && mkdir a b && echo 1 >a/a.py && echo 22 >b/b.py && "
		"echo 333 >b/c.py && ln -s c.py b/l.py && git add . && git commit -qm x && "
		"git sparse-checkout set --cone a && test ! -e b/b.py");
	CHECK_NUMBER(look(&place, ""), 0);
	CHECK_NUMBER(scope(&place, "b/b.py"), 't');
	CHECK_NUMBER(read_entry(&place, "a/a.py", "1\n"), TREE_READ_OK);
	CHECK_NUMBER(read_entry(&place, "b/c.py", "333\n"), TREE_READ_OK);
	CHECK_NUMBER(read_entry(&place, "b/b.py", "22\n"), TREE_READ_OK);
	CHECK_NUMBER(read_entry(&place, "b/b.py", "22\n"), TREE_READ_OK);
	CHECK(known(&place, S("b/l.py"))->target_inside);
	CHECK(slice_has(tree_note(place.tree), S("sparse checkout: 2 files")));
	CHECK_NUMBER(tree_settle(place.tree, &place.err), 0);
	remove_place(&place);
}

void test_source_fs__submodules_are_not_entered(void)
{
	struct place place;
	make_place(&place,
		"git init -q lib && echo 1 >lib/l.py && git -C lib add . && git -C lib commit -qm "
		"x "
		"&& git init -q top && cd top && echo 1 >a.py && "
		"git -c protocol.file.allow=always submodule -q add ../lib sub && git add . && "
		"git init -q nested && echo 1 >nested/n.py");
	CHECK_NUMBER(look(&place, "top"), 0);
	CHECK_NUMBER(known(&place, S("sub"))->type, TREE_SUBMODULE);
	CHECK_NUMBER(scope(&place, "sub/l.py"), '-');
	CHECK_NUMBER(scope(&place, "nested/n.py"), 't');
	CHECK(slice_has(tree_note(place.tree), S("1 submodule")));
	remove_place(&place);
}

void test_source_fs__linked_work_trees_and_foreign_owners(void)
{
	struct place place;
	make_place(&place,
		"git init -q m && cd m && echo '*.tmp.py' >.gitignore && echo 1 >a.py && git add . "
		"&& "
		"git commit -qm x && git worktree add -q ../w && echo 1 >../w/b.tmp.py && "
		"{ [ $(id -u) != 0 ] || chown -R 12345 ../w .; }");
	CHECK_NUMBER(look(&place, "w"), 0);
	CHECK_NUMBER(scope(&place, "a.py"), 't');
	CHECK_NUMBER(scope(&place, "b.tmp.py"), 'i');
	tree_close(place.tree);
	CHECK_NUMBER(look(&place, "m"), 0);
	CHECK_NUMBER(scope(&place, "a.py"), 't');
	remove_place(&place);
}

void test_source_fs__damaged_repositories_give_no_verdict(void)
{
	static const char *const scripts[] = {
		"git init -q . && git config core.worktree /etc && echo 1 >a.py",
		"git init -q . && echo 1 >a.py && git add . && truncate -s 40 .git/index",
		"mkfifo .git && echo 1 >a.py",
		"echo 'gitdir: .git' >.git && echo 1 >a.py",
		"git init -q . && rm .git/HEAD && echo 1 >a.py",
		"git init -q . && git config core.bare true && echo 1 >a.py",
	};
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		struct place place;
		make_place(&place, scripts[i]);
		CHECK_NUMBER(look(&place, ""), HFG_EINCOMPLETE);
		CHECK(slice_has(slice_of(place.err.message), S("fsck")));
		remove_place(&place);
	}
}

void test_source_fs__formats_that_are_not_read_make_it_stricter(void)
{
	static const char *const scripts[] = {
		"git init -q --object-format=sha256 . && echo '*.py' >.gitignore && echo 1 >a.py",
		"git init -q . && git config core.repositoryformatversion 1 && "
		"git config extensions.refstorage reftable && echo '*.py' >.gitignore && echo 1 "
		">a.py",
	};
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		struct place place;
		make_place(&place, scripts[i]);
		CHECK_NUMBER(look(&place, ""), 0);
		CHECK_NUMBER(scope(&place, "a.py"), 't');
		CHECK(slice_has(tree_note(place.tree), S("every file on disk counts")));
		remove_place(&place);
	}
}

void test_source_git__any_revision_without_a_checkout(void)
{
	struct place place;
	make_place(&place,
		"git init -q w && cd w && mkdir -p d/e && echo 1 >d/e/a.py && echo 22 >b.py && "
		"ln -s b.py l.py && ln -s ../x o.py && echo 1 >p.png && git add . && "
		"git commit -qm x && git tag v1 && echo 4444 >b.py && git commit -qam y && cd .. "
		"&& "
		"git clone -q --bare w bare.git");
	static const char *const repositories[] = {"w", "bare.git", "w/d"};
	for (size_t i = 0; i < 3; i++) {
		CHECK_NUMBER(tree_open_git(&place.tree, below(&place, repositories[i]), S("v1"),
				     NULL, 0, &place.err),
			0);
		CHECK_TEXT(slice_of(place.err.message), "");
		if (!place.tree)
			break;
		CHECK_NUMBER(list(&place), 0);
		CHECK_NUMBER(place.n, 4);
		CHECK_NUMBER(read_entry(&place, "b.py", "22\n"), TREE_READ_OK);
		CHECK_NUMBER(read_entry(&place, "d/e/a.py", "1\n"), TREE_READ_OK);
		CHECK(known(&place, S("l.py"))->target_inside);
		CHECK(!known(&place, S("o.py"))->target_inside);
		CHECK_NUMBER(tree_skipped_files(place.tree), 1);
		CHECK(slice_starts(tree_description(place.tree), S("commit ")));
		CHECK_NUMBER(tree_settle(place.tree, &place.err), 0);
		tree_close(place.tree);
		place.tree = NULL;
	}
	remove_place(&place);
}

void test_source_git__names_that_lead_nowhere(void)
{
	struct place place;
	make_place(&place,
		"git init -q w && cd w && echo 1 >a.py && git add . && git commit -qm x "
		"&& mkdir ../plain");
	int status =
		tree_open_git(&place.tree, below(&place, "w"), S("no-such"), NULL, 0, &place.err);
	CHECK_NUMBER(status, HFG_EUSAGE);
	place.err = (struct hfg_err){0};
	status = tree_open_git(&place.tree, below(&place, "plain"), S("HEAD"), NULL, 0, &place.err);
	CHECK_NUMBER(status, HFG_EUSAGE);
	place.err = (struct hfg_err){0};
	static const slice wanted = {"b.py", 4};
	CHECK_NUMBER(
		tree_open_git(&place.tree, below(&place, "w"), S("HEAD"), &wanted, 1, &place.err),
		0);
	CHECK_NUMBER(list(&place), HFG_EUSAGE);
	remove_place(&place);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void test_source_git__a_truncated_object_ends_in_time(void)
{
	struct place place;
	make_place(&place,
		"git init -q . && echo 1 >a.py && git add . && git commit -qm x && "
		"f=$(git rev-parse HEAD^{tree} | sed 's,..,.git/objects/&/,') && chmod u+w $f && "
		"truncate -s -8 $f");
	double start = seconds();
	int status = tree_open_git(&place.tree, below(&place, ""), S("HEAD"), NULL, 0, &place.err);
	CHECK_NUMBER(status, HFG_EINCOMPLETE);
	CHECK(seconds() - start < 14);
	remove_place(&place);
}
