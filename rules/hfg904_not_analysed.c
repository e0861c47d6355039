/*
 * Knows that what was not read was not judged: it must show, and where a load
 * could hide in it, it must not pass.
 */
#include "hfgate/judging.h"

static const char *what_to_do(enum hfg_trouble_kind kind)
{
	switch (kind) {
	case HFG_TROUBLE_PARSE:
		return "mend the syntax, or take the file out of the tree";
	case HFG_TROUBLE_LIMIT:
		return "split the file, or raise the limit in the policy under limits";
	case HFG_TROUBLE_LINK:
		return "replace the link by the file it means";
	default:
		return "make the file readable as UTF-8 text, or take it out of the tree";
	}
}

static bool about_this(enum hfg_trouble_kind kind)
{
	return kind == HFG_TROUBLE_UNREADABLE || kind == HFG_TROUBLE_LIMIT ||
		kind == HFG_TROUBLE_PARSE || kind == HFG_TROUBLE_LINK;
}

static void judge(const struct hfg_trouble *trouble, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	if (!about_this(trouble->kind))
		return;
	struct hfg_finding *finding = hfg_found_at(findings, trouble->source, trouble->path,
		trouble->at, SLICE_FMT " was not analysed: " SLICE_FMT, SLICE_ARG(trouble->path),
		SLICE_ARG(trouble->reason));
	hfg_help(finding, "%s", what_to_do(trouble->kind));
	hfg_group(finding, trouble->path);
	if (!trouble->blocks)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

const struct hfg_rule hfg904_not_analysed = {
	.id = "HFG904",
	.name = "not-analysed",
	.summary = "A file that had to be read was not: there is no verdict without it",
	.cwe = "CWE-693",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "5.5",
	.any_asset = true,
	.trouble = judge,
};
