/*
 * Knows how an expression becomes possible texts: constants, operators, `or`
 * defaults, subscripts, and the trail by which a text came.
 */
#include "values/python_internal.h"

static bool is_followed(enum py_kind kind)
{
	return kind == PY_NAME || kind == PY_ATTRIBUTE || kind == PY_SUBSCRIPT || kind == PY_CALL ||
		kind == PY_IFEXP || kind == PY_NAMED || kind == PY_AWAIT;
}

static struct hfg_value eval_constant(const struct pyv *in, py_ref node)
{
	switch (node_of(in, node)->op) {
	case PY_TRUE:
		return value_flag(HFG_V_BOOL_TRUE);
	case PY_FALSE:
		return value_flag(HFG_V_BOOL_FALSE);
	case PY_NONE_VALUE:
		return value_flag(HFG_V_NONE);
	default:
		return (struct hfg_value){.state = HFG_OPEN, .flags = HFG_V_OBJECT};
	}
}

static struct hfg_value object(void)
{
	return (struct hfg_value){.state = HFG_OPEN, .flags = HFG_V_OBJECT};
}

/* Operands of a left-leaning chain of one operator, in order; 0 when there are too many. */
static uint32_t chain(const struct pyv *in, py_ref node, enum py_op op, py_ref *parts)
{
	uint32_t n = 0;
	py_ref reversed[MAX_PARTS];
	while (kind_of(in, node) == PY_BINOP && node_of(in, node)->op == op) {
		py_ref left = first_of(in, node);
		if (!left || !next_of(in, left) || n + 1 >= MAX_PARTS)
			return 0;
		reversed[n++] = next_of(in, left);
		node = left;
	}
	reversed[n++] = node;
	for (uint32_t i = 0; i < n; i++)
		parts[i] = reversed[n - 1 - i];
	return n;
}

static struct hfg_value eval_chain(struct pyv *in, py_ref node, enum py_op op, slice between)
{
	py_ref parts[MAX_PARTS];
	struct hfg_value values[MAX_PARTS];
	uint32_t n = chain(in, node, op, parts);
	if (!n) {
		in->budget->cuts++;
		return py_value_open(HFG_WHY_LIMIT);
	}
	for (uint32_t i = 0; i < n; i++)
		values[i] = eval_node(in, parts[i]);
	return py_value_concat(in, values, n, between);
}

static struct hfg_value eval_binop(struct pyv *in, py_ref node)
{
	switch (node_of(in, node)->op) {
	case PY_ADD:
		return eval_chain(in, node, PY_ADD, S(""));
	case PY_MOD:
		return eval_format(in, node);
	case PY_DIV: {
		struct hfg_value value = eval_chain(in, node, PY_DIV, S("/"));
		value.flags |= HFG_V_LOCAL;
		return value;
	}
	default:
		return object();
	}
}

static bool is_empty(const struct hfg_value *value)
{
	return value->n == 1 && value->texts[0].n == 0;
}

static struct hfg_value eval_or(struct pyv *in, py_ref node)
{
	py_ref left_node = first_of(in, node), right_node = next_of(in, left_node);
	struct hfg_value left = eval_node(in, left_node), right = eval_node(in, right_node);
	bool sure = left.n && !(left.flags & (HFG_V_NONE | HFG_V_REST)) && !is_empty(&left) &&
		left.state != HFG_OPEN;
	if (sure)
		return left;
	right = value_trail(in, right, right_node, "or-default", py_text(in->tree, right_node));
	bool falsy = left.state == HFG_SOME && !left.n &&
		!(left.flags & ~(uint32_t)(HFG_V_NONE | HFG_V_BOOL_FALSE));
	if (falsy || (is_empty(&left) && !(left.flags & HFG_V_REST)))
		return right;
	uint32_t entry = left.flags & HFG_V_ENTRY;
	enum hfg_why why = left.why;
	left.flags &= ~(uint32_t)(HFG_V_NONE | HFG_V_BOOL_FALSE);
	bool open = left.state == HFG_OPEN || left.flags & HFG_V_REST;
	if (is_empty(&left))
		left = py_value_open(why);
	struct hfg_value value = value_join(in, left, right);
	if (open) {
		value.flags |= HFG_V_DEFAULT | HFG_V_REST | entry;
		value.why = why ? why : value.why;
	}
	return value;
}

static struct hfg_value eval_and(struct pyv *in, py_ref node)
{
	struct hfg_value value = eval_node(in, next_of(in, first_of(in, node)));
	value.flags |= HFG_V_NONE;
	return value;
}

static struct hfg_value eval_augmented(struct pyv *in, py_ref node)
{
	py_ref target = first_of(in, node), value = next_of(in, target);
	enum py_op op = (enum py_op)node_of(in, node)->op;
	struct hfg_value parts[2] = {eval_node(in, target), eval_node(in, value)};
	if (op == PY_ADD)
		return py_value_concat(in, parts, 2, S(""));
	if (op != PY_DIV)
		return object();
	struct hfg_value path = py_value_concat(in, parts, 2, S("/"));
	path.flags |= HFG_V_LOCAL;
	return path;
}

struct split {
	slice at;
	int64_t index;
	bool last; /* rsplit with a limit of one */
};

static slice pick_part(void *context, slice text, struct arena *arena)
{
	const struct split *split = context;
	slice parts[MAX_PARTS];
	uint32_t n = 0;
	(void)arena;
	for (;;) {
		size_t hit = slice_search(text, split->at);
		parts[n++] = slice_cut(text, 0, hit);
		if (hit >= text.n || n == MAX_PARTS)
			break;
		text = slice_after(text, hit + split->at.n);
	}
	int64_t index = split->index < 0 ? split->index + n : split->index;
	return index >= 0 && index < n ? parts[index] : S("");
}

/* "a/b".split("/")[-1] */
static bool eval_split(struct pyv *in, py_ref subscript, struct hfg_value *ret_value)
{
	py_ref call = first_of(in, subscript), callee = first_of(in, call);
	struct split split = {.index = 0};
	if (kind_of(in, call) != PY_CALL || kind_of(in, callee) != PY_ATTRIBUTE)
		return false;
	slice method = name_of(in, callee);
	if (!slice_is(method, "split") && !slice_is(method, "rsplit"))
		return false;
	if (!tree_text(in, call_position(in, call, 0), &split.at) || !split.at.n ||
		call_position(in, call, 1) || !tree_number(in, next_of(in, call), &split.index))
		return false;
	struct hfg_value value = eval_node(in, first_of(in, callee));
	if (value.state == HFG_SHAPED)
		value = py_value_open(value.why);
	*ret_value = value_map(in, value, pick_part, &split);
	return true;
}

static bool names_environment(slice dotted)
{
	return slice_is(dotted, "os.environ") || slice_is(dotted, "environ");
}

static struct hfg_value eval_subscript(struct pyv *in, py_ref node)
{
	struct hfg_value value;
	py_ref base = first_of(in, node);
	slice dotted = pyv_qualified(in, base);
	if (names_environment(dotted))
		return eval_environment(in, next_of(in, base), 0, node);
	if (slice_is(dotted, "sys.argv"))
		return (struct hfg_value){
			.state = HFG_OPEN, .why = HFG_WHY_CLI, .flags = HFG_V_ENTRY};
	if (eval_split(in, node, &value))
		return value;
	struct hfg_value holder = eval_node(in, base);
	bool outside = holder.why == HFG_WHY_CONFIG || holder.why == HFG_WHY_INPUT ||
		holder.why == HFG_WHY_CLI || holder.why == HFG_WHY_ENVIRONMENT;
	value = py_value_open(outside ? holder.why : HFG_WHY_SUBSCRIPT);
	value.flags = holder.flags & (HFG_V_LOCAL | HFG_V_HUB_PATH);
	if (outside)
		value.flags |= holder.flags & HFG_V_ENTRY;
	return value;
}

static struct hfg_value eval_leaf_kind(struct pyv *in, py_ref node)
{
	switch (kind_of(in, node)) {
	case PY_STRING:
		return eval_format(in, node);
	case PY_CONSTANT:
		return eval_constant(in, node);
	case PY_BINOP:
		return eval_binop(in, node);
	case PY_BOOLOP:
		return node_of(in, node)->op == PY_OR ? eval_or(in, node) : eval_and(in, node);
	case PY_AUGASSIGN:
		return eval_augmented(in, node);
	case PY_CALL:
		return eval_call(in, node);
	case PY_SUBSCRIPT:
		return eval_subscript(in, node);
	case PY_NUMBER:
	case PY_LAMBDA:
	case PY_DICT:
	case PY_LIST:
	case PY_TUPLE:
	case PY_SET:
	case PY_LISTCOMP:
	case PY_SETCOMP:
	case PY_DICTCOMP:
	case PY_GENEXP:
		return object();
	case PY_ATTRIBUTE:
		return py_value_open(HFG_WHY_ATTRIBUTE);
	default:
		return py_value_open(HFG_WHY_UNKNOWN);
	}
}

static struct hfg_value eval_leaf(struct pyv *in, py_ref node)
{
	if (!budget_enter(in, node, BUSY_LEAF))
		return py_value_open(HFG_WHY_LIMIT);
	struct hfg_value value = eval_leaf_kind(in, node);
	budget_leave(in, node, BUSY_LEAF);
	return value;
}

/* A name of something outside of the project. */
static struct hfg_value eval_foreign(slice dotted)
{
	if (slice_is(dotted, "__file__") || slice_starts(dotted, S("tempfile.")) ||
		slice_starts(dotted, S("pathlib.Path")))
		return (struct hfg_value){
			.state = HFG_OPEN, .why = HFG_WHY_UNKNOWN, .flags = HFG_V_LOCAL};
	if (slice_starts(dotted, S("sys.argv")))
		return (struct hfg_value){
			.state = HFG_OPEN, .why = HFG_WHY_CLI, .flags = HFG_V_ENTRY};
	if (slice_starts(dotted, S("sys.stdin")))
		return (struct hfg_value){
			.state = HFG_OPEN, .why = HFG_WHY_INPUT, .flags = HFG_V_ENTRY};
	for (size_t i = 1; i < dotted.n; i++)
		if (dotted.p[i - 1] == '.' && dotted.p[i] >= 'A' && dotted.p[i] <= 'Z' &&
			slice_find(slice_after(dotted, i), '.') < dotted.n - i)
			return py_value_open(HFG_WHY_ATTRIBUTE);
	return py_value_open(HFG_WHY_IMPORT);
}

static struct hfg_value origin_value(struct pyv *in, const struct origin *origin)
{
	switch (origin->kind) {
	case ORIGIN_EXPRESSION:
		return is_followed(kind_of(origin->in, origin->node))
			? eval_leaf(origin->in, origin->node)
			: eval_node(origin->in, origin->node);
	case ORIGIN_PARAMETER:
		return eval_parameter(origin->in, origin->node);
	case ORIGIN_OPTION:
		return option_value(origin->in, origin->node, origin->dotted);
	case ORIGIN_DEFINITION:
	case ORIGIN_INSTANCE:
		return object();
	case ORIGIN_NAME:
		return eval_foreign(origin->dotted);
	case ORIGIN_BUILTIN:
		return slice_is(origin->dotted, "__file__") ? eval_foreign(origin->dotted)
							    : py_value_open(HFG_WHY_UNKNOWN);
	default:
		(void)in;
		return py_value_open(origin->why);
	}
}

/* The steps to the origin come before those inside of it. */
static struct hfg_value with_trail(struct pyv *in, struct hfg_value value, const struct link *hops)
{
	if (!hops)
		return value;
	uint32_t steps = hops->n, n = steps + value.trail_n;
	if (n > MAX_TRAIL)
		n = MAX_TRAIL;
	struct hfg_hop *trail = arena_array(in->facts, n, sizeof *trail);
	uint32_t i = steps;
	for (const struct link *link = hops; link && i > 0; link = link->nearer)
		if (--i < n)
			trail[i] = link->hop;
	for (i = steps; i < n; i++)
		trail[i] = value.trail[i - steps];
	value.trail = trail;
	value.trail_n = n;
	return value;
}

static bool all_commits(const struct hfg_value *value)
{
	for (uint32_t i = 0; i < value->n; i++)
		if (!hfg_is_commit(value->texts[i]))
			return false;
	return value->n > 0 && (value->state == HFG_ONE || value->state == HFG_SOME);
}

struct hfg_value eval_origin(struct pyv *in, const struct origin *origin)
{
	struct hfg_value value = origin_value(in, origin);
	uint32_t flags = origin->flags;
	bool inner = origin->kind == ORIGIN_PARAMETER || origin->kind == ORIGIN_OPTION;
	if (flags & HFG_V_REST && origin->why && !inner)
		value.why = origin->why;
	if (flags & HFG_V_DEFAULT && value.state == HFG_OPEN && !(value.flags & HFG_V_NONE))
		flags &= ~(uint32_t)(HFG_V_DEFAULT | HFG_V_REST);
	if (flags & HFG_V_DEFAULT && value.state == HFG_SOME && !value.n &&
		value.flags & HFG_V_NONE)
		value.state = HFG_OPEN;
	value.flags |= flags;
	if (origin->table && all_commits(&value))
		value.flags |= HFG_V_PINNED_MAP;
	return with_trail(in, value, origin->hops);
}

/* Hops of several ways, one after the other. */
struct trail {
	struct hfg_hop at[MAX_TRAIL];
	uint32_t n;
};

static void take_trail(struct trail *trail, struct hfg_value *value)
{
	for (uint32_t i = 0; i < value->trail_n && trail->n < MAX_TRAIL; i++)
		trail->at[trail->n++] = value->trail[i];
	value->trail_n = 0;
	value->trail = NULL;
}

static void give_trail(struct pyv *in, const struct trail *trail, struct hfg_value *value)
{
	if (!trail->n)
		return;
	struct hfg_hop *hops = arena_array(in->facts, trail->n, sizeof *hops);
	memcpy(hops, trail->at, trail->n * sizeof *hops);
	value->trail = hops;
	value->trail_n = trail->n;
}

struct hfg_value value_of_origins(struct pyv *in, const struct origins *origins)
{
	struct trail trail = {.n = 0};
	struct hfg_value value = {.state = HFG_ABSENT};
	bool too_many = false;
	for (uint32_t i = 0; i < origins->n; i++) {
		struct hfg_value other = eval_origin(in, &origins->at[i]);
		uint32_t before = value.n;
		take_trail(&trail, &other);
		value = i ? value_join(in, value, other) : other;
		too_many = too_many || (before && !value.n);
	}
	if (too_many) {
		value.state = HFG_OPEN;
		value.why = HFG_WHY_LIMIT;
		value.n = 0;
	}
	give_trail(in, &trail, &value);
	return value;
}

static struct hfg_value eval_followed(struct pyv *in, py_ref node)
{
	struct origins origins = {.n = 0};
	originate(in, node, (struct way){.hops = NULL}, &origins);
	struct hfg_value value = value_of_origins(in, &origins);
	return value.state == HFG_ABSENT ? py_value_open(HFG_WHY_UNKNOWN) : value;
}

struct hfg_value eval_node(struct pyv *in, py_ref node)
{
	if (!node)
		return py_value_open(HFG_WHY_UNKNOWN);
	if (in->memo[node])
		return in->values.at[in->memo[node] - 1];
	if (!budget_enter(in, node, BUSY_VALUE))
		return py_value_open(HFG_WHY_LIMIT);
	uint32_t cuts = in->budget->cuts;
	struct hfg_value value =
		is_followed(kind_of(in, node)) ? eval_followed(in, node) : eval_leaf_kind(in, node);
	budget_leave(in, node, BUSY_VALUE);
	if (cuts == in->budget->cuts || !in->budget->depth) {
		*VEC_PUSH(&in->values, in->scratch) = value;
		in->memo[node] = in->values.n;
	}
	return value;
}

struct hfg_value pyv_eval(struct pyv *in, py_ref expression)
{
	struct hfg_value value = eval_node(in, expression);
	if (!expression)
		return value;
	const struct py_node *node = node_of(in, expression);
	value.expression = slice_cut(py_text(in->tree, expression), 0, MAX_EXPRESSION);
	value.at = (span){node->from, node->to};
	return value;
}
