/* Which repositories may run their code, by the policy's `trusted-code`. */
#ifndef RULES_TRUSTED_H
#define RULES_TRUSTED_H

#include "base/pattern.h"
#include "hfgate/rule.h"

static inline bool code_name_is_trusted(const struct hfg_project *project, slice name)
{
	for (uint32_t i = 0; i < project->trusted_code.n; i++)
		if (glob_match(project->trusted_code.names[i], name))
			return true;
	return false;
}

/* Every repository the load may mean is trusted, and there is one. */
static inline bool code_is_trusted(const struct hfg_project *project, const struct hfg_load *load)
{
	if (load->repo.n == 0 || load->repo.state == HFG_OPEN)
		return false;
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (!code_name_is_trusted(project, load->repo.texts[i]))
			return false;
	return (load->repo.flags & HFG_V_REST) == 0;
}

#endif
