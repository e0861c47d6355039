/* GitHub's workflows: what is read from them, and what is refused. */
#include "unit.h"
#include "base/buf.h"
#include "ci/github.h"
#include "ci/template.h"

struct reading {
	struct arena arena, scratch;
	struct facts facts;
	struct ci_pipeline *pipeline;
};

static void read_text(struct reading *reading, slice text, enum hfg_language language)
{
	*reading = (struct reading){0};
	arena_init(&reading->arena);
	arena_init(&reading->scratch);
	reading->facts.arena = &reading->arena;
	struct source *source = source_new(&reading->arena, S(".github/workflows/x.yml"),
		arena_copy(&reading->arena, text), language);
	reading->pipeline = github_read(source, &reading->facts, &reading->scratch);
}

static void forget(struct reading *reading)
{
	arena_free(&reading->arena);
	arena_free(&reading->scratch);
}

void test_ci_github__jobs_rights_and_scripts(void)
{
	struct reading reading;
	read_text(&reading,
		S("on: [push, issue_comment]\n"
		  "env: {A: '${{ secrets.one }}', B: base}\n"
		  "defaults: {run: {shell: python}}\n"
		  "jobs:\n"
		  "  first:\n"
		  "    runs-on: [self-hosted, gpu]\n"
		  "    permissions: {contents: write, issues: read}\n"
		  "    strategy: {matrix: {m: [x, y, z], exclude: [{m: y}], include: [{m: w, k: "
		  "v}]}}\n"
		  "    env: {C: \"${{ env.B }}/${{ matrix.m }}\"}\n"
		  "    steps:\n"
		  "      - run: import os\n"
		  "      - {shell: 'bash -el {0}', name: N, run: 'echo ${{ matrix.m }} ${{ 2 > 1 "
		  "}}'}\n"),
		HFG_GITHUB_WORKFLOW);
	CHECK(reading.pipeline && reading.pipeline->jobs.n == 1);
	struct ci_job *job = &reading.pipeline->jobs.at[0];
	CHECK_TEXT(job->id, "first");
	CHECK_NUMBER(job->steps.n, 2);
	CHECK_NUMBER(job->steps.at[0].script->language, HFG_PYTHON);
	CHECK_TEXT(job->steps.at[1].label, "step 2 (N)");
	CHECK_TEXT(job->steps.at[1].script->text, "echo hfgate_expression_1_ true");
	const struct hfg_value *matrix = &job->steps.at[1].script->substitutions[0].value;
	CHECK_NUMBER(matrix->state, HFG_SOME);
	CHECK_NUMBER(matrix->n, 3);
	CHECK_TEXT(matrix->texts[2], "w");
	const struct hfg_value *value = variables_get(job->steps.at[1].environment, S("C"));
	CHECK(value && value->n == 3);
	CHECK_TEXT(value->texts[0], "base/x");
	const struct hfg_reach *reach = job->steps.at[1].reach;
	CHECK_NUMBER(reach->token, HFG_TOKEN_WRITE);
	CHECK_TEXT(reach->permissions, "contents: write");
	CHECK_NUMBER(reach->secrets_n, 1);
	CHECK_TEXT(reach->secrets[0].name, "ONE");
	CHECK(reach->self_hosted && reach->untrusted && !reach->outside_code);
	CHECK_NUMBER(reading.facts.children.n, 2);
	forget(&reading);
}

void test_ci_github__bytes_lead_back_through_expressions(void)
{
	struct reading reading;
	slice text = S("on: push\njobs:\n  a:\n    steps:\n      - run: >-\n          one\n"
		       "          ${{ true }} two\n");
	read_text(&reading, text, HFG_GITHUB_WORKFLOW);
	const struct source *script = reading.facts.children.at[0].source;
	CHECK_TEXT(script->text, "one true two");
	CHECK_NUMBER(source_outer(script, 9), slice_search(text, S("two")));
	CHECK_NUMBER(source_outer(script, 4), slice_search(text, S("${{")));
	CHECK_NUMBER(source_outer_end(script, 8), slice_search(text, S(" two")));
	forget(&reading);
}

void test_ci_github__actions_have_steps(void)
{
	struct reading reading;
	read_text(&reading,
		S("inputs: {Model: {default: acme/m}}\nruns:\n  using: composite\n"
		  "  steps:\n  - {shell: sh, run: 'x ${{ inputs.model }}'}\n"),
		HFG_GITHUB_ACTION);
	CHECK_NUMBER(reading.facts.children.n, 1);
	const struct source *script = reading.facts.children.at[0].source;
	CHECK_NUMBER(script->substitutions_n, 1);
	CHECK_TEXT(hfg_one(&script->substitutions[0].value), "acme/m");
	CHECK(script->substitutions[0].value.flags & HFG_V_DEFAULT);
	forget(&reading);
}

static unsigned troubles_of(slice text)
{
	struct reading reading;
	read_text(&reading, text, HFG_GITHUB_WORKFLOW);
	unsigned n = 0;
	for (uint32_t i = 0; i < reading.facts.troubles.n; i++)
		n += reading.facts.troubles.at[i].blocks;
	forget(&reading);
	return n;
}

static unsigned troubles_of_depth(unsigned depth)
{
	struct buf text = {0};
	buf_add(&text, S("a: "));
	for (unsigned i = 1; i < depth; i++)
		buf_byte(&text, '[');
	for (unsigned i = 1; i < depth; i++)
		buf_byte(&text, ']');
	unsigned n = troubles_of(buf_slice(&text));
	buf_free(&text);
	return n;
}

void test_ci_github__limits_and_mistakes_block(void)
{
	CHECK_NUMBER(troubles_of(S("on: push\njobs: {}\n")), 0);
	CHECK_NUMBER(troubles_of(S("on: push\njobs: {\n")), 1);
	CHECK_NUMBER(troubles_of(S("on: push\non: pull_request\n")), 1);
	CHECK_NUMBER(troubles_of(S("a: 1\n---\nb: 2\n")), 1);
	CHECK_NUMBER(troubles_of(S("# nothing\n")), 0);
	CHECK_NUMBER(troubles_of_depth(50), 0);
	CHECK_NUMBER(troubles_of_depth(51), 1);
	struct buf text = {0};
	buf_add(&text, S("#"));
	while (text.n < 1 << 20)
		buf_byte(&text, 'x');
	CHECK_NUMBER(troubles_of(buf_slice(&text)), 0);
	buf_byte(&text, 'x');
	CHECK_NUMBER(troubles_of(buf_slice(&text)), 1);
	buf_free(&text);
}

static struct hfg_value valued(struct reading *reading, const char *text)
{
	static const struct template_scope nothing = {NULL, NULL, NULL};
	read_text(reading, S("x"), HFG_GITHUB_WORKFLOW);
	struct source *source = source_new(&reading->arena, S("x"), S(""), HFG_SHELL);
	struct template template = {&nothing, source, &reading->arena};
	return template_value(&template, slice_of(text), (span){0, 0});
}

void test_ci_github__values_of_texts(void)
{
	static const struct {
		const char *text, *first;
		enum hfg_state state;
		enum hfg_why why;
	} cases[] = {
		{"plain", "plain", HFG_ONE, HFG_WHY_NONE},
		{"${{ 'a' }}/${{ format('{0}-{1}', 'b', 1) }}", "a/b-1", HFG_ONE, HFG_WHY_NONE},
		{"org/${{ github.head_ref }}", "org/*", HFG_SHAPED, HFG_WHY_INPUT},
		{"${{ github.event.issue.body }}", "", HFG_OPEN, HFG_WHY_INPUT},
		{"${{ github.event.number }}", "", HFG_OPEN, HFG_WHY_CALL},
		{"${{ inputs.m || 'org/m' }}", "org/m", HFG_ONE, HFG_WHY_INPUT},
		{"${{ github.ref == 'x' && 'a' || 'b' }}", "a", HFG_SOME, HFG_WHY_NONE},
		{"${{ secrets.X }}", "", HFG_OPEN, HFG_WHY_CONFIG},
		{"${{ nonsense( }}", "", HFG_OPEN, HFG_WHY_UNKNOWN},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reading reading;
		struct hfg_value value = valued(&reading, cases[i].text);
		CHECK_NUMBER(value.state, cases[i].state);
		CHECK_NUMBER(value.why, cases[i].why);
		CHECK_TEXT(value.n ? value.texts[0] : S(""), cases[i].first);
		forget(&reading);
	}
}
