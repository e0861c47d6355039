/* policy/: levels, groups, order, fingerprints and verdicts, with rules made for the purpose. */
#include "policy/judge.h"
#include "base/limits.h"
#include "source/source.h"
#include "unit.h"

static void find_unpinned(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	slice name = hfg_repo_text(findings, load);
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " is not pinned", SLICE_ARG(name));
	hfg_help(finding, "add revision= to %s", "it");
}

static void find_note(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	hfg_at_most(hfg_found(findings, load, "capped"), HFG_LEVEL_NOTE);
}

static void find_pair(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	struct hfg_finding *finding = hfg_found(findings, load, "first");
	hfg_group(finding, S("one group"));
	hfg_mend(finding, true, 3, 1, S("x"));
	hfg_mend(finding, false, 5, 0, S("y"));
	hfg_also(finding, S("conf.py"), 7, 2, "set in %s", "conf.py");
}

static void find_trouble(const struct hfg_trouble *trouble, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	(void)project;
	hfg_found_at(findings, trouble->source, trouble->path, trouble->at, "not analysed");
}

static const struct hfg_rule unpinned = {.id = "HFG101",
	.name = "unpinned-revision",
	.level = HFG_LEVEL_ERROR,
	.load = find_unpinned};
static const struct hfg_rule format = {.id = "HFG301",
	.name = "missing-use-safetensors",
	.level = HFG_LEVEL_WARNING,
	.load = find_unpinned};
static const struct hfg_rule remote_code = {.id = "HFG401",
	.name = "trust-remote-code",
	.level = HFG_LEVEL_ERROR,
	.any_asset = true,
	.load = find_unpinned};
static const struct hfg_rule capped = {
	.id = "HFG103", .name = "capped", .level = HFG_LEVEL_ERROR, .load = find_note};
static const struct hfg_rule pair = {
	.id = "HFG109", .name = "pair", .level = HFG_LEVEL_ERROR, .load = find_pair};
static const struct hfg_rule unread = {
	.id = "HFG904", .name = "not-analysed", .level = HFG_LEVEL_ERROR, .trouble = find_trouble};

static const struct hfg_sink sink = {.id = S("t.AutoModel"), .library = S("transformers")};

/* One judgement over loads that a test fills in. */
struct bench {
	struct arena arena;
	struct policy policy;
	struct hfg_project project;
	struct hfg_load *loads[8];
	struct hfg_trouble trouble;
	const struct hfg_rule *rules[4];
	struct judge_options options;
	struct judgement judgement;
};

static void bench_open(struct bench *bench, const struct hfg_rule *rule)
{
	memset(bench, 0, sizeof *bench);
	arena_init(&bench->arena);
	policy_init(&bench->policy);
	bench->rules[0] = rule;
	bench->options.rules = bench->rules;
	bench->options.rules_n = 1;
	bench->options.files_scanned = 1;
}

static struct hfg_load *bench_load(struct bench *bench, const char *path, const char *repo)
{
	struct hfg_load *load = ARENA_NEW(&bench->arena, struct hfg_load);
	slice *text = ARENA_NEW(&bench->arena, slice);
	*text = slice_of(repo);
	load->path = slice_of(path);
	load->line = load->column = 1;
	load->sink = &sink;
	load->asset = HFG_ASSET_WEIGHTS;
	load->context = HFG_CONTEXT_APPLICATION;
	load->repo = (struct hfg_value){.state = HFG_ONE, .n = 1, .texts = text};
	load->repo_type = S("model");
	load->revision_class = HFG_REVISION_ABSENT;
	bench->loads[bench->project.loads_n++] = load;
	return load;
}

/* `text` is the whole file, and the call in it is what stands between « and »-like marks < >. */
static struct hfg_load *bench_source(
	struct bench *bench, const char *path, const char *repo, const char *text)
{
	struct hfg_load *load = bench_load(bench, path, repo);
	slice padded = arena_copy(&bench->arena, slice_of(text));
	slice zeros = arena_printf(&bench->arena, SLICE_FMT "%8s", SLICE_ARG(padded), "");
	zeros.n = padded.n;
	load->source = source_new(&bench->arena, slice_of(path), zeros, HFG_PYTHON);
	load->at.from = (uint32_t)slice_find(zeros, 'A');
	load->at.to = (uint32_t)slice_rfind(zeros, ')') + 1;
	load->callee_at = (span){load->at.from, load->at.from + 9};
	return load;
}

static void bench_judge(struct bench *bench)
{
	bench->project.loads = (const struct hfg_load *const *)bench->loads;
	judge(&bench->judgement, &bench->arena, &bench->project, &bench->policy, &bench->options);
}

static struct hfg_finding *bench_finding(struct bench *bench, uint32_t i)
{
	static struct hfg_finding none;
	CHECK(i < bench->judgement.findings_n);
	return i < bench->judgement.findings_n ? bench->judgement.findings[i] : &none;
}

static void bench_close(struct bench *bench)
{
	arena_free(&bench->arena);
}

/* Rows: preset; columns: CI with secrets, CI, image, application, example, test, docs. */
struct level_row {
	enum policy_preset preset;
	const struct hfg_rule *rule;
	enum hfg_asset asset;
	const char *levels; /* a letter each: e w n */
};

static const struct level_row level_rows[] = {
	{PRESET_RECOMMENDED, &unpinned, HFG_ASSET_CODE, "eeeewnnn"},
	{PRESET_RECOMMENDED, &unpinned, HFG_ASSET_WEIGHTS, "eeeewnnn"},
	{PRESET_RECOMMENDED, &unpinned, HFG_ASSET_SAFE_WEIGHTS, "eeeewnnn"},
	{PRESET_RECOMMENDED, &unpinned, HFG_ASSET_DATA, "wwwwnnnn"},
	{PRESET_RECOMMENDED, &format, HFG_ASSET_WEIGHTS, "wwwwnnnn"},
	{PRESET_RECOMMENDED, &format, HFG_ASSET_DATA, "nnnnnnnn"},
	{PRESET_RECOMMENDED, &remote_code, HFG_ASSET_DATA, "eeeewnnn"},
	{PRESET_RECOMMENDED, &capped, HFG_ASSET_CODE, "nnnnnnnn"},
	{PRESET_BASELINE, &unpinned, HFG_ASSET_CODE, "ewwwwnnn"},
	{PRESET_BASELINE, &unpinned, HFG_ASSET_DATA, "wwwwnnnn"},
	{PRESET_BASELINE, &format, HFG_ASSET_WEIGHTS, "wwwwnnnn"},
	{PRESET_BASELINE, &remote_code, HFG_ASSET_DATA, "ewwwwnnn"},
	{PRESET_STRICT, &unpinned, HFG_ASSET_WEIGHTS, "eeeeeeee"},
	{PRESET_STRICT, &unpinned, HFG_ASSET_DATA, "eeeeeeee"},
	{PRESET_STRICT, &format, HFG_ASSET_WEIGHTS, "eeeeeeee"},
	{PRESET_STRICT, &capped, HFG_ASSET_CODE, "nnnnnnnn"},
};

static char level_letter(enum hfg_level level)
{
	return "-nwe"[level];
}

static void check_row(const struct level_row *row)
{
	char got[9] = {0};
	for (int context = 0; context <= HFG_CONTEXT_DOCS; context++) {
		struct bench bench;
		bench_open(&bench, row->rule);
		bench.policy.preset = row->preset;
		struct hfg_load *load = bench_load(&bench, "a.py", "org/m");
		load->asset = row->asset;
		load->context = (enum hfg_context)context;
		bench_judge(&bench);
		got[context] = level_letter(bench_finding(&bench, 0)->level);
		bench_close(&bench);
	}
	CHECK_TEXT(slice_of(got), row->levels);
}

void test_policy_levels__preset_by_asset_by_context(void)
{
	for (size_t i = 0; i < sizeof level_rows / sizeof *level_rows; i++)
		check_row(&level_rows[i]);
}

void test_policy_levels__strict_leaves_what_is_passed_on(void)
{
	struct bench bench;
	bench_open(&bench, &format);
	bench.policy.preset = PRESET_STRICT;
	bench_load(&bench, "a.py", "org/m")->pass_through = true;
	bench_judge(&bench);
	CHECK_NUMBER(bench_finding(&bench, 0)->level, HFG_LEVEL_WARNING);
	CHECK_NUMBER(bench.judgement.summary.open_values, 1);
	bench_close(&bench);
}

void test_policy_levels__tests_run_by_an_ordinary_job_stay_notes(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	bench_load(&bench, "tests/test_a.py", "org/m")->context = HFG_CONTEXT_CI;
	bench_load(&bench, "tests/test_b.py", "org/n")->context = HFG_CONTEXT_CI_PRIVILEGED;
	bench_judge(&bench);
	CHECK_NUMBER(bench_finding(&bench, 0)->level, HFG_LEVEL_NOTE);
	CHECK_NUMBER(bench_finding(&bench, 1)->level, HFG_LEVEL_ERROR);
	bench_close(&bench);
}

static enum hfg_level overridden(struct policy_rule entry, enum hfg_context context, int64_t today)
{
	struct bench bench;
	bench_open(&bench, entry.rule);
	bench.policy.rules = &entry;
	bench.policy.rules_n = 1;
	bench.options.today = today;
	bench_load(&bench, "a.py", "org/m")->context = context;
	bench_judge(&bench);
	enum hfg_level level = HFG_LEVEL_NONE;
	if (bench.judgement.findings_n)
		level = bench.judgement.findings[0]->level;
	bench_close(&bench);
	return level;
}

void test_policy_levels__overrides_by_context_and_date(void)
{
	struct policy_rule off = {.rule = &unpinned, .has_level = true, .level = HFG_LEVEL_NONE};
	CHECK_NUMBER(overridden(off, HFG_CONTEXT_CI, 0), HFG_LEVEL_NONE);
	off.contexts = 1u << HFG_CONTEXT_TEST;
	CHECK_NUMBER(overridden(off, HFG_CONTEXT_CI, 0), HFG_LEVEL_ERROR);
	CHECK_NUMBER(overridden(off, HFG_CONTEXT_TEST, 0), HFG_LEVEL_NONE);

	struct policy_rule note = {.rule = &unpinned, .has_level = true, .level = HFG_LEVEL_NOTE};
	note.until = S("2026-11-23");
	int64_t day = 0;
	CHECK(policy_date(note.until, &day));
	CHECK_NUMBER(overridden(note, HFG_CONTEXT_CI, day), HFG_LEVEL_NOTE);
	CHECK_NUMBER(overridden(note, HFG_CONTEXT_CI, day + 1), HFG_LEVEL_ERROR);

	struct policy_rule raised = {.rule = &capped, .has_level = true, .level = HFG_LEVEL_ERROR};
	CHECK_NUMBER(overridden(raised, HFG_CONTEXT_CI, 0), HFG_LEVEL_NOTE);
}

void test_policy_group__worst_place_stands_for_all(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	bench_load(&bench, "docs/a.py", "org/m")->context = HFG_CONTEXT_DOCS;
	bench_load(&bench, "b.py", "org/m");
	bench_load(&bench, "c.py", "org/m")->context = HFG_CONTEXT_CI_PRIVILEGED;
	bench_load(&bench, "d.py", "org/other");
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.findings_n, 4);
	CHECK_NUMBER(bench.judgement.summary.errors, 2);
	CHECK_NUMBER(bench.judgement.summary.notes, 2);
	struct hfg_finding *b = bench_finding(&bench, 0), *c = bench_finding(&bench, 1);
	CHECK_TEXT(b->path, "b.py");
	CHECK(!b->primary && c->primary);
	CHECK_NUMBER(b->own_level, HFG_LEVEL_ERROR);
	CHECK_NUMBER(b->level, HFG_LEVEL_NOTE);
	CHECK_NUMBER(b->also_n, 1);
	CHECK_NUMBER(b->also_linked, 1);
	CHECK_TEXT(b->also[0].path, "c.py");
	CHECK_NUMBER(c->also_n, 2);
	CHECK_TEXT(c->also[1].path, "docs/a.py");
	CHECK_NUMBER(c->group, 1);
	CHECK_NUMBER(b->group, 1);
	CHECK_NUMBER(bench_finding(&bench, 2)->group, 2);
	bench_close(&bench);
}

void test_policy_group__revision_and_type_separate(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	slice revision = S("v2");
	bench_load(&bench, "a.py", "org/m");
	bench_load(&bench, "b.py", "org/m")->revision =
		(struct hfg_value){.state = HFG_ONE, .n = 1, .texts = &revision};
	bench_load(&bench, "c.py", "org/m")->repo_type = S("dataset");
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.summary.errors, 3);
	CHECK_NUMBER(bench.judgement.summary.models, 2);
	bench_close(&bench);
}

void test_policy_group__open_names_of_two_files_are_two(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	struct hfg_value open = {.state = HFG_OPEN, .expression = S("name")};
	bench_load(&bench, "a.py", "x")->repo = open;
	bench_load(&bench, "a.py", "x")->repo = open;
	bench_load(&bench, "b.py", "x")->repo = open;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.summary.errors, 2);
	CHECK_TEXT(bench_finding(&bench, 0)->message, "name is not pinned");
	bench_close(&bench);
}

void test_policy_group__local_files_of_one_name_are_two(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	bench_load(&bench, "a.py", "model.pt")->kind = HFG_DESERIALISE;
	bench_load(&bench, "b.py", "model.pt")->kind = HFG_DESERIALISE;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.summary.errors, 2);
	bench_close(&bench);
}

void test_policy_group__long_lists_of_places_are_cut(void)
{
	struct bench bench;
	bench_open(&bench, &pair);
	struct hfg_load *loads[30];
	struct hfg_load *first = bench_load(&bench, "a.py", "org/m");
	for (uint32_t i = 0; i < 30; i++) {
		loads[i] = ARENA_NEW(&bench.arena, struct hfg_load);
		*loads[i] = *first;
		loads[i]->line = i + 1;
		loads[i]->at.from = i;
	}
	bench.project.loads = (const struct hfg_load *const *)loads;
	bench.project.loads_n = 30;
	judge(&bench.judgement, &bench.arena, &bench.project, &bench.policy, &bench.options);
	struct hfg_finding *primary = bench_finding(&bench, 0);
	CHECK_NUMBER(primary->also_n, 12); /* the rule's own, ten, and the rest */
	CHECK_NUMBER(primary->also_linked, 11);
	CHECK_TEXT(primary->also[0].message, "set in conf.py");
	CHECK_NUMBER(primary->also[1].line, 2);
	CHECK_TEXT(primary->also[11].message, "and at 19 more places, from here on");
	CHECK_NUMBER(primary->edits_n, 2);
	CHECK(!primary->edits_safe);
	CHECK_TEXT(primary->edits[1].text, "y");
	CHECK_NUMBER(bench.judgement.summary.errors, 1);
	CHECK_NUMBER(bench.judgement.summary.notes, 29);
	bench_close(&bench);
}

void test_policy_judge__sorts_by_path_place_and_rule(void)
{
	struct bench bench;
	bench_open(&bench, &format);
	bench.rules[1] = &unpinned;
	bench.options.rules_n = 2;
	bench_load(&bench, "b.py", "org/m");
	bench_load(&bench, "a.py", "org/n")->at.from = 9;
	bench_load(&bench, "a.py", "org/o")->at.from = 2;
	bench_judge(&bench);
	const char *wanted[] = {"org/o", "org/o", "org/n", "org/n", "org/m", "org/m"};
	for (uint32_t i = 0; i < 6; i++) {
		struct hfg_finding *finding = bench_finding(&bench, i);
		CHECK_TEXT(hfg_one(&finding->load->repo), wanted[i]);
		CHECK_TEXT(slice_of(finding->rule->id), i % 2 ? "HFG301" : "HFG101");
	}
	bench_close(&bench);
}

void test_policy_judge__only_and_skip(void)
{
	struct bench bench;
	bench_open(&bench, &format);
	bench.rules[1] = &unpinned;
	bench.options.rules_n = 2;
	slice names[] = {S("HFG301"), S("unpinned-revision")};
	bench.options.only = names;
	bench.options.only_n = 1;
	bench_load(&bench, "b.py", "org/m");
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.findings_n, 1);
	CHECK_TEXT(slice_of(bench_finding(&bench, 0)->rule->id), "HFG301");
	bench.options.only_n = 0;
	bench.options.skip = names;
	bench.options.skip_n = 2;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.findings_n, 0);
	CHECK_NUMBER(bench.judgement.exit_code, 0);
	bench_close(&bench);
}

static int exit_code_of(bool finding, bool blocks, uint32_t files, enum hfg_level fail_on)
{
	struct bench bench;
	bench_open(&bench, &format);
	bench.rules[1] = &unread;
	bench.options.rules_n = 2;
	bench.options.files_scanned = files;
	bench.policy.fail_on = fail_on;
	if (finding)
		bench_load(&bench, "a.py", "org/m");
	bench.trouble = (struct hfg_trouble){.path = S("x.py"), .blocks = blocks};
	bench.project.troubles = &bench.trouble;
	bench.project.troubles_n = blocks;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.summary.not_analysed, blocks);
	int code = bench.judgement.exit_code;
	bench_close(&bench);
	return code;
}

void test_policy_judge__verdicts(void)
{
	CHECK_NUMBER(exit_code_of(false, false, 1, HFG_LEVEL_ERROR), 0);
	CHECK_NUMBER(exit_code_of(true, false, 1, HFG_LEVEL_ERROR), 0);
	CHECK_NUMBER(exit_code_of(true, false, 1, HFG_LEVEL_WARNING), 1);
	CHECK_NUMBER(exit_code_of(false, true, 1, HFG_LEVEL_ERROR), 3);
	CHECK_NUMBER(exit_code_of(true, true, 1, HFG_LEVEL_WARNING), 1);
	CHECK_NUMBER(exit_code_of(false, false, 0, HFG_LEVEL_ERROR), 3);
	CHECK_NUMBER(exit_code_of(false, true, 1, HFG_LEVEL_NOTE), 3);
}

void test_policy_judge__hidden_text_is_a_failure(void)
{
	struct bench bench;
	bench_open(&bench, &unread);
	bench.trouble = (struct hfg_trouble){
		.kind = HFG_TROUBLE_HIDDEN_TEXT, .path = S("x.py"), .blocks = true};
	bench.project.troubles = &bench.trouble;
	bench.project.troubles_n = 1;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.exit_code, 1);
	CHECK_NUMBER(bench.judgement.summary.not_analysed, 1);
	bench.policy.preset = PRESET_BASELINE;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.exit_code, 3);
	bench_close(&bench);
}

void test_policy_judge__unread_files_can_be_switched_off_by_the_file_only(void)
{
	struct bench bench;
	bench_open(&bench, &unread);
	struct policy_rule off = {.rule = &unread, .has_level = true, .level = HFG_LEVEL_NONE};
	bench.policy.known_rules = bench.rules;
	bench.policy.known_rules_n = 1;
	bench.trouble = (struct hfg_trouble){.path = S("x.py"), .blocks = true};
	bench.project.troubles = &bench.trouble;
	bench.project.troubles_n = 1;
	slice skip = S("HFG904");
	bench.options.skip = &skip;
	bench.options.skip_n = 1;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.exit_code, 3);
	bench.policy.rules = &off;
	bench.policy.rules_n = 1;
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.exit_code, 0);
	bench_close(&bench);
}

void test_policy_judge__beyond_the_limit_all_are_counted(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	bench.policy.max_findings = 2;
	bench_load(&bench, "tests/1.py", "org/1")->context = HFG_CONTEXT_TEST;
	bench_load(&bench, "tests/2.py", "org/2")->context = HFG_CONTEXT_TEST;
	bench_load(&bench, "tests/3.py", "org/3")->context = HFG_CONTEXT_TEST;
	bench_load(&bench, "a.py", "org/a");
	bench_load(&bench, "b.py", "org/a");
	bench_load(&bench, "c.py", "org/b");
	bench_load(&bench, "d.py", "org/c");
	bench_judge(&bench);
	CHECK_NUMBER(bench.judgement.findings_n, 4);
	CHECK_TEXT(bench_finding(&bench, 1)->path, "c.py"); /* not crowded out by b.py */
	CHECK_NUMBER(bench.judgement.summary.dropped, 3);
	CHECK_NUMBER(bench.judgement.summary.errors, 3);
	CHECK_NUMBER(bench.judgement.summary.notes, 4);
	CHECK_NUMBER(bench.judgement.exit_code, 1);
	bench_close(&bench);
}

static slice fingerprint_of(struct bench *bench, const char *path, const char *text)
{
	bench_open(bench, &unpinned);
	bench_source(bench, path, "org/m", text);
	bench_judge(bench);
	return slice_of(bench_finding(bench, 0)->fingerprint);
}

static bool same_fingerprint(
	const char *path_a, const char *text_a, const char *path_b, const char *text_b)
{
	struct bench a, b;
	bool same =
		slice_eq(fingerprint_of(&a, path_a, text_a), fingerprint_of(&b, path_b, text_b));
	CHECK_NUMBER(strlen(bench_finding(&a, 0)->fingerprint), 32);
	bench_close(&a);
	bench_close(&b);
	return same;
}

void test_policy_fingerprint__survives_moves_and_formatters(void)
{
	const char *plain = "m = AutoModel.from_pretrained(\"org/m\", device=0)\n";
	CHECK(same_fingerprint("a.py", plain, "src/deep/b.py", plain));
	CHECK(same_fingerprint("a.py", plain, "a.py",
		"import x\n\nm = AutoModel.from_pretrained(\n    'org/m',  # why\n    "
		"device=0,\n)\n"));
	CHECK(!same_fingerprint("a.py", plain, "a.ipynb", plain));
	CHECK(!same_fingerprint(
		"a.py", plain, "a.py", "m = AutoModel.from_pretrained(\"org/m\", device=1)\n"));
	CHECK(!same_fingerprint("a.py", "m = AutoModel.from_pretrained(\"a b\")", "a.py",
		"m = AutoModel.from_pretrained(\"ab\")"));
	CHECK(!same_fingerprint("a.py", "m = AutoModel.from_pretrained(a if b)", "a.py",
		"m = AutoModel.from_pretrained(aifb)"));
}

void test_policy_fingerprint__equals_are_counted(void)
{
	struct bench bench;
	const char *text = "AutoModel.from_pretrained(\"org/m\")";
	bench_open(&bench, &unpinned);
	bench_source(&bench, "a.py", "org/m", text);
	bench_source(&bench, "b.py", "org/m", text);
	bench_source(&bench, "c.py", "org/m", text)->function = S("main");
	bench_judge(&bench);
	const char *a = bench_finding(&bench, 0)->fingerprint;
	const char *b = bench_finding(&bench, 1)->fingerprint;
	const char *c = bench_finding(&bench, 2)->fingerprint;
	CHECK(strcmp(a, b) != 0 && strcmp(a, c) != 0 && strcmp(b, c) != 0);
	bench_close(&bench);
}

void test_policy_findings__repo_text(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	slice names[] = {S("a/1"), S("a/2"), S("a/3"), S("a/4"), S("a/5"), S("a/6")};
	bench_load(&bench, "a.py", "x")->repo =
		(struct hfg_value){.state = HFG_SOME, .n = 2, .texts = names};
	bench_load(&bench, "b.py", "x")->repo =
		(struct hfg_value){.state = HFG_SOME, .n = 6, .texts = names};
	bench_load(&bench, "c.py", "x")->repo = (struct hfg_value){.state = HFG_ABSENT};
	bench_judge(&bench);
	CHECK_TEXT(bench_finding(&bench, 0)->message, "one of a/1, a/2 is not pinned");
	CHECK_TEXT(bench_finding(&bench, 1)->message,
		"one of a/1, a/2, a/3, a/4 and 2 more is not pinned");
	CHECK_TEXT(bench_finding(&bench, 2)->message, "the default of transformers is not pinned");
	CHECK_TEXT(bench_finding(&bench, 2)->help, "add revision= to it");
	bench_close(&bench);
}

void test_policy_judge__positions_come_from_the_source(void)
{
	struct bench bench;
	bench_open(&bench, &unpinned);
	bench_source(&bench, "a.py", "org/m", "x = 1\nm = AutoModel.from_pretrained(\n'org/m')\n");
	bench_judge(&bench);
	struct hfg_finding *finding = bench_finding(&bench, 0);
	CHECK_NUMBER(finding->line, 2);
	CHECK_NUMBER(finding->column, 5);
	CHECK_NUMBER(finding->end_line, 2);
	CHECK_NUMBER(finding->end_column, 14);
	bench_close(&bench);
}
