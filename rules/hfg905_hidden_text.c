/*
 * Knows the two ways text says something else than reviewers see: characters
 * that hide or reorder it, and encodings that no reader looks through.
 */
#include "hfgate/judging.h"

static void judge(const struct hfg_trouble *trouble, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	bool hidden = trouble->kind == HFG_TROUBLE_HIDDEN_TEXT;
	if (!hidden && trouble->kind != HFG_TROUBLE_OPAQUE)
		return;
	struct hfg_finding *finding = hfg_found_at(findings, trouble->source, trouble->path,
		trouble->at, SLICE_FMT " %s: " SLICE_FMT, SLICE_ARG(trouble->path),
		hidden ? "does not read as it runs" : "hides text from every reader",
		SLICE_ARG(trouble->reason));
	hfg_help(finding,
		hidden ? "write the character as an escape (\\uXXXX), or remove it"
		       : "write the text in plain source, encoded in UTF-8");
	hfg_group(finding, trouble->path);
	if (!trouble->blocks)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg905_hidden_text = {
	.id = "HFG905",
	.name = "hidden-text",
	.summary = "Text that reviewers cannot see as it is: hidden, reordered or encoded",
	.cwe = "CWE-1007",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "5.5",
	.any_asset = true,
	.trouble = judge,
};
