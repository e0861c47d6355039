/* rules/: what the rules decide on load records, through the judgement and with the real lists. */
#include "policy/judge.h"
#include "unit.h"

#define COMMIT_A "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9"
#define COMMIT_B "0123456789abcdef0123456789abcdef01234567"

static const struct hfg_sink model_sink = {
	.id = {"transformers.AutoModel", 22},
	.library = {"transformers", 12},
	.kind = HFG_MODEL,
	.pickle = HFG_PICKLE_FALLBACK,
	.remote_code = HFG_CODE_ON,
	.revision_supported = true,
	.safetensors_supported = true,
	.carries_weights = true,
};
static const struct hfg_sink bare_sink = {
	.id = {"llama_cpp.Llama", 15},
	.library = {"llama_cpp", 9},
	.kind = HFG_MODEL,
};
static const struct hfg_sink web_sink = {
	.id = {"requests.get", 12},
	.library = {"transport", 9},
	.kind = HFG_FILE,
	.revision_supported = true,
};
static const struct hfg_sink torch_sink = {
	.id = {"torch.load", 10},
	.library = {"torch", 5},
	.kind = HFG_DESERIALISE,
	.pickle = HFG_PICKLE_ALWAYS,
	.weights_only_supported = true,
};

/* One judgement by all rules over loads that a test fills in. */
struct table {
	struct arena arena;
	struct policy policy;
	struct hfg_project project;
	const struct hfg_load *loads[8];
	struct judgement judgement;
};

static void table_open(struct table *table)
{
	memset(table, 0, sizeof *table);
	arena_init(&table->arena);
	policy_init(&table->policy);
}

static struct hfg_value text_value(struct table *table, const char *text)
{
	slice *copy = ARENA_NEW(&table->arena, slice);
	*copy = slice_of(text);
	return (struct hfg_value){.state = HFG_ONE,
		.n = 1,
		.texts = copy,
		.expression = arena_printf(&table->arena, "\"%s\"", text)};
}

static struct hfg_load *table_load(
	struct table *table, const struct hfg_sink *sink, const char *repo)
{
	struct hfg_load *load = ARENA_NEW(&table->arena, struct hfg_load);
	load->path = S("serve.py");
	load->number = table->project.loads_n + 1;
	load->line = load->number;
	load->column = 1;
	load->sink = sink;
	load->kind = sink->kind;
	load->callee = S("AutoModel.from_pretrained");
	load->asset = HFG_ASSET_WEIGHTS;
	load->context = HFG_CONTEXT_APPLICATION;
	load->repo_type = S("model");
	load->repo = repo ? text_value(table, repo)
			  : (struct hfg_value){.state = HFG_OPEN, .expression = S("name")};
	load->revision_class = HFG_REVISION_ABSENT;
	load->code_revision_class = HFG_REVISION_ABSENT;
	table->loads[table->project.loads_n++] = load;
	return load;
}

static void pin(struct table *table, struct hfg_load *load, const char *commit)
{
	load->revision = text_value(table, commit);
	load->revision_class = HFG_REVISION_COMMIT;
}

static void table_judge(struct table *table)
{
	enum { TODAY = 20780 };
	table->project.loads = table->loads;
	policy_project(&table->project, &table->policy, TODAY, &table->arena);
	struct judge_options options = {.today = TODAY, .files_scanned = 1};
	judge(&table->judgement, &table->arena, &table->project, &table->policy, &options);
}

/* Level of the rule's finding on load `number`; NONE when it is silent. */
static enum hfg_level level_of(const struct table *table, const char *rule, uint32_t number)
{
	for (uint32_t i = 0; i < table->judgement.findings_n; i++) {
		const struct hfg_finding *finding = table->judgement.findings[i];
		if (slice_is(slice_of(finding->rule->id), rule) && finding->load->number == number)
			return finding->own_level;
	}
	return HFG_LEVEL_NONE;
}

static void table_close(struct table *table)
{
	arena_free(&table->arena);
}

void test_rules_judging__one_rule_fails_per_missing_pin(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &model_sink, "acme/m")->remote_code = HFG_CODE_ON;
	table_load(&table, &model_sink, "acme/n");
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG105", 1), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG101", 1), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG401", 1), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG101", 2), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG105", 2), HFG_LEVEL_NONE);
	table_close(&table);
}

void test_rules_judging__pinned_code_is_a_warning(void)
{
	struct table table;
	table_open(&table);
	struct hfg_load *load = table_load(&table, &model_sink, "acme/m");
	load->remote_code = HFG_CODE_ON;
	pin(&table, load, COMMIT_A);
	struct hfg_load *both = table_load(&table, &model_sink, "acme/m");
	both->remote_code = HFG_CODE_ON;
	pin(&table, both, COMMIT_A);
	both->code_revision_class = HFG_REVISION_COMMIT;
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG401", 1), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG105", 1), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG105", 2), HFG_LEVEL_NONE);
	table_close(&table);
}

void test_rules_judging__remote_code_of_callers_names_is_shown_once(void)
{
	struct table table;
	table_open(&table);
	struct hfg_load *load = table_load(&table, &model_sink, NULL);
	load->remote_code = HFG_CODE_ON;
	load->pass_through = true;
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG401", 1), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG105", 1), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG201", 1), HFG_LEVEL_NOTE);
	table_close(&table);
}

void test_rules_judging__mocks_and_placeholders_are_silent(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &model_sink, "mistraI-ai/m")->test_expectation = true;
	table_load(&table, &model_sink, "runwayml/m")->suppressed_default = true;
	table_load(&table, &model_sink, "acme/m")->local = true;
	table_judge(&table);
	CHECK_NUMBER(table.judgement.findings_n, 0);
	table_close(&table);
}

void test_rules_judging__open_addresses_are_no_models(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &web_sink, NULL)->repo.why = HFG_WHY_CLI;
	struct hfg_load *shaped = table_load(&table, &web_sink, "*");
	shaped->repo.state = HFG_SHAPED;
	shaped->revision_class = HFG_REVISION_MUTABLE;
	shaped->revision = text_value(&table, "main");
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG201", 1), HFG_LEVEL_NONE);
	CHECK_NUMBER(level_of(&table, "HFG102", 2), HFG_LEVEL_NOTE);
	table_close(&table);
}

void test_rules_judging__entry_points_weigh_more_than_parameters(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &model_sink, NULL)->repo.why = HFG_WHY_ENVIRONMENT;
	table_load(&table, &model_sink, NULL)->repo.why = HFG_WHY_INPUT;
	table_load(&table, &model_sink, NULL)->repo.why = HFG_WHY_CALL;
	struct hfg_load *folder = table_load(&table, &model_sink, NULL);
	folder->repo.why = HFG_WHY_CLI;
	folder->repo.expression = S("args.output_dir");
	pin(&table, table_load(&table, &model_sink, NULL), COMMIT_A);
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG201", 1), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG201", 2), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG201", 3), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG201", 4), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG201", 5), HFG_LEVEL_NONE);
	table_close(&table);
}

void test_rules_judging__pins_are_compared_across_the_project(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &model_sink, "acme/m");
	pin(&table, table_load(&table, &model_sink, "acme/m"), COMMIT_A);
	pin(&table, table_load(&table, &model_sink, "acme/m"), COMMIT_B);
	pin(&table, table_load(&table, &model_sink, "acme/n"), COMMIT_B);
	table_load(&table, &model_sink, "acme/m")->repo_type = S("dataset");
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG109", 1), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG109", 2), HFG_LEVEL_NONE);
	CHECK_NUMBER(level_of(&table, "HFG109", 3), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG109", 4), HFG_LEVEL_NONE);
	CHECK_NUMBER(level_of(&table, "HFG109", 5), HFG_LEVEL_NONE);
	table_close(&table);
}

void test_rules_judging__interfaces_without_revision_name_a_way_out(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &bare_sink, "acme/m");
	table_load(&table, &bare_sink, "x;reboot/m");
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG112", 1), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG101", 1), HFG_LEVEL_NONE);
	for (uint32_t i = 0; i < table.judgement.findings_n; i++) {
		const struct hfg_finding *finding = table.judgement.findings[i];
		bool first = finding->load->number == 1;
		CHECK(slice_has(finding->help, S("hf download acme/m --revision")) == first);
		CHECK(!slice_has(finding->help, S("reboot")));
	}
	table_close(&table);
}

/* Names that imitate a brand, and how; NULL: must be silent. */
static const char *const accounts[][2] = {
	{"mistraI-ai/m", "characters look alike"},
	{"meta-IIama/m", "characters look alike"},
	{"goog1e/m", "characters look alike"},
	{"rnistralai/m", "characters look alike"},
	{"QVVen/m", "characters look alike"},
	{"stabilityal/m", "characters look alike"},
	{"g\xd0\xbe\xd0\xbegle/m", "another script"},
	{"\xef\xbd\x8fpenai/m", "another script"},
	{"mistral-ai/m", "separators"},
	{"metallama/m", "separators"},
	{"openai-comunity/m", "one character"},
	{"micorsoft/m", "one character"},
	{"Qwen1/m", "digit"},
	{"CIDAS/m", NULL},
	{"caidas/m", NULL},
	{"HuggingFaceH4/m", NULL},
	{"HuggingFaceM4/m", NULL},
	{"qwen/m", NULL},
	{"acme/m", NULL},
	{"ibn/m", NULL},
	{"\xff\xfe/m", NULL},
};

static slice message_of(const char *account)
{
	static char kept[512];
	struct table table;
	table_open(&table);
	pin(&table, table_load(&table, &model_sink, account), COMMIT_A);
	table_judge(&table);
	slice message = {kept, 0};
	for (uint32_t i = 0; i < table.judgement.findings_n; i++) {
		const struct hfg_finding *finding = table.judgement.findings[i];
		if (!slice_is(slice_of(finding->rule->id), "HFG203"))
			continue;
		message.n = finding->message.n < sizeof kept ? finding->message.n : sizeof kept;
		memcpy(kept, finding->message.p, message.n);
	}
	table_close(&table);
	return message;
}

void test_rules_judging__lookalikes_are_told_from_strangers(void)
{
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
		slice message = message_of(accounts[i][0]);
		if (accounts[i][1])
			CHECK(message.n && slice_has(message, slice_of(accounts[i][1])));
		else
			CHECK_TEXT(message, "");
	}
}

void test_rules_judging__the_longest_entry_says_what_became_of_a_name(void)
{
	struct table table;
	table_open(&table);
	table_load(&table, &model_sink, "runwayml/stable-diffusion-v1-5");
	pin(&table, table_load(&table, &model_sink, "runwayml/other"), COMMIT_A);
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG207", 1), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG207", 2), HFG_LEVEL_WARNING);
	for (uint32_t i = 0; i < table.judgement.findings_n; i++)
		if (slice_is(slice_of(table.judgement.findings[i]->rule->id), "HFG207") &&
			table.judgement.findings[i]->load->number == 1)
			CHECK(slice_has(table.judgement.findings[i]->help,
				S("stable-diffusion-v1-5/stable-diffusion-v1-5")));
	table_close(&table);
}

void test_rules_judging__torch_load_fails_once_where_the_hub_decides(void)
{
	struct table table;
	table_open(&table);
	struct hfg_load *download = table_load(&table, &model_sink, "acme/m");
	pin(&table, download, COMMIT_A);
	struct hfg_load *local = table_load(&table, &torch_sink, "last.pt");
	local->local = true;
	struct hfg_load *hub = table_load(&table, &torch_sink, NULL);
	hub->from_hub = true;
	hub->download = download->number;
	struct hfg_load *stream = table_load(&table, &torch_sink, NULL);
	stream->repo.flags = HFG_V_OBJECT;
	struct hfg_load *safe = table_load(&table, &torch_sink, NULL);
	safe->from_hub = safe->versions_make_safe = true;
	table_judge(&table);
	CHECK_NUMBER(level_of(&table, "HFG303", 2), HFG_LEVEL_WARNING);
	CHECK_NUMBER(level_of(&table, "HFG303", 3), HFG_LEVEL_NOTE);
	CHECK_NUMBER(level_of(&table, "HFG305", 3), HFG_LEVEL_ERROR);
	CHECK_NUMBER(level_of(&table, "HFG303", 4), HFG_LEVEL_NONE);
	CHECK_NUMBER(level_of(&table, "HFG305", 5), HFG_LEVEL_NONE);
	table_close(&table);
}

static void check_sorted(struct table *table, const char *name, unsigned fields)
{
	struct hfg_name_list list = table->project.data(&table->project, name);
	CHECK(list.n > 0);
	for (uint32_t i = 0; i < list.n; i++) {
		unsigned tabs = 0;
		for (size_t k = 0; k < list.names[i].n; k++)
			tabs += list.names[i].p[k] == '\t';
		CHECK_NUMBER(tabs, fields - 1);
		CHECK(i == 0 || slice_cmp(list.names[i - 1], list.names[i]) < 0);
	}
}

void test_rules_data__lists_are_whole_and_without_doubles(void)
{
	struct table table;
	table_open(&table);
	table_judge(&table);
	check_sorted(&table, "namespaces", 2);
	check_sorted(&table, "confusables", 3);
	check_sorted(&table, "retired", 5);
	check_sorted(&table, "malicious", 4);
	check_sorted(&table, "bare", 2);
	check_sorted(&table, "bare-datasets", 2);
	table_close(&table);
}
