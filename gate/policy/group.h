/*
 * Findings of one rule with one cause are one group: one place stands for all,
 * the others stay as notes that lead there. Private to policy/.
 */
#ifndef POLICY_GROUP_H
#define POLICY_GROUP_H

#include "base/map.h"
#include "policy/findings.h"

struct group {
	enum hfg_level worst; /* level of the worst place seen so far */
	struct found *primary;
	uint32_t places; /* kept ones */
	uint32_t number; /* in report order, 0 = not yet given */
};

struct groups {
	struct arena *arena;
	struct map keys;
	struct {
		VEC(struct group);
	} list;
};

void groups_init(struct groups *, struct arena *);
/* Gives the finding its group, made when it is the first. Uses own_level. */
struct group *groups_enter(struct groups *, struct found *);
/* Chooses the primaries among the sorted findings, lowers the others and links them. */
void groups_settle(struct groups *, struct found *const *sorted, uint32_t n);

#endif
