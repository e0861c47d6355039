/*
 * Knows that a package installed from a model repository bypasses the
 * registry: no hash, no version, and its set-up code runs at once.
 */
#include "hfgate/judging.h"

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	bool install = load->kind == HFG_CODE && slice_starts(load->sink->id, S("install."));
	if (!judged_on_hub(load) || !install)
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		"a package is installed from " SLICE_FMT " on the Hub, and its code runs at once",
		SLICE_ARG(hfg_repo_text(findings, load)));
	hfg_help(finding,
		"install from a package registry, or name the commit in the URL "
		"(/resolve/<40 hex digits>/) and pass --require-hashes");
	show_origin(finding, load, &load->repo);
	soften(finding, load, project);
	if (hfg_pinned(load))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg403_hub_package_install = {
	.id = "HFG403",
	.name = "hub-package-install",
	.summary = "pip, npm or a wheel installs a package straight from the Hub",
	.cwe = "CWE-829",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
