/*
 * Knows where the argument of a call is: by place, by keyword, in *sequences
 * and ** mappings that are literal in the project, and below such mappings.
 */
#include "values/python_internal.h"

static void found_add(struct found *found, struct pyv *in, py_ref node)
{
	if (found->n < sizeof found->at / sizeof *found->at) {
		found->at[found->n].in = in;
		found->at[found->n++].node = node;
	} else {
		found->opaque = true;
	}
}

/* What a later mapping says replaces what an earlier one said. */
static void found_over(struct found *found, const struct found *later)
{
	if (later->n && !later->maybe_absent)
		found->n = 0;
	bool had = found->n > 0 && !found->maybe_absent;
	for (uint32_t i = 0; i < later->n; i++)
		found_add(found, later->at[i].in, later->at[i].node);
	found->maybe_absent = later->n ? later->maybe_absent && !had : found->maybe_absent;
	found->opaque = found->opaque || later->opaque;
}

static void key_in_dict(struct pyv *in, py_ref dict, slice key, struct found *found)
{
	for (py_ref at = first_of(in, dict); at; at = next_of(in, at)) {
		struct found inner = {.n = 0};
		if (kind_of(in, at) == PY_DOUBLE_STARRED) {
			find_key(in, first_of(in, at), key, &inner);
			found_over(found, &inner);
			continue;
		}
		slice text;
		py_ref key_node = at;
		at = next_of(in, at);
		if (!at)
			return;
		if (!tree_text(in, key_node, &text)) {
			struct hfg_value value = eval_node(in, key_node);
			if (value.state != HFG_ONE) {
				found->opaque = true;
				continue;
			}
			text = value.texts[0];
		}
		if (!slice_eq(text, key))
			continue;
		found_add(&inner, in, at);
		found_over(found, &inner);
	}
}

/* Keywords of a call that builds a mapping or a record. */
static void key_in_keywords(struct pyv *in, py_ref call, slice key, struct found *found)
{
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		struct found inner = {.n = 0};
		if (kind_of(in, at) == PY_KEYWORD && slice_eq(name_of(in, at), key))
			found_add(&inner, in, first_of(in, at));
		else if (kind_of(in, at) == PY_DOUBLE_STARRED)
			find_key(in, first_of(in, at), key, &inner);
		found_over(found, &inner);
	}
}

static void key_in_call(struct pyv *in, py_ref call, slice key, struct found *found)
{
	py_ref callee = first_of(in, call), first = call_position(in, call, 0);
	slice name = tree_last_name(in, callee);
	bool copies = slice_is(name, "dict") || slice_is(name, "deepcopy") ||
		slice_is(name, "copy") || slice_is(name, "OrderedDict");
	bool builds = copies || (name.n && name.p[0] >= 'A' && name.p[0] <= 'Z');
	if (copies && first)
		find_key(in, first, key, found);
	else if (slice_is(name, "copy") && kind_of(in, callee) == PY_ATTRIBUTE)
		find_key(in, first_of(in, callee), key, found);
	key_in_keywords(in, call, key, found);
	found->opaque = found->opaque || !builds;
}

static void key_in_origin(const struct origin *origin, slice key, struct found *found)
{
	struct pyv *in = origin->in;
	enum py_kind kind = origin->kind == ORIGIN_EXPRESSION ? kind_of(in, origin->node) : PY_NONE;
	if (kind == PY_DICT) {
		key_in_dict(in, origin->node, key, found);
	} else if (kind == PY_CALL) {
		key_in_call(in, origin->node, key, found);
	} else if (kind == PY_BINOP && node_of(in, origin->node)->op == PY_BITOR) {
		struct found right = {.n = 0};
		py_ref left = first_of(in, origin->node);
		find_key(in, left, key, found);
		find_key(in, next_of(in, left), key, &right);
		found_over(found, &right);
	} else if (kind != PY_CONSTANT) {
		found->opaque = true;
	}
}

static bool dominates(const struct pyv *in, py_ref block, py_ref use)
{
	for (py_ref at = use; at; at = in->parents[at])
		if (at == block)
			return true;
	return false;
}

static void key_in_method(struct pyv *in, py_ref call, slice key, struct found *found)
{
	slice method = name_of(in, first_of(in, call)), text;
	py_ref first = call_position(in, call, 0), second = call_position(in, call, 1);
	if (slice_is(method, "update")) {
		if (first)
			find_key(in, first, key, found);
		struct found keywords = {.n = 0};
		key_in_keywords(in, call, key, &keywords);
		found_over(found, &keywords);
	} else if (slice_is(method, "setdefault") && tree_text(in, first, &text) &&
		slice_eq(text, key) && second) {
		found_add(found, in, second);
	}
}

static bool removes(struct pyv *in, const struct binding *binding, slice key)
{
	slice text;
	py_ref named = 0;
	if (binding->kind == BIND_ITEM && !binding->value)
		named = py_child(in->tree, binding->node, 1);
	else if (binding->kind == BIND_METHOD &&
		slice_is(name_of(in, first_of(in, binding->node)), "pop"))
		named = call_position(in, binding->node, 0);
	return named && tree_text(in, named, &text) && slice_eq(text, key);
}

static void apply_store(
	struct pyv *in, const struct binding *binding, py_ref use, slice key, struct found *found)
{
	struct found later = {.n = 0};
	slice text;
	bool certain = dominates(in, binding->block, use);
	if (removes(in, binding, key)) {
		if (certain)
			found->n = 0;
		found->maybe_absent = !certain && found->n;
		return;
	}
	if (binding->kind == BIND_METHOD) {
		key_in_method(in, binding->node, key, &later);
	} else if (binding->value) {
		py_ref index = py_child(in->tree, binding->node, 1);
		if (!tree_text(in, index, &text))
			later.opaque = true;
		else if (slice_eq(text, key))
			found_add(&later, in, binding->value);
	}
	later.maybe_absent = later.maybe_absent || (later.n && !certain);
	found_over(found, &later);
}

/* Stores into the table that stand before the use, or come around in its loop. */
static void apply_stores(struct pyv *in, py_ref mapping, slice key, struct found *found)
{
	uint32_t scope;
	slice dotted = tree_dotted(in, mapping);
	if (!dotted.n)
		return;
	slice name = arena_join(in->scratch, dotted, S("[]"), S(""));
	uint32_t index = scope_lookup(in, in->scope_of[mapping], name, &scope);
	if (!index)
		return;
	const struct bindings *all = &in->names.at[index - 1].bindings;
	bool here = in->scope_of[mapping] == scope;
	for (uint32_t i = 0; i < all->n; i++) {
		if (i == MAX_REACH) {
			found->opaque = true;
			return;
		}
		if (!here || all->at[i].from <= node_of(in, mapping)->from)
			apply_store(in, &all->at[i], mapping, key, found);
	}
}

static bool is_keyword_parameter(const struct origin *origin)
{
	return origin->kind == ORIGIN_PARAMETER;
}

void find_key(struct pyv *in, py_ref mapping, slice key, struct found *found)
{
	if (!budget_enter(in, mapping, BUSY_KEYS)) {
		found->opaque = true;
		return;
	}
	struct origins origins = {.n = 0};
	originate_objects(in, mapping, (struct way){.hops = NULL}, &origins);
	uint32_t with = 0;
	for (uint32_t i = 0; i < origins.n; i++) {
		struct found inner = {.n = 0};
		if (is_keyword_parameter(&origins.at[i]))
			inner.opaque = true;
		else
			key_in_origin(&origins.at[i], key, &inner);
		with += inner.n > 0 && !inner.maybe_absent;
		for (uint32_t k = 0; k < inner.n; k++)
			found_add(found, inner.at[k].in, inner.at[k].node);
		found->opaque = found->opaque || inner.opaque;
	}
	found->maybe_absent = found->n && with < origins.n;
	apply_stores(in, mapping, key, found);
	budget_leave(in, mapping, BUSY_KEYS);
}

/* Counts places through literal *sequences; *ret_unknown when one is not literal. */
static py_ref by_position(struct pyv *in, py_ref call, int position, bool *ret_unknown)
{
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		enum py_kind kind = kind_of(in, at);
		if (kind == PY_KEYWORD || kind == PY_DOUBLE_STARRED)
			continue;
		if (kind != PY_STARRED) {
			if (position-- == 0)
				return at;
			continue;
		}
		struct origins found = {.n = 0};
		originate(in, first_of(in, at), (struct way){.hops = NULL}, &found);
		enum py_kind list = found.n == 1 && found.at[0].in == in
			? kind_of(in, found.at[0].node)
			: PY_NONE;
		if (list != PY_LIST && list != PY_TUPLE) {
			*ret_unknown = true;
			return 0;
		}
		for (py_ref e = first_of(in, found.at[0].node); e; e = next_of(in, e))
			if (position-- == 0)
				return e;
	}
	return 0;
}

static int positions_of(struct pyv *in, py_ref call)
{
	int n = 0;
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at))
		n += kind_of(in, at) != PY_KEYWORD && kind_of(in, at) != PY_DOUBLE_STARRED;
	return n;
}

static py_ref by_keyword(struct pyv *in, py_ref call, const slice *names, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		py_ref value = call_keyword(in, call, names[i]);
		if (value)
			return value;
	}
	return 0;
}

static void by_mapping(
	struct pyv *in, py_ref call, const slice *names, uint32_t n, struct found *found)
{
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		if (kind_of(in, at) != PY_DOUBLE_STARRED)
			continue;
		for (uint32_t i = 0; i < n; i++) {
			struct found inner = {.n = 0};
			find_key(in, first_of(in, at), names[i], &inner);
			found_over(found, &inner);
		}
	}
}

static void find_in_call(struct pyv *in, py_ref call, int position, const slice *names, uint32_t n,
	struct found *found)
{
	bool unknown = false;
	py_ref node = by_keyword(in, call, names, n);
	if (!node && position >= 0)
		node = by_position(in, call, position, &unknown);
	if (node) {
		found_add(found, in, node);
		return;
	}
	by_mapping(in, call, names, n, found);
	found->opaque = found->opaque || unknown;
}

static void find(struct pyv *in, py_ref call, int position, const slice *names, uint32_t n,
	struct found *found)
{
	py_ref partial = callee_partial(in, call);
	if (!partial) {
		find_in_call(in, call, position, names, n, found);
		return;
	}
	int before = positions_of(in, partial) - 1;
	int own = position < 0 || position < before ? -1 : position - before;
	find_in_call(in, call, own, names, n, found);
	if (!found->n)
		find_in_call(in, partial, position >= 0 && position < before ? position + 1 : -1,
			names, n, found);
}

py_ref find_argument(struct pyv *in, py_ref call, int position, const slice *names, uint32_t n)
{
	struct found found = {.n = 0};
	find_in_call(in, call, position, names, n, &found);
	return found.n == 1 && found.at[0].in == in && !found.maybe_absent ? found.at[0].node : 0;
}

py_ref pyv_argument_node(
	struct pyv *in, py_ref call, int position, const slice *names, uint32_t names_n)
{
	struct found found = {.n = 0};
	find(in, call, position, names, names_n, &found);
	return found.n == 1 && found.at[0].in == in ? found.at[0].node : 0;
}

/* Down a path of keys: each one in the mapping or record that the one before is. */
static void descend(struct found *found, slice via)
{
	while (via.n) {
		size_t dot = slice_find(via, '.');
		slice key = slice_cut(via, 0, dot);
		struct found below = {.opaque = found->opaque};
		for (uint32_t i = 0; i < found->n; i++) {
			struct found inner = {.n = 0};
			find_key(found->at[i].in, found->at[i].node, key, &inner);
			below.maybe_absent = below.maybe_absent || inner.maybe_absent || !inner.n;
			below.opaque = below.opaque || inner.opaque;
			for (uint32_t k = 0; k < inner.n; k++)
				found_add(&below, inner.at[k].in, inner.at[k].node);
		}
		*found = below;
		via = slice_after(via, dot + 1);
	}
}

struct hfg_value pyv_argument(
	struct pyv *in, py_ref call, int position, const slice *names, uint32_t names_n, slice via)
{
	struct found found = {.n = 0};
	struct hfg_value value = {.state = HFG_ABSENT};
	find(in, call, position, names, names_n, &found);
	if (via.n) {
		/* The first of several keys names the argument itself. */
		size_t dot = slice_find(via, '.');
		descend(&found, dot < via.n ? slice_after(via, dot + 1) : via);
	}
	for (uint32_t i = 0; i < found.n; i++) {
		struct hfg_value one = found.at[i].in == in
			? pyv_eval(in, found.at[i].node)
			: eval_node(found.at[i].in, found.at[i].node);
		struct hfg_value joined = value_join(in, value, one);
		joined.expression = value.expression.n ? value.expression : one.expression;
		joined.at = value.expression.n ? value.at : one.at;
		value = joined;
	}
	if (found.maybe_absent && found.n)
		value.flags |= HFG_V_NONE;
	if (found.opaque && (!found.n || found.maybe_absent))
		value.flags |= HFG_V_REST;
	return value;
}

bool pyv_opaque_keywords(struct pyv *in, py_ref call)
{
	/* No Python name: only mappings with unknown keys may answer to it. */
	static const char impossible[] = "\x01";
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		struct found found = {.n = 0};
		struct origins list = {.n = 0};
		if (kind_of(in, at) == PY_DOUBLE_STARRED) {
			find_key(in, first_of(in, at), S(impossible), &found);
			if (found.opaque)
				return true;
		} else if (kind_of(in, at) == PY_STARRED) {
			originate(in, first_of(in, at), (struct way){.hops = NULL}, &list);
			enum py_kind kind = list.n == 1 && list.at[0].kind == ORIGIN_EXPRESSION
				? kind_of(list.at[0].in, list.at[0].node)
				: PY_NONE;
			if (kind != PY_LIST && kind != PY_TUPLE)
				return true;
		}
	}
	return false;
}
