/*
 * Files whose bytes lie in git's object store. Reading one asks for those that
 * follow in the listing as well, so that git works ahead of the reader.
 */
#ifndef SOURCE_BLOBS_H
#define SOURCE_BLOBS_H

#include "git/child.h"
#include "source/tree_inside.h"

#include <pthread.h>

struct blob;

struct blobs {
	pthread_mutex_t lock;
	struct git_child *child;
	struct arena *arena;
	struct map by_path; /* -> index in list */
	struct {
		VEC(struct blob);
	} list;
	uint32_t *waiting; /* ring of asked and not yet answered, oldest first */
	uint32_t waiting_from, waiting_n;
};

void blobs_init(struct blobs *, struct arena *, struct git_child *);
/* `path` must live as long as the tree. */
void blobs_add(struct blobs *, slice path, const unsigned char id[GIT_ID]);
bool blobs_have(const struct blobs *, slice path);
/* As tree_read. */
enum tree_read_status blobs_read(struct tree *, struct blobs *, uint32_t index, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason);
/* The bytes of one object outside of the listing's order, for link targets; false when not known.
   Only before the first blobs_read. */
bool blobs_get(struct git_child *, const unsigned char id[GIT_ID], uint32_t limit, struct buf *);
/* Takes what was asked for and not fetched, so that git can be asked something else. */
void blobs_drain(struct blobs *);
void blobs_free(struct blobs *);

/* Does a link at `path` that says `target` stay below the root and out of `.git`? By names alone. */
bool link_stays_inside(slice path, slice target);
/* Is what a link of an analysed kind leads to read as the same kind? `x.py` -> `x.txt` is not. */
bool link_keeps_kind(const struct tree_entry *link, slice target);

#endif
