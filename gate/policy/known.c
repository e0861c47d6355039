/* Knows how people call a rule: by its id, in either case, or by its name. */
#include "policy/known.h"
#include "base/distance.h"
#include "policy/policy.h"

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_id(slice word, slice id)
{
	if (word.n != id.n)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (upper(word.p[i]) != id.p[i])
			return false;
	return true;
}

const struct hfg_rule *known_find(const struct hfg_rule *const *rules, uint32_t n, slice word)
{
	for (uint32_t i = 0; i < n; i++)
		if (slice_is(word, rules[i]->name) || is_id(word, slice_of(rules[i]->id)))
			return rules[i];
	return NULL;
}

/* `best` or `candidate`, whichever is nearer to `word`. */
static slice nearer(slice word, slice best, slice candidate)
{
	slice both[] = {best, candidate};
	return best.n ? nearest(word, both, 2) : nearest(word, &candidate, 1);
}

slice known_nearest(const struct hfg_rule *const *rules, uint32_t n, slice word)
{
	slice best = S("");
	for (uint32_t i = 0; i < n; i++) {
		best = nearer(word, best, slice_of(rules[i]->name));
		best = nearer(word, best, slice_of(rules[i]->id));
	}
	return best;
}

const struct hfg_rule *policy_find_rule(slice id_or_name)
{
	return known_find(hfg_rules, hfg_rules_n, id_or_name);
}

slice policy_nearest_rule(slice word)
{
	return known_nearest(hfg_rules, hfg_rules_n, word);
}
