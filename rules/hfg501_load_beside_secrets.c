/*
 * Knows that what a load runs can read every secret of its job: GitHub gives a
 * job all secrets that any of its steps names.
 */
#include "hfgate/ci.h"
#include "hfgate/judging.h"

static const struct hfg_reach *beside_secrets(const struct hfg_load *load)
{
	for (uint32_t i = 0; i < load->reached_n; i++)
		if (load->reached[i].secrets_n)
			return &load->reached[i];
	return NULL;
}

static bool may_run_code(const struct hfg_load *load)
{
	return judged_on_hub(load) &&
		(load->asset == HFG_ASSET_CODE || load->asset == HFG_ASSET_WEIGHTS);
}

static slice secret_names(struct hfg_findings *findings, const struct hfg_reach *reach)
{
	const struct hfg_secret *first = &reach->secrets[0];
	if (slice_is(first->name, "*"))
		return S("all secrets of the repository");
	if (reach->secrets_n == 1)
		return hfg_text(findings, "the secret " SLICE_FMT, SLICE_ARG(first->name));
	return hfg_text(findings, "the secret " SLICE_FMT " and %u more", SLICE_ARG(first->name),
		reach->secrets_n - 1);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_reach *reach = beside_secrets(load);
	if (!reach || !may_run_code(load))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " can run code in the job `" SLICE_FMT "`, which holds " SLICE_FMT,
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(reach->job),
		SLICE_ARG(secret_names(findings, reach)));
	hfg_also(finding, reach->path, reach->secrets[0].line, reach->secrets[0].column,
		"the job is handed this secret");
	hfg_help(finding, "load in a job of its own that names no secret, and hand its result on");
	soften(finding, load, project);
	bool fetches_only = load->kind == HFG_SNAPSHOT || load->kind == HFG_FILE;
	if (hfg_pinned(load))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	else if (fetches_only || load_naming(load, project) == NAMING_OPEN)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg501_load_beside_secrets = {
	.id = "HFG501",
	.name = "load-beside-secrets",
	.summary = "A load that can run code stands in a job with secrets",
	.cwe = "CWE-522",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
