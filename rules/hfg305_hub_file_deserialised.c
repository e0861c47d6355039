/*
 * Knows that the danger of a download is in its consumer: a path that came
 * from the Hub and goes into a loader that executes what it reads.
 */
#include "hfgate/judging.h"

static const struct hfg_load *download_of(
	const struct hfg_load *load, const struct hfg_project *project)
{
	if (load->download == 0 || load->download > project->loads_n)
		return NULL;
	const struct hfg_load *download = project->loads[load->download - 1];
	return download->number == load->download ? download : NULL;
}

/* `weights_only=True`, written or the default of the declared versions. */
static bool restricted(const struct hfg_load *load)
{
	const struct hfg_value *value = &load->weights_only;
	if (!load->sink->weights_only_supported)
		return load->versions_make_safe;
	if (value->state == HFG_ABSENT)
		return load->versions_make_safe;
	return has_flag(value, HFG_V_BOOL_TRUE) && !has_flag(value, HFG_V_BOOL_FALSE);
}

static void help(struct hfg_finding *finding, const struct hfg_load *load)
{
	if (load->sink->weights_only_supported)
		hfg_help(finding,
			"add weights_only=True, or download the .safetensors file and use "
			"safetensors.torch.load_file");
	else
		hfg_help(finding,
			"download a file without code (.safetensors, .json, .onnx) and read "
			"it with its own loader");
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged(load) || load->kind != HFG_DESERIALISE || !load->from_hub)
		return;
	if (load->sink->pickle == HFG_PICKLE_NO || restricted(load))
		return;
	const struct hfg_load *download = download_of(load, project);
	slice name = download ? hfg_repo_text(findings, download) : S("the Hub");
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " executes what was downloaded from " SLICE_FMT,
			SLICE_ARG(load->callee), SLICE_ARG(name));
	if (download)
		hfg_also(finding, download->path, download->line, download->column,
			"downloaded here by " SLICE_FMT, SLICE_ARG(download->callee));
	help(finding, load);
	hfg_group(finding,
		hfg_text(findings, SLICE_FMT " " SLICE_FMT, SLICE_ARG(load->callee),
			SLICE_ARG(name)));
	if (load->opaque_keywords)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
}

const struct hfg_rule hfg305_hub_file_deserialised = {
	.id = "HFG305",
	.name = "hub-file-deserialised",
	.summary = "A file from the Hub goes into a loader that executes what it reads",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "9.5",
	.any_asset = true,
	.load = judge,
};
