/*
 * Knows what tables and loops yield: subscripts of dicts and lists, .get, the
 * elements of literal sequences through zip, enumerate, items, sorted, and
 * whether a table maps to full commits only.
 */
#include "values/python_internal.h"

/* The value of `key` among the pairs of a DICT; 0 when it is not there. */
static py_ref value_of_key(struct pyv *in, py_ref dict, slice key, bool *ret_open)
{
	py_ref value = 0;
	for (py_ref at = first_of(in, dict); at; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_DOUBLE_STARRED) {
			*ret_open = true;
			continue;
		}
		slice text;
		py_ref key_node = at;
		at = next_of(in, at);
		if (!at)
			break;
		if (tree_text(in, key_node, &text)) {
			if (slice_eq(text, key))
				value = at;
		} else {
			*ret_open = true;
		}
	}
	return value;
}

static bool is_pairs_call(struct pyv *in, py_ref node)
{
	return kind_of(in, node) == PY_CALL &&
		slice_is(tree_last_name(in, first_of(in, node)), "dict");
}

static void originate_all_values(struct pyv *in, py_ref dict, bool keys, const uint16_t *path,
	uint8_t n, struct way way, struct origins *out)
{
	if (kind_of(in, dict) == PY_CALL) {
		for (py_ref at = call_arguments(in, dict); at && !keys; at = next_of(in, at))
			if (kind_of(in, at) == PY_KEYWORD)
				originate_path(in, first_of(in, at), path, n, way, out);
		return;
	}
	for (py_ref at = first_of(in, dict); at; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_DOUBLE_STARRED) {
			struct origins inner = {.n = 0};
			originate_objects(in, first_of(in, at), way, &inner);
			for (uint32_t i = 0; i < inner.n; i++)
				if (inner.at[i].kind == ORIGIN_EXPRESSION &&
					kind_of(inner.at[i].in, inner.at[i].node) == PY_DICT &&
					inner.at[i].node != dict)
					originate_all_values(inner.at[i].in, inner.at[i].node, keys,
						path, n, way, out);
			continue;
		}
		py_ref value = next_of(in, at);
		if (!value)
			return;
		originate_path(in, keys ? at : value, path, n, way, out);
		at = value;
	}
}

static uint32_t count(struct pyv *in, py_ref node)
{
	uint32_t n = 0;
	for (py_ref at = first_of(in, node); at; at = next_of(in, at))
		n++;
	return n;
}

static bool is_huge(struct pyv *in, py_ref table)
{
	uint32_t n = 0;
	for (py_ref at = first_of(in, table); at; at = next_of(in, at))
		if (++n > 2 * MAX_TABLE)
			return true;
	return false;
}

static bool is_sequence(enum py_kind kind)
{
	return kind == PY_LIST || kind == PY_TUPLE || kind == PY_SET;
}

static bool is_commit_node(struct pyv *in, py_ref node)
{
	slice text;
	return tree_text(in, node, &text) && hfg_is_commit(text);
}

bool table_of_commits(struct pyv *in, const struct origin *table)
{
	struct pyv *holder = table->in;
	(void)in;
	if (table->kind != ORIGIN_EXPRESSION || kind_of(holder, table->node) != PY_DICT)
		return false;
	uint32_t n = 0;
	for (py_ref at = first_of(holder, table->node); at; at = next_of(holder, at), n++) {
		py_ref value = next_of(holder, at);
		if (kind_of(holder, at) == PY_DOUBLE_STARRED || !value ||
			!is_commit_node(holder, value))
			return false;
		at = value;
	}
	return n > 0;
}

/* What `table[index]` is, for one table. */
struct pick {
	struct pyv *in; /* where the index stands */
	py_ref index;
	slice key;
	bool known; /* key is known */
	int64_t number;
	bool numbered;
};

static void pick_from_dict(
	const struct pick *pick, const struct origin *table, struct way way, struct origins *out)
{
	struct pyv *in = table->in;
	bool open = kind_of(in, table->node) == PY_CALL;
	py_ref value = 0;
	if (is_huge(in, table->node)) {
		in->budget->cuts++;
		origin_open(out, in, table->node, HFG_WHY_LIMIT, way);
		return;
	}
	bool commits = table_of_commits(in, table);
	if (pick->known && open)
		value = call_keyword(in, table->node, pick->key);
	else if (pick->known)
		value = value_of_key(in, table->node, pick->key, &open);
	if (value) {
		originate(in, value, way, out);
		return;
	}
	if (pick->known && !open)
		return; /* KeyError: this table is not the one */
	if (commits && count(in, table->node) / 2 > MAX_ORIGINS) {
		origin_open(out, in, pick->index, HFG_WHY_SUBSCRIPT,
			way_flags(way, HFG_V_PINNED_MAP, HFG_WHY_SUBSCRIPT));
		return;
	}
	uint32_t before = out->n;
	originate_all_values(in, table->node, false, NULL, 0, way, out);
	if (out->n == before)
		origin_open(out, in, table->node, HFG_WHY_SUBSCRIPT, way);
}

static void pick_from_sequence(
	const struct pick *pick, const struct origin *table, struct way way, struct origins *out)
{
	struct pyv *in = table->in;
	if (is_huge(in, table->node)) {
		origin_open(out, in, table->node, HFG_WHY_LIMIT, way);
		return;
	}
	int64_t n = count(in, table->node);
	int64_t index = pick->number < 0 ? pick->number + n : pick->number;
	for (py_ref at = first_of(in, table->node); at; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_STARRED) {
			origin_open(out, in, at, HFG_WHY_SUBSCRIPT, way);
			return;
		}
		if (!pick->numbered || index-- == 0)
			originate(in, at, way, out);
	}
}

static bool is_table(const struct origin *origin)
{
	if (origin->kind != ORIGIN_EXPRESSION)
		return false;
	enum py_kind kind = kind_of(origin->in, origin->node);
	return kind == PY_DICT || is_sequence(kind) || is_pairs_call(origin->in, origin->node);
}

static void pick_from(const struct pick *pick, const struct origin *table, struct origins *out)
{
	enum py_kind kind = kind_of(table->in, table->node);
	struct way way = way_hop(pick->in, way_of(table), pick->index, "dict-table",
		pick->known ? pick->key : py_text(pick->in->tree, pick->index));
	way.table = true;
	if (kind == PY_DICT || kind == PY_CALL)
		pick_from_dict(pick, table, way, out);
	else
		pick_from_sequence(pick, table, way, out);
}

static struct pick read_index(struct pyv *in, py_ref index)
{
	struct pick pick = {.in = in, .index = index};
	pick.known = tree_text(in, index, &pick.key);
	if (!pick.known)
		pick.numbered = tree_number(in, index, &pick.number);
	if (pick.known || pick.numbered || kind_of(in, index) == PY_SLICE)
		return pick;
	struct hfg_value value = eval_node(in, index);
	pick.known = value.state == HFG_ONE && !(value.flags & (HFG_V_REST | HFG_V_DEFAULT));
	if (pick.known)
		pick.key = value.texts[0];
	return pick;
}

/* Stores `name["key"] = value` that stand before the use. */
static void pick_from_stores(
	struct pyv *in, py_ref table, py_ref use, slice key, struct way way, struct origins *out)
{
	slice dotted = tree_dotted(in, table);
	if (!dotted.n)
		return;
	uint32_t scope;
	slice name = arena_join(in->scratch, dotted, S("[]"), S(""));
	uint32_t index = scope_lookup(in, in->scope_of[use], name, &scope);
	if (!index)
		return;
	struct reach reach;
	reach_bindings(in, index - 1, scope, use, &reach);
	const struct bindings *all = &in->names.at[index - 1].bindings;
	for (uint32_t i = 0; i < all->n && i < MAX_REACH; i++) {
		const struct binding *binding = &all->at[i];
		slice text;
		if (binding->kind != BIND_ITEM || !binding->value || binding->node == use)
			continue;
		if (tree_text(in, py_child(in->tree, binding->node, 1), &text) &&
			slice_eq(text, key))
			originate(in, binding->value,
				way_hop(in, way, binding->node, "keyword-dict", text), out);
	}
}

static bool is_instance(const struct origin *origin)
{
	return origin->kind == ORIGIN_EXPRESSION && kind_of(origin->in, origin->node) == PY_CALL;
}

static void originate_index(struct pyv *in, py_ref node, py_ref table, py_ref index, struct way way,
	struct origins *out)
{
	struct origins tables = {.n = 0};
	struct pick pick = read_index(in, index);
	originate_objects(in, table, way, &tables);
	uint32_t before = out->n;
	bool kept = false;
	for (uint32_t i = 0; i < tables.n; i++) {
		const struct origin *origin = &tables.at[i];
		if (is_table(origin))
			pick_from(&pick, origin, out);
		else if (origin->kind == ORIGIN_OPEN)
			origin_open(out, in, node, origin->why, way_of(origin));
		else if (is_instance(origin) && pick.numbered && pick.number >= 0 &&
			originate_parsed_class(origin->in, origin->node, (unsigned)pick.number,
				way_of(origin), out))
			continue;
		else if (is_instance(origin) && is_options_call(origin->in, origin->node))
			origin_add(out, *origin);
		else
			kept = true;
	}
	if (pick.known)
		pick_from_stores(in, table, node, pick.key, way, out);
	if (kept || out->n == before)
		origin_add(out,
			(struct origin){.in = in,
				.node = node,
				.kind = ORIGIN_EXPRESSION,
				.why = way.why,
				.flags = way.flags,
				.hops = way.hops});
}

void originate_subscript(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	py_ref table = first_of(in, node);
	originate_index(in, node, table, next_of(in, table), way, out);
}

bool originate_get(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	py_ref callee = first_of(in, call), key = call_position(in, call, 0);
	if (kind_of(in, callee) != PY_ATTRIBUTE || !key)
		return false;
	slice method = name_of(in, callee);
	if (!slice_is(method, "get") && !slice_is(method, "pop") && !slice_is(method, "setdefault"))
		return false;
	py_ref table = first_of(in, callee), fallback = call_position(in, call, 1);
	struct origins tables = {.n = 0};
	originate_objects(in, table, way, &tables);
	struct pick pick = read_index(in, key);
	bool any = false;
	for (uint32_t i = 0; i < tables.n; i++)
		any = any || is_table(&tables.at[i]);
	if (!any)
		return false;
	for (uint32_t i = 0; i < tables.n; i++)
		if (is_table(&tables.at[i]))
			pick_from(&pick, &tables.at[i], out);
		else
			origin_open(out, in, call, HFG_WHY_SUBSCRIPT, way);
	if (pick.known)
		pick_from_stores(in, table, call, pick.key, way, out);
	if (fallback)
		originate(
			in, fallback, way_hop(in, way, fallback, "dict-table", S("default")), out);
	return true;
}

static void path_into(const struct origin *origin, const uint16_t *path, uint8_t n, py_ref value,
	struct origins *out)
{
	struct pyv *in = origin->in;
	bool call = origin->kind == ORIGIN_EXPRESSION && kind_of(in, origin->node) == PY_CALL;
	if (origin->kind == ORIGIN_EXPRESSION && is_sequence(kind_of(in, origin->node))) {
		py_ref element = py_child(in->tree, origin->node, path[0]);
		if (element && kind_of(in, element) != PY_STARRED) {
			struct way way = way_of(origin);
			originate_path(in, element, path + 1, (uint8_t)(n - 1), way, out);
			return;
		}
	}
	if (call && originate_parsed_class(in, origin->node, path[0], way_of(origin), out))
		return;
	if (call && path[0] == 0 && is_options_call(in, origin->node)) {
		origin_add(out, *origin);
		return;
	}
	enum hfg_why why = call ? HFG_WHY_CALL : HFG_WHY_UNKNOWN;
	origin_open(
		out, in, value, origin->kind == ORIGIN_OPEN ? origin->why : why, way_of(origin));
}

void originate_path(struct pyv *in, py_ref value, const uint16_t *path, uint8_t n, struct way way,
	struct origins *out)
{
	if (!n) {
		originate(in, value, way, out);
		return;
	}
	struct origins found = {.n = 0};
	if (!budget_enter(in, value, BUSY_NOTHING)) {
		origin_open(out, in, value, HFG_WHY_LIMIT, way);
		return;
	}
	if (!originate_parsed_class(in, value, path[0], way, out)) {
		originate_objects(in, value, way, &found);
		for (uint32_t i = 0; i < found.n; i++)
			path_into(&found.at[i], path, n, value, out);
	}
	budget_leave(in, value, BUSY_NOTHING);
}

/* enumerate(x), zip(x, y), d.items(), sorted(x): true when the call was one of them. */
static bool each_of_call(struct pyv *in, py_ref call, const uint16_t *path, uint8_t n,
	struct way way, struct origins *out)
{
	static const char *const same[] = {"sorted", "list", "tuple", "set", "reversed", "tqdm",
		"iter", "frozenset", "trange", "copy", "deepcopy", "track", "shuffle", "sample",
		"cycle"};
	static const char *const several[] = {"zip", "product", "zip_longest"};
	py_ref callee = first_of(in, call), first = call_position(in, call, 0);
	slice name = tree_last_name(in, callee);
	bool method = kind_of(in, callee) == PY_ATTRIBUTE;
	if (first && IS_ONE_OF(name, same)) {
		originate_each(in, first, path, n, way, out);
	} else if (slice_is(name, "enumerate") && first && n) {
		if (path[0] == 1)
			originate_each(in, first, path + 1, (uint8_t)(n - 1), way, out);
		else
			origin_open(out, in, call, HFG_WHY_NONE,
				way_flags(way, HFG_V_OBJECT, HFG_WHY_NONE));
	} else if (IS_ONE_OF(name, several) && n && call_position(in, call, path[0])) {
		py_ref argument = call_position(in, call, path[0]);
		originate_each(in, argument, path + 1, (uint8_t)(n - 1), way, out);
	} else if (method && slice_is(name, "copy")) {
		originate_each(in, first_of(in, callee), path, n, way, out);
	} else {
		return false;
	}
	return true;
}

/* d.items(), d.keys(), d.values() of literal dicts. */
static bool each_of_view(struct pyv *in, py_ref call, const uint16_t *path, uint8_t n,
	struct way way, struct origins *out)
{
	py_ref callee = first_of(in, call);
	slice name = tree_last_name(in, callee);
	bool items = slice_is(name, "items"), keys = slice_is(name, "keys");
	if (kind_of(in, callee) != PY_ATTRIBUTE || (!items && !keys && !slice_is(name, "values")))
		return false;
	if (items && (!n || path[0] > 1))
		return false;
	bool want_keys = keys || (items && path[0] == 0);
	struct origins tables = {.n = 0};
	originate_objects(in, first_of(in, callee), way, &tables);
	for (uint32_t i = 0; i < tables.n; i++) {
		const struct origin *table = &tables.at[i];
		bool dict = table->kind == ORIGIN_EXPRESSION &&
			kind_of(table->in, table->node) == PY_DICT;
		struct way through = way_of(table);
		through.table = true;
		if (dict)
			originate_all_values(table->in, table->node, want_keys,
				items ? path + 1 : path, (uint8_t)(items ? n - 1 : n), through,
				out);
		else
			origin_open(out, in, call, HFG_WHY_LOOP, through);
	}
	return true;
}

static void each_of_sequence(struct pyv *in, py_ref node, const uint16_t *path, uint8_t n,
	struct way way, struct origins *out)
{
	for (py_ref at = first_of(in, node); at; at = next_of(in, at))
		if (kind_of(in, at) == PY_STARRED)
			originate_each(in, first_of(in, at), path, n, way, out);
		else
			originate_path(in, at, path, n, way, out);
}

static void each_of(
	const struct origin *origin, const uint16_t *path, uint8_t n, struct origins *out)
{
	struct pyv *in = origin->in;
	struct way way = way_of(origin);
	py_ref node = origin->node;
	enum py_kind kind = origin->kind == ORIGIN_EXPRESSION ? kind_of(in, node) : PY_NONE;
	if (is_sequence(kind))
		each_of_sequence(in, node, path, n, way, out);
	else if (kind == PY_DICT)
		originate_all_values(in, node, true, path, n, way, out);
	else if (kind == PY_LISTCOMP || kind == PY_GENEXP || kind == PY_SETCOMP)
		originate_path(in, first_of(in, node), path, n, way, out);
	else if (kind == PY_BINOP && node_of(in, node)->op == PY_ADD) {
		originate_each(in, first_of(in, node), path, n, way, out);
		originate_each(in, next_of(in, first_of(in, node)), path, n, way, out);
	} else if (kind != PY_CALL ||
		(!each_of_call(in, node, path, n, way, out) &&
			!each_of_view(in, node, path, n, way, out)))
		origin_open(out, in, node, origin->why ? origin->why : HFG_WHY_LOOP, way);
}

void originate_each(struct pyv *in, py_ref iterable, const uint16_t *path, uint8_t n,
	struct way way, struct origins *out)
{
	if (!budget_enter(in, iterable, BUSY_NOTHING)) {
		origin_open(out, in, iterable, HFG_WHY_LIMIT, way);
		return;
	}
	struct origins found = {.n = 0};
	uint32_t before = out->n;
	originate_objects(in, iterable, way, &found);
	for (uint32_t i = 0; i < found.n; i++)
		each_of(&found.at[i], path, n, out);
	if (out->n == before)
		origin_open(out, in, iterable, HFG_WHY_LOOP, way);
	budget_leave(in, iterable, BUSY_NOTHING);
}
