/*
 * Knows that a load which refuses safetensors asks for pickle.
 */
#include "hfgate/judging.h"

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || load->safetensors != HFG_SAFE_DISABLED)
		return;
	const struct hfg_value *value = &load->safetensors_value;
	slice name = hfg_repo_text(findings, load);
	struct hfg_finding *finding = hfg_found(findings, load,
		"safetensors is switched off for " SLICE_FMT
		": its pickle weights are executed while they load",
		SLICE_ARG(name));
	hfg_point(finding, value->at);
	hfg_help(finding, "in place of `" SLICE_FMT "` ask for safetensors: " SLICE_FMT,
		SLICE_ARG(value->expression),
		SLICE_ARG(load->sink->safe.n ? load->sink->safe : S("use_safetensors=True")));
	show_origin(finding, load, value);
	hfg_group(finding, name);
	if (load_naming(load, project) != NAMING_KNOWN || has_flag(value, HFG_V_REST))
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg302_safetensors_disabled = {
	.id = "HFG302",
	.name = "safetensors-disabled",
	.summary = "The load refuses safetensors and takes the pickle file instead",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.load = judge,
};
