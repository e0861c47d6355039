/*
 * Knows how bad a finding is where it stands: the rule's level is what it
 * means for weights or code in CI, images and application code; data, and what
 * only developers run, weigh one step less, and tests, examples and
 * documentation that no privileged job reaches are worth a note. Presets, the
 * user's overrides and the rule's own ceiling come on top, in this order.
 */
#include "policy/policy.h"
#include "policy/known.h"

static enum hfg_level lesser(enum hfg_level a, enum hfg_level b)
{
	return a < b ? a : b;
}

static enum hfg_context context_of(const struct policy *policy, const struct hfg_finding *finding)
{
	return finding->load ? finding->load->context : policy_context(policy, finding->path);
}

/* Tests, examples and documentation; also when an ordinary CI job runs them. */
static bool is_harmless(const struct policy *policy, const struct hfg_finding *finding)
{
	enum hfg_context context = context_of(policy, finding);
	if (context == HFG_CONTEXT_CI)
		context = policy_context(policy, finding->path);
	return context >= HFG_CONTEXT_EXAMPLE;
}

static enum hfg_level recommended(const struct policy *policy, const struct hfg_finding *finding)
{
	const struct hfg_rule *rule = finding->rule;
	enum hfg_level level = rule->level;
	if (level == HFG_LEVEL_NONE)
		return level;
	if (is_harmless(policy, finding))
		return HFG_LEVEL_NOTE;
	unsigned steps = 0;
	if (finding->load && finding->load->asset == HFG_ASSET_DATA && !rule->any_asset)
		steps++;
	if (context_of(policy, finding) == HFG_CONTEXT_SCRIPT)
		steps++;
	while (steps-- && level > HFG_LEVEL_NOTE)
		level--;
	return level;
}

static enum hfg_level strict(const struct policy *policy, const struct hfg_finding *finding)
{
	enum hfg_level level = recommended(policy, finding);
	bool passes_on = finding->load && finding->load->pass_through;
	return level == HFG_LEVEL_NONE || passes_on ? level : HFG_LEVEL_ERROR;
}

static enum hfg_level baseline(const struct policy *policy, const struct hfg_finding *finding)
{
	enum hfg_level level = recommended(policy, finding);
	bool privileged = context_of(policy, finding) == HFG_CONTEXT_CI_PRIVILEGED;
	return privileged ? level : lesser(level, HFG_LEVEL_WARNING);
}

static enum hfg_level preset_level(const struct policy *policy, const struct hfg_finding *finding)
{
	switch (policy->preset) {
	case PRESET_BASELINE:
		return baseline(policy, finding);
	case PRESET_STRICT:
		return strict(policy, finding);
	case PRESET_RECOMMENDED:
		break;
	}
	return recommended(policy, finding);
}

/* The entry of `rules:` that speaks about this finding today, or NULL. */
static const struct policy_rule *override_of(
	const struct policy *policy, const struct hfg_finding *finding, int64_t today)
{
	uint32_t context = 1u << context_of(policy, finding);
	for (uint32_t i = 0; i < policy->rules_n; i++) {
		const struct policy_rule *entry = &policy->rules[i];
		bool here = entry->contexts == 0 || entry->contexts & context;
		if (entry->rule == finding->rule && entry->has_level && here &&
			policy_in_force(entry->until, today))
			return entry;
	}
	return NULL;
}

enum hfg_level policy_level(
	const struct policy *policy, const struct hfg_finding *finding, int64_t today)
{
	const struct policy_rule *entry = override_of(policy, finding, today);
	enum hfg_level level = entry ? entry->level : preset_level(policy, finding);
	return lesser(level, finding->ceiling);
}

bool policy_trouble_is_unread(const struct hfg_trouble *trouble)
{
	switch (trouble->kind) {
	case HFG_TROUBLE_UNREADABLE:
	case HFG_TROUBLE_LIMIT:
	case HFG_TROUBLE_PARSE:
	case HFG_TROUBLE_LINK:
		return true;
	case HFG_TROUBLE_HIDDEN_TEXT:
	case HFG_TROUBLE_OPAQUE:
		break;
	}
	return false;
}

bool policy_trouble_blocks(
	const struct policy *policy, const struct hfg_trouble *trouble, int64_t today)
{
	if (!trouble->blocks)
		return false;
	struct hfg_finding finding = {.path = trouble->path};
	slice id = policy_trouble_is_unread(trouble) ? S("HFG904") : S("HFG905");
	finding.rule = known_find(policy->known_rules, policy->known_rules_n, id);
	const struct policy_rule *entry =
		finding.rule ? override_of(policy, &finding, today) : NULL;
	return !entry || entry->level != HFG_LEVEL_NONE;
}
