/*
 * Knows why each kind of name that can move is no pin, and says it: branches
 * and tags move at the owner's will, pull-request references at anybody's.
 */
#include "hfgate/judging.h"

static const char *why_it_moves(const struct hfg_load *load, slice revision)
{
	if (load->revision_class == HFG_REVISION_PULL_REQUEST)
		return "whoever opened that pull request can push to it";
	if (slice_is(revision, "main"))
		return "`main` moves with every push";
	if (slice_starts(revision, S("refs/convert/")))
		return "a bot rewrites it";
	return "a branch or a tag can be moved to other bytes";
}

static slice moving_text(const struct hfg_value *revision)
{
	for (uint32_t i = 0; i < revision->n; i++)
		if (!hfg_is_commit(revision->texts[i]))
			return revision->texts[i];
	return revision->expression;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	bool moves = load->revision_class == HFG_REVISION_MUTABLE ||
		load->revision_class == HFG_REVISION_PULL_REQUEST;
	if (!judged_on_hub(load) || !moves)
		return;
	slice revision = moving_text(&load->revision);
	if (is_commit_in_upper_case(revision))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is loaded at `" SLICE_FMT "`, which is not a pin: %s",
		SLICE_ARG(hfg_repo_text(findings, load)), SLICE_ARG(revision),
		why_it_moves(load, revision));
	hfg_point(finding, load->revision.at);
	hfg_help(finding, "write the commit in its place: " SLICE_FMT "; " SLICE_FMT,
		SLICE_ARG(pin_text(findings, load)), SLICE_ARG(commit_lookup(findings, load)));
	show_origin(finding, load, &load->revision);
	soften_pin(finding, load, project);
}

const struct hfg_rule hfg102_mutable_revision = {
	.id = "HFG102",
	.name = "mutable-revision",
	.summary = "The revision is a branch, a tag or a pull-request reference: it can move",
	.cwe = "CWE-494",
	.cause = "missing pin",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
