/*
 * Knows every repository that one place of the project pins, and finds the
 * other places: forgotten ones, and ones pinned to different bytes.
 */
#include "hfgate/judging.h"

#include <stdlib.h>

static bool takes_part(const struct hfg_load *load)
{
	if (!judged_on_hub(load) || load->pass_through || load->opaque_keywords)
		return false;
	slice name = hfg_one(&load->repo);
	return name_has_owner(name) && slice_find(name, '*') == name.n;
}

/* By repository, then in report order. Data sets and Spaces may have the name of a model. */
static int by_repository(const void *left, const void *right)
{
	const struct hfg_load *a = *(const struct hfg_load *const *)left;
	const struct hfg_load *b = *(const struct hfg_load *const *)right;
	int order = slice_cmp(a->repo_type, b->repo_type);
	if (!order)
		order = slice_cmp(hfg_one(&a->repo), hfg_one(&b->repo));
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static bool same_repository(const struct hfg_load *a, const struct hfg_load *b)
{
	return slice_eq(a->repo_type, b->repo_type) &&
		slice_eq(hfg_one(&a->repo), hfg_one(&b->repo));
}

static bool pinned_here(const struct hfg_load *load)
{
	return load->revision_class == HFG_REVISION_COMMIT &&
		hfg_is_commit(hfg_one(&load->revision));
}

static void report(
	const struct hfg_load *load, const struct hfg_load *pinned, struct hfg_findings *findings)
{
	slice name = hfg_one(&load->repo), commit = hfg_one(&pinned->revision);
	struct hfg_finding *finding = pinned_here(load)
		? hfg_found(findings, load, SLICE_FMT " is pinned to two different commits",
			  SLICE_ARG(name))
		: hfg_found(findings, load,
			  SLICE_FMT " floats here although it is pinned elsewhere",
			  SLICE_ARG(name));
	hfg_also(finding, pinned->path, pinned->line, pinned->column, "pinned here to " SLICE_FMT,
		SLICE_ARG(commit));
	hfg_help(finding, "write " SLICE_FMT " here too",
		SLICE_ARG(pin_with(findings, load, commit)));
	hfg_group(finding, name);
}

static bool differs(const struct hfg_load *load, const struct hfg_load *pinned)
{
	if (pinned_here(load))
		return !slice_eq(hfg_one(&load->revision), hfg_one(&pinned->revision));
	return revision_floats(load->revision_class) && load->sink->revision_supported;
}

/* All loads of one repository; the first pin is the one the others are held against. */
static void judge_repository(
	const struct hfg_load *const *loads, uint32_t n, struct hfg_findings *findings)
{
	const struct hfg_load *pinned = NULL;
	for (uint32_t i = 0; i < n && !pinned; i++)
		pinned = pinned_here(loads[i]) ? loads[i] : NULL;
	for (uint32_t i = 0; i < n && pinned; i++)
		if (differs(loads[i], pinned))
			report(loads[i], pinned, findings);
}

static void judge(const struct hfg_project *project, struct hfg_findings *findings)
{
	const struct hfg_load **loads =
		hfg_memory(findings, project->loads_n, sizeof(struct hfg_load *));
	uint32_t n = 0;
	for (uint32_t i = 0; i < project->loads_n; i++)
		if (takes_part(project->loads[i]))
			loads[n++] = project->loads[i];
	qsort(loads, n, sizeof *loads, by_repository);
	for (uint32_t from = 0, to = 0; from < n; from = to) {
		while (to < n && same_repository(loads[from], loads[to]))
			to++;
		judge_repository(loads + from, to - from, findings);
	}
}

const struct hfg_rule hfg109_inconsistent_pin = {
	.id = "HFG109",
	.name = "inconsistent-pin",
	.summary =
		"One repository is pinned in one place of the project and not, or differently, in "
		"another",
	.cwe = "CWE-494",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.project = judge,
};
