/*
 * One run: a tree in, loads and troubles out. Only the per-file phase is
 * parallel; its results are joined in the order of the listing, so any number
 * of threads gives the same bytes.
 */
#ifndef SCAN_H
#define SCAN_H

#include "loads/facts.h"
#include "policy/policy.h"
#include "source/tree.h"

struct scan_options {
	unsigned jobs;                                                  /* 0 = processors */
	void (*progress)(void *context, uint32_t done, uint32_t total); /* NULL = none */
	void *context;
};

struct scan {
	struct arena arena;      /* facts; everything below lives here */
	struct hfg_load **loads; /* sorted by path, offset; numbered */
	uint32_t loads_n;
	struct hfg_trouble *troubles;
	uint32_t troubles_n;
	struct arena **memory; /* more arenas that hold facts */
	unsigned memory_n;
	uint32_t files, candidates; /* readable files, and those that were parsed */
	uint64_t bytes;
	uint32_t languages[HFG_OTHER_LANGUAGE + 1]; /* files by language */
};

int scan_run(struct scan *, struct tree *, const struct catalogue *, const struct policy *,
	const struct scan_options *, struct hfg_err *);
void scan_free(struct scan *);

#endif
