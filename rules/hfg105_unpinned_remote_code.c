/*
 * Knows what it takes to pin code that comes with a model: the commit of the
 * load pins code of the same repository, `code_revision` pins code that the
 * configuration takes from another one.
 */
#include "hfgate/judging.h"

static slice code_of(struct hfg_findings *findings, const struct hfg_load *load)
{
	if (load->repo.n)
		return hfg_repo_text(findings, load);
	return hfg_text(findings, "`" SLICE_FMT "`", SLICE_ARG(load->repo.expression));
}

static void cap(
	struct hfg_finding *finding, const struct hfg_load *load, const struct hfg_project *project)
{
	soften(finding, load, project);
	if (is_library_metric(load))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
	if (load_naming(load, project) == NAMING_OPEN)
		hfg_at_most(
			finding, value_at_entry(&load->repo) ? HFG_LEVEL_WARNING : HFG_LEVEL_NOTE);
}

static void help_pin(
	struct hfg_finding *finding, const struct hfg_load *load, struct hfg_findings *findings)
{
	if (!load->sink->revision_supported)
		hfg_help(finding, SLICE_FMT, SLICE_ARG(way_out(findings, load)));
	else if (load->code_revision_class == HFG_REVISION_NOT_APPLICABLE)
		hfg_help(finding, "pin the commit that was reviewed: " SLICE_FMT "; " SLICE_FMT,
			SLICE_ARG(pin_text(findings, load)),
			SLICE_ARG(commit_lookup(findings, load)));
	else
		hfg_help(finding,
			"pin the commit that was reviewed: " SLICE_FMT
			", %s<40 hex digits>%s; " SLICE_FMT,
			SLICE_ARG(pin_text(findings, load)),
			load->sink->pin.n ? "--code-revision " : "code_revision=\"",
			load->sink->pin.n ? "" : "\"", SLICE_ARG(commit_lookup(findings, load)));
}

static void report_floating(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	slice at = load->revision.n ? load->revision.texts[0] : S("main");
	struct hfg_finding *finding = hfg_found(findings, load,
		"remote code of " SLICE_FMT " runs from whatever `" SLICE_FMT "` holds today",
		SLICE_ARG(code_of(findings, load)), SLICE_ARG(at));
	help_pin(finding, load, findings);
	show_origin(finding, load, &load->repo);
	cap(finding, load, project);
}

/* The revision may come through an unknown `**` argument. */
static void report_hidden(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		"remote code of " SLICE_FMT " is pinned only if the `**` argument holds a revision",
		SLICE_ARG(code_of(findings, load)));
	help_pin(finding, load, findings);
	cap(finding, load, project);
	hfg_at_most(finding, HFG_LEVEL_NOTE);
	hfg_confidence(finding, HFG_CONFIDENCE_LOW);
}

static void report_open(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		"remote code of " SLICE_FMT
		" runs from a revision that cannot be known: `" SLICE_FMT "`, %s",
		SLICE_ARG(code_of(findings, load)), SLICE_ARG(load->revision.expression),
		hfg_why_text(load->revision.why));
	help_pin(finding, load, findings);
	show_origin(finding, load, &load->revision);
	cap(finding, load, project);
	hfg_at_most(finding, value_at_entry(&load->revision) ? HFG_LEVEL_WARNING : HFG_LEVEL_NOTE);
}

/* The load is pinned; is the code, wherever it comes from? */
static void judge_code_revision(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (load->revision_class == HFG_REVISION_LOCKED)
		return;
	if (load->code_revision_class == HFG_REVISION_ABSENT) {
		struct hfg_finding *finding = hfg_found(findings, load,
			SLICE_FMT
			" is pinned, but code its configuration takes from another repository "
			"would come from `main`",
			SLICE_ARG(code_of(findings, load)));
		hfg_help(finding,
			"add code_revision with the same 40 digits: foreign code then fails");
		hfg_at_most(finding, HFG_LEVEL_NOTE);
		hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
		return;
	}
	if (!revision_floats(load->code_revision_class))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is pinned, but its code runs from code_revision `" SLICE_FMT
			  "`, which can move",
		SLICE_ARG(code_of(findings, load)), SLICE_ARG(load->code_revision.expression));
	hfg_point(finding, load->code_revision.at);
	hfg_help(finding, "write a commit: code_revision=\"<40 hex digits>\"");
	cap(finding, load, project);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!runs_hub_code(load) || load->repo.state == HFG_ABSENT)
		return;
	if (slice_starts(load->sink->id, S("install.")))
		return; /* HFG403 says it in its own words */
	if (hfg_pinned(load))
		judge_code_revision(load, project, findings);
	else if (load->revision.state == HFG_ABSENT && load->opaque_keywords)
		report_hidden(load, project, findings);
	else if (load->revision_class != HFG_REVISION_OPEN)
		report_floating(load, project, findings);
	else if (!has_flag(&load->revision, HFG_V_PINNED_MAP))
		report_open(load, project, findings);
}

const struct hfg_rule hfg105_unpinned_remote_code = {
	.id = "HFG105",
	.name = "unpinned-remote-code",
	.summary = "Python from the Hub is executed, and no commit says which",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "9.5",
	.any_asset = true,
	.load = judge,
};
