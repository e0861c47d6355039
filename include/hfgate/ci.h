/*
 * How a pipeline comes to a load: the job and step that run it, what sets the
 * job off, and what it holds while it runs. Immutable; lives as long as the run.
 */
#ifndef HFGATE_CI_H
#define HFGATE_CI_H

#include "hfgate/slice.h"

/* What the job's own token may do. */
enum hfg_token { HFG_TOKEN_UNSET, HFG_TOKEN_NONE, HFG_TOKEN_READ, HFG_TOKEN_WRITE };

struct hfg_secret {
	slice name;            /* `HF_TOKEN`; `*` = all of them */
	uint32_t line, column; /* where the job names it, 1-based */
};

struct hfg_reach {
	slice path;            /* of the workflow or action */
	uint32_t line, column; /* of the job, 1-based */
	slice job, step;       /* its id (`` in an action), and `step 3` or the step's name */
	uint32_t step_number;  /* from 1 */
	const slice *triggers; /* `push`, `pull_request_target`; none in an action */
	uint32_t triggers_n;
	const struct hfg_secret *secrets; /* of the whole job, its own token not among them */
	uint32_t secrets_n;
	enum hfg_token token;
	slice permissions; /* `contents: write, id-token: write`: those that write; "" = none */
	bool untrusted;    /* outsiders set it off and it runs with the repository's rights */
	bool outside_code; /* and it checks out what the outsider wrote */
	bool self_hosted, container;
	slice way; /* `.github/workflows/ci.yml: job build -> step 3 (Test)` */
};

/* Secrets, or a token that writes, stand beside what the job loads. */
static inline bool hfg_reach_privileged(const struct hfg_reach *reach)
{
	return reach->secrets_n > 0 || reach->token == HFG_TOKEN_WRITE;
}

#endif
