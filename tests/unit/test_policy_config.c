/* policy/: reading policy files, their mistakes, dates, contexts and lists. */
#include "policy/judge.h"
#include "base/limits.h"
#include "loads/catalogue.h"
#include "unit.h"

static const struct hfg_rule unpinned = {
	.id = "HFG101", .name = "unpinned-revision", .level = HFG_LEVEL_ERROR};
static const struct hfg_rule format = {
	.id = "HFG301", .name = "missing-use-safetensors", .level = HFG_LEVEL_WARNING};
static const struct hfg_rule *const rules[] = {&unpinned, &format};

struct bench {
	struct arena arena;
	struct policy policy;
	struct buf messages;
	struct hfg_err err;
	int result;
};

static void bench_read(struct bench *bench, const char *text)
{
	memset(bench, 0, sizeof *bench);
	arena_init(&bench->arena);
	policy_init(&bench->policy);
	bench->policy.known_rules = rules;
	bench->policy.known_rules_n = 2;
	struct policy_origin origin = {.path = S(".hfgate.yml"), .text = slice_of(text)};
	bench->result =
		policy_read(&bench->policy, &origin, &bench->arena, &bench->err, &bench->messages);
}

static void bench_close(struct bench *bench)
{
	buf_free(&bench->messages);
	arena_free(&bench->arena);
}

static void check_mistakes(const char *text, const char *wanted)
{
	struct bench bench;
	bench_read(&bench, text);
	CHECK_NUMBER(bench.result, HFG_EUSAGE);
	CHECK_NUMBER(bench.err.code, HFG_EUSAGE);
	CHECK_TEXT(buf_slice(&bench.messages), wanted);
	bench_close(&bench);
}

void test_policy_config__defaults(void)
{
	struct policy policy;
	policy_init(&policy);
	CHECK_NUMBER(policy.preset, PRESET_RECOMMENDED);
	CHECK_NUMBER(policy.fail_on, HFG_LEVEL_ERROR);
	CHECK_TEXT(policy.lock_path, "hfgate.lock");
	CHECK_NUMBER(policy.max_findings, MAX_FINDINGS);
	CHECK_NUMBER(policy.max_source, MAX_SOURCE);
	CHECK_NUMBER(policy.suppress_max_days, 180);
	CHECK(!policy.lock_require);
}

static const char whole[] =
	"version: 1\n"
	"preset: strict\n"
	"fail-on: warning\n"
	"rules:\n"
	"  HFG101: {level: error, contexts: [ci, image]}\n"
	"  missing-use-safetensors:\n"
	"    level: off\n"
	"    reason: all weights are converted by us\n"
	"    until: 2027-03-31\n"
	"allow:\n"
	"  namespaces:\n"
	"    - acme\n"
	"    - name: meta-llama\n"
	"      reviewed: 2026-01-05\n"
	"      by: security\n"
	"      until: '2026-12-31'\n"
	"      reason: contract 7\n"
	"  models: [openai-community/gpt2, gpt2]\n"
	"  endpoints: [\"https://hub.acme.example\"]\n"
	"deny:\n"
	"  models: [evil/*]\n"
	"trusted-code: [microsoft/Phi-3-mini]\n"
	"paths:\n"
	"  exclude: [third_party/, '**/*.generated.py']\n"
	"  tests: [qa/]\n"
	"  docs: [handbook]\n"
	"sinks:\n"
	"  - id: acme.load\n"
	"    callee: acme.load\n"
	"suppress: {max-days: 90, min-reason: 20}\n"
	"lock:\n"
	"  path: ci/hfgate.lock\n"
	"  require: true\n"
	"limits: {findings: 50, source-bytes: 2048}\n"
	"policy-repo: https://git.acme.example/policy@0123456789abcdef0123456789abcdef01234567\n";

static void check_lists(const struct policy *policy)
{
	CHECK_NUMBER(policy->allow_namespaces.n, 2);
	CHECK_TEXT(policy->allow_namespaces.at[0].name, "acme");
	CHECK_TEXT(policy->allow_namespaces.at[1].name, "meta-llama");
	CHECK_TEXT(policy->allow_namespaces.at[1].until, "2026-12-31");
	CHECK_TEXT(policy->allow_namespaces.at[1].by, "security");
	CHECK_NUMBER(policy->allow_namespaces.at[1].line, 13);
	CHECK_NUMBER(policy->allow_models.n, 2);
	CHECK_TEXT(policy->allow_endpoints.at[0].name, "https://hub.acme.example");
	CHECK_TEXT(policy->deny_models.at[0].name, "evil/*");
	CHECK_TEXT(policy->trusted_code.at[0].name, "microsoft/Phi-3-mini");
	CHECK_TEXT(policy->exclude.at[1], "**/*.generated.py");
}

void test_policy_config__every_key(void)
{
	struct bench bench;
	bench_read(&bench, whole);
	const struct policy *policy = &bench.policy;
	CHECK_TEXT(buf_slice(&bench.messages), "");
	CHECK_NUMBER(bench.result, 0);
	CHECK_NUMBER(policy->preset, PRESET_STRICT);
	CHECK_NUMBER(policy->fail_on, HFG_LEVEL_WARNING);
	CHECK_NUMBER(policy->rules_n, 2);
	CHECK(policy->rules[0].rule == &unpinned && policy->rules[1].rule == &format);
	CHECK_NUMBER(policy->rules[0].contexts, 1u << HFG_CONTEXT_CI | 1u << HFG_CONTEXT_IMAGE);
	CHECK_NUMBER(policy->rules[1].level, HFG_LEVEL_NONE);
	CHECK_TEXT(policy->rules[1].until, "2027-03-31");
	CHECK_NUMBER(policy->rules[1].line, 6);
	check_lists(policy);
	CHECK_NUMBER(policy->sinks_line, 28);
	CHECK(slice_starts(policy->sinks_yaml, S("  - id: acme.load\n    callee: acme.load")));
	CHECK_NUMBER(policy->suppress_max_days, 90);
	CHECK_NUMBER(policy->suppress_min_reason, 20);
	CHECK_TEXT(policy->lock_path, "ci/hfgate.lock");
	CHECK(policy->lock_require);
	CHECK_NUMBER(policy->max_findings, 50);
	CHECK_NUMBER(policy->max_source, 2048);
	CHECK(slice_starts(policy->policy_repo, S("https://git.acme")));
	bench_close(&bench);
}

void test_policy_config__all_mistakes_at_once(void)
{
	check_mistakes("version: 1\n"
		       "presett: strict\n"
		       "fail-on: erorr\n"
		       "rules:\n"
		       "  HFG110: {level: error}\n"
		       "  missing-use-safetensor: {level: off}\n"
		       "  HFG101: {levle: off}\n"
		       "lock:\n"
		       "  require: yes\n",
		".hfgate.yml:2:1: unknown key \"presett\" (did you mean \"preset\"?)\n"
		".hfgate.yml:3:10: `fail-on`: \"erorr\" is not one of its words; it may be note, "
		"warning or error (did you mean \"error\"?)\n"
		".hfgate.yml:5:3: unknown rule \"HFG110\" (did you mean \"HFG101\"?)\n"
		".hfgate.yml:6:3: unknown rule \"missing-use-safetensor\" (did you mean "
		"\"missing-use-safetensors\"?)\n"
		".hfgate.yml:7:11: `level` is missing in `HFG101`\n"
		".hfgate.yml:7:12: unknown key \"levle\" in `HFG101` (did you mean \"level\"?)\n"
		".hfgate.yml:9:12: `require`: \"yes\" is neither `true` nor `false`\n");
}

void test_policy_config__forms(void)
{
	check_mistakes(
		"", ".hfgate.yml:1:1: a policy is a mapping that starts with `version: 1`\n");
	check_mistakes("preset: strict\n", ".hfgate.yml:1:1: `version` is missing\n");
	check_mistakes("version: 2\nnew-key: 1\n",
		".hfgate.yml:1:10: version \"2\" is not known to this hfgate; it reads version "
		"1\n");
	check_mistakes("version: 1\n---\nversion: 1\n",
		".hfgate.yml:1:1: more than one document; a policy is one\n");
	check_mistakes("version: 1\nallow: [a]\n",
		".hfgate.yml:2:8: `allow` holds a list where a mapping belongs\n");
	check_mistakes("version: 1\nallow:\n  models: a/b\n",
		".hfgate.yml:3:11: `models` holds a single value where a list belongs\n");
	check_mistakes("version: 1\nallow:\n  models: []\n",
		".hfgate.yml:3:11: `models` is an empty list; without entries delete the key\n");
	check_mistakes("version: 1\nrules:\n  HFG101: off\n",
		".hfgate.yml:3:11: `HFG101` holds a single value where a mapping belongs\n");
	check_mistakes("version: 1\npreset: strict\npreset: baseline\n",
		".hfgate.yml:3:1: `preset` is given twice\n");
	check_mistakes("version: 1\nrules:\n  HFG101: {level: off}\n"
		       "  unpinned-revision: {level: off}\n",
		".hfgate.yml:4:3: \"HFG101\" stands in this list already, on line 3\n");
	check_mistakes("version: 1\nrules:\n  torch-load: {level: off}\n",
		".hfgate.yml:3:3: unknown rule \"torch-load\"; `hfgate rules` lists them\n");
	check_mistakes("version: 1\nrules:\n  hfg101: {level: off}\n",
		".hfgate.yml:3:3: unknown rule \"hfg101\" (did you mean \"HFG101\"?)\n");
}

void test_policy_config__values(void)
{
	check_mistakes("version: 1\nsuppress: {max-days: 0, min-reason: 1e3}\n",
		".hfgate.yml:2:22: `max-days`: \"0\" is not a whole number in its range; it may be "
		"1 to 3650\n"
		".hfgate.yml:2:37: `min-reason`: \"1e3\" is not a whole number in its range; it "
		"may "
		"be 1 to 200\n");
	check_mistakes("version: 1\nlock: {path: ../x}\n",
		".hfgate.yml:2:14: `path`: \"../x\" must stay inside the repository: no leading "
		"`/`, no `..`\n");
	check_mistakes("version: 1\nallow:\n  namespaces: [a/b, c, c]\n  models: [/x]\n"
		       "  endpoints: [http://x]\n",
		".hfgate.yml:3:16: `namespaces`: \"a/b\" is a namespace without `/`; whole models "
		"stand under `models`\n"
		".hfgate.yml:3:24: \"c\" stands in this list already, on line 3\n"
		".hfgate.yml:4:12: `models`: \"/x\" must be `org/name`; `org/*` stands for all of "
		"a "
		"namespace\n"
		".hfgate.yml:5:15: `endpoints`: \"http://x\" must be an address that starts with "
		"`https://`\n");
	check_mistakes("version: 1\nallow:\n  models:\n  - {name: a/b, until: 2027-02-29}\n"
		       "  - {until: 2027-02-28}\n",
		".hfgate.yml:4:24: `until`: \"2027-02-29\" is not a date; write YYYY-MM-DD\n"
		".hfgate.yml:5:5: `name` is missing in `models`\n");
	check_mistakes("version: 1\npolicy-repo: https://x/y@main\n",
		".hfgate.yml:2:14: `policy-repo`: \"https://x/y@main\" must be a git address, `@` "
		"and "
		"a full commit of 40 hexadecimal digits\n");
	check_mistakes("version: 1\nlock: {path: \"a\\e[31m\"}\n",
		".hfgate.yml:2:14: `path`: \"a?[31m\" holds a control character\n");
	check_mistakes("version: 1\ntrusted-code: [\"a/\\u202eb\"]\n",
		".hfgate.yml:2:16: `trusted-code`: \"a/???b\" holds a character that cannot be "
		"seen\n");
	check_mistakes("version: 1\nlock: {require: \"true\", path: null}\n",
		".hfgate.yml:2:17: `require`: \"true\" stands in quotes; write it without\n"
		".hfgate.yml:2:31: `path`: \"null\" is not a text; put it in quotes\n");
}

void test_policy_config__show_names_origins(void)
{
	struct bench bench;
	struct buf out = {0};
	bench_read(&bench, whole);
	CHECK(policy_set_preset(&bench.policy, S("baseline")));
	CHECK(!policy_set_preset(&bench.policy, S("bas")));
	CHECK(policy_set_fail_on(&bench.policy, S("note")));
	policy_show(&bench.policy, &out);
	slice text = buf_slice(&out);
	CHECK(slice_has(text, S("preset = baseline    # command line\n")));
	CHECK(slice_has(text, S("fail-on = note    # command line\n")));
	CHECK(slice_has(text, S("rules.HFG101.level = error in ci, image    # .hfgate.yml:5\n")));
	CHECK(slice_has(text, S("allow.namespaces[0] = acme    # .hfgate.yml:12\n")));
	CHECK(slice_has(text, S("lock.require = true    # .hfgate.yml:33\n")));
	buf_free(&out);
	bench_close(&bench);
	bench_read(&bench, "version: 1\n");
	policy_show(&bench.policy, &out);
	text = buf_slice(&out);
	CHECK(slice_has(text, S("preset = recommended    # built-in\n")));
	CHECK(slice_has(text, S("deny.models = (none)    # built-in\n")));
	buf_free(&out);
	bench_close(&bench);
}

static int add_sinks(struct bench *bench, const char *text, struct hfg_err *err)
{
	bench_read(bench, text);
	CHECK_TEXT(buf_slice(&bench->messages), "");
	struct catalogue *catalogue = catalogue_new(&bench->arena);
	const struct policy *policy = &bench->policy;
	return catalogue_add(catalogue, policy->sinks_yaml, policy->path, policy->sinks_line, err);
}

void test_policy_config__sinks_reach_the_catalogue(void)
{
	struct bench bench;
	struct hfg_err err = {0};
	CHECK_NUMBER(add_sinks(&bench,
			     "version: 1\n# ours\nsinks:\n\n  - id: acme.load\n"
			     "    call: [acme.load]\n    repo: 0 name\nlock: {require: true}\n",
			     &err),
		0);
	bench_close(&bench);
	CHECK_NUMBER(add_sinks(&bench,
			     "version: 1\nsinks:\n  - id: acme.load\n"
			     "    call: [acme.load]\n    repoo: 0 name\n",
			     &err),
		HFG_EUSAGE);
	CHECK(slice_starts(slice_of(err.message), S(".hfgate.yml:5:5: ")));
	bench_close(&bench);
}

void test_policy_date__calendar(void)
{
	int64_t days = 0;
	CHECK(policy_date(S("1970-01-01"), &days) && days == 0);
	CHECK(policy_date(S("2000-03-01"), &days) && days == 11017);
	CHECK(policy_date(S("2026-11-23"), &days) && days == 20780);
	CHECK(policy_date(S("2024-02-29"), &days));
	CHECK(policy_date(S("0001-01-01"), &days) && days == -719162);
	const char *wrong[] = {"2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
		"2026-1-1", "2026-04-31", "20260401", "2026/04/01", "2026-04-1x", "", "+026-01-01"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(!policy_date(slice_of(wrong[i]), &days));
}

void test_policy_context__paths(void)
{
	struct policy policy;
	policy_init(&policy);
	slice qa = S("qa/");
	policy.tests = (struct policy_globs){.at = &qa, .n = 1};
	policy.docs = policy.tests;
	static const struct {
		const char *path;
		enum hfg_context context;
	} rows[] = {
		{"train.py", HFG_CONTEXT_APPLICATION},
		{"src/latest/model.py", HFG_CONTEXT_APPLICATION},
		{"scripts/train.py", HFG_CONTEXT_SCRIPT},
		{"analysis.ipynb", HFG_CONTEXT_SCRIPT},
		{"contest.py", HFG_CONTEXT_APPLICATION},
		{"tests/a.py", HFG_CONTEXT_TEST},
		{"src/Tests/a.py", HFG_CONTEXT_TEST},
		{"pkg/test_a.py", HFG_CONTEXT_TEST},
		{"pkg/a_test.py", HFG_CONTEXT_TEST},
		{"pkg/conftest.py", HFG_CONTEXT_TEST},
		{"lib/testing/x.py", HFG_CONTEXT_TEST},
		{"qa/x.py", HFG_CONTEXT_TEST},
		{"README.md", HFG_CONTEXT_DOCS},
		{"docs/conf.py", HFG_CONTEXT_DOCS},
		{"docs/examples/x.py", HFG_CONTEXT_DOCS},
		{"examples/x.py", HFG_CONTEXT_EXAMPLE},
		{"notebooks/x.ipynb", HFG_CONTEXT_EXAMPLE},
		{"benchmarks/deep/x.py", HFG_CONTEXT_EXAMPLE},
		{".github/workflows/test_x.yml", HFG_CONTEXT_CI},
		{".gitlab-ci.yml", HFG_CONTEXT_CI},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_NUMBER(policy_context(&policy, slice_of(rows[i].path)), rows[i].context);
}

void test_policy_context__ci_files_cannot_be_excluded(void)
{
	struct policy policy;
	policy_init(&policy);
	slice all = S("**");
	policy.exclude = (struct policy_globs){.at = &all, .n = 1};
	CHECK(policy_excludes(&policy, S("a.py"), HFG_PYTHON));
	CHECK(!policy_excludes(&policy, S(".github/workflows/a.yml"), HFG_GITHUB_WORKFLOW));
	CHECK(!policy_excludes(&policy, S("action.yml"), HFG_GITHUB_ACTION));
	CHECK(!policy_excludes(&policy, S("ci.yml"), HFG_GITLAB_CI));
}

void test_policy_project__expired_approvals_do_not_open_the_gate(void)
{
	struct bench bench;
	struct hfg_project project = {0};
	int64_t today = 0;
	bench_read(&bench,
		"version: 1\nallow:\n  namespaces:\n"
		"    - {name: zeta, until: 2026-11-23}\n    - {name: acme, until: 2026-11-22}\n");
	CHECK(policy_date(S("2026-11-23"), &today));
	policy_project(&project, &bench.policy, today, &bench.arena);
	CHECK_NUMBER(project.allow_namespaces.n, 1);
	CHECK_TEXT(project.allow_namespaces.names[0], "zeta");
	policy_project(&project, &bench.policy, today + 1, &bench.arena);
	CHECK_NUMBER(project.allow_namespaces.n, 1);
	CHECK_TEXT(project.allow_namespaces.names[0], "--");
	CHECK_NUMBER(project.allow_models.n, 0);
	CHECK_NUMBER(project.data(&project, "no-such-file").n, 0);
	bench_close(&bench);
}

static bool exists(void *context, slice path)
{
	const char *const *paths = context;
	for (; *paths; paths++)
		if (slice_is(path, *paths))
			return true;
	return false;
}

void test_policy_locate__one_file_only(void)
{
	slice path = S("untouched");
	struct hfg_err err = {0};
	const char *none[] = {NULL}, *one[] = {".github/hfgate.yml", NULL};
	const char *two[] = {".hfgate.yml", ".gitlab/hfgate.yml", NULL};
	CHECK_NUMBER(policy_locate(exists, none, &path, &err), 0);
	CHECK_TEXT(path, "");
	CHECK_NUMBER(policy_locate(exists, one, &path, &err), 0);
	CHECK_TEXT(path, ".github/hfgate.yml");
	CHECK_NUMBER(policy_locate(exists, two, &path, &err), HFG_EUSAGE);
	CHECK_TEXT(path, ".github/hfgate.yml");
	CHECK(slice_has(slice_of(err.message), S(".gitlab/hfgate.yml")));
}

void test_policy_names__words_of_the_report(void)
{
	CHECK_TEXT(slice_of(hfg_revision_class_name(HFG_REVISION_FLOATING_DEFAULT)),
		"floating-default");
	CHECK_TEXT(slice_of(hfg_revision_class_name(HFG_REVISION_NOT_APPLICABLE)), "n/a");
	CHECK_TEXT(slice_of(hfg_safetensors_name(HFG_SAFE_NOT_APPLICABLE)), "n/a");
	CHECK_TEXT(slice_of(hfg_remote_code_name(HFG_CODE_ALWAYS)), "always");
	CHECK_TEXT(slice_of(hfg_state_name(HFG_SHAPED)), "shaped");
	CHECK_TEXT(slice_of(hfg_language_name(HFG_GITLAB_CI)), "gitlab-ci");
	CHECK_TEXT(slice_of(hfg_kind_name(HFG_DESERIALISE)), "deserialise");
	CHECK_TEXT(slice_of(hfg_why_text(HFG_WHY_PARAMETER)), "a parameter that callers decide");
	CHECK_TEXT(slice_of(hfg_kind_name((enum hfg_kind)99)), "unknown");
}
