/* Knows the options of lint and which of them exclude each other. */
#include "cli/lint_settings.h"
#include "base/distance.h"
#include "base/limits.h"
#include "base/vec.h"
#include "policy/policy.h"

#include <errno.h>
#include <unistd.h>

enum {
	CHANGE_FOLDER = 1,
	CONFIG,
	REVISION,
	PRESET,
	ONLY,
	SKIP,
	FAIL_ON,
	FORMAT,
	JOBS,
	SHOW_SUPPRESSED,
	SHOW_OPEN,
	STDIN_FILENAME,
	COLOUR,
	QUIET,
	VERBOSE,
	STATS,
	EXIT_ZERO,
};

const struct option lint_options[] = {
	{CHANGE_FOLDER, 'C', "directory", "DIR", OPT_FOLDER, NULL, "run as if started in DIR"},
	{CONFIG, 0, "config", "FILE", OPT_FILE, NULL, "the policy, instead of .hfgate.yml"},
	{REVISION, 0, "rev", "REV", OPT_TEXT, NULL, "analyse a commit, without a checkout"},
	{PRESET, 0, "preset", "NAME", OPT_WORD, "baseline recommended strict",
		"baseline, recommended (default) or strict"},
	{ONLY, 0, "only", "RULE,...", OPT_RULES, NULL, "only these rules"},
	{SKIP, 0, "skip", "RULE,...", OPT_RULES, NULL, "all rules but these"},
	{FAIL_ON, 0, "fail-on", "LEVEL", OPT_WORD, "error warning note",
		"what fails: error (default), warning or note"},
	{FORMAT, 0, "format", "FMT[=FILE]", OPT_FORMAT, NULL, "text, json, sarif; may be repeated"},
	{JOBS, 'j', "jobs", "N", OPT_NUMBER, NULL, "threads (default: processors)"},
	{SHOW_SUPPRESSED, 0, "show-suppressed", NULL, OPT_FLAG, NULL,
		"also what comments and policy suppress"},
	{SHOW_OPEN, 0, "show-open", NULL, OPT_FLAG, NULL, "list values that callers decide"},
	{STDIN_FILENAME, 0, "stdin-filename", "NAME", OPT_TEXT, NULL, "name for what `-` reads"},
	{COLOUR, 0, "color", "WHEN", OPT_WORD, "auto always never",
		"auto (default), always or never"},
	{QUIET, 'q', "quiet", NULL, OPT_FLAG, NULL, "only the last line"},
	{VERBOSE, 'v', "verbose", NULL, OPT_FLAG, NULL, "notes too"},
	{STATS, 0, "stats", NULL, OPT_FLAG, NULL, "what was read, and how fast"},
	{EXIT_ZERO, 0, "exit-zero", NULL, OPT_FLAG, NULL,
		"report a violated policy, but exit with 0"},
};

_Static_assert(sizeof lint_options / sizeof *lint_options == LINT_OPTIONS_N, "rows of the table");

static int unknown_rule(slice word, struct hfg_err *err)
{
	slice best = policy_nearest_rule(word);
	if (best.n)
		return err_set(err, HFG_EUSAGE,
			"unknown rule \"" SLICE_FMT "\" (did you mean \"" SLICE_FMT
			"\"?). All of them: hfgate rules",
			SLICE_ARG(word), SLICE_ARG(best));
	return err_set(err, HFG_EUSAGE, "unknown rule \"" SLICE_FMT "\". All of them: hfgate rules",
		SLICE_ARG(word));
}

/* Adds the rules of a list separated by commas to *rules. */
static int add_rules(
	slice list, const slice **rules, uint32_t *n, struct arena *arena, struct hfg_err *err)
{
	struct {
		VEC(slice);
	} all = {.at = NULL};
	for (uint32_t i = 0; i < *n; i++)
		*VEC_PUSH(&all, arena) = (*rules)[i];
	while (list.n) {
		size_t end = slice_find(list, ',');
		slice word = slice_trim(slice_cut(list, 0, end));
		list = slice_after(list, end + 1);
		if (!word.n)
			continue;
		if (!policy_find_rule(word))
			return unknown_rule(word, err);
		*VEC_PUSH(&all, arena) = word;
	}
	if (!all.n)
		return err_set(err, HFG_EUSAGE,
			"a list of rules is empty: --only and --skip want "
			"ids or names, separated by commas");
	*rules = all.at;
	*n = all.n;
	return 0;
}

static const struct report_format *find_format(slice name)
{
	for (unsigned i = 0; i < report_formats_n; i++)
		if (slice_is(name, report_formats[i]->name))
			return report_formats[i];
	return NULL;
}

static int unknown_format(slice name, struct hfg_err *err)
{
	struct buf names = {0};
	for (unsigned i = 0; i < report_formats_n; i++)
		buf_printf(&names, "%s%s", i ? " " : "", report_formats[i]->name);
	opt_unknown("format", name, names.p ? names.p : "", err);
	buf_free(&names);
	return err->code;
}

/* FORMAT, FORMAT=FILE or FORMAT=- */
static int add_output(struct lint_settings *settings, slice value, struct hfg_err *err)
{
	size_t equals = slice_find(value, '=');
	slice name = slice_cut(value, 0, equals), file = slice_after(value, equals + 1);
	const struct report_format *format = find_format(name);
	if (!format)
		return unknown_format(name, err);
	if (equals < value.n && !file.n)
		return err_set(err, HFG_EUSAGE, "--format %s= names no file", format->name);
	if (slice_is(file, "-"))
		file = S("");
	if (settings->outputs_n == MAX_OUTPUTS)
		return err_set(err, HFG_EUSAGE, "more than %d reports at once", MAX_OUTPUTS);
	for (unsigned i = 0; i < settings->outputs_n; i++)
		if (slice_eq(settings->outputs[i].file, file))
			return err_set(err, HFG_EUSAGE,
				"two reports for %s: they would be mixed. Send one to a file with "
				"--format FORMAT=FILE",
				file.n ? "the same file" : "standard output");
	settings->outputs[settings->outputs_n++] = (struct lint_output){format, file};
	return 0;
}

static int change_folder(slice folder, struct arena *arena, struct hfg_err *err)
{
	if (chdir(arena_cstr(arena, folder)) == 0)
		return 0;
	return err_set(err, HFG_EUSAGE, "cannot change to the folder " SLICE_FMT ": %s",
		SLICE_ARG(folder), strerror(errno));
}

static unsigned small_number(slice digits)
{
	unsigned number = 0;
	for (size_t i = 0; i < digits.n; i++)
		number = number * 10 + (unsigned)(digits.p[i] - '0');
	return number;
}

static int set_jobs(struct lint_settings *settings, slice value, struct hfg_err *err)
{
	settings->jobs = small_number(value);
	if (settings->jobs <= MAX_JOBS)
		return 0;
	return err_set(err, HFG_EUSAGE, "--jobs goes up to %d", MAX_JOBS);
}

static int set_value(struct lint_settings *settings, const struct given *given, struct arena *arena,
	struct hfg_err *err)
{
	switch (given->option->id) {
	case CHANGE_FOLDER:
		return change_folder(given->value, arena, err);
	case CONFIG:
		settings->config = given->value;
		return 0;
	case REVISION:
		settings->revision = given->value;
		return given->value.n ? 0 : err_set(err, HFG_EUSAGE, "--rev names no commit");
	case PRESET:
		settings->preset = given->value;
		return 0;
	case ONLY:
		return add_rules(given->value, &settings->only, &settings->only_n, arena, err);
	case SKIP:
		return add_rules(given->value, &settings->skip, &settings->skip_n, arena, err);
	case FAIL_ON:
		settings->fail_on = given->value;
		return 0;
	case FORMAT:
		return add_output(settings, given->value, err);
	case JOBS:
		return set_jobs(settings, given->value, err);
	case STDIN_FILENAME:
		settings->stdin_filename = given->value;
		return 0;
	case COLOUR:
		settings->colour = given->value;
		return 0;
	}
	return 0;
}

static void set_flag(struct lint_settings *settings, int id)
{
	settings->show_suppressed |= id == SHOW_SUPPRESSED;
	settings->show_open |= id == SHOW_OPEN;
	settings->quiet |= id == QUIET;
	settings->verbose |= id == VERBOSE;
	settings->stats |= id == STATS;
	settings->exit_zero |= id == EXIT_ZERO;
}

/* Text goes to the terminal unless another format does. */
static int complete_outputs(struct lint_settings *settings, struct hfg_err *err)
{
	for (unsigned i = 0; i < settings->outputs_n; i++)
		if (!settings->outputs[i].file.n)
			return 0;
	return add_output(settings, S("text"), err);
}

static int check_stdin(struct lint_settings *settings, struct hfg_err *err)
{
	for (unsigned i = 0; i < settings->paths_n; i++)
		settings->from_stdin |= slice_is(settings->paths[i], "-");
	if (!settings->from_stdin) {
		if (!settings->stdin_filename.n)
			return 0;
		return err_set(err, HFG_EUSAGE,
			"--stdin-filename names what `-` reads; there is no `-` among the paths");
	}
	if (settings->paths_n > 1 || settings->revision.n)
		return err_set(err, HFG_EUSAGE,
			"`-` stands alone: paths and --rev cannot be mixed with standard input");
	if (!settings->stdin_filename.n)
		settings->stdin_filename = S("stdin.py");
	return 0;
}

int lint_settings_read(struct lint_settings *settings, const struct arguments *arguments,
	struct arena *arena, struct hfg_err *err)
{
	*settings = (struct lint_settings){
		.paths = arguments->operands, .paths_n = arguments->operands_n};
	for (unsigned i = 0; i < arguments->given_n; i++) {
		int status = set_value(settings, &arguments->given[i], arena, err);
		if (status)
			return status;
		set_flag(settings, arguments->given[i].option->id);
	}
	int status = check_stdin(settings, err);
	return status ? status : complete_outputs(settings, err);
}
