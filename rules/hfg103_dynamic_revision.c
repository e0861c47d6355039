/*
 * Knows which open revisions deserve a word: one that an option, a variable or
 * a file decides is worth a warning, one that callers hand in is only counted.
 */
#include "hfgate/judging.h"

static void report_hidden(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (load_naming(load, project) != NAMING_KNOWN)
		return;
	const char *unseen = load->sink->pin.n ? "the variable with options" : "the `**` argument";
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " is pinned only if %s holds a revision",
			SLICE_ARG(hfg_repo_text(findings, load)), unseen);
	hfg_at_most(finding, HFG_LEVEL_NOTE);
	hfg_confidence(finding, HFG_CONFIDENCE_LOW);
	hfg_help(finding, "write " SLICE_FMT " beside %s", SLICE_ARG(pin_text(findings, load)),
		unseen);
}

static void report_open(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_value *revision = &load->revision;
	struct hfg_finding *finding =
		hfg_found(findings, load, "the revision of " SLICE_FMT " is `" SLICE_FMT "`, %s",
			SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(revision->expression),
			hfg_why_text(revision->why));
	hfg_point(finding, revision->at);
	hfg_help(finding,
		"take it from a table of the source that maps the name to 40 hex digits, or "
		"write " SLICE_FMT,
		SLICE_ARG(pin_text(findings, load)));
	show_origin(finding, load, revision);
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
	soften_pin(finding, load, project);
	if (!value_at_entry(revision))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || !load->sink->revision_supported)
		return;
	bool unseen = load->revision.state == HFG_ABSENT;
	if (unseen && (load->opaque_keywords || load->revision_class == HFG_REVISION_OPEN))
		report_hidden(load, project, findings);
	else if (load->revision_class == HFG_REVISION_OPEN && !unseen &&
		!has_flag(&load->revision, HFG_V_PINNED_MAP))
		report_open(load, project, findings);
}

const struct hfg_rule hfg103_dynamic_revision = {
	.id = "HFG103",
	.name = "dynamic-revision",
	.summary = "The revision cannot be known: something outside this call decides it",
	.cwe = "CWE-494",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
