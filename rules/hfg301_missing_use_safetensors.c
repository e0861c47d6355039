/*
 * Knows how each family of loaders is told to refuse pickle, and that only
 * loads of weights with such a switch can be asked to use it.
 */
#include "hfgate/judging.h"

static slice edit(const struct hfg_load *load)
{
	slice library = load->sink->library;
	if (load->sink->safe.n)
		return load->sink->safe;
	if (slice_is(library, "vllm") || slice_is(library, "sglang"))
		return S("load_format=\"safetensors\"");
	if (load->kind == HFG_PIPELINE && slice_is(library, "transformers"))
		return S("model_kwargs={\"use_safetensors\": True}");
	return S("use_safetensors=True");
}

static bool falls_back_to_pickle(const struct hfg_load *load)
{
	return load->safetensors == HFG_SAFE_OPEN && load->asset <= HFG_ASSET_WEIGHTS &&
		load->sink->carries_weights && load->sink->safetensors_supported &&
		load->sink->pickle != HFG_PICKLE_NO;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load) || !falls_back_to_pickle(load))
		return;
	slice name = hfg_repo_text(findings, load);
	struct hfg_finding *finding = hfg_found(findings, load,
		"weights of " SLICE_FMT " may be loaded from pickle", SLICE_ARG(name));
	hfg_help(finding, "add " SLICE_FMT "; the load then fails where only pickle is offered",
		SLICE_ARG(edit(load)));
	show_origin(finding, load, &load->repo);
	hfg_group(finding, name);
	soften(finding, load, project);
	if (load_naming(load, project) == NAMING_OPEN || load->opaque_keywords)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

const struct hfg_rule hfg301_missing_use_safetensors = {
	.id = "HFG301",
	.name = "missing-use-safetensors",
	.summary = "Weights are loaded and the silent fallback to pickle is open",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
