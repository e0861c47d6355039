/*
 * Knows that an interface without a revision argument can only be pinned from
 * outside: fetch the commit first, then load the directory.
 */
#include "hfgate/judging.h"

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || load->sink->revision_supported || hfg_pinned(load))
		return;
	if (load_naming(load, project) != NAMING_KNOWN)
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " comes from whatever `main` holds today: " SLICE_FMT
			  " takes no revision",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(load->callee));
	hfg_help(finding, SLICE_FMT, SLICE_ARG(way_out(findings, load)));
	show_origin(finding, load, &load->repo);
	soften_pin(finding, load, project);
}

const struct hfg_rule hfg112_unpinnable_load = {
	.id = "HFG112",
	.name = "unpinnable-load",
	.summary = "This interface has no revision option: it always loads today's `main`",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
