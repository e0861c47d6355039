/* Knows the policy of a project that has none. */
#include "policy/policy.h"
#include "base/limits.h"

void policy_init(struct policy *policy)
{
	*policy = (struct policy){
		.preset = PRESET_RECOMMENDED,
		.fail_on = HFG_LEVEL_ERROR,
		.suppress_max_days = 180,
		.suppress_min_reason = 10,
		.lock_path = S("hfgate.lock"),
		.max_findings = MAX_FINDINGS,
		.max_source = MAX_SOURCE,
		.known_rules = hfg_rules,
		.known_rules_n = hfg_rules_n,
	};
}
