/*
 * Knows that a name whose owner left can be registered again by anybody, and
 * which names those are: rules/data/retired.txt, with what became of each.
 */
#include "hfgate/judging.h"

/* The entry with the longest glob: one for a repository wins over one for its owner. */
static slice find_retired(const struct hfg_project *project, slice name)
{
	struct hfg_name_list list = project->data(project, "retired");
	slice best = {NULL, 0};
	for (uint32_t i = 0; i < list.n; i++) {
		slice glob = list_field(list.names[i], 0);
		if (glob.n > list_field(best, 0).n && glob_match(glob, name))
			best = list.names[i];
	}
	return best;
}

static void help(struct hfg_finding *finding, slice name, slice replacement)
{
	size_t star = slice_find(replacement, '*');
	if (replacement.n == 0)
		hfg_help(finding, "use a copy whose owner you have checked, pinned to a commit");
	else if (star == replacement.n)
		hfg_help(finding, "write \"" SLICE_FMT "\", pinned to a commit",
			SLICE_ARG(replacement));
	else
		hfg_help(finding, "write \"" SLICE_FMT SLICE_FMT "\", pinned to a commit",
			SLICE_ARG(slice_cut(replacement, 0, star)),
			SLICE_ARG(slice_after(name, slice_find(name, '/') + 1)));
}

static void report(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice name, slice line)
{
	struct hfg_finding *finding = hfg_found(findings, load, SLICE_FMT " " SLICE_FMT,
		SLICE_ARG(name), SLICE_ARG(list_field(line, 1)));
	hfg_point(finding, load->repo.at);
	help(finding, name, list_field(line, 2));
	show_origin(finding, load, &load->repo);
	soften(finding, load, project);
	if (!slice_is(list_field(line, 3), "deleted") || hfg_pinned(load))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
	hfg_group(finding, name);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load))
		return;
	for (uint32_t i = 0; i < load->repo.n; i++) {
		slice name = load->repo.texts[i];
		slice line = name_has_owner(name) ? find_retired(project, name) : (slice){NULL, 0};
		if (line.n)
			report(load, project, findings, name, line);
	}
}

const struct hfg_rule hfg207_retired_namespace = {
	.id = "HFG207",
	.name = "retired-namespace",
	.summary = "The owner of this name is gone or renamed: whoever registers it next is loaded",
	.cwe = "CWE-610",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
