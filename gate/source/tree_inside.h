/*
 * What the kinds of tree share and nobody outside this folder sees. A backend
 * fills `listing`; tree.c sorts it, and checks that each path that was asked
 * for brought something.
 */
#ifndef SOURCE_TREE_INSIDE_H
#define SOURCE_TREE_INSIDE_H

#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "source/tree.h"

struct tree_blobs;

struct tree_backend {
	int (*list)(struct tree *, struct hfg_err *);
	enum tree_read_status (*read)(struct tree *, uint32_t index, uint32_t limit, char **buffer,
		size_t *room, slice *ret_text, const char **ret_reason);
	int (*settle)(struct tree *, struct hfg_err *);
	void (*close)(struct tree *); /* frees what the backend owns, and the tree itself */
};

struct tree {
	const struct tree_backend *backend;
	struct arena arena;
	struct {
		VEC(struct tree_entry);
	} listing;
	bool listed;
	uint32_t skipped_files, skipped_folders;
	slice description, note;
	slice *paths; /* cleaned: no `.`, no empty part, no slash at the end; "" = the root */
	uint32_t paths_n;
};

/* Copies and cleans `paths`; fails on one that leaves the root. */
int tree_set_paths(struct tree *, const slice *paths, size_t paths_n, struct hfg_err *);
/* Is `path` one of the wanted paths or below one? */
bool tree_wanted(const struct tree *, slice path);
/* Was `path` itself asked for? */
bool tree_named(const struct tree *, slice path);
/* Adds a copy of what the gate reads by its name, counts the rest; NULL when it was only counted.
   A NUL follows the copied path. */
struct tree_entry *tree_add(struct tree *, slice path, enum tree_entry_type);
void tree_sort(struct tree *);
/* Adds a sentence to the note. */
void tree_add_note(struct tree *, slice sentence);
/* Makes *buffer hold `size` bytes and the eight zero bytes. */
void tree_room(char **buffer, size_t *room, size_t size);
/* Copies `text` into *buffer with its zero bytes. */
slice tree_hand_out(char **buffer, size_t *room, slice text);

enum { TREE_PAD = 8 };

#endif
