/*
 * Knows the old names without an owner and where the Hub serves them from
 * today. A bare word that is not on the list may be a directory: silence.
 */
#include "hfgate/judging.h"

static void report(
	const struct hfg_load *load, struct hfg_findings *findings, slice name, slice redirect)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " is an old name without owner; the Hub redirects it to " SLICE_FMT,
		SLICE_ARG(name), SLICE_ARG(redirect));
	hfg_point(finding, load->repo.at);
	hfg_help(finding, "write \"" SLICE_FMT "\"", SLICE_ARG(redirect));
	mend_literal(finding, load, &load->repo, true, redirect);
	show_origin(finding, load, &load->repo);
	if (load->pass_through)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	hfg_group(finding, name);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load))
		return;
	for (uint32_t i = 0; i < load->repo.n; i++) {
		slice name = load->repo.texts[i];
		slice redirect = name_redirect(load, project, name);
		if (name_is_bare(name) && redirect.n)
			report(load, findings, name, redirect);
	}
}

const struct hfg_rule hfg206_bare_model_name = {
	.id = "HFG206",
	.name = "bare-model-name",
	.summary = "An old name without owner, which the Hub serves by redirect",
	.cwe = "CWE-610",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "2.0",
	.load = judge,
};
