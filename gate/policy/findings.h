/*
 * What a rule reports to. Private to policy/: rules see hfgate/rule.h only. A
 * finding is under construction until findings_settle; afterwards nothing but
 * level, group and fingerprint change.
 */
#ifndef POLICY_FINDINGS_H
#define POLICY_FINDINGS_H

#include "base/vec.h"
#include "policy/policy.h"
#include "source/source.h"

struct found {
	struct hfg_finding public; /* first, so that a public finding leads back here */
	struct arena *arena;       /* of the running call */
	uint32_t offset;           /* of `at` in the outermost file */
	uint32_t sequence;         /* order of discovery, the last tie-breaker */
	uint32_t group;            /* index in struct groups */
	bool undecided; /* stands for a file that was not read: no verdict, not a failure */
	struct {
		VEC(struct hfg_place);
	} places;
	struct {
		VEC(struct hfg_edit);
	} mends;
};

/* The findings of one call of one rule; emptied by findings_forget. */
struct hfg_findings {
	struct arena arena;
	const struct hfg_rule *rule;
	bool undecided; /* the trouble that the rule looks at blocks a verdict */
	struct {
		VEC(struct found *);
	} list;
};

void findings_forget(struct hfg_findings *);
/* A copy that outlives the call: texts, places and edits included, positions computed. */
struct found *findings_keep(struct arena *, const struct found *);

#endif
