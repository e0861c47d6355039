/*
 * Knows the shape of workflows and composite actions: where jobs, steps and
 * their scripts stand, which shell runs them, and what each of them sees.
 */
#include "ci/github_internal.h"
#include "base/limits.h"
#include "base/num.h"

enum { ZEROES = 8 };

span github_span(const struct github *github, uint32_t node)
{
	return (span){github->tree->nodes[node].from, github->tree->nodes[node].to};
}

uint32_t github_first(const struct github *github, uint32_t node)
{
	const struct yml_node *at = &github->tree->nodes[yml_real(github->tree, node)];
	return at->kind == YML_MAPPING || at->kind == YML_SEQUENCE ? at->child : 0;
}

uint32_t github_next_key(const struct github *github, uint32_t key)
{
	uint32_t value = github->tree->nodes[key].next;
	return value ? github->tree->nodes[value].next : 0;
}

static struct template template_of(const struct github *github, const struct template_scope *scope)
{
	return (struct template){scope, github->source, github->facts->arena};
}

struct hfg_value github_value(
	const struct github *github, const struct template_scope *scope, uint32_t node)
{
	struct template template = template_of(github, scope);
	const struct yml_node *at = &github->tree->nodes[yml_real(github->tree, node)];
	span place = github_span(github, node);
	if (at->kind == YML_SCALAR || at->kind == YML_NULL)
		return template_value(&template, at->value, place);
	return value_open(HFG_WHY_CONFIG, S(""), place);
}

static bool trouble(
	const struct github *github, enum hfg_trouble_kind kind, uint32_t at, const char *reason)
{
	facts_trouble(github->facts, kind, github->source, github->source->path, (span){at, at},
		true, "%s", reason);
	return false;
}

/* Scripts */

/* The first word of `shell:` decides; what is no shell at all has no child. */
static bool language_of_shell(slice shell, enum hfg_language *ret_language)
{
	static const char *const others[] = {"perl", "ruby", "node", "Rscript", "julia", "php"};
	slice word = slice_cut(shell, 0, slice_find(shell, ' '));
	size_t slash = slice_rfind(word, '/');
	word = slash < word.n ? slice_after(word, slash + 1) : word;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (slice_is(word, others[i]))
			return false;
	*ret_language = slice_starts(word, S("python")) ? HFG_PYTHON : HFG_SHELL;
	return true;
}

/* Shells whose grammar is another one, though their commands are words as well. */
static bool is_foreign_shell(slice shell)
{
	return slice_starts(shell, S("pwsh")) || slice_starts(shell, S("powershell")) ||
		slice_starts(shell, S("cmd"));
}

/* The text of a scalar as a source whose bytes lead back to the file. */
static const struct source *scalar_source(
	const struct github *github, uint32_t node, enum hfg_language language)
{
	const struct yml_tree *tree = github->tree;
	struct arena *arena = github->facts->arena;
	node = yml_real(tree, node);
	slice value = tree->nodes[node].value;
	const struct segment *segments;
	uint32_t n;
	if (!yml_map(tree, node, arena, &segments, &n)) {
		struct segment *whole = ARENA_NEW(arena, struct segment);
		span at = github_span(github, node);
		*whole = (struct segment){0, u32(value.n), at.from, at.to - at.from};
		segments = whole;
		n = 1;
	}
	char *text = arena_zalloc(arena, value.n + ZEROES);
	memcpy(text, value.p ? value.p : "", value.n);
	return source_child(arena, github->source, (slice){text, value.n}, language, segments, n);
}

static void add_script(const struct github *github, struct ci_step *step, uint32_t node,
	slice shell, const struct template_scope *scope)
{
	enum hfg_language language;
	if (!node || github->tree->nodes[node].kind != YML_SCALAR ||
		!language_of_shell(shell, &language))
		return;
	struct template template = template_of(github, scope);
	const struct source *script = scalar_source(github, node, language);
	template.source = script;
	step->script = template_script(&template, script);
	step->environment = scope->environment;
	struct child_script child = {.source = step->script,
		.environment = step->environment,
		.function = arena_printf(github->facts->arena, SLICE_FMT "/" SLICE_FMT,
			SLICE_ARG(step->reach->job), SLICE_ARG(step->label)),
		.depth = 1,
		.foreign = is_foreign_shell(shell),
		.reach = step->reach};
	facts_child(github->facts, &child);
	github->facts->keep_source = true;
}

static struct variables *read_environment(const struct github *github, uint32_t node,
	const struct variables *outer, const struct template_scope *scope)
{
	struct variables *variables = variables_new(github->facts->arena, outer);
	for (uint32_t key = github_first(github, node); key; key = github_next_key(github, key)) {
		struct hfg_value value = github_value(github, scope, github->tree->nodes[key].next);
		variables_set(variables, yml_scalar(github->tree, key), &value);
	}
	return variables;
}

/* Steps */

struct job_reading {
	const struct github *github;
	struct ci_job *job;
	struct hfg_reach reach; /* of the job; steps have copies */
	struct template_scope scope;
	slice shell, working_directory;
	uint32_t number;
};

static slice or_else(slice text, slice other)
{
	return text.n ? text : other;
}

static slice text_of(const struct github *github, uint32_t mapping, const char *key)
{
	return yml_scalar(github->tree, yml_get(github->tree, mapping, key));
}

static slice step_label(const struct job_reading *reading, uint32_t node)
{
	slice name = text_of(reading->github, node, "name");
	struct arena *arena = reading->github->facts->arena;
	if (name.n)
		return arena_printf(
			arena, "step %u (" SLICE_FMT ")", reading->number, SLICE_ARG(name));
	return arena_printf(arena, "step %u", reading->number);
}

static const struct hfg_reach *step_reach(const struct job_reading *reading, slice label)
{
	struct arena *arena = reading->github->facts->arena;
	struct hfg_reach *reach = ARENA_NEW(arena, struct hfg_reach);
	*reach = reading->reach;
	reach->step = label;
	reach->step_number = reading->number;
	slice job = reach->job;
	reach->way = arena_printf(arena, SLICE_FMT ": %s" SLICE_FMT "%s" SLICE_FMT,
		SLICE_ARG(reach->path), job.n ? "job " : "", SLICE_ARG(job), job.n ? " -> " : "",
		SLICE_ARG(label));
	return reach;
}

/* Inputs of actions that take a script: those that retry it, or run it elsewhere. */
static uint32_t script_input(const struct github *github, uint32_t node, slice uses)
{
	static const char *const keys[] = {"script", "run", "command", "cmd"};
	if (!uses.n || slice_has(uses, S("github-script")))
		return 0;
	uint32_t with = yml_get(github->tree, node, "with");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		uint32_t input = yml_get(github->tree, with, keys[i]);
		if (input)
			return input;
	}
	return 0;
}

static void read_step(struct job_reading *reading, uint32_t node)
{
	const struct github *github = reading->github;
	struct ci_step *step = VEC_PUSH(&reading->job->steps, github->facts->arena);
	reading->number++;
	step->at = github_span(github, node);
	step->label = step_label(reading, node);
	step->reach = step_reach(reading, step->label);
	step->uses = text_of(github, node, "uses");
	step->working_directory =
		or_else(text_of(github, node, "working-directory"), reading->working_directory);
	struct template_scope scope = reading->scope;
	scope.environment = read_environment(
		github, yml_get(github->tree, node, "env"), scope.environment, &reading->scope);
	uint32_t run = yml_get(github->tree, node, "run");
	if (run)
		add_script(github, step, run,
			or_else(text_of(github, node, "shell"), reading->shell), &scope);
	else
		add_script(github, step, script_input(github, node, step->uses), S("bash"), &scope);
}

/* Steps may hold steps (`parallel:`); no deeper than the file may be. */
static void read_steps(struct job_reading *reading, uint32_t steps)
{
	const struct github *github = reading->github;
	const struct yml_tree *tree = github->tree;
	for (uint32_t i = github_first(github, steps); i; i = tree->nodes[i].next) {
		uint32_t node = yml_real(tree, i);
		if (tree->nodes[node].kind != YML_MAPPING)
			continue;
		uint32_t parallel = yml_get(tree, node, "parallel");
		if (!parallel) {
			read_step(reading, node);
			continue;
		}
		for (uint32_t k = github_first(github, parallel); k; k = tree->nodes[k].next)
			if (tree->nodes[yml_real(tree, k)].kind == YML_MAPPING)
				read_step(reading, yml_real(tree, k));
	}
}

static bool any_outside_checkout(const struct github *github, uint32_t steps)
{
	const struct yml_tree *tree = github->tree;
	for (uint32_t i = github_first(github, steps); i; i = tree->nodes[i].next)
		if (github_checks_out_outside(github, i))
			return true;
	return false;
}

/* Jobs */

static bool is_self_hosted(const struct github *github, uint32_t runs_on)
{
	const struct yml_tree *tree = github->tree;
	if (slice_has(yml_scalar(tree, runs_on), S("self-hosted")))
		return true;
	for (uint32_t i = github_first(github, runs_on); i; i = tree->nodes[i].next)
		if (slice_is(yml_scalar(tree, i), "self-hosted"))
			return true;
	return false;
}

static slice runner_shell(const struct github *github, uint32_t job)
{
	slice runner = text_of(github, job, "runs-on");
	return slice_starts(runner, S("windows")) ? S("pwsh") : S("bash");
}

static void read_rights(struct job_reading *reading, uint32_t job, uint32_t key)
{
	const struct github *github = reading->github;
	const struct yml_tree *tree = github->tree;
	struct hfg_reach *reach = &reading->reach;
	reach->path = github->source->path;
	reach->line = tree->nodes[key].line;
	reach->column = tree->nodes[key].column;
	reach->triggers = github->triggers;
	reach->triggers_n = github->triggers_n;
	reach->untrusted = github->untrusted;
	uint32_t own = yml_get(tree, job, "permissions");
	github_permissions(github, own ? own : yml_get(tree, tree->root, "permissions"), reach);
	github_secrets(github, job, yml_get(tree, tree->root, "env"), reach);
	reach->outside_code =
		reach->untrusted && any_outside_checkout(github, yml_get(tree, job, "steps"));
	reach->self_hosted = is_self_hosted(github, yml_get(tree, job, "runs-on"));
	reach->container = yml_get(tree, job, "container") != 0;
}

static void read_defaults(const struct github *github, uint32_t node, slice *shell, slice *folder)
{
	uint32_t run = yml_get(github->tree, yml_get(github->tree, node, "defaults"), "run");
	*shell = or_else(text_of(github, run, "shell"), *shell);
	*folder = or_else(text_of(github, run, "working-directory"), *folder);
}

static void read_job(const struct github *github, uint32_t key)
{
	const struct yml_tree *tree = github->tree;
	uint32_t node = yml_real(tree, tree->nodes[key].next);
	if (tree->nodes[node].kind != YML_MAPPING)
		return;
	struct ci_job *job = VEC_PUSH(&github->pipeline->jobs, github->facts->arena);
	job->id = yml_scalar(tree, key);
	job->at = github_span(github, key);
	job->uses = text_of(github, node, "uses");
	struct job_reading reading = {.github = github, .job = job};
	reading.reach.job = job->id;
	read_rights(&reading, node, key);
	reading.shell = or_else(github->shell, runner_shell(github, node));
	reading.working_directory = github->working_directory;
	read_defaults(github, node, &reading.shell, &reading.working_directory);
	reading.scope = (struct template_scope){github->environment,
		github_matrix(github, yml_get(tree, yml_get(tree, node, "strategy"), "matrix")),
		github->inputs};
	reading.scope.environment = read_environment(
		github, yml_get(tree, node, "env"), github->environment, &reading.scope);
	if (job->uses.n) /* a reusable workflow: its script is an input */
		read_step(&reading, node);
	else
		read_steps(&reading, yml_get(tree, node, "steps"));
}

/* Inputs */

/* A default, or one of the options: what runs when nobody types anything, or chooses. */
static struct hfg_value input_value(const struct github *github, slice name, uint32_t node)
{
	const struct yml_tree *tree = github->tree;
	struct arena *arena = github->facts->arena;
	uint32_t given = yml_get(tree, node, "default"), options = yml_get(tree, node, "options");
	slice written = arena_printf(arena, "inputs." SLICE_FMT, SLICE_ARG(name));
	struct hfg_value open = value_open(HFG_WHY_INPUT, written, github_span(github, node));
	struct hfg_value value = open;
	struct template_scope nothing = {NULL, NULL, NULL};
	if (given)
		value = github_value(github, &nothing, given);
	for (uint32_t i = github_first(github, options); i; i = tree->nodes[i].next) {
		struct hfg_value option = github_value(github, &nothing, i);
		value = value.state == HFG_OPEN ? option : value_either(arena, &value, &option);
	}
	value.expression = written;
	value.why = HFG_WHY_INPUT;
	value.flags |= HFG_V_ENTRY;
	if (!options && given)
		value.flags |= HFG_V_DEFAULT | HFG_V_REST;
	return value;
}

static void read_inputs(struct github *github, uint32_t inputs)
{
	const struct yml_tree *tree = github->tree;
	for (uint32_t key = github_first(github, inputs); key; key = github_next_key(github, key)) {
		slice name = yml_scalar(tree, key);
		char *lower = arena_alloc(github->scratch, name.n);
		for (size_t i = 0; i < name.n; i++)
			lower[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32)
									: name.p[i];
		struct hfg_value value = input_value(github, name, tree->nodes[key].next);
		variables_join(github->inputs, (slice){lower, name.n}, &value);
	}
}

/* Files */

static void read_workflow(struct github *github)
{
	const struct yml_tree *tree = github->tree;
	uint32_t on = yml_get(tree, tree->root, "on");
	github_triggers(github, on);
	read_inputs(github, yml_get(tree, yml_get(tree, on, "workflow_dispatch"), "inputs"));
	read_inputs(github, yml_get(tree, yml_get(tree, on, "workflow_call"), "inputs"));
	struct template_scope scope = {NULL, NULL, github->inputs};
	github->environment =
		read_environment(github, yml_get(tree, tree->root, "env"), NULL, &scope);
	read_defaults(github, tree->root, &github->shell, &github->working_directory);
	for (uint32_t key = github_first(github, yml_get(tree, tree->root, "jobs")); key;
		key = github_next_key(github, key))
		read_job(github, key);
}

static void read_action(struct github *github)
{
	const struct yml_tree *tree = github->tree;
	uint32_t runs = yml_get(tree, tree->root, "runs");
	read_inputs(github, yml_get(tree, tree->root, "inputs"));
	if (!slice_is(text_of(github, runs, "using"), "composite"))
		return;
	struct ci_job *job = VEC_PUSH(&github->pipeline->jobs, github->facts->arena);
	struct job_reading reading = {.github = github, .job = job};
	reading.scope = (struct template_scope){NULL, NULL, github->inputs};
	reading.reach.path = github->source->path;
	reading.reach.line = tree->nodes[runs].line;
	reading.reach.column = tree->nodes[runs].column;
	job->at = github_span(github, runs);
	read_steps(&reading, yml_get(tree, runs, "steps"));
}

/* GitHub's own limits: what is beyond them never runs there, and is not read here. */
enum { MAX_WORKFLOW = 1 << 20, MAX_WORKFLOW_DEPTH = 50 };

static bool can_be_read(const struct github *github)
{
	const struct yml_tree *tree = github->tree;
	struct arena *arena = github->facts->arena;
	if (!tree->complete) {
		slice reason = arena_printf(
			arena, "is not YAML that GitHub reads: " SLICE_FMT, SLICE_ARG(tree->error));
		return trouble(github, HFG_TROUBLE_PARSE, tree->error_at, reason.p);
	}
	if (tree->depth > MAX_WORKFLOW_DEPTH)
		return trouble(github, HFG_TROUBLE_LIMIT, 0,
			"is nested deeper than the 50 levels that GitHub reads");
	if (tree->documents > 1)
		return trouble(github, HFG_TROUBLE_PARSE,
			tree->nodes[tree->nodes[tree->root].next].from,
			"holds more than one YAML document");
	return tree->root != 0;
}

static bool duplicates_ok(const struct github *github)
{
	for (uint32_t i = 1; i < github->tree->n; i++)
		if (github->tree->nodes[i].duplicate)
			return trouble(github, HFG_TROUBLE_PARSE, github->tree->nodes[i].from,
				"holds the same key twice, which GitHub refuses");
	return true;
}

static uint32_t *ends_of(const struct yml_tree *tree, struct arena *arena)
{
	uint32_t *ends = arena_array(arena, tree->n, sizeof *ends);
	for (uint32_t i = tree->n; i-- > 1;) {
		uint32_t end = i + 1;
		for (uint32_t k = tree->nodes[i].child; k; k = tree->nodes[k].next)
			end = ends[k];
		ends[i] = end;
	}
	return ends;
}

struct ci_pipeline *github_read(
	const struct source *source, struct facts *facts, struct arena *scratch)
{
	struct github github = {.source = source, .facts = facts, .scratch = scratch};
	if (source->text.n > MAX_WORKFLOW) {
		trouble(&github, HFG_TROUBLE_LIMIT, 0,
			"is larger than the 1 MiB that GitHub reads");
		return NULL;
	}
	github.tree = yml_parse(source->text, facts->arena);
	if (!can_be_read(&github))
		return NULL;
	duplicates_ok(&github);
	github.pipeline = ARENA_NEW(facts->arena, struct ci_pipeline);
	github.pipeline->source = source;
	github.inputs = variables_new(facts->arena, NULL);
	github.ends = ends_of(github.tree, scratch);
	if (source->language == HFG_GITHUB_ACTION)
		read_action(&github);
	else
		read_workflow(&github);
	return github.pipeline;
}
