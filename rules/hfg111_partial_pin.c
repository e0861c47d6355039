/*
 * Knows that some interfaces fetch more than the repository they are given,
 * and that the revision does not reach the rest; the catalogue says which.
 */
#include "hfgate/judging.h"

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || !hfg_pinned(load) || load->sink->pin_leak.n == 0)
		return;
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " is pinned, but not all it loads: " SLICE_FMT,
			SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(load->sink->pin_leak));
	hfg_help(finding, SLICE_FMT, SLICE_ARG(way_out(findings, load)));
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
	soften(finding, load, project);
}

const struct hfg_rule hfg111_partial_pin = {
	.id = "HFG111",
	.name = "partial-pin",
	.summary = "The call is pinned, but part of what it loads is still fetched at `main`",
	.cwe = "CWE-494",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
