/*
 * Knows whose decision an open name is: somebody outside, somebody at an entry
 * point, or merely the caller of a function, and which option names mean a
 * directory that this program wrote itself.
 */
#include "hfgate/judging.h"

static bool hides_owner(const struct hfg_value *repo)
{
	if (repo->state == HFG_OPEN)
		return true;
	return repo->state == HFG_SHAPED && repo->texts[0].n && !name_is_path(repo->texts[0]);
}

/* `args.output_dir`: where results went, not a name on the Hub. */
static bool reads_like_directory(slice expression)
{
	static const char *const endings[] = {"dir", "directory", "folder", "output", "checkpoint"};
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (slice_ends(expression, slice_of(endings[i])))
			return true;
	return false;
}

static enum hfg_level most(const struct hfg_value *repo)
{
	if (repo->state == HFG_SHAPED && name_has_owner(repo->texts[0]))
		return HFG_LEVEL_NOTE;
	if (reads_like_directory(repo->expression))
		return HFG_LEVEL_NOTE;
	if (repo->why == HFG_WHY_INPUT)
		return HFG_LEVEL_ERROR;
	return value_at_entry(repo) ? HFG_LEVEL_WARNING : HFG_LEVEL_NOTE;
}

static struct hfg_finding *report(const struct hfg_load *load, struct hfg_findings *findings)
{
	const struct hfg_value *repo = &load->repo;
	if (repo->state == HFG_SHAPED)
		return hfg_found(findings, load,
			"which of " SLICE_FMT " is loaded cannot be known: %s decides the `*`",
			SLICE_ARG(repo->texts[0]), hfg_why_text(repo->why));
	return hfg_found(findings, load, "what `" SLICE_FMT "` names cannot be known: %s",
		SLICE_ARG(repo->expression), hfg_why_text(repo->why));
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	const struct hfg_value *repo = &load->repo;
	(void)project;
	if (!judged_on_hub(load) || hfg_pinned(load) || !hides_owner(repo))
		return;
	if (has_flag(repo, HFG_V_OBJECT) || has_flag(repo, HFG_V_LOCAL))
		return;
	struct hfg_finding *finding = report(load, findings);
	hfg_point(finding, repo->at);
	hfg_help(finding,
		"look it up in a table of the source: MODELS[key] gives the name and the commit");
	show_origin(finding, load, repo);
	hfg_at_most(finding, load->pass_through ? HFG_LEVEL_NOTE : most(repo));
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
}

const struct hfg_rule hfg201_dynamic_model_name = {
	.id = "HFG201",
	.name = "dynamic-model-name",
	.summary = "The name of what is loaded cannot be known from the source",
	.cwe = "CWE-829",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "5.5",
	.load = judge,
};
