/*
 * Knows how many objects are worth asking for ahead, and keeps those that came
 * before anybody wanted them.
 */
#include "source/blobs.h"
#include "source/kind.h"

#include <stdlib.h>

struct blob {
	unsigned char id[GIT_ID];
	bool asked, here;
	bool read; /* handed out before: nobody waits for it */
	enum git_status status;
	uint32_t limit; /* it was asked with */
	struct buf bytes;
};

enum {
	AHEAD = 32,    /* some hundred microseconds of git's work: longer than a round trip */
	WAITING = 128, /* requests on the way; all fit into the line's buffer */
};

void blobs_init(struct blobs *blobs, struct arena *arena, struct git_child *child)
{
	*blobs = (struct blobs){.arena = arena, .child = child};
	pthread_mutex_init(&blobs->lock, NULL);
	map_init(&blobs->by_path, arena);
	blobs->waiting = arena_array(arena, WAITING, sizeof *blobs->waiting);
}

void blobs_add(struct blobs *blobs, slice path, const unsigned char id[GIT_ID])
{
	*map_put(&blobs->by_path, path, NULL) = blobs->list.n;
	struct blob *blob = VEC_PUSH(&blobs->list, blobs->arena);
	memcpy(blob->id, id, GIT_ID);
}

bool blobs_have(const struct blobs *blobs, slice path)
{
	return blobs->list.n && map_get(&blobs->by_path, path);
}

static void send_request(struct git_child *child, const unsigned char id[GIT_ID], uint32_t limit)
{
	struct buf body = {0};
	buf_add(&body, (slice){(const char *)id, GIT_ID});
	git_put_u32(&body, limit);
	git_child_ask(child, GIT_BLOB, buf_slice(&body));
	buf_free(&body);
}

static void ask(struct blobs *blobs, uint32_t number, uint32_t limit)
{
	struct blob *blob = &blobs->list.at[number];
	blob->asked = true;
	blob->here = false;
	blob->limit = limit;
	blobs->waiting[(blobs->waiting_from + blobs->waiting_n++) % WAITING] = number;
	send_request(blobs->child, blob->id, limit);
}

static void take_answer(struct blobs *blobs)
{
	struct blob *blob = &blobs->list.at[blobs->waiting[blobs->waiting_from]];
	blobs->waiting_from = (blobs->waiting_from + 1) % WAITING;
	blobs->waiting_n--;
	blob->status = git_child_answer(blobs->child, &blob->bytes);
	blob->here = true;
}

static uint32_t own_limit(const struct tree_entry *entry)
{
	return entry->language == HFG_NOTEBOOK ? MAX_NOTEBOOK : MAX_SOURCE;
}

/* Asks for the files that follow `index`; they are likely to be read next. */
static void ask_ahead(struct tree *tree, struct blobs *blobs, uint32_t index)
{
	uint32_t seen = 0;
	for (uint32_t i = index + 1; i < tree->listing.n && seen < AHEAD; i++) {
		const struct tree_entry *entry = &tree->listing.at[i];
		uint32_t *number = entry->readable ? map_get(&blobs->by_path, entry->path) : NULL;
		if (!number)
			continue;
		seen++;
		const struct blob *blob = &blobs->list.at[*number];
		if (!blob->asked && !blob->read && blobs->waiting_n < WAITING)
			ask(blobs, *number, own_limit(entry));
	}
}

static void fetch(struct blobs *blobs, uint32_t number)
{
	while (!blobs->list.at[number].here)
		take_answer(blobs);
}

static enum tree_read_status failure(
	struct blobs *blobs, const struct blob *blob, const char **ret_reason)
{
	if (blob->status == GIT_TOO_BIG)
		return TREE_READ_TOO_BIG;
	*ret_reason = "git could not read the object";
	if (blob->status == GIT_ABSENT)
		*ret_reason = "the object is missing in the repository";
	if (blob->status == GIT_LOST)
		*ret_reason = git_child_loss(blobs->child).p;
	return TREE_READ_FAILED;
}

/* Gives the bytes away; the object can be asked for again. */
static enum tree_read_status hand_out(struct blobs *blobs, struct blob *blob, uint32_t limit,
	char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	enum tree_read_status status = TREE_READ_OK;
	if (blob->status != GIT_ANSWERED)
		status = failure(blobs, blob, ret_reason);
	else if (blob->bytes.n > limit)
		status = TREE_READ_TOO_BIG;
	else
		*ret_text = tree_hand_out(buffer, room, buf_slice(&blob->bytes));
	buf_free(&blob->bytes);
	blob->asked = blob->here = false;
	blob->read = true;
	return status;
}

enum tree_read_status blobs_read(struct tree *tree, struct blobs *blobs, uint32_t index,
	uint32_t limit, char **buffer, size_t *room, slice *ret_text, const char **ret_reason)
{
	pthread_mutex_lock(&blobs->lock);
	uint32_t number = *map_get(&blobs->by_path, tree->listing.at[index].path);
	struct blob *blob = &blobs->list.at[number];
	while (!blob->asked && blobs->waiting_n == WAITING)
		take_answer(blobs);
	if (!blob->asked)
		ask(blobs, number, limit);
	ask_ahead(tree, blobs, index);
	fetch(blobs, number);
	if (blob->status == GIT_TOO_BIG && blob->limit < limit) {
		while (blobs->waiting_n == WAITING)
			take_answer(blobs);
		ask(blobs, number, limit);
		fetch(blobs, number);
	}
	enum tree_read_status status =
		hand_out(blobs, blob, limit, buffer, room, ret_text, ret_reason);
	pthread_mutex_unlock(&blobs->lock);
	return status;
}

bool blobs_get(
	struct git_child *child, const unsigned char id[GIT_ID], uint32_t limit, struct buf *body)
{
	send_request(child, id, limit);
	return git_child_answer(child, body) == GIT_ANSWERED;
}

void blobs_drain(struct blobs *blobs)
{
	while (blobs->waiting_n)
		take_answer(blobs);
}

void blobs_free(struct blobs *blobs)
{
	for (uint32_t i = 0; i < blobs->list.n; i++)
		buf_free(&blobs->list.at[i].bytes);
	pthread_mutex_destroy(&blobs->lock);
}

static uint32_t count_folders(slice path)
{
	uint32_t n = 0;
	for (size_t i = 0; i < path.n; i++)
		n += path.p[i] == '/';
	return n;
}

bool link_stays_inside(slice path, slice target)
{
	int64_t depth = count_folders(path);
	if (target.n == 0 || target.p[0] == '/')
		return false;
	for (size_t at = 0; at < target.n;) {
		slice part = slice_after(target, at);
		part.n = slice_find(part, '/');
		at += part.n + 1;
		if (slice_is(part, ".git"))
			return false;
		if (slice_is(part, ".."))
			depth--;
		else if (part.n && !slice_is(part, "."))
			depth++;
		if (depth < 0)
			return false;
	}
	return true;
}

bool link_keeps_kind(const struct tree_entry *link, slice target)
{
	enum hfg_language language;
	if (!link->readable)
		return true;
	return kind_of_name(target, &language) == KIND_KNOWN && language == link->language;
}
