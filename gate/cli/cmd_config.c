/* Knows how to show a policy: its effective values, its mistakes, its schema. */
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/target.h"
#include "loads/catalogue.h"

#include <errno.h>
#include <unistd.h>

enum { CHANGE_FOLDER = 1, CONFIG, PRESET };

static const struct option options[] = {
	{CHANGE_FOLDER, 'C', "directory", "DIR", OPT_FOLDER, NULL, "run as if started in DIR"},
	{CONFIG, 0, "config", "FILE", OPT_FILE, NULL, "the policy, instead of .hfgate.yml"},
	{PRESET, 0, "preset", "NAME", OPT_WORD, "baseline recommended strict",
		"as `lint --preset` would"},
};

struct request {
	slice config, preset;
};

static int read_options(struct request *request, const struct arguments *arguments,
	struct arena *arena, struct hfg_err *err)
{
	for (unsigned i = 0; i < arguments->given_n; i++) {
		slice value = arguments->given[i].value;
		int id = arguments->given[i].option->id;
		if (id == CHANGE_FOLDER && chdir(arena_cstr(arena, value)))
			return err_set(err, HFG_EUSAGE,
				"cannot change to the folder " SLICE_FMT ": %s", SLICE_ARG(value),
				strerror(errno));
		if (id == CONFIG)
			request->config = value;
		if (id == PRESET)
			request->preset = value;
	}
	return 0;
}

static int read_policy(struct policy *policy, const struct request *request, slice *ret_path,
	struct arena *arena, struct hfg_err *err)
{
	struct target target = {.tree = NULL};
	struct buf messages = {0};
	policy_init(policy);
	int status = target_policy(&target, request->config, arena, err);
	*ret_path = target.policy_path;
	if (!status && target.policy_path.n) {
		struct policy_origin origin = {target.policy_path, target.policy_text};
		status = policy_read(policy, &origin, arena, err, &messages);
	}
	if (messages.n)
		output_error(slice_trim(buf_slice(&messages)));
	buf_free(&messages);
	if (!status && request->preset.n && !policy_set_preset(policy, request->preset))
		return err_set(err, HFG_EUSAGE, "unknown preset");
	return status;
}

static void write_valid(struct buf *buf, slice path)
{
	if (path.n)
		buf_printf(buf, SLICE_FMT " is valid\n", SLICE_ARG(path));
	else
		buf_text(buf, "there is no policy file here: the built-in policy applies\n");
}

/* Rows of the user's sinks are read as a run would read them. */
static int check_sinks(const struct policy *policy, struct arena *arena, struct hfg_err *err)
{
	if (!policy->sinks_yaml.n)
		return 0;
	return catalogue_add(
		catalogue_new(arena), policy->sinks_yaml, policy->path, policy->sinks_line, err);
}

static int answer(slice what, const struct request *request, struct buf *buf, struct arena *arena,
	struct hfg_err *err)
{
	struct policy policy;
	slice path;
	if (slice_is(what, "schema")) {
		policy_schema(buf);
		return 0;
	}
	int status = read_policy(&policy, request, &path, arena, err);
	if (!status)
		status = check_sinks(&policy, arena, err);
	if (status)
		return status;
	if (slice_is(what, "validate"))
		write_valid(buf, path);
	else
		policy_show(&policy, buf);
	return 0;
}

static int config(const struct arguments *arguments, struct hfg_err *err)
{
	struct request request = {.config = S("")};
	struct buf buf = {0};
	struct arena arena;
	arena_init(&arena);
	slice what = arguments->operands_n ? arguments->operands[0] : S("show");
	int status = read_options(&request, arguments, &arena, err);
	if (!status)
		status = answer(what, &request, &buf, &arena, err);
	if (!status)
		status = output_standard(buf_slice(&buf), err);
	buf_free(&buf);
	arena_free(&arena);
	return status;
}

const struct command command_config = {
	.name = "config",
	.summary = "show the policy in force, check it, or print its JSON Schema",
	.synopsis = "show|validate|schema",
	.details = "",
	.example = "hfgate config show\n",
	.options = options,
	.options_n = sizeof options / sizeof *options,
	.operand = OPT_WORD,
	.operand_words = "show validate schema",
	.operands_max = 1,
	.run = config,
};
