/*
 * Knows the interfaces whose very purpose is to run code from elsewhere, on
 * the Hub or on GitHub, and that a reviewed commit makes that a choice.
 */
#include "hfgate/judging.h"

static bool always_runs_code(const struct hfg_load *load)
{
	return judged(load) && !load->local && load->kind != HFG_DESERIALISE &&
		load->sink->hub != HFG_HUB_OTHER && load->remote_code == HFG_CODE_ALWAYS;
}

static void help(
	struct hfg_finding *finding, const struct hfg_load *load, struct hfg_findings *findings)
{
	if (load->sink->hub == HFG_HUB_GITHUB)
		hfg_help(finding,
			"write \"OWNER/REPO:<40 hex digits>\" after reading hubconf.py there");
	else if (load->sink->revision_supported)
		hfg_help(finding, "read the code, then pin it: " SLICE_FMT,
			SLICE_ARG(pin_text(findings, load)));
	else
		hfg_help(finding, SLICE_FMT, SLICE_ARG(way_out(findings, load)));
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!always_runs_code(load) || code_is_trusted(project, load))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " runs code from %s" SLICE_FMT, SLICE_ARG(load->callee),
		load->sink->hub == HFG_HUB_GITHUB ? "github.com/" : "",
		SLICE_ARG(hfg_repo_text(findings, load)));
	help(finding, load, findings);
	show_origin(finding, load, &load->repo);
	if (load->repo.state == HFG_ABSENT || load->repo.state == HFG_OPEN)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
	if (load->pass_through || hfg_pinned(load) || code_surely_unpinned(load, project))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

const struct hfg_rule hfg402_code_loading_api = {
	.id = "HFG402",
	.name = "code-loading-api",
	.summary = "The call exists to run code from another repository",
	.cwe = "CWE-829",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
