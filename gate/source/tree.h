/*
 * Where files come from: the file system, a commit of a git repository, or
 * memory (tests). One interface: list all paths, read one file. A listing is
 * sorted bytewise; reading never follows a link out of the root.
 */
#ifndef SOURCE_TREE_H
#define SOURCE_TREE_H

#include "base/arena.h"
#include "base/err.h"
#include "hfgate/load.h"

enum tree_entry_type {
	TREE_FILE,
	TREE_LINK,       /* symbolic link; `target_inside` says where it leads */
	TREE_SPECIAL,    /* FIFO, socket, device: never opened */
	TREE_SUBMODULE,  /* not checked out or not ours */
	TREE_UNLISTABLE, /* folder that could not be read */
};

struct tree_entry {
	slice path; /* relative to the root, `/` as separator */
	enum tree_entry_type type;
	enum hfg_language language; /* by name; HFG_OTHER_LANGUAGE when `look` or unknown */
	bool readable; /* of a kind that is analysed today by its name, or a file to look into */
	bool look;     /* kind is only known after reading (see source/kind.h) */
	bool named;    /* given on the command line: reported when it cannot be read */
	bool ignored;  /* git ignores it and does not track it; set by tree_settle */
	bool target_inside; /* a link whose target is a file or folder below the root, not in .git,
			       that is read under its own name as the link's name would have it */
};

enum tree_read_status {
	TREE_READ_OK,
	TREE_READ_GONE,    /* listed, then not there */
	TREE_READ_FAILED,  /* errno text in ret_reason */
	TREE_READ_TOO_BIG, /* over `limit`; nothing is returned */
	TREE_READ_SPECIAL, /* not a regular file, or a link out of the tree */
};

struct tree; /* opened by one of tree_open_*; closed by tree_close */

/* Starts git in the background when there is one: call it before any thread is started.
   Root must be a readable folder or a single file. `paths` restrict the listing (empty: all). */
int tree_open_fs(struct tree **ret_tree, slice root, const slice *paths, size_t paths_n,
	struct hfg_err *err);
/* A commit, tag, branch or tree of the repository at `repository` (bare ones too). */
int tree_open_git(struct tree **ret_tree, slice repository, slice revision, const slice *paths,
	size_t paths_n, struct hfg_err *err);
/* Files in memory; slices are borrowed. */
struct tree *tree_open_memory(const slice *paths, const slice *texts, size_t n);
void tree_close(struct tree *);

/* Lists once; the entries belong to the tree and are sorted by path bytes. Kinds by name are
   already decided. Files of kinds the gate does not know are only counted. */
int tree_list(struct tree *, struct tree_entry **ret_entries, uint32_t *ret_n, struct hfg_err *err);
/* Reads entry `index` of the listing into *buffer (grown by realloc; eight zero bytes follow the
   text). Thread-safe for different buffers. */
enum tree_read_status tree_read(struct tree *, uint32_t index, uint32_t limit, char **buffer,
	size_t *room, slice *ret_text, const char **ret_reason);
/* After all reading: waits for git and marks what is ignored and untracked. Fails with
   HFG_EINCOMPLETE when git is there but did not answer (damaged, hung): then nothing is known. */
int tree_settle(struct tree *, struct hfg_err *err);
/* Files that were passed by because of their name, and folders git ignores that were not entered.
   Complete after tree_list. */
uint32_t tree_skipped_files(const struct tree *);
uint32_t tree_skipped_folders(const struct tree *);
/* For people: `git index of DIR`, `DIR (no git)`, `commit 4f0c2a of DIR`. */
slice tree_description(const struct tree *);
/* Something people should know (owner check, sparse checkout, submodules), or "". */
slice tree_note(const struct tree *);

#endif
