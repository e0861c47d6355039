/*
 * Knows when torch.load and its relatives unpickle everything: when they are
 * told to, and, below torch 2.6, when they are told nothing.
 */
#include "hfgate/judging.h"

enum asked { ASKED_SAFE, ASKED_UNSAFE, ASKED_OPEN, ASKED_NOTHING };

static enum asked weights_only(const struct hfg_value *value)
{
	if (value->state == HFG_ABSENT)
		return ASKED_NOTHING;
	if (has_flag(value, HFG_V_BOOL_FALSE))
		return has_flag(value, HFG_V_BOOL_TRUE) || has_flag(value, HFG_V_REST)
			? ASKED_OPEN
			: ASKED_UNSAFE;
	if (has_flag(value, HFG_V_NONE))
		return ASKED_NOTHING;
	return has_flag(value, HFG_V_BOOL_TRUE) ? ASKED_SAFE : ASKED_OPEN;
}

static void report_unsafe(const struct hfg_load *load, struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " unpickles `" SLICE_FMT "` without restriction: weights_only is False",
		SLICE_ARG(load->callee), SLICE_ARG(load->repo.expression));
	hfg_point(finding, load->weights_only.at);
	hfg_help(finding, "write weights_only=True");
	show_origin(finding, load, &load->weights_only);
	if (load->from_hub)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

/* load_state_dict_from_url and model_zoo.load_url pass False to torch.load in every version. */
static bool fetches_itself(const struct hfg_load *load)
{
	return slice_ends(load->callee, S("_url"));
}

static void report_absent(const struct hfg_load *load, struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " unpickles `" SLICE_FMT "` %s", SLICE_ARG(load->callee),
		SLICE_ARG(load->repo.expression),
		fetches_itself(load) ? "without restriction: weights_only is False by default"
				     : "where torch is older than 2.6");
	hfg_help(finding, "add weights_only=True%s",
		fetches_itself(load) ? "" : ", or declare torch>=2.6 in the project");
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
	if (!load->from_hub)
		hfg_group(finding, load->path); /* one declared version mends all of a file */
	if (load->from_hub || load->opaque_keywords)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
}

static void report_open(const struct hfg_load *load, struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		"whether " SLICE_FMT " unpickles `" SLICE_FMT "` is up to `" SLICE_FMT "`",
		SLICE_ARG(load->callee), SLICE_ARG(load->repo.expression),
		SLICE_ARG(load->weights_only.expression));
	hfg_point(finding, load->weights_only.at);
	hfg_help(finding, "write weights_only=True");
	hfg_at_most(finding, HFG_LEVEL_NOTE);
}

/* pickle, joblib and the like have no switch: worth knowing, mended only by another format. */
static void report_plain(const struct hfg_load *load, struct hfg_findings *findings)
{
	struct hfg_finding *finding = hfg_found(findings, load,
		SLICE_FMT " executes what `" SLICE_FMT "` says: the format is code",
		SLICE_ARG(load->callee), SLICE_ARG(load->repo.expression));
	hfg_help(finding,
		"keep the data in safetensors, JSON or Parquet, or load it where nothing is "
		"at stake");
	hfg_group(finding, load->path);
	hfg_at_most(finding, HFG_LEVEL_NOTE);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	if (!judged(load) || has_flag(&load->repo, HFG_V_OBJECT))
		return;
	if (!load->sink->weights_only_supported) {
		bool code =
			load->kind == HFG_DESERIALISE && load->sink->pickle == HFG_PICKLE_ALWAYS;
		if (code && !load->from_hub)
			report_plain(load, findings);
		return;
	}
	enum asked asked = weights_only(&load->weights_only);
	bool deserialiser = load->kind == HFG_DESERIALISE;
	if (asked == ASKED_UNSAFE)
		report_unsafe(load, findings);
	else if (asked == ASKED_NOTHING && deserialiser && !load->versions_make_safe)
		report_absent(load, findings);
	else if (asked == ASKED_OPEN && deserialiser)
		report_open(load, findings);
}

const struct hfg_rule hfg303_unsafe_torch_load = {
	.id = "HFG303",
	.name = "unsafe-torch-load",
	.summary = "torch.load or a relative unpickles a file without weights_only=True",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.load = judge,
};
