/*
 * Knows which jobs carry a token that writes: those that say so, and those
 * that say nothing and are not set off by pull requests alone.
 */
#include "hfgate/ci.h"
#include "hfgate/judging.h"

/* A pull request from a fork has a token that only reads. */
static bool only_pull_requests(const struct hfg_reach *reach)
{
	for (uint32_t i = 0; i < reach->triggers_n; i++)
		if (!slice_is(reach->triggers[i], "pull_request"))
			return false;
	return true;
}

static bool writes(const struct hfg_reach *reach)
{
	return reach->token == HFG_TOKEN_WRITE ||
		(reach->token == HFG_TOKEN_UNSET && !only_pull_requests(reach));
}

static const struct hfg_reach *with_write_token(const struct hfg_load *load)
{
	for (uint32_t i = 0; i < load->reached_n; i++)
		if (writes(&load->reached[i]))
			return &load->reached[i];
	return NULL;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_reach *reach = with_write_token(load);
	bool code = load->asset == HFG_ASSET_CODE || load->asset == HFG_ASSET_WEIGHTS;
	if (!reach || !code || !judged_on_hub(load))
		return;
	bool declared = reach->token == HFG_TOKEN_WRITE;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " can run code in the job `" SLICE_FMT "`, whose token %s" SLICE_FMT,
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(reach->job),
		declared ? "has " : "may write: no permissions are set",
		SLICE_ARG(declared ? reach->permissions : S("")));
	hfg_also(finding, reach->path, reach->line, reach->column, "this job runs it");
	hfg_help(finding, "write `permissions: {contents: read}` at this job");
	soften(finding, load, project);
	bool fetches_only = load->kind == HFG_SNAPSHOT || load->kind == HFG_FILE;
	if (hfg_pinned(load))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	else if (!declared || fetches_only || load_naming(load, project) == NAMING_OPEN)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg502_load_with_write_token = {
	.id = "HFG502",
	.name = "load-with-write-token",
	.summary = "A load that can run code stands beside a token that writes",
	.cwe = "CWE-250",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
