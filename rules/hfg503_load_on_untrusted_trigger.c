/*
 * Knows what outsiders can set off with the rights of the repository, and that
 * checking out what they wrote hands those rights to them.
 */
#include "hfgate/ci.h"
#include "hfgate/judging.h"

static const struct hfg_reach *set_off_by_outsiders(const struct hfg_load *load)
{
	const struct hfg_reach *found = NULL;
	for (uint32_t i = 0; i < load->reached_n; i++) {
		const struct hfg_reach *reach = &load->reached[i];
		if (reach->untrusted && (!found || reach->outside_code))
			found = reach;
	}
	return found;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_reach *reach = set_off_by_outsiders(load);
	if (!reach || !judged_on_hub(load) || (hfg_pinned(load) && !reach->outside_code))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is loaded in the job `" SLICE_FMT "`, which outsiders set off%s",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(reach->job),
		reach->outside_code ? " with code of their own" : "");
	hfg_also(finding, reach->path, reach->line, reach->column, "this job runs it");
	hfg_help(finding, "load under `pull_request` or `push`, where an outsider has no rights");
	soften(finding, load, project);
	if (!reach->outside_code)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg503_load_on_untrusted_trigger = {
	.id = "HFG503",
	.name = "load-on-untrusted-trigger",
	.summary = "Outsiders set off the job that loads, with the rights of the repository",
	.cwe = "CWE-829",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
