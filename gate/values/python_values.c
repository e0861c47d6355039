/*
 * Knows one module as a whole: how it is taken in, where a node stands, what
 * it imports, what it wrote to, and what never runs.
 */
#include "values/python_internal.h"

#include <stdlib.h>

struct pyv *pyv_new(const struct source *source, const struct py_tree *tree, struct arena *facts,
	struct arena *scratch, struct module_set *modules)
{
	struct pyv *in = ARENA_NEW(scratch, struct pyv);
	*in = (struct pyv){.source = source,
		.tree = tree,
		.facts = facts,
		.scratch = scratch,
		.modules = modules,
		.file = source->file};
	in->budget = modules ? module_set_budget(modules) : &in->own_budget;
	in->parents = py_parents(tree, scratch);
	in->scope_of = arena_array(scratch, tree->n, sizeof *in->scope_of);
	in->own_scope = arena_array(scratch, tree->n, sizeof *in->own_scope);
	in->memo = arena_array(scratch, tree->n, sizeof *in->memo);
	in->busy = arena_array(scratch, tree->n, 1);
	map_init(&in->calls, scratch);
	map_init(&in->options, scratch);
	scope_build(in);
	return in;
}

slice pyv_function_name(struct pyv *in, py_ref node)
{
	return chain_name(in, in->parents[node]);
}

/* A decorator or default stands outside of what it belongs to. */
static py_ref enclosing(const struct pyv *in, py_ref node, enum py_kind kind)
{
	for (py_ref at = node; in->parents[at]; at = in->parents[at])
		if (kind_of(in, in->parents[at]) == kind && kind_of(in, at) == PY_BLOCK)
			return in->parents[at];
	return 0;
}

py_ref pyv_enclosing_function(struct pyv *in, py_ref node)
{
	return enclosing(in, node, PY_FUNCTION);
}

py_ref pyv_enclosing_class(struct pyv *in, py_ref node)
{
	return enclosing(in, node, PY_CLASS);
}

static int by_bytes(const void *a, const void *b)
{
	return slice_cmp(*(const slice *)a, *(const slice *)b);
}

const slice *pyv_imports(struct pyv *in, uint32_t *ret_n)
{
	struct map seen;
	map_init(&seen, in->scratch);
	for (py_ref i = 1; i < in->tree->n; i++) {
		enum py_kind kind = kind_of(in, i);
		slice name = {NULL, 0};
		if (kind == PY_ALIAS && kind_of(in, in->parents[i]) == PY_IMPORT)
			name = name_of(in, i);
		else if (kind == PY_IMPORT_FROM && !node_of(in, i)->op)
			name = name_of(in, i);
		if (name.n)
			map_put(&seen, slice_cut(name, 0, slice_find(name, '.')), NULL);
	}
	slice *names = arena_array(in->facts, seen.n, sizeof *names);
	for (uint32_t i = 0; i < seen.n; i++)
		names[i] = seen.entries[i].key;
	if (seen.n)
		qsort(names, seen.n, sizeof *names, by_bytes);
	*ret_n = seen.n;
	return names;
}

static bool never_true(struct pyv *in, py_ref test)
{
	if (tree_constant(in, test, PY_FALSE))
		return true;
	if (kind_of(in, test) == PY_NUMBER)
		return slice_is(py_text(in->tree, test), "0");
	slice dotted = tree_dotted(in, test);
	return slice_is(dotted, "TYPE_CHECKING") || slice_is(dotted, "typing.TYPE_CHECKING") ||
		slice_is(dotted, "t.TYPE_CHECKING");
}

bool pyv_unreachable(struct pyv *in, py_ref node)
{
	for (py_ref at = node; in->parents[at]; at = in->parents[at]) {
		py_ref parent = in->parents[at];
		enum py_kind kind = kind_of(in, parent);
		if (kind != PY_IF && kind != PY_ELIF && kind != PY_WHILE)
			continue;
		py_ref test = first_of(in, parent);
		if (next_of(in, test) == at && never_true(in, test))
			return true;
	}
	return false;
}

static bool same_words(slice a, slice b)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < a.n && memchr(" \t\r\n", a.p[i], 4))
			i++;
		while (k < b.n && memchr(" \t\r\n", b.p[k], 4))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

/* The same name in another function is another thing. */
static bool same_place(struct pyv *in, py_ref a, py_ref b)
{
	uint32_t first, second;
	if (kind_of(in, a) != PY_NAME || kind_of(in, b) != PY_NAME)
		return pyv_enclosing_function(in, a) == pyv_enclosing_function(in, b) ||
			kind_of(in, a) == PY_ATTRIBUTE || kind_of(in, a) == PY_STRING;
	slice name = name_of(in, a);
	return scope_lookup(in, in->scope_of[a], name, &first) &&
		scope_lookup(in, in->scope_of[b], name, &second) && first == second;
}

/* str(x), x.name and Path(x) stand for x. */
static py_ref core(struct pyv *in, py_ref node)
{
	static const char *const same[] = {"str", "Path", "fspath"};
	for (unsigned i = 0; i < MAX_PATH && kind_of(in, node) == PY_CALL; i++) {
		py_ref argument = call_position(in, node, 0);
		if (!argument || !IS_ONE_OF(tree_last_name(in, first_of(in, node)), same))
			break;
		node = argument;
	}
	return node;
}

static bool is_saved(struct pyv *in, py_ref place, py_ref expression, slice text)
{
	py_ref a = core(in, place), b = core(in, expression);
	bool later = node_of(in, place)->from > node_of(in, expression)->from &&
		pyv_enclosing_function(in, place) == pyv_enclosing_function(in, expression);
	if (later)
		return false;
	if (same_words(py_text(in->tree, a), py_text(in->tree, b)) && same_place(in, a, b))
		return true;
	if (!text.n)
		return false;
	struct hfg_value written = eval_node(in, a);
	return written.state == HFG_ONE && slice_eq(written.texts[0], text);
}

bool pyv_saved_here(struct pyv *in, py_ref expression, const struct hfg_value *value)
{
	slice text = hfg_one(value);
	for (uint32_t i = 0; expression && i < in->saved.n && i < MAX_SAVED; i++)
		if (is_saved(in, in->saved.at[i], expression, text))
			return true;
	return false;
}
