/* Looking rules up by what people call them. Private to policy/. */
#ifndef POLICY_KNOWN_H
#define POLICY_KNOWN_H

#include "hfgate/rule.h"

/* By id (`HFG101`, `hfg101`) or name; NULL when there is none. */
const struct hfg_rule *known_find(const struct hfg_rule *const *rules, uint32_t n, slice word);
/* The id or name nearest to `word`, "" when none is near. */
slice known_nearest(const struct hfg_rule *const *rules, uint32_t n, slice word);

#endif
