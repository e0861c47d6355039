/*
 * The process that holds libgit2. It is started before any thread is, has
 * limits of time and memory, and may die at any moment: then every answer is
 * GIT_LOST. Requests may be sent ahead; answers come in their order. Not
 * thread-safe.
 */
#ifndef GIT_CHILD_H
#define GIT_CHILD_H

#include "base/err.h"
#include "git/protocol.h"

struct git_child;

/* Never fails: a process that could not be started is one that is lost. */
struct git_child *git_child_start(void);
void git_child_stop(struct git_child *);
void git_child_ask(struct git_child *, enum git_request, slice body);
/* Waits at most GIT_ANSWER_SECONDS. `body` is emptied first. */
enum git_status git_child_answer(struct git_child *, struct buf *body);
/* Why it is lost, for people. */
slice git_child_loss(const struct git_child *);

/* The other side: answers requests from `line` until it is closed. */
void git_serve(int line) __attribute__((noreturn));

#endif
