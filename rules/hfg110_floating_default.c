/*
 * Knows that a revision nobody gives is decided by its default, and that a
 * default of None or a branch pins nothing.
 */
#include "hfgate/judging.h"

static slice default_text(const struct hfg_value *revision)
{
	for (uint32_t i = 0; i < revision->n; i++)
		if (!hfg_is_commit(revision->texts[i]))
			return revision->texts[i];
	return S("None");
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || load->revision_class != HFG_REVISION_FLOATING_DEFAULT)
		return;
	const struct hfg_value *revision = &load->revision;
	slice chosen = default_text(revision);
	if (is_commit_in_upper_case(chosen))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " floats unless somebody sets `" SLICE_FMT
			  "`: its default is %s" SLICE_FMT "%s",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(revision->expression),
		slice_is(chosen, "None") ? "" : "\"", SLICE_ARG(chosen),
		slice_is(chosen, "None") ? "" : "\"");
	hfg_point(finding, revision->at);
	hfg_help(finding, "make the default a commit of 40 hex digits; " SLICE_FMT,
		SLICE_ARG(commit_lookup(findings, load)));
	show_origin(finding, load, revision);
	soften_pin(finding, load, project);
}

const struct hfg_rule hfg110_floating_default = {
	.id = "HFG110",
	.name = "floating-default",
	.summary = "The revision is an option or parameter whose default is None or a branch",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
