/* git/: the protocol against bytes that make no sense, and a process that dies. */
#include "git/child.h"
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void test_git_protocol__entries_survive_the_line(void)
{
	struct buf body = {0};
	struct git_entry in = {S("a\nb\0c"), 0100755, true, true, {1, 2, 255}}, out;
	git_put_entry(&body, &in);
	git_put_entry(&body, &in);
	struct git_reader reader = {buf_slice(&body), false};
	CHECK(git_get_entry(&reader, &out));
	CHECK_SLICE(out.path, in.path);
	CHECK_NUMBER(out.mode, 0100755);
	CHECK(out.skip_worktree && out.conflict && out.id[2] == 255);
	CHECK(git_get_entry(&reader, &out));
	CHECK(!git_get_entry(&reader, &out));
	CHECK(!reader.bad);
	buf_free(&body);
}

void test_git_protocol__every_cut_is_noticed(void)
{
	struct buf body = {0};
	struct git_entry in = {.path = S("x.py")}, out;
	git_put_entry(&body, &in);
	for (size_t n = 1; n < body.n; n++) {
		struct git_reader reader = {slice_cut(buf_slice(&body), 0, n), false};
		CHECK(!git_get_entry(&reader, &out));
		CHECK(reader.bad);
	}
	struct git_reader lie = {S("\xff\xff\xff\xff"), false};
	CHECK_NUMBER(git_get_text(&lie).n, 0);
	CHECK(lie.bad);
	buf_free(&body);
}

void test_git_child__refuses_what_it_cannot_do(void)
{
	struct buf body = {0};
	struct git_child *child = git_child_start();
	git_child_ask(child, GIT_INDEX, S("\0\0\0\0"));
	CHECK_NUMBER(git_child_answer(child, &body), GIT_REFUSED);
	git_child_ask(child, GIT_OPEN, S("\1\xff\xff"));
	CHECK(git_child_answer(child, &body) != GIT_ANSWERED);
	git_child_ask(child, (enum git_request)77, S("?"));
	CHECK_NUMBER(git_child_answer(child, &body), GIT_REFUSED);
	git_child_stop(child);
	buf_free(&body);
}

static void kill_child(void)
{
	char name[64];
	int process = 0;
	snprintf(name, sizeof name, "/proc/self/task/%d/children", (int)getpid());
	FILE *file = fopen(name, "r");
	CHECK(file && fscanf(file, "%d", &process) == 1 && process > 1);
	if (file)
		fclose(file);
	if (process > 1)
		CHECK_NUMBER(kill(process, SIGKILL), 0);
}

void test_git_child__its_death_is_an_answer(void)
{
	struct buf body = {0};
	struct git_child *child = git_child_start();
	git_child_ask(child, GIT_INDEX, S("\0\0\0\0"));
	CHECK_NUMBER(git_child_answer(child, &body), GIT_REFUSED);
	kill_child();
	git_child_ask(child, GIT_INDEX, S("\0\0\0\0"));
	CHECK_NUMBER(git_child_answer(child, &body), GIT_LOST);
	CHECK(git_child_loss(child).n > 0);
	git_child_ask(child, GIT_INDEX, S("\0\0\0\0"));
	CHECK_NUMBER(git_child_answer(child, &body), GIT_LOST);
	git_child_stop(child);
	buf_free(&body);
}
