/*
 * Knows how a name leads to what stands behind it: through bindings, imports of
 * the project, attributes of modules, classes and instances, and the returns
 * of the project's functions.
 */
#include "values/python_internal.h"

bool budget_enter(struct pyv *in, py_ref node, enum busy bit)
{
	struct budget *budget = in->budget;
	if (!budget->depth)
		budget->steps = 0;
	if (in->busy[node] & bit || budget->depth >= MAX_NESTED || budget->steps >= MAX_WORK) {
		budget->cuts++;
		return false;
	}
	in->busy[node] |= (unsigned char)bit;
	budget->depth++;
	budget->steps++;
	return true;
}

void budget_leave(struct pyv *in, py_ref node, enum busy bit)
{
	in->busy[node] &= (unsigned char)~bit;
	in->budget->depth--;
}

struct way way_hop(struct pyv *in, struct way way, py_ref at, const char *via, slice text)
{
	if (way.hops && way.hops->n >= MAX_TRAIL)
		return way;
	struct link *link = ARENA_NEW(in->scratch, struct link);
	struct position position = source_position(in->source, node_of(in, at)->from);
	link->hop = (struct hfg_hop){
		.path = in->imported ? in->source->path : S(""),
		.line = position.line,
		.column = position.column,
		.via = via,
		.text = slice_cut(text, 0, MAX_EXPRESSION),
	};
	link->nearer = way.hops;
	link->n = way.hops ? way.hops->n + 1 : 1;
	way.hops = link;
	return way;
}

struct way way_flags(struct way way, uint32_t flags, enum hfg_why why)
{
	way.flags |= flags;
	if (!way.why)
		way.why = why;
	return way;
}

struct way way_of(const struct origin *origin)
{
	return (struct way){.hops = origin->hops,
		.flags = origin->flags,
		.why = origin->why,
		.table = origin->table};
}

void origin_add(struct origins *out, struct origin origin)
{
	if (out->n < MAX_ORIGINS) {
		out->at[out->n++] = origin;
		return;
	}
	struct origin *last = &out->at[MAX_ORIGINS - 1];
	last->kind = ORIGIN_OPEN;
	last->why = HFG_WHY_LIMIT;
	last->flags &= ~(uint32_t)HFG_V_PINNED_MAP;
}

static void add_kind(struct origins *out, struct pyv *in, py_ref node, enum origin_kind kind,
	slice dotted, struct way way)
{
	origin_add(out,
		(struct origin){.in = in,
			.node = node,
			.kind = kind,
			.why = way.why,
			.flags = way.flags,
			.table = way.table,
			.dotted = dotted,
			.hops = way.hops});
}

void origin_open(struct origins *out, struct pyv *in, py_ref node, enum hfg_why why, struct way way)
{
	way.why = why;
	add_kind(out, in, node, ORIGIN_OPEN, S(""), way);
}

py_ref parameter_class(const struct pyv *in, py_ref parameter)
{
	py_ref parameters = in->parents[parameter];
	py_ref function = in->parents[parameters];
	if (kind_of(in, function) != PY_FUNCTION || first_of(in, parameters) != parameter)
		return 0;
	uint32_t scope = in->scope_of[function];
	if (in->scopes.at[scope].kind != SCOPE_CLASS ||
		decorated_with(in, function, "staticmethod"))
		return 0;
	return in->scopes.at[scope].node;
}

/* Names bound nowhere: a star import may bring them, otherwise they are builtins. */
static void originate_unbound(
	struct pyv *in, py_ref node, slice name, struct way way, struct origins *out)
{
	for (uint32_t i = 0; i < in->stars.n && i < MAX_BASES; i++) {
		py_ref statement = in->parents[in->stars.at[i]];
		slice dotted = arena_printf(in->facts, "%.*s" SLICE_FMT "." SLICE_FMT,
			node_of(in, statement)->op > 8 ? 8 : node_of(in, statement)->op, "........",
			SLICE_ARG(name_of(in, statement)), SLICE_ARG(name));
		bool project =
			module_set_find(in->modules, in->source->path, node_of(in, statement)->op,
				name_of(in, statement)) != NO_MODULE;
		struct origins found = {.n = 0};
		originate_dotted(in, dotted, in->stars.at[i], way, &found);
		bool answers = found.n && (!project || found.at[0].kind != ORIGIN_NAME);
		if (!answers || (!project && in->stars.n > 1))
			continue;
		for (uint32_t k = 0; k < found.n; k++)
			origin_add(out, found.at[k]);
		return;
	}
	add_kind(out, in, node, ORIGIN_BUILTIN, name, way);
}

static const char *via_of(const struct pyv *in, uint32_t scope, const struct binding *binding)
{
	if (binding->kind == BIND_LOOP)
		return "loop";
	if (binding->kind == BIND_IMPORT)
		return "imported";
	if (in->scopes.at[scope].kind == SCOPE_MODULE)
		return "module-constant";
	return in->scopes.at[scope].kind == SCOPE_CLASS ? "class-attribute" : "local";
}

static void originate_reach(struct pyv *in, const struct reach *reach, uint32_t scope, slice name,
	struct way way, struct origins *out)
{
	for (uint32_t i = 0; i < reach->n; i++)
		originate_binding(
			in, reach->at[i], name, via_of(in, scope, reach->at[i]), way, out);
	if (reach->limit) {
		in->budget->cuts++;
		origin_open(out, in, 0, HFG_WHY_LIMIT, way);
	}
}

static void originate_name(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	slice name = name_of(in, node);
	uint32_t scope;
	uint32_t index = scope_lookup(in, in->scope_of[node], name, &scope);
	if (!index) {
		originate_unbound(in, node, name, way, out);
		return;
	}
	struct reach reach;
	reach_bindings(in, index - 1, scope, node, &reach);
	uint32_t before = out->n;
	originate_reach(in, &reach, scope, name, way, out);
	if (out->n == before)
		origin_open(out, in, node, HFG_WHY_UNKNOWN, way);
}

static void originate_import(
	struct pyv *in, const struct binding *binding, struct way way, struct origins *out)
{
	py_ref statement = in->parents[binding->node];
	slice name = name_of(in, binding->node);
	if (kind_of(in, statement) == PY_IMPORT) {
		bool renamed = node_of(in, binding->node)->alias_to >
			node_of(in, binding->node)->alias_from;
		slice dotted = renamed ? name : slice_cut(name, 0, slice_find(name, '.'));
		add_kind(out, in, binding->node, ORIGIN_NAME, dotted, way);
		return;
	}
	slice module = name_of(in, statement);
	unsigned level = node_of(in, statement)->op > 8 ? 8 : node_of(in, statement)->op;
	slice dotted = arena_join(
		in->facts, slice_cut(S("........"), 0, level), module, module.n ? S(".") : S(""));
	dotted = arena_join(in->facts, dotted, name, S(""));
	originate_dotted(in, dotted, binding->node, way, out);
}

/* What a function or class of the project is called from where it was imported. */
static void name_definitions(struct origins *out, uint32_t from, slice dotted)
{
	for (uint32_t i = from; i < out->n; i++)
		if (out->at[i].kind == ORIGIN_DEFINITION && slice_find(dotted, '.') > 0)
			out->at[i].dotted = dotted;
}

static bool originate_exported(struct pyv *module, slice name, struct way way, struct origins *out)
{
	uint32_t index = scope_member(module, 0, name);
	if (!index)
		return false;
	struct reach reach = {.n = 0};
	const struct bindings *all = &module->names.at[index - 1].bindings;
	uint32_t first = 0;
	for (uint32_t i = all->n; i > 0 && !first; i--)
		if (all->at[i - 1].plain && all->at[i - 1].block == module->tree->root)
			first = i;
	for (uint32_t i = first ? first - 1 : 0; i < all->n && reach.n < MAX_REACH; i++)
		reach.at[reach.n++] = &all->at[i];
	reach.limit = first + MAX_REACH < all->n;
	originate_reach(module, &reach, 0, name, way, out);
	return true;
}

static bool originate_star_exported(
	struct pyv *module, slice name, struct way way, struct origins *out)
{
	for (uint32_t i = 0; i < module->stars.n && i < MAX_BASES; i++) {
		py_ref statement = module->parents[module->stars.at[i]];
		uint32_t file = module_set_find(module->modules, module->source->path,
			node_of(module, statement)->op, name_of(module, statement));
		struct pyv *other =
			file == NO_MODULE ? NULL : module_set_get(module->modules, file);
		if (other && other != module && originate_exported(other, name, way, out))
			return true;
	}
	return false;
}

void originate_dotted(struct pyv *in, slice dotted, py_ref at, struct way way, struct origins *out)
{
	unsigned level = 0;
	while (level < dotted.n && dotted.p[level] == '.')
		level++;
	slice path = slice_after(dotted, level);
	size_t dot = slice_rfind(path, '.');
	slice prefix = dot < path.n ? slice_cut(path, 0, dot) : slice_cut(path, 0, 0);
	slice last = dot < path.n ? slice_after(path, dot + 1) : path;
	uint32_t file = way.imports >= MAX_IMPORT_HOPS || (!level && !prefix.n)
		? NO_MODULE
		: module_set_find(in->modules, in->source->path, level, prefix);
	struct pyv *module = file == NO_MODULE ? NULL : module_set_get(in->modules, file);
	uint32_t before = out->n;
	if (module && budget_enter(in, at, BUSY_NOTHING)) {
		struct way beyond = way;
		beyond.imports++;
		bool found = originate_exported(module, last, beyond, out) ||
			originate_star_exported(module, last, beyond, out);
		budget_leave(in, at, BUSY_NOTHING);
		name_definitions(out, before, dotted);
		if (found && out->n > before)
			return;
	}
	add_kind(out, in, at, ORIGIN_NAME, dotted, way);
}

static slice shown_name(const struct binding *binding, struct pyv *in, slice name)
{
	return binding->kind == BIND_IMPORT ? name_of(in, binding->node) : name;
}

void originate_binding(struct pyv *in, const struct binding *binding, slice name, const char *via,
	struct way way, struct origins *out)
{
	struct way through = way;
	if (binding->kind != BIND_PARAMETER && binding->kind != BIND_DEFINITION)
		through = way_hop(in, way, binding->node, via, shown_name(binding, in, name));
	switch ((enum binding_kind)binding->kind) {
	case BIND_VALUE:
		originate_path(in, binding->value, binding->path, binding->path_n, through, out);
		break;
	case BIND_LOOP:
		originate_each(in, binding->value, binding->path, binding->path_n, through, out);
		break;
	case BIND_PARAMETER:
		add_kind(out, in, binding->node, ORIGIN_PARAMETER, S(""), way);
		break;
	case BIND_DEFINITION:
		add_kind(out, in, binding->node, ORIGIN_DEFINITION, S(""), way);
		break;
	case BIND_IMPORT:
		originate_import(in, binding, through, out);
		break;
	case BIND_AUGMENT:
		add_kind(out, in, binding->node, ORIGIN_EXPRESSION, S(""), through);
		break;
	case BIND_NOTHING:
		break;
	default:
		origin_open(out, in, binding->node, HFG_WHY_UNKNOWN, through);
		break;
	}
}

/* Replaces parameters of the function by what this call gives for them. */
static void substitute(struct pyv *callee, py_ref function, struct pyv *caller, py_ref call,
	const struct origin *origin, struct origins *out)
{
	bool own = origin->kind == ORIGIN_PARAMETER && origin->in == callee && call &&
		callee->parents[callee->parents[origin->node]] == function;
	if (!own) {
		origin_add(out, *origin);
		return;
	}
	slice name = name_of(callee, origin->node);
	int position = pyv_parameter_position(callee, function, origin->node);
	py_ref argument = find_argument(caller, call, position, &name, 1);
	struct way way = way_of(origin);
	if (argument)
		originate(caller, argument, way_hop(caller, way, argument, "call-argument", name),
			out);
	else if (parameter_default(callee, origin->node) && !pyv_opaque_keywords(caller, call))
		originate(callee, parameter_default(callee, origin->node),
			way_hop(callee, way, origin->node, "parameter-default", name), out);
	else
		origin_add(out, *origin);
}

void originate_returns(struct pyv *in, py_ref function, struct pyv *caller, py_ref call,
	struct way way, struct origins *out)
{
	const struct scope *scope = &in->scopes.at[in->own_scope[function]];
	const struct nodes *list = scope->returns.n ? &scope->returns : &scope->yields;
	if (!list->n || list->n > MAX_SOME || (scope->yields.n && call)) {
		origin_open(out, in, function, HFG_WHY_CALL, way);
		return;
	}
	struct origins found = {.n = 0};
	for (uint32_t i = 0; i < list->n; i++) {
		py_ref value = first_of(in, list->at[i]);
		if (value)
			originate(in, value, way, &found);
	}
	for (uint32_t i = 0; i < found.n; i++)
		substitute(in, function, caller, call, &found.at[i], out);
	if (!found.n)
		origin_open(out, in, function, HFG_WHY_CALL, way);
}

static bool is_builtin(struct pyv *in, py_ref callee, const char *name)
{
	uint32_t scope;
	if (kind_of(in, callee) != PY_NAME || !slice_is(name_of(in, callee), name))
		return false;
	return !scope_lookup(in, in->scope_of[callee], name_of(in, callee), &scope);
}

static bool is_super(struct pyv *in, py_ref call)
{
	return kind_of(in, call) == PY_CALL && is_builtin(in, first_of(in, call), "super");
}

static bool originate_getattr(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	slice name;
	py_ref object = call_position(in, call, 0);
	if (!is_builtin(in, first_of(in, call), "getattr") || !object)
		return false;
	if (!tree_text(in, call_position(in, call, 1), &name))
		return false;
	struct origins bases = {.n = 0};
	originate_objects(in, object, way, &bases);
	for (uint32_t i = 0; i < bases.n; i++)
		originate_attribute(in, &bases.at[i], name, call, out);
	py_ref fallback = call_position(in, call, 2);
	if (fallback)
		originate(in, fallback, way_flags(way, 0, HFG_WHY_NONE), out);
	return true;
}

static bool originate_import_call(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	slice method = tree_last_name(in, first_of(in, call)), dotted;
	if (!slice_is(method, "import_module") && !slice_is(method, "__import__"))
		return false;
	if (!tree_text(in, call_position(in, call, 0), &dotted) || !dotted.n)
		return false;
	if (slice_is(method, "__import__"))
		dotted = slice_cut(dotted, 0, slice_find(dotted, '.'));
	add_kind(out, in, call, ORIGIN_NAME, dotted, way);
	return true;
}

/* One of the elements of a list that is chosen at run time. */
static bool originate_choice(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	static const char *const choosing[] = {"choice", "next", "iter"};
	py_ref list = call_position(in, call, 0);
	if (!list || !IS_ONE_OF(tree_last_name(in, first_of(in, call)), choosing))
		return false;
	originate_each(in, list, NULL, 0, way, out);
	return true;
}

static bool originate_known_call(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	return originate_getattr(in, call, way, out) || originate_import_call(in, call, way, out) ||
		originate_get(in, call, way, out) || originate_choice(in, call, way, out) ||
		originate_parsed_single(in, call, way, out);
}

static void originate_call(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	if (is_super(in, call) || is_options_call(in, call)) {
		add_kind(out, in, call, ORIGIN_EXPRESSION, S(""), way);
		return;
	}
	if (originate_known_call(in, call, way, out))
		return;
	struct origins callees = {.n = 0};
	originate(in, first_of(in, call), (struct way){.hops = NULL}, &callees);
	bool inlined = false;
	for (uint32_t i = 0; i < callees.n && i < MAX_BASES; i++) {
		const struct origin *callee = &callees.at[i];
		if (callee->kind != ORIGIN_DEFINITION ||
			kind_of(callee->in, callee->node) != PY_FUNCTION)
			continue;
		originate_returns(callee->in, callee->node, in, call, way, out);
		inlined = true;
	}
	if (!inlined)
		add_kind(out, in, call, ORIGIN_EXPRESSION, S(""), way);
}

/* Values stored under `a.b = ...` outside of classes; true when they hide what `a` itself has. */
static bool originate_stored(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	uint32_t scope;
	slice dotted = in->stores ? tree_dotted(in, node) : S("");
	uint32_t index = dotted.n ? scope_lookup(in, in->scope_of[node], dotted, &scope) : 0;
	if (!index)
		return false;
	struct reach reach;
	reach_bindings(in, index - 1, scope, node, &reach);
	uint32_t before = out->n;
	for (uint32_t i = 0; i < reach.n; i++)
		if (reach.at[i]->node != node)
			originate_binding(in, reach.at[i], dotted, "attribute", way, out);
	return reach.certain && out->n > before;
}

static void originate_dot(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	if (originate_stored(in, node, way, out))
		return;
	struct origins bases = {.n = 0};
	originate_objects(in, first_of(in, node), way, &bases);
	for (uint32_t i = 0; i < bases.n; i++)
		originate_attribute(in, &bases.at[i], name_of(in, node), node, out);
}

static void originate_kind(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	switch (kind_of(in, node)) {
	case PY_NAME:
		originate_name(in, node, way, out);
		break;
	case PY_ATTRIBUTE:
		originate_dot(in, node, way, out);
		break;
	case PY_SUBSCRIPT:
		originate_subscript(in, node, way, out);
		break;
	case PY_CALL:
		originate_call(in, node, way, out);
		break;
	case PY_IFEXP:
		originate(in, first_of(in, node), way_hop(in, way, node, "conditional", S("if")),
			out);
		originate(in, py_child(in->tree, node, 2),
			way_hop(in, way, node, "conditional", S("else")), out);
		break;
	case PY_NAMED:
		originate(in, py_child(in->tree, node, 1), way, out);
		break;
	case PY_AWAIT:
		originate(in, first_of(in, node), way, out);
		break;
	default:
		add_kind(out, in, node, ORIGIN_EXPRESSION, S(""), way);
		break;
	}
}

void originate(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	if (!node) {
		origin_open(out, in, node, HFG_WHY_UNKNOWN, way);
		return;
	}
	if (!budget_enter(in, node, BUSY_ORIGIN)) {
		origin_open(out, in, node, HFG_WHY_LIMIT, way);
		return;
	}
	originate_kind(in, node, way, out);
	budget_leave(in, node, BUSY_ORIGIN);
}

/* One origin further: the sides of `or`, the default of a parameter. */
static void look_through(struct pyv *in, const struct origin *origin, struct origins *out)
{
	struct way way = way_of(origin);
	py_ref node = origin->node;
	if (origin->kind == ORIGIN_EXPRESSION && kind_of(origin->in, node) == PY_BOOLOP) {
		py_ref left = first_of(origin->in, node);
		originate_objects(origin->in, left, way, out);
		originate_objects(origin->in, next_of(origin->in, left), way, out);
		return;
	}
	uint32_t before = out->n;
	if (origin->kind == ORIGIN_PARAMETER)
		originate_parametrized(origin->in, node, out);
	if (out->n > before)
		return;
	py_ref fallback =
		origin->kind == ORIGIN_PARAMETER ? parameter_default(origin->in, node) : 0;
	enum py_kind kind = fallback ? kind_of(origin->in, fallback) : PY_NONE;
	if (kind == PY_NAME || kind == PY_LIST || kind == PY_TUPLE || kind == PY_DICT ||
		kind == PY_ATTRIBUTE) {
		way = way_hop(
			origin->in, way, node, "parameter-default", name_of(origin->in, node));
		way = way_flags(way, HFG_V_DEFAULT | HFG_V_REST, HFG_WHY_PARAMETER);
		originate_objects(origin->in, fallback, way, out);
		return;
	}
	(void)in;
	origin_add(out, *origin);
}

void originate_objects(struct pyv *in, py_ref node, struct way way, struct origins *out)
{
	struct origins found = {.n = 0};
	if (!budget_enter(in, node, BUSY_NOTHING)) {
		origin_open(out, in, node, HFG_WHY_LIMIT, way);
		return;
	}
	originate(in, node, way, &found);
	for (uint32_t i = 0; i < found.n; i++)
		look_through(in, &found.at[i], out);
	budget_leave(in, node, BUSY_NOTHING);
}
