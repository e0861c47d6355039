/* What a run looks at: a tree, and the policy that judges it. */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include "policy/policy.h"
#include "source/tree.h"

struct target_request {
	slice revision;       /* "" = files on disk */
	slice config;         /* policy file, "" = the tree's own */
	slice stdin_filename; /* not "": one file, read from standard input */
	const slice *paths;
	unsigned paths_n;
};

struct target {
	struct tree *tree;
	slice root; /* folder on disk, or repository */
	const slice *paths;
	unsigned paths_n;
	slice policy_path, policy_text; /* "" = built-in policy */
};

/*
 * Paths are relative to the current folder, which is the root; one path that leads out of it, or is
 * the top of a git work tree, becomes the root itself. Memory is the arena's; target_close frees the
 * tree.
 */
int target_open(struct target *, const struct target_request *, struct arena *, struct hfg_err *);
void target_close(struct target *);

/* Only the policy of the root `.` or of `config`; no tree is opened. */
int target_policy(struct target *, slice config, struct arena *, struct hfg_err *);

#endif
