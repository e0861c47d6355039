/*
 * The judgement: all rules over all loads and troubles of a run, levelled by
 * the policy, grouped, sorted and fingerprinted, with the verdict. Same loads,
 * same troubles, same policy and same day give the same bytes. Everything a
 * judgement points to lives in the arena it was made with.
 */
#ifndef POLICY_JUDGE_H
#define POLICY_JUDGE_H

#include "policy/policy.h"

struct judge_options {
	const struct hfg_rule *const *rules; /* NULL: all of hfg_rules */
	uint32_t rules_n;
	const slice *only, *skip; /* ids or names of rules; empty lists restrict nothing */
	uint32_t only_n, skip_n;
	int64_t today;          /* days since 1970 */
	uint32_t files_scanned; /* files that were read; 0 means that there can be no verdict */
};

struct judge_summary {
	uint32_t loads, models, models_pinned, models_floating, models_open;
	uint32_t errors, warnings, notes, suppressed, baselined, not_analysed;
	uint32_t dropped;     /* findings beyond the limit: counted above, not kept */
	uint32_t open_values; /* pass-through loads */
};

struct judgement {
	struct hfg_finding **findings; /* report order: path, offset, rule id */
	uint32_t findings_n;
	struct judge_summary summary;
	enum verdict verdict;
	int exit_code; /* 0 pass, 1 fail, 3 none */
};

/* Runs the rules of `options` over the loads and troubles of `project`. */
void judge(struct judgement *, struct arena *, const struct hfg_project *, const struct policy *,
	const struct judge_options *);

/* `pass`, `fail`, `none`, as in the JSON report. */
const char *verdict_name(enum verdict);

#endif
