/*
 * Knows the two reasons to refuse a repository by name: the policy denies it,
 * or rules/data/malicious.txt records that it was reported to attack its users.
 */
#include "hfgate/judging.h"

enum { LONGEST = 256 }; /* an owner and a name of at most 96 characters each */

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The Hub finds names whatever their case. */
static slice folded(char *room, slice text)
{
	size_t n = text.n < LONGEST ? text.n : LONGEST;
	for (size_t i = 0; i < n; i++)
		room[i] = small(text.p[i]);
	return (slice){room, n};
}

static bool names(slice pattern, slice name)
{
	char left[LONGEST], right[LONGEST];
	return pattern.n <= LONGEST && name.n <= LONGEST &&
		glob_match(folded(left, pattern), folded(right, name));
}

static slice denied(const struct hfg_project *project, slice name)
{
	for (uint32_t i = 0; i < project->deny_models.n; i++)
		if (names(project->deny_models.names[i], name))
			return project->deny_models.names[i];
	return (slice){NULL, 0};
}

static slice reported(const struct hfg_project *project, slice name)
{
	struct hfg_name_list list = project->data(project, "malicious");
	for (uint32_t i = 0; i < list.n; i++)
		if (names(list_field(list.names[i], 0), name))
			return list.names[i];
	return (slice){NULL, 0};
}

static struct hfg_finding *report(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice name)
{
	slice pattern = denied(project, name);
	if (pattern.n) {
		struct hfg_finding *finding = hfg_found(findings, load,
			SLICE_FMT " is denied by the policy (deny.models: " SLICE_FMT ")",
			SLICE_ARG(name), SLICE_ARG(pattern));
		hfg_help(finding, "load another model");
		return finding;
	}
	slice line = reported(project, name);
	if (!line.n)
		return NULL;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " was reported as malicious on " SLICE_FMT ": " SLICE_FMT,
		SLICE_ARG(name), SLICE_ARG(list_field(line, 1)), SLICE_ARG(list_field(line, 2)));
	hfg_help(finding,
		"remove this load, treat machines that ran it as compromised, and read " SLICE_FMT,
		SLICE_ARG(list_field(line, 3)));
	return finding;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load))
		return;
	for (uint32_t i = 0; i < load->repo.n; i++) {
		slice name = load->repo.texts[i];
		struct hfg_finding *finding =
			name_is_path(name) ? NULL : report(load, project, findings, name);
		if (!finding)
			continue;
		hfg_point(finding, load->repo.at);
		show_origin(finding, load, &load->repo);
		hfg_group(finding, name);
	}
}

const struct hfg_rule hfg205_denied_model = {
	.id = "HFG205",
	.name = "denied-model",
	.summary = "The repository is denied by the policy or was reported as malicious",
	.cwe = "CWE-506",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "9.5",
	.any_asset = true,
	.load = judge,
};
