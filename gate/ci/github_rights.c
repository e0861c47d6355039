/*
 * Knows what a job holds while it runs: who sets it off, what its token may do,
 * which secrets its expressions name. GitHub hands a job all secrets that any
 * of its steps names, so they belong to the job.
 */
#include "ci/github_internal.h"
#include "base/map.h"
#include "syntax/expression.h"

/* Events outsiders cause while the job runs with the rights of the repository. */
static bool is_untrusted(slice trigger)
{
	static const char *const triggers[] = {"pull_request_target", "workflow_run",
		"issue_comment", "issues", "discussion", "discussion_comment", "fork", "watch",
		"pull_request_comment"};
	for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++)
		if (slice_is(trigger, triggers[i]))
			return true;
	return false;
}

struct names {
	VEC(slice);
};

static void add_trigger(struct github *github, struct names *names, uint32_t node)
{
	slice name = yml_scalar(github->tree, node);
	if (!name.n)
		return;
	*VEC_PUSH(names, github->facts->arena) = name;
	github->untrusted = github->untrusted || is_untrusted(name);
}

void github_triggers(struct github *github, uint32_t on)
{
	const struct yml_tree *tree = github->tree;
	struct names names = {0};
	on = yml_real(tree, on);
	if (tree->nodes[on].kind == YML_SCALAR)
		add_trigger(github, &names, on);
	bool mapping = tree->nodes[on].kind == YML_MAPPING;
	for (uint32_t i = github_first(github, on); i;
		i = mapping ? github_next_key(github, i) : tree->nodes[i].next)
		add_trigger(github, &names, i);
	github->triggers = names.at;
	github->triggers_n = names.n;
}

static void add_permission(const struct github *github, uint32_t key, struct hfg_reach *reach)
{
	slice name = yml_scalar(github->tree, key);
	slice access = yml_scalar(github->tree, github->tree->nodes[key].next);
	if (slice_is(access, "read") && reach->token == HFG_TOKEN_NONE)
		reach->token = HFG_TOKEN_READ;
	if (!slice_is(access, "write"))
		return;
	reach->token = HFG_TOKEN_WRITE;
	reach->permissions = arena_printf(github->facts->arena, SLICE_FMT "%s" SLICE_FMT ": write",
		SLICE_ARG(reach->permissions), reach->permissions.n ? ", " : "", SLICE_ARG(name));
}

void github_permissions(const struct github *github, uint32_t node, struct hfg_reach *reach)
{
	const struct yml_tree *tree = github->tree;
	slice all = yml_scalar(tree, node);
	node = yml_real(tree, node);
	if (!node)
		return;
	reach->token = HFG_TOKEN_NONE;
	reach->permissions = S("");
	if (slice_is(all, "write-all")) {
		reach->token = HFG_TOKEN_WRITE;
		reach->permissions = S("write-all");
	} else if (slice_is(all, "read-all")) {
		reach->token = HFG_TOKEN_READ;
	}
	if (tree->nodes[node].kind == YML_MAPPING)
		for (uint32_t key = github_first(github, node); key;
			key = github_next_key(github, key))
			add_permission(github, key, reach);
}

/* Secrets */

struct search {
	const struct github *github;
	struct map seen;
	struct {
		VEC(struct hfg_secret);
	} found;
	struct {
		VEC(uint32_t);
	} waiting; /* nodes still to be looked through */
	bool *queued;
};

static void found(struct search *search, slice name, uint32_t node)
{
	bool is_new;
	char *upper = arena_alloc(search->github->facts->arena, name.n);
	for (size_t i = 0; i < name.n; i++)
		upper[i] =
			name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i];
	name = (slice){upper, name.n};
	map_put(&search->seen, name, &is_new);
	if (!is_new || slice_is(name, "GITHUB_TOKEN"))
		return;
	const struct yml_node *at = &search->github->tree->nodes[node];
	*VEC_PUSH(&search->found, search->github->facts->arena) =
		(struct hfg_secret){name, at->line, at->column};
}

static bool is_secrets(const struct expression_node *node)
{
	if (node->kind != EXPRESSION_CONTEXT || node->text.n != 7)
		return false;
	for (size_t i = 0; i < 7; i++)
		if ((node->text.p[i] | 32) != "secrets"[i])
			return false;
	return true;
}

static void look_at_expression(struct search *search, slice text, uint32_t node)
{
	const struct expression *expression = expression_parse(text, search->github->scratch);
	uint32_t contexts = 0, named = 0;
	for (uint32_t i = 1; i < expression->n; i++) {
		const struct expression_node *at = &expression->nodes[i];
		contexts += is_secrets(at);
		if (at->kind != EXPRESSION_INDEX || !is_secrets(&expression->nodes[at->child]))
			continue;
		const struct expression_node *index =
			&expression->nodes[expression->nodes[at->child].next];
		if (index->kind != EXPRESSION_STRING)
			continue;
		named++;
		found(search, index->text, node);
	}
	if (contexts > named)
		found(search, S("*"), node);
}

static void look_at_scalar(struct search *search, uint32_t node)
{
	slice text = search->github->tree->nodes[node].value, inside;
	size_t from, to, done = 0;
	bool closed;
	while (expression_next(text, done, &from, &to, &inside, &closed)) {
		look_at_expression(search, inside, node);
		done = to;
	}
}

static void queue(struct search *search, uint32_t node)
{
	if (!node || search->queued[node])
		return;
	search->queued[node] = true;
	*VEC_PUSH(&search->waiting, search->github->scratch) = node;
}

static void look_below(struct search *search, uint32_t node)
{
	const struct yml_tree *tree = search->github->tree;
	for (uint32_t i = node; i < search->github->ends[node]; i++) {
		if (tree->nodes[i].kind == YML_SCALAR)
			look_at_scalar(search, i);
		else if (tree->nodes[i].kind == YML_ALIAS)
			queue(search, tree->nodes[i].target);
	}
}

void github_secrets(
	const struct github *github, uint32_t job, uint32_t environment, struct hfg_reach *reach)
{
	struct search search = {.github = github};
	map_init(&search.seen, github->scratch);
	search.queued = arena_zalloc(github->scratch, github->tree->n);
	uint32_t inherited = yml_get(github->tree, job, "secrets");
	if (slice_is(yml_scalar(github->tree, inherited), "inherit"))
		found(&search, S("*"), inherited);
	queue(&search, job);
	queue(&search, yml_real(github->tree, environment));
	for (uint32_t i = 0; i < search.waiting.n; i++)
		look_below(&search, search.waiting.at[i]);
	reach->secrets = search.found.at;
	reach->secrets_n = search.found.n;
}

bool github_checks_out_outside(const struct github *github, uint32_t step)
{
	slice uses = yml_scalar(github->tree, yml_get(github->tree, step, "uses"));
	if (!slice_starts(uses, S("actions/checkout@")))
		return false;
	uint32_t with = yml_get(github->tree, step, "with");
	static const char *const keys[] = {"ref", "repository"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		slice value = yml_scalar(github->tree, yml_get(github->tree, with, keys[i]));
		if (slice_has(value, S("pull_request.head")) || slice_has(value, S("head_ref")) ||
			slice_has(value, S("workflow_run.head")) ||
			slice_has(value, S("refs/pull/")))
			return true;
	}
	return false;
}
