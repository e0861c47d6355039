/*
 * What goes over the line between the program and the process that holds
 * libgit2. A frame is a length, a byte that says what it is, and a body; both
 * sides treat the other's bytes as input that may be wrong.
 */
#ifndef GIT_PROTOCOL_H
#define GIT_PROTOCOL_H

#include "base/buf.h"

enum git_request {
	GIT_OPEN = 1, /* u8 1 = a work tree is wanted; text folder */
	GIT_INDEX,    /* text prefix, "" or with a slash at its end -> git_entry... */
	GIT_IGNORED,  /* text path... -> u8 each */
	GIT_TREE,     /* text revision -> text name, git_entry... */
	GIT_BLOB,     /* id, u32 limit -> bytes */
};

enum git_status {
	GIT_ANSWERED,
	GIT_REFUSED,     /* body: why, for people */
	GIT_UNSUPPORTED, /* a repository format libgit2 does not read; body: which */
	GIT_ABSENT,      /* no such revision or object; body: why */
	GIT_TOO_BIG,     /* blob over the limit */
	GIT_LOST,        /* dead, hung or talking nonsense; never sent */
};

enum { GIT_ID = 20, GIT_HEAD = 5, GIT_MODE_LINK = 0120000, GIT_MODE_GITLINK = 0160000 };

/* One path of an index or a tree. */
struct git_entry {
	slice path;
	uint32_t mode;
	bool skip_worktree; /* sparse checkout: not meant to be on disk */
	bool conflict;      /* one side of an unfinished merge */
	unsigned char id[GIT_ID];
};

/* Taking a body apart: past its end everything is zero and `bad` is set. */
struct git_reader {
	slice rest;
	bool bad;
};

void git_put_u8(struct buf *, uint8_t);
void git_put_u32(struct buf *, uint32_t);
void git_put_text(struct buf *, slice);
void git_put_entry(struct buf *, const struct git_entry *);
uint8_t git_get_u8(struct git_reader *);
uint32_t git_get_u32(struct git_reader *);
slice git_get_bytes(struct git_reader *, size_t n);
slice git_get_text(struct git_reader *);
/* false at the end, and when the rest makes no sense (then `bad`). */
bool git_get_entry(struct git_reader *, struct git_entry *ret_entry);

/* The five bytes in front of a body. */
void git_head(char head[GIT_HEAD], uint32_t n, uint8_t what);
uint32_t git_head_length(const char head[GIT_HEAD]);

#endif
