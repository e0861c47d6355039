/*
 * Knows when the absence of a revision is a decision of this call: a name is
 * known, the interface could take a revision, and nothing hands one in unseen.
 */
#include "hfgate/judging.h"

static void report_default_model(const struct hfg_load *load, struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " picks the model itself, and its choice changes with the library",
		SLICE_ARG(load->sink->library));
	hfg_at_most(finding, HFG_LEVEL_NOTE);
	hfg_help(finding, "name it: model=\"ORG/NAME\", revision=\"<40 hex digits>\"");
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || load->revision_class != HFG_REVISION_ABSENT)
		return;
	if (load->opaque_keywords || !load->sink->revision_supported)
		return;
	if (load->repo.state == HFG_ABSENT) {
		if (load->kind == HFG_PIPELINE)
			report_default_model(load, findings);
		return;
	}
	if (load_naming(load, project) == NAMING_OPEN)
		return;
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " is loaded from whatever `main` holds today",
			SLICE_ARG(hfg_repo_text(findings, load)));
	hfg_help(finding, "add " SLICE_FMT ", the commit that was reviewed; " SLICE_FMT,
		SLICE_ARG(pin_text(findings, load)), SLICE_ARG(commit_lookup(findings, load)));
	show_origin(finding, load, &load->repo);
	soften_pin(finding, load, project);
}

const struct hfg_rule hfg101_unpinned_revision = {
	.id = "HFG101",
	.name = "unpinned-revision",
	.summary = "Something is loaded from the Hub without a revision: today's `main` decides",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
