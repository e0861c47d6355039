/*
 * Knows the two spellings that look like a commit and are none to the Hub's
 * clients: fewer than forty digits, and forty digits in upper case.
 */
#include "hfgate/judging.h"

static slice lower(struct hfg_findings *findings, slice text)
{
	char digits[40];
	for (size_t i = 0; i < sizeof digits; i++)
		digits[i] =
			text.p[i] >= 'A' && text.p[i] <= 'F' ? (char)(text.p[i] + 32) : text.p[i];
	return hfg_text(findings, "%.*s", (int)sizeof digits, digits);
}

static void report_upper(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice revision)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		"the commit of " SLICE_FMT
		" has upper-case digits: clients take it for a branch of that name",
		SLICE_ARG(hfg_repo_text(findings, load)));
	slice commit = lower(findings, revision);
	hfg_point(finding, load->revision.at);
	hfg_help(finding, "write it in lower case: " SLICE_FMT,
		SLICE_ARG(pin_with(findings, load, commit)));
	mend_literal(finding, load, &load->revision, true, commit);
	show_origin(finding, load, &load->revision);
	soften_pin(finding, load, project);
}

static void report_short(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice revision)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is loaded at the short hash `" SLICE_FMT
			  "`: a branch or tag may have that name",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(revision));
	hfg_point(finding, load->revision.at);
	hfg_help(finding, "write all 40 digits of the commit in place of \"" SLICE_FMT "\"",
		SLICE_ARG(revision));
	show_origin(finding, load, &load->revision);
	soften_pin(finding, load, project);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || hfg_pinned(load))
		return;
	for (uint32_t i = 0; i < load->revision.n; i++) {
		slice revision = load->revision.texts[i];
		if (is_commit_in_upper_case(revision)) {
			report_upper(load, project, findings, revision);
			return;
		}
		if (load->revision_class == HFG_REVISION_SHORT && !hfg_is_commit(revision)) {
			report_short(load, project, findings, revision);
			return;
		}
	}
}

const struct hfg_rule hfg104_short_revision = {
	.id = "HFG104",
	.name = "short-revision",
	.summary = "The revision has fewer than 40 lower-case hexadecimal digits",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
