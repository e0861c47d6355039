/*
 * Knows when a name satisfies the policy's allow lists: its owner is an
 * allowed namespace, or the whole name an allowed model. Without allow lists
 * everything is allowed.
 */
#include "hfgate/judging.h"

static bool listed(struct hfg_name_list list, slice text)
{
	for (uint32_t i = 0; i < list.n; i++)
		if (glob_match(list.names[i], text))
			return true;
	return false;
}

static bool allowed(const struct hfg_project *project, slice name)
{
	return listed(project->allow_models, name) ||
		listed(project->allow_namespaces, name_namespace(name));
}

static void judge_name(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice name)
{
	slice redirect = name_redirect(load, project, name);
	slice owner = name_namespace(redirect.n ? redirect : name);
	if (owner.n == 0 || allowed(project, name) || (redirect.n && allowed(project, redirect)))
		return;
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is from " SLICE_FMT ", which the policy does not allow",
		SLICE_ARG(name), SLICE_ARG(owner));
	hfg_point(finding, load->repo.at);
	hfg_help(finding,
		"after a review, add \"" SLICE_FMT "\" to allow.namespaces or \"" SLICE_FMT
		"\" to allow.models in the policy",
		SLICE_ARG(owner), SLICE_ARG(name));
	show_origin(finding, load, &load->repo);
	hfg_group(finding, name);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	bool restricted = project->allow_namespaces.n || project->allow_models.n;
	if (!restricted || !judged_on_hub(load))
		return;
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (name_naming(load, project, load->repo.texts[i]) == NAMING_KNOWN)
			judge_name(load, project, findings, load->repo.texts[i]);
}

const struct hfg_rule hfg204_namespace_not_allowed = {
	.id = "HFG204",
	.name = "namespace-not-allowed",
	.summary = "The repository is not on the policy's allow list",
	.cwe = "CWE-829",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
