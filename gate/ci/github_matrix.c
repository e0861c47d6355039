/*
 * Knows what a matrix makes of each of its names: the values of its list and
 * of `include`, without what `exclude` takes out whole.
 */
#include "ci/github_internal.h"
#include "base/limits.h"

enum { MAX_MATRIX = 256, MAX_MEMBERS = 8 }; /* GitHub's limit on jobs; depth of a value's members */

struct matrix {
	const struct github *github;
	struct variables *names;
	struct template_scope scope;
	uint32_t exclude;
};

static slice lower(struct arena *arena, slice text)
{
	char *out = arena_alloc(arena, text.n);
	for (size_t i = 0; i < text.n; i++)
		out[i] = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) : text.p[i];
	return (slice){out, text.n};
}

static void add(struct matrix *matrix, slice name, uint32_t node, unsigned depth)
{
	const struct github *github = matrix->github;
	const struct yml_tree *tree = github->tree;
	node = yml_real(tree, node);
	if (tree->nodes[node].kind != YML_MAPPING) {
		struct hfg_value value = github_value(github, &matrix->scope, node);
		variables_join(matrix->names, name, &value);
		return;
	}
	if (depth == MAX_MEMBERS)
		return;
	for (uint32_t key = github_first(github, node); key; key = github_next_key(github, key)) {
		slice member = lower(github->scratch, yml_scalar(tree, key));
		slice path = arena_printf(github->scratch, SLICE_FMT "." SLICE_FMT, SLICE_ARG(name),
			SLICE_ARG(member));
		add(matrix, path, tree->nodes[key].next, depth + 1);
	}
}

/* An entry of `exclude` that names nothing but this value. */
static bool is_excluded(const struct matrix *matrix, slice name, uint32_t node)
{
	const struct github *github = matrix->github;
	const struct yml_tree *tree = github->tree;
	for (uint32_t entry = github_first(github, matrix->exclude); entry;
		entry = tree->nodes[entry].next) {
		uint32_t key = github_first(github, entry);
		if (!key || github_next_key(github, key))
			continue;
		if (slice_eq(yml_scalar(tree, key), name) && yml_scalar(tree, node).n &&
			slice_eq(yml_scalar(tree, tree->nodes[key].next), yml_scalar(tree, node)))
			return true;
	}
	return false;
}

static void add_list(struct matrix *matrix, uint32_t key)
{
	const struct github *github = matrix->github;
	const struct yml_tree *tree = github->tree;
	slice name = yml_scalar(tree, key), folded = lower(github->scratch, name);
	uint32_t list = yml_real(tree, tree->nodes[key].next), n = 0;
	if (tree->nodes[list].kind != YML_SEQUENCE) {
		add(matrix, folded, list, 0);
		return;
	}
	for (uint32_t i = github_first(github, list); i && n < MAX_MATRIX;
		i = tree->nodes[i].next, n++)
		if (!is_excluded(matrix, name, i))
			add(matrix, folded, i, 0);
}

static void add_include(struct matrix *matrix, uint32_t include)
{
	const struct github *github = matrix->github;
	const struct yml_tree *tree = github->tree;
	uint32_t n = 0;
	for (uint32_t entry = github_first(github, include); entry && n < MAX_MATRIX;
		entry = tree->nodes[entry].next, n++)
		for (uint32_t key = github_first(github, entry); key;
			key = github_next_key(github, key))
			add(matrix, lower(github->scratch, yml_scalar(tree, key)),
				tree->nodes[key].next, 0);
}

const struct variables *github_matrix(const struct github *github, uint32_t node)
{
	const struct yml_tree *tree = github->tree;
	struct matrix matrix = {.github = github,
		.names = variables_new(github->facts->arena, NULL),
		.scope = {github->environment, NULL, github->inputs}};
	if (!node || tree->nodes[yml_real(tree, node)].kind != YML_MAPPING)
		return matrix.names;
	matrix.exclude = yml_get(tree, node, "exclude");
	for (uint32_t key = github_first(github, node); key; key = github_next_key(github, key)) {
		slice name = yml_scalar(tree, key);
		if (!slice_is(name, "include") && !slice_is(name, "exclude"))
			add_list(&matrix, key);
	}
	add_include(&matrix, yml_get(tree, node, "include"));
	return matrix.names;
}
