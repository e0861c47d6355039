/* Knows the order of a run: tree, policy, catalogue, scan, judgement, reports, exit status. */
#include "base/vec.h"
#include "cli/lint_settings.h"
#include "cli/output.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "policy/judge.h"
#include "scan.h"

#include <time.h>

/* Everything a run owns, so that every way out frees it. */
struct run {
	struct arena arena;
	struct lint_settings settings;
	struct target target;
	struct policy policy;
	const struct catalogue *catalogue;
	struct scan scan;
	struct judgement judgement;
	double start;
};

static int read_policy(struct run *run, struct hfg_err *err)
{
	policy_init(&run->policy);
	if (run->target.policy_path.n) {
		struct policy_origin origin = {run->target.policy_path, run->target.policy_text};
		struct buf messages = {0};
		int status = policy_read(&run->policy, &origin, &run->arena, err, &messages);
		if (status && messages.n)
			output_error(slice_trim(buf_slice(&messages)));
		buf_free(&messages);
		if (status)
			return status;
	}
	if (run->settings.preset.n && !policy_set_preset(&run->policy, run->settings.preset))
		return err_set(err, HFG_EUSAGE, "unknown preset");
	if (run->settings.fail_on.n && !policy_set_fail_on(&run->policy, run->settings.fail_on))
		return err_set(err, HFG_EUSAGE, "unknown level");
	return 0;
}

static int read_catalogue(struct run *run, struct hfg_err *err)
{
	struct catalogue *catalogue = catalogue_new(&run->arena);
	run->catalogue = catalogue;
	if (!run->policy.sinks_yaml.n)
		return 0;
	return catalogue_add(
		catalogue, run->policy.sinks_yaml, run->policy.path, run->policy.sinks_line, err);
}

static int scan(struct run *run, struct hfg_err *err)
{
	struct progress progress;
	progress_init(&progress, run->settings.quiet);
	struct scan_options options = {
		.jobs = run->settings.jobs, .progress = progress_step, .context = &progress};
	int status =
		scan_run(&run->scan, run->target.tree, run->catalogue, &run->policy, &options, err);
	progress_clear(&progress);
	return status;
}

static int64_t today(void)
{
	enum { SECONDS_A_DAY = 86400 };
	return (int64_t)time(NULL) / SECONDS_A_DAY;
}

static void judge_all(struct run *run)
{
	struct hfg_project project = {
		.loads = (const struct hfg_load *const *)run->scan.loads,
		.loads_n = run->scan.loads_n,
		.troubles = run->scan.troubles,
		.troubles_n = run->scan.troubles_n,
	};
	struct judge_options options = {
		.only = run->settings.only,
		.only_n = run->settings.only_n,
		.skip = run->settings.skip,
		.skip_n = run->settings.skip_n,
		.today = today(),
		.files_scanned = run->scan.files,
	};
	policy_project(&project, &run->policy, options.today, &run->arena);
	judge(&run->judgement, &run->arena, &project, &run->policy, &options);
}

/* Troubles that stand in the way of a verdict; policy may have waived others. */
static void list_troubles(struct run *run, struct report *report)
{
	struct {
		VEC(struct hfg_trouble);
	} list = {.at = NULL};
	for (uint32_t i = 0; i < run->scan.troubles_n; i++) {
		const struct hfg_trouble *trouble = &run->scan.troubles[i];
		if (policy_trouble_blocks(&run->policy, trouble, today()))
			*VEC_PUSH(&list, &run->arena) = *trouble;
	}
	report->troubles = list.at;
	report->troubles_n = list.n;
}

static struct report_summary summary_of(const struct run *run)
{
	const struct judge_summary *judged = &run->judgement.summary;
	return (struct report_summary){
		.files = run->scan.files,
		.bytes = run->scan.bytes,
		.loads = judged->loads,
		.models = judged->models,
		.models_pinned = judged->models_pinned,
		.models_floating = judged->models_floating,
		.models_open = judged->models_open,
		.errors = judged->errors,
		.warnings = judged->warnings,
		.notes = judged->notes,
		.suppressed = judged->suppressed,
		.baselined = judged->baselined,
		.not_analysed = judged->not_analysed,
		.dropped = judged->dropped,
		.open_values = judged->open_values,
	};
}

/* The options of one output: files hold nothing that depends on the terminal or the clock. */
static struct report_options options_for(const struct run *run, const struct lint_output *output)
{
	const struct lint_settings *settings = &run->settings;
	bool terminal = !output->file.n && terminal_on_output();
	return (struct report_options){
		.colour = !output->file.n && terminal_colour(settings->colour),
		.width = output->file.n ? 0 : terminal_width(),
		.verbose = settings->verbose,
		.quiet = settings->quiet,
		.show_open = settings->show_open,
		.show_suppressed = settings->show_suppressed,
		.stats = settings->stats,
		.seconds = terminal || settings->stats ? terminal_clock() - run->start : -1,
	};
}

static int write_report(struct run *run, struct report *report, const struct lint_output *output,
	struct hfg_err *err)
{
	struct buf bytes = {0};
	report->options = options_for(run, output);
	output->format->write(report, &bytes);
	int status = output->file.n ? output_file(output->file, buf_slice(&bytes), err)
				    : output_standard(buf_slice(&bytes), err);
	buf_free(&bytes);
	return status;
}

/* Files first: what is on the terminal last is the verdict. */
static int write_reports(struct run *run, struct report *report, struct hfg_err *err)
{
	int status = 0;
	for (int to_files = 1; to_files >= 0; to_files--)
		for (unsigned i = 0; i < run->settings.outputs_n; i++) {
			const struct lint_output *output = &run->settings.outputs[i];
			if ((output->file.n > 0) != (to_files == 1))
				continue;
			int one = write_report(run, report, output, err);
			status = status ? status : one;
		}
	return status;
}

static int report_all(struct run *run, struct hfg_err *err)
{
	struct report report = {
		.version = HFGATE_VERSION,
		.rules = hfg_rules,
		.rules_n = hfg_rules_n,
		.loads = (const struct hfg_load *const *)run->scan.loads,
		.loads_n = run->scan.loads_n,
		.findings = (const struct hfg_finding *const *)run->judgement.findings,
		.findings_n = run->judgement.findings_n,
		.summary = summary_of(run),
		.exit_code = run->judgement.exit_code,
		.verdict = verdict_name(run->judgement.verdict),
		.tree = tree_description(run->target.tree),
		.policy = run->target.policy_path.n ? run->target.policy_path : S("built-in"),
		.preset = policy_preset_name(run->policy.preset),
	};
	list_troubles(run, &report);
	slice note = tree_note(run->target.tree);
	if (note.n && !run->settings.quiet)
		output_error(arena_printf(&run->arena, "note: " SLICE_FMT, SLICE_ARG(note)));
	return write_reports(run, &report, err);
}

static int analyse(struct run *run, struct hfg_err *err)
{
	int status = read_policy(run, err);
	if (!status)
		status = read_catalogue(run, err);
	if (!status)
		status = scan(run, err);
	if (status)
		return status;
	judge_all(run);
	status = report_all(run, err);
	scan_free(&run->scan);
	if (status)
		return status;
	bool waived = run->settings.exit_zero && run->judgement.verdict == VERDICT_FAIL;
	return waived ? 0 : run->judgement.exit_code;
}

static int open_target(struct run *run, struct hfg_err *err)
{
	struct target_request request = {
		.revision = run->settings.revision,
		.config = run->settings.config,
		.stdin_filename = run->settings.stdin_filename,
		.paths = run->settings.paths,
		.paths_n = run->settings.paths_n,
	};
	return target_open(&run->target, &request, &run->arena, err);
}

static int lint(const struct arguments *arguments, struct hfg_err *err)
{
	struct run run = {.start = terminal_clock()};
	arena_init(&run.arena);
	int status = lint_settings_read(&run.settings, arguments, &run.arena, err);
	if (!status)
		status = open_target(&run, err);
	if (!status)
		status = analyse(&run, err);
	target_close(&run.target);
	arena_free(&run.arena);
	return status;
}

const struct command command_lint = {
	.name = "lint",
	.summary = "find the loads and judge them (the default command; offline)",
	.synopsis = "[PATH...]",
	.details = "",
	.example = "hfgate lint --format sarif=hfgate.sarif\n",
	.options = lint_options,
	.options_n = LINT_OPTIONS_N,
	.operand = OPT_FILE,
	.operands_max = 1 << 20,
	.run = lint,
};
