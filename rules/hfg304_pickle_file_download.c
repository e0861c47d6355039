/*
 * Knows file names: which endings are pickle, which may hold code or pickle,
 * and which `.bin` files are neither.
 */
#include "hfgate/judging.h"

enum risk { RISK_NONE, RISK_MAYBE, RISK_PICKLE };

struct ending {
	slice text;
	enum risk risk;
};

/* Data formats that unpickle, or that run code or unpickle on request. */
static const struct ending endings[] = {
	{{".pt", 3}, RISK_PICKLE},
	{{".pth", 4}, RISK_PICKLE},
	{{".ckpt", 5}, RISK_PICKLE},
	{{".pkl", 4}, RISK_PICKLE},
	{{".pickle", 7}, RISK_PICKLE},
	{{".joblib", 7}, RISK_PICKLE},
	{{".dill", 5}, RISK_PICKLE},
	{{".cloudpickle", 12}, RISK_PICKLE},
	{{".pkl.gz", 7}, RISK_PICKLE},
	{{".pdparams", 9}, RISK_PICKLE},
	{{".nemo", 5}, RISK_PICKLE},
	{{".t7", 3}, RISK_MAYBE},
	{{".npy", 4}, RISK_MAYBE},
	{{".h5", 3}, RISK_MAYBE},
	{{".hdf5", 5}, RISK_MAYBE},
	{{".keras", 6}, RISK_MAYBE},
};

/* `.bin` files that torch.save wrote, by the names the libraries give them. */
static const slice torch_bins[] = {
	{"pytorch_model", 13},
	{"adapter_model", 13},
	{"diffusion_pytorch_model", 23},
	{"pytorch_lora_weights", 20},
	{"learned_embeds", 14},
	{"training_args", 13},
	{"optimizer", 9},
	{"ip-adapter", 10},
};

/* `.bin` files of formats that hold numbers only. */
static const slice plain_bins[] = {
	{"openvino", 8},
	{"ggml", 4},
	{"ct2", 3},
	{"vocab", 5},
	{"spm", 3},
	{"stories", 7},
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool ends_with(slice text, slice ending)
{
	if (text.n < ending.n)
		return false;
	slice tail = slice_after(text, text.n - ending.n);
	for (size_t i = 0; i < ending.n; i++)
		if (small(tail.p[i]) != ending.p[i])
			return false;
	return true;
}

static bool starts_like(slice name, const slice *prefixes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_starts(name, prefixes[i]))
			return true;
	return false;
}

static bool library_reads_plain_bins(slice library)
{
	return slice_is(library, "ctranslate2") || slice_is(library, "whisper") ||
		slice_is(library, "optimum");
}

static enum risk risk_of_bin(const struct hfg_load *load, slice name)
{
	if (starts_like(name, torch_bins, sizeof torch_bins / sizeof *torch_bins))
		return RISK_PICKLE;
	if (starts_like(name, plain_bins, sizeof plain_bins / sizeof *plain_bins))
		return RISK_NONE;
	return library_reads_plain_bins(load->sink->library) ? RISK_NONE : RISK_MAYBE;
}

static enum risk risk_of(const struct hfg_load *load, slice path)
{
	size_t cut = slice_rfind(path, '/');
	slice name = cut < path.n ? slice_after(path, cut + 1) : path;
	if (ends_with(name, S(".bin")))
		return risk_of_bin(load, name);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (ends_with(name, endings[i].text))
			return endings[i].risk;
	return RISK_NONE;
}

/* The worst file that may be meant. */
static enum risk worst_file(const struct hfg_load *load, slice *ret_name)
{
	enum risk worst = RISK_NONE;
	for (uint32_t i = 0; i < load->filename.n; i++) {
		enum risk risk = risk_of(load, load->filename.texts[i]);
		if (risk <= worst)
			continue;
		worst = risk;
		*ret_name = load->filename.texts[i];
	}
	return worst;
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	slice name = {NULL, 0};
	if (!judged_on_hub(load))
		return;
	enum risk risk = worst_file(load, &name);
	if (risk == RISK_NONE)
		return;
	struct hfg_finding *finding = hfg_found(findings, load, SLICE_FMT " of " SLICE_FMT " %s",
		SLICE_ARG(name), SLICE_ARG(hfg_repo_text(findings, load)),
		risk == RISK_PICKLE ? "is a pickle file: loading it can run code"
				    : "may hold pickle or code");
	hfg_point(finding, load->filename.at);
	hfg_help(finding,
		"ask for the .safetensors file of that repository in place of \"" SLICE_FMT "\"",
		SLICE_ARG(name));
	show_origin(finding, load, &load->filename);
	soften(finding, load, project);
	if (risk == RISK_MAYBE || load_naming(load, project) != NAMING_KNOWN)
		hfg_at_most(finding, HFG_LEVEL_WARNING);
	hfg_confidence(finding, risk == RISK_PICKLE ? HFG_CONFIDENCE_HIGH : HFG_CONFIDENCE_LOW);
}

const struct hfg_rule hfg304_pickle_file_download = {
	.id = "HFG304",
	.name = "pickle-file-download",
	.summary = "A file that is pickle, or may hold code, is asked for by name",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
