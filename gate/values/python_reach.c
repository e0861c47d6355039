/*
 * Knows which bindings of a name may still hold at a use: the latest plain
 * statement before it in a statement list around it hides all earlier ones;
 * what stands between, and what a loop may bring around, joins.
 */
#include "values/python_internal.h"

enum { MAX_LEVELS = MAX_DEPTH + 8 };

/* Statement lists around a use, innermost first. */
struct levels {
	py_ref block[MAX_LEVELS];
	uint32_t until[MAX_LEVELS]; /* end of the outermost loop between the list and the use */
	uint32_t n;
};

/* Comprehensions and class bodies run where they stand; functions later. */
static bool runs_in_place(const struct pyv *in, py_ref use, uint32_t scope)
{
	uint32_t at = in->scope_of[use];
	while (at != scope) {
		enum scope_kind kind = in->scopes.at[at].kind;
		if (kind != SCOPE_COMPREHENSION && kind != SCOPE_CLASS)
			return false;
		at = in->scopes.at[at].parent;
	}
	return true;
}

static void find_levels(const struct pyv *in, py_ref use, py_ref outermost, struct levels *levels)
{
	uint32_t until = node_of(in, use)->from;
	levels->n = 0;
	for (py_ref at = use; at && levels->n < MAX_LEVELS; at = in->parents[at]) {
		enum py_kind kind = kind_of(in, at);
		bool loop = kind == PY_FOR || kind == PY_WHILE;
		if (loop && node_of(in, at)->to > until)
			until = node_of(in, at)->to;
		if (kind != PY_BLOCK && kind != PY_MODULE)
			continue;
		levels->block[levels->n] = at;
		levels->until[levels->n++] = until;
		if (at == outermost)
			break;
	}
}

static bool level_of(const struct levels *levels, py_ref block, uint32_t *ret_until)
{
	for (uint32_t i = 0; i < levels->n; i++) {
		if (levels->block[i] != block)
			continue;
		*ret_until = levels->until[i];
		return true;
	}
	return false;
}

/* Number of bindings that take effect at or before `offset`. */
static uint32_t before(const struct bindings *all, uint32_t offset)
{
	uint32_t low = 0, high = all->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (all->at[middle].from <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add(struct reach *reach, const struct binding *binding)
{
	if (reach->n == MAX_REACH)
		reach->limit = true;
	else
		reach->at[reach->n++] = binding;
}

static void add_all(const struct bindings *all, struct reach *reach)
{
	for (uint32_t i = 0; i < all->n && !reach->limit; i++)
		add(reach, &all->at[i]);
}

static void reverse(struct reach *reach)
{
	for (uint32_t i = 0; i < reach->n / 2; i++) {
		const struct binding *other = reach->at[i];
		reach->at[i] = reach->at[reach->n - 1 - i];
		reach->at[reach->n - 1 - i] = other;
	}
}

void reach_bindings(
	const struct pyv *in, uint32_t name, uint32_t scope, py_ref use, struct reach *ret_reach)
{
	const struct bindings *all = &in->names.at[name].bindings;
	*ret_reach = (struct reach){.n = 0};
	if (!in->scopes.at[scope].block || !runs_in_place(in, use, scope)) {
		add_all(all, ret_reach);
		return;
	}
	struct levels levels;
	find_levels(in, use, in->scopes.at[scope].block, &levels);
	uint32_t past = before(all, node_of(in, use)->from);
	uint32_t until = levels.n ? levels.until[levels.n - 1] : 0;
	for (uint32_t i = past; i > 0 && !ret_reach->limit; i--) {
		const struct binding *binding = &all->at[i - 1];
		add(ret_reach, binding);
		ret_reach->certain = binding->plain && level_of(&levels, binding->block, &until);
		if (ret_reach->certain)
			break;
	}
	reverse(ret_reach);
	for (uint32_t i = past; i < all->n && all->at[i].from <= until && !ret_reach->limit; i++)
		add(ret_reach, &all->at[i]);
	if (!ret_reach->n)
		add_all(all, ret_reach);
}
