/*
 * Knows how to keep another process at arm's length: its limits, the deadline
 * of each answer, and what its end means.
 */
#include "git/child.h"

#include "base/die.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct git_child {
	pid_t process; /* 0 when there is none */
	int line;      /* -1 when lost */
	char loss[160];
};

enum {
	LARGEST_BODY = 1 << 30, /* the child's own memory limit: more cannot be honest */
	CHUNK = 64 << 10,
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SHADOW_MEMORY 1
#endif
#endif
#ifndef SHADOW_MEMORY
#define SHADOW_MEMORY 0 /* sanitizers map terabytes they never touch */
#endif

static void limit_memory(void)
{
	struct rlimit memory = {GIT_MEMORY, GIT_MEMORY}, none = {0, 0};
	if (!SHADOW_MEMORY)
		setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CORE, &none);
}

/* Only the line stays open, as descriptor 3; 0 to 2 lead nowhere. */
static void keep_only(int line)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (line != 3)
		dup2(line, 3);
	for (int fd = 0; fd < 3 && nowhere >= 0; fd++)
		dup2(nowhere, fd);
	close_range(4, ~0u, 0);
}

static void run_child(int line, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	keep_only(line);
	limit_memory();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	git_serve(3);
}

static void end_process(struct git_child *child, int *ret_state)
{
	if (child->line >= 0)
		close(child->line);
	child->line = -1;
	if (child->process <= 0)
		return;
	kill(child->process, SIGKILL);
	while (waitpid(child->process, ret_state, 0) < 0 && errno == EINTR)
		continue;
	child->process = 0;
}

static void lose(struct git_child *child, const char *why)
{
	if (child->line < 0)
		return;
	int state = 0;
	end_process(child, &state);
	snprintf(child->loss, sizeof child->loss, "%s", why);
}

struct git_child *git_child_start(void)
{
	struct git_child *child = calloc(1, sizeof *child);
	int lines[2];
	if (!child)
		die_no_memory();
	child->line = -1;
	snprintf(child->loss, sizeof child->loss, "the process that reads git was not started");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, lines) < 0)
		return child;
	pid_t parent = getpid();
	child->process = fork();
	if (child->process == 0)
		run_child(lines[1], parent);
	close(lines[1]);
	child->line = lines[0];
	if (child->process < 0)
		lose(child, "the process that reads git could not be started");
	return child;
}

void git_child_stop(struct git_child *child)
{
	int state;
	if (!child)
		return;
	end_process(child, &state);
	free(child);
}

slice git_child_loss(const struct git_child *child)
{
	return slice_of(child->loss);
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* True when the line is ready before `deadline`; otherwise the child is lost. */
static bool wait_for(struct git_child *child, short events, int64_t deadline)
{
	for (;;) {
		int64_t left = deadline - now_ms();
		struct pollfd line = {child->line, events, 0};
		int ready = left > 0 ? poll(&line, 1, (int)left) : 0;
		if (ready > 0)
			return true;
		if (ready < 0 && errno == EINTR)
			continue;
		lose(child, "git gave no answer within its time limit");
		return false;
	}
}

static bool may_retry(void)
{
	return errno == EINTR || errno == EAGAIN;
}

static bool send_all(struct git_child *child, slice bytes, int64_t deadline)
{
	while (bytes.n) {
		ssize_t n = send(child->line, bytes.p, bytes.n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			bytes = slice_after(bytes, (size_t)n);
		else if (!may_retry())
			return lose(child, "the process that reads git ended unexpectedly"), false;
		else if (!wait_for(child, POLLOUT, deadline))
			return false;
	}
	return true;
}

static bool receive(struct git_child *child, char *to, size_t n, int64_t deadline)
{
	while (n) {
		ssize_t got = recv(child->line, to, n, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && !may_retry()))
			return lose(child, "the process that reads git ended unexpectedly"), false;
		if (got < 0 && !wait_for(child, POLLIN, deadline))
			return false;
		if (got > 0) {
			to += got;
			n -= (size_t)got;
		}
	}
	return true;
}

void git_child_ask(struct git_child *child, enum git_request request, slice body)
{
	char head[GIT_HEAD];
	int64_t deadline = now_ms() + GIT_ANSWER_SECONDS * 1000;
	if (child->line < 0)
		return;
	git_head(head, (uint32_t)body.n, (uint8_t)request);
	if (send_all(child, (slice){head, GIT_HEAD}, deadline))
		send_all(child, body, deadline);
}

static bool receive_body(struct git_child *child, size_t n, struct buf *body, int64_t deadline)
{
	char chunk[CHUNK];
	while (n) {
		size_t part = n < sizeof chunk ? n : sizeof chunk;
		if (!receive(child, chunk, part, deadline))
			return false;
		buf_add(body, (slice){chunk, part});
		n -= part;
	}
	return true;
}

enum git_status git_child_answer(struct git_child *child, struct buf *body)
{
	char head[GIT_HEAD];
	int64_t deadline = now_ms() + GIT_ANSWER_SECONDS * 1000;
	body->n = 0;
	if (child->line < 0 || !receive(child, head, GIT_HEAD, deadline))
		return GIT_LOST;
	uint32_t n = git_head_length(head);
	unsigned char status = (unsigned char)head[4];
	if (n > LARGEST_BODY || status >= GIT_LOST) {
		lose(child, "the process that reads git gave an answer without sense");
		return GIT_LOST;
	}
	return receive_body(child, n, body, deadline) ? (enum git_status)status : GIT_LOST;
}
