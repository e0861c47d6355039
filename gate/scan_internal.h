/* What the files of the scan share: one file's work, the workers, the join. */
#ifndef SCAN_INTERNAL_H
#define SCAN_INTERNAL_H

#include "ci/job.h"
#include "loads/python_possible.h"
#include "loads/versions.h"
#include "prefilter/prefilter.h"
#include "scan.h"

#include <stdatomic.h>

/* What one file left behind. Loads and troubles point into the arena of the worker that made them. */
struct file_result {
	struct facts facts;
	const struct ci_pipeline *pipeline; /* of a workflow or action, else NULL */
	slice declared;                     /* text of a file that declares versions, else "" */
	uint64_t bytes;
	bool readable, candidate;
	enum hfg_language language;
};

/* The run, as workers see it; read-only but for `next`, `done` and their own results. */
struct run {
	struct tree *tree;
	const struct tree_entry *entries;
	uint32_t entries_n;
	const struct catalogue *catalogue;
	const struct policy *policy;
	const struct prefilter *words;      /* of the catalogue */
	const struct prefilter *commands;   /* of its commands */
	const struct prefilter *names;      /* of new wrappers, in later rounds; else NULL */
	struct python_sieve sieve, callers; /* of the catalogue; of wrappers, in later rounds */
	const struct wrapper_set *wrappers; /* in later rounds; else NULL */
	const struct module_index *modules;
	struct file_result *results; /* one an entry */
	_Atomic uint32_t next, done;
};

struct worker {
	struct run *run;
	struct arena facts, scratch, modules_arena;
	struct module_set *modules;
	char *buffer;
	size_t room;
};

void worker_init(struct worker *, struct run *);
/* Gives back what is not a fact; `facts` stays. */
void worker_end(struct worker *);

/* A pure function of one entry: fills run->results[index]. In later rounds files that cannot call
   a wrapper keep their first result. */
void scan_file(struct worker *, uint32_t index);

/* Files whose analysis knows no words to search for: image builds, deployments, recipes. */
bool scan_is_recipe(enum hfg_language);
/* Loads, children and troubles of such a file; its text must stay where it is. */
void scan_recipe(struct worker *, struct file_result *, const struct source *);

/* Sorted, numbered, placed, linked; everything ignored is left out. */
void scan_join(struct scan *, struct run *, const struct versions *);

#endif
