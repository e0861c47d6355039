/*
 * Knows when code of a model repository is let in: switched on here, on by
 * default, or left to an option. Loads that always run code are HFG402.
 */
#include "hfgate/judging.h"

static void report_on(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_value *flag = &load->remote_code_value;
	struct hfg_finding *finding =
		hfg_found(findings, load, "Python from " SLICE_FMT " runs in this process",
			SLICE_ARG(hfg_repo_text(findings, load)));
	hfg_point(finding, flag->at);
	hfg_help(finding,
		"remove " SLICE_FMT ", or name the repository under trusted-code after a review",
		SLICE_ARG(flag->expression.n && load->sink->pin.n ? flag->expression
								  : S("trust_remote_code")));
	show_origin(finding, load, flag);
	bool decided_at_entry =
		load_naming(load, project) == NAMING_OPEN && value_at_entry(&load->repo);
	if (code_surely_unpinned(load, project) ||
		(decided_at_entry && revision_floats(load->revision_class)))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	if (load->pass_through)
		hfg_group(finding, load->path);
	if (load->repo.state == HFG_ABSENT)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	if (hfg_pinned(load) || load_naming(load, project) != NAMING_KNOWN || load->pass_through)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

static void report_open(const struct hfg_load *load, struct hfg_findings *findings)
{
	const struct hfg_value *flag = &load->remote_code_value;
	struct hfg_finding *finding = hfg_found(findings, load,
		"whether Python from " SLICE_FMT " runs here is up to `" SLICE_FMT "`, %s",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(flag->expression),
		hfg_why_text(flag->why));
	hfg_point(finding, flag->at);
	hfg_help(finding, "write trust_remote_code=False, or make False the default");
	show_origin(finding, load, flag);
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
	bool on_by_default = has_flag(flag, HFG_V_BOOL_TRUE);
	if (flag->why != HFG_WHY_INPUT || hfg_pinned(load))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
	if (load->pass_through || (!on_by_default && !value_at_entry(flag)))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || code_is_trusted(project, load))
		return;
	if (load->remote_code == HFG_CODE_ON)
		report_on(load, project, findings);
	else if (load->remote_code == HFG_CODE_OPEN && load->remote_code_value.state != HFG_ABSENT)
		report_open(load, findings);
}

const struct hfg_rule hfg401_trust_remote_code = {
	.id = "HFG401",
	.name = "trust-remote-code",
	.summary = "Python that comes with a model is allowed to run",
	.cwe = "CWE-94",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
