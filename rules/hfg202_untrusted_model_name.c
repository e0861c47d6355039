/*
 * Knows that in a pipeline some texts are written by whoever opens a pull
 * request or an issue, and others by whoever may start the workflow by hand.
 */
#include "hfgate/judging.h"

/* Not only the default or a list of choices: what is typed is taken. */
static bool is_typed(const struct hfg_value *value)
{
	bool open = value->state == HFG_OPEN || value->state == HFG_SHAPED;
	return value->why == HFG_WHY_INPUT && (open || has_flag(value, HFG_V_REST));
}

/* Starting a workflow by hand, or calling it, takes write access. */
static bool needs_write_access(slice expression)
{
	return slice_starts(expression, S("inputs.")) ||
		slice_starts(expression, S("github.event.inputs."));
}

static void report(const struct hfg_load *load, const struct hfg_value *value, const char *what,
	struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		"whoever writes `" SLICE_FMT "` decides %s " SLICE_FMT " loads",
		SLICE_ARG(value->expression), what, SLICE_ARG(load->callee));
	hfg_help(
		finding, "write the name and its commit here, or let a list of known names decide");
	if (value->at.to > value->at.from)
		hfg_point(finding, value->at);
	show_origin(finding, load, value);
	if (needs_write_access(value->expression))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	if (!judged_on_hub(load) || !load->reached_n)
		return;
	if (is_typed(&load->repo))
		report(load, &load->repo, "which repository", findings);
	else if (is_typed(&load->revision))
		report(load, &load->revision, "which revision", findings);
}

const struct hfg_rule hfg202_untrusted_model_name = {
	.id = "HFG202",
	.name = "untrusted-model-name",
	.summary = "An outsider's text decides what a pipeline loads",
	.cwe = "CWE-20",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
