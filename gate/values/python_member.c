/*
 * Knows what an attribute is: of a module, of a class and its bases, of an
 * instance with the arguments that made it, of a record's fields (dataclass,
 * pydantic, attrs, NamedTuple), of an Enum's members.
 */
#include "values/python_internal.h"

static const char *const field_makers[] = {
	"field", "Field", "ib", "attrib", "Factory", "HfArg", "PrivateAttr", "mapped_column"};

bool class_is_record(struct pyv *in, py_ref class_node)
{
	static const char *const decorators[] = {
		"dataclass", "define", "frozen", "mutable", "attrs", "s", "pydantic_dataclass"};
	static const char *const bases[] = {"BaseModel", "BaseSettings", "NamedTuple", "SQLModel",
		"Struct", "TypedDict", "Tap", "BaseConfig"};
	for (size_t i = 0; i < sizeof decorators / sizeof *decorators; i++)
		if (decorated_with(in, class_node, decorators[i]))
			return true;
	for (py_ref at = call_arguments(in, class_node); at; at = next_of(in, at))
		if (IS_ONE_OF(tree_last_name(in, at), bases))
			return true;
	return false;
}

/* field(default="x"), Field("x"), attr.ib("x"), field(default_factory=lambda: "x"). */
static void originate_field(
	struct pyv *in, py_ref value, bool record, struct way way, struct origins *out)
{
	bool maker = kind_of(in, value) == PY_CALL &&
		IS_ONE_OF(tree_last_name(in, first_of(in, value)), field_makers);
	if (!record || !maker) {
		originate(in, value, way, out);
		return;
	}
	py_ref given = call_keyword(in, value, S("default"));
	if (!given)
		given = call_position(in, value, 0);
	py_ref factory = call_keyword(in, value, S("default_factory"));
	if (!given && factory && kind_of(in, factory) == PY_LAMBDA)
		given = tree_last(in, factory);
	if (given && !tree_constant(in, given, PY_ELLIPSIS))
		originate(in, given, way, out);
	else
		origin_open(out, in, value, HFG_WHY_ATTRIBUTE, way);
}

/* Place of a field among the class's annotated names, -1 when it is none. */
static int field_position(struct pyv *in, py_ref class_node, slice name)
{
	int position = 0;
	py_ref block = function_block(in, class_node);
	for (py_ref at = block ? first_of(in, block) : 0; at; at = next_of(in, at)) {
		if (kind_of(in, at) != PY_ANNASSIGN)
			continue;
		if (slice_eq(tree_last_name(in, first_of(in, at)), name))
			return position;
		position++;
	}
	return -1;
}

struct member {
	struct pyv *in;
	py_ref class_node;
	slice name;
	struct pyv *caller;
	py_ref call;
	struct way way;
};

static bool is_property(struct pyv *in, py_ref function)
{
	return kind_of(in, function) == PY_FUNCTION &&
		(decorated_with(in, function, "property") ||
			decorated_with(in, function, "cached_property") ||
			decorated_with(in, function, "computed_field"));
}

static void originate_class_value(const struct member *member, const struct binding *binding,
	bool record, struct origins *out)
{
	struct pyv *in = member->in;
	if (binding->kind == BIND_DEFINITION && is_property(in, binding->node)) {
		originate_returns(in, binding->node, in, 0, member->way, out);
		return;
	}
	if (binding->kind == BIND_NOTHING) {
		origin_open(out, in, binding->node, HFG_WHY_ATTRIBUTE, member->way);
		return;
	}
	if (binding->kind != BIND_VALUE || binding->path_n) {
		originate_binding(in, binding, member->name, "class-attribute", member->way, out);
		return;
	}
	struct way way = way_hop(in, member->way, binding->node,
		record ? "dataclass-field" : "class-attribute", member->name);
	if (record)
		way = way_flags(way, HFG_V_DEFAULT | HFG_V_REST, HFG_WHY_ATTRIBUTE);
	originate_field(in, binding->value, record, way, out);
}

/* The latest plain binding of the class body hides earlier ones. */
static uint32_t first_that_counts(const struct bindings *all, py_ref block)
{
	for (uint32_t i = all->n; i > 0; i--)
		if (all->at[i - 1].plain && all->at[i - 1].block == block)
			return i - 1;
	return 0;
}

static bool originate_given_field(const struct member *member, struct origins *out)
{
	if (!member->call || kind_of(member->caller, member->call) != PY_CALL)
		return false;
	int position = field_position(member->in, member->class_node, member->name);
	py_ref given = position < 0
		? 0
		: find_argument(member->caller, member->call, position, &member->name, 1);
	if (!given)
		return false;
	originate(member->caller, given,
		way_hop(member->caller, member->way, given, "call-argument", member->name), out);
	return true;
}

static void originate_class_values(const struct member *member, uint32_t index, struct origins *out)
{
	struct pyv *in = member->in;
	bool record = class_is_record(in, member->class_node);
	if (record && originate_given_field(member, out))
		return;
	const struct bindings *all = &in->names.at[index - 1].bindings;
	uint32_t first = first_that_counts(all, function_block(in, member->class_node));
	for (uint32_t i = first; i < all->n && i - first < MAX_REACH; i++)
		originate_class_value(member, &all->at[i], record, out);
}

/* self.x = parameter in __init__, with the call that made the instance at hand. */
static void originate_instance_value(
	const struct member *member, const struct binding *binding, struct origins *out)
{
	struct pyv *in = member->in;
	struct origins found = {.n = 0};
	originate_binding(in, binding, member->name, "attribute", member->way, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		const struct origin *origin = &found.at[i];
		bool parameter =
			member->call && origin->kind == ORIGIN_PARAMETER && origin->in == in;
		py_ref function = parameter ? in->parents[in->parents[origin->node]] : 0;
		slice name = parameter ? name_of(in, origin->node) : S("");
		py_ref given = 0;
		if (parameter && slice_is(name_of(in, function), "__init__"))
			given = find_argument(member->caller, member->call,
				pyv_parameter_position(in, function, origin->node), &name, 1);
		if (given)
			originate(member->caller, given,
				way_hop(member->caller, way_of(origin), given, "call-argument",
					name),
				out);
		else
			origin_add(out, *origin);
	}
}

static bool runs_at_start(const struct pyv *in, const struct binding *binding)
{
	static const char *const starting[] = {
		"__init__", "setUp", "setUpClass", "setup", "setup_method", "__post_init__"};
	py_ref block = binding->block;
	py_ref function = block ? in->parents[block] : 0;
	return binding->plain && function && kind_of(in, function) == PY_FUNCTION &&
		IS_ONE_OF(name_of(in, function), starting);
}

/* True when the instance surely hides the class's own attribute. */
static bool originate_instance_values(
	const struct member *member, uint32_t index, struct origins *out)
{
	struct pyv *in = member->in;
	const struct bindings *all = &in->names.at[index - 1].bindings;
	bool certain = false;
	for (uint32_t i = 0; i < all->n && i < MAX_REACH; i++) {
		certain = certain || runs_at_start(in, &all->at[i]);
		originate_instance_value(member, &all->at[i], out);
	}
	if (all->n > MAX_REACH)
		origin_open(out, in, 0, HFG_WHY_LIMIT, member->way);
	return certain;
}

static bool originate_inherited(const struct member *member, struct origins *out)
{
	struct pyv *in = member->in;
	for (py_ref at = call_arguments(in, member->class_node); at; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_KEYWORD || kind_of(in, at) == PY_DOUBLE_STARRED)
			continue;
		struct origins bases = {.n = 0};
		originate(in, at, (struct way){.hops = NULL}, &bases);
		for (uint32_t i = 0; i < bases.n && i < MAX_BASES; i++) {
			const struct origin *base = &bases.at[i];
			if (base->kind == ORIGIN_DEFINITION &&
				kind_of(base->in, base->node) == PY_CLASS &&
				originate_member(base->in, base->node, member->name, member->caller,
					member->call, member->way, out))
				return true;
		}
	}
	return false;
}

/* Optional[X], "X", X | None: the class that an annotation names. */
static py_ref annotated_class(const struct pyv *in, py_ref annotation)
{
	for (unsigned i = 0; annotation && i < MAX_PATH; i++) {
		enum py_kind kind = kind_of(in, annotation);
		if (kind == PY_NAME || kind == PY_ATTRIBUTE)
			return annotation;
		if (kind == PY_SUBSCRIPT)
			annotation = py_child(in->tree, annotation, 1);
		else if (kind == PY_BINOP)
			annotation = first_of(in, annotation);
		else
			return 0;
	}
	return 0;
}

/* `cfg: Config` in the class's body, without a value: an instance of that class. */
static bool originate_annotated(const struct member *member, struct origins *out)
{
	struct pyv *in = member->in;
	for (py_ref at = first_of(in, function_block(in, member->class_node)); at;
		at = next_of(in, at)) {
		if (kind_of(in, at) != PY_ANNASSIGN || py_child(in->tree, at, 2))
			continue;
		if (!slice_eq(tree_last_name(in, first_of(in, at)), member->name))
			continue;
		py_ref annotation = annotated_class(in, first_of(in, py_child(in->tree, at, 1)));
		struct origins classes = {.n = 0};
		if (annotation)
			originate(in, annotation, (struct way){.hops = NULL}, &classes);
		if (classes.n != 1 || classes.at[0].kind != ORIGIN_DEFINITION)
			return false;
		struct origin instance = classes.at[0];
		instance.kind = ORIGIN_INSTANCE;
		instance.dotted = (slice){NULL, 0};
		origin_add(out, instance);
		return true;
	}
	return false;
}

bool originate_member(struct pyv *in, py_ref class_node, slice name, struct pyv *caller,
	py_ref call, struct way way, struct origins *out)
{
	if (!budget_enter(in, class_node, BUSY_NOTHING))
		return false;
	const struct member member = {in, class_node, name, caller, call, way};
	if (!call && originate_annotated(&member, out)) {
		budget_leave(in, class_node, BUSY_NOTHING);
		return true;
	}
	uint32_t scope = in->own_scope[class_node];
	uint32_t own = scope_member(in, scope, name), set = scope_attribute(in, scope, name);
	bool found = own || set;
	bool hidden = set && originate_instance_values(&member, set, out);
	if (own && !hidden)
		originate_class_values(&member, own, out);
	if (!found)
		found = originate_inherited(&member, out);
	budget_leave(in, class_node, BUSY_NOTHING);
	return found;
}

slice foreign_base(struct pyv *in, py_ref class_node)
{
	slice name = {NULL, 0};
	if (!budget_enter(in, class_node, BUSY_KEYS))
		return name;
	for (py_ref at = call_arguments(in, class_node); at && !name.n; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_KEYWORD || kind_of(in, at) == PY_DOUBLE_STARRED)
			continue;
		struct origins bases = {.n = 0};
		originate(in, at, (struct way){.hops = NULL}, &bases);
		for (uint32_t i = 0; i < bases.n && !name.n; i++) {
			const struct origin *base = &bases.at[i];
			if (base->kind == ORIGIN_NAME)
				name = base->dotted;
			else if (base->kind == ORIGIN_DEFINITION &&
				kind_of(base->in, base->node) == PY_CLASS)
				name = foreign_base(base->in, base->node);
		}
	}
	budget_leave(in, class_node, BUSY_KEYS);
	return name;
}

static void add_name(struct origins *out, const struct origin *base, slice owner, slice name)
{
	struct origin origin = *base;
	origin.kind = ORIGIN_NAME;
	origin.dotted = arena_join(base->in->facts, owner, S("."), name);
	origin_add(out, origin);
}

static void add_unknown(struct origins *out, const struct origin *base, py_ref at)
{
	enum hfg_why why = base->kind == ORIGIN_OPEN && base->why ? base->why : HFG_WHY_ATTRIBUTE;
	origin_open(out, base->in, at, why, way_of(base));
}

/* Attribute of self, cls or super(): what the project does not have, the foreign base has. */
static void originate_own(struct pyv *in, py_ref class_node, const struct origin *base, slice name,
	bool skip_own, struct origins *out)
{
	const struct member member = {in, class_node, name, in, 0, way_of(base)};
	bool found = skip_own ? originate_inherited(&member, out)
			      : originate_member(in, class_node, name, in, 0, way_of(base), out);
	if (found)
		return;
	slice foreign = foreign_base(in, class_node);
	if (foreign.n)
		add_name(out, base, foreign, name);
	else
		add_unknown(out, base, base->node);
}

/* An inherited method goes by the class it was asked of; its own name is an alternative. */
static void name_methods(
	struct origins *out, uint32_t from, const struct origin *class_origin, slice name)
{
	struct pyv *in = class_origin->in;
	for (uint32_t i = from; i < out->n; i++) {
		struct origin *origin = &out->at[i];
		if (origin->kind == ORIGIN_DEFINITION && !origin->dotted.n &&
			kind_of(origin->in, origin->node) == PY_FUNCTION)
			origin->dotted = arena_join(
				in->facts, origin_dotted(in, class_origin), S("."), name);
	}
}

static void originate_instance(struct pyv *in, const struct origin *class_origin, slice name,
	const struct origin *base, py_ref call, struct origins *out)
{
	if (class_origin->kind == ORIGIN_NAME) {
		add_name(out, base, class_origin->dotted, name);
		return;
	}
	if (class_origin->kind != ORIGIN_DEFINITION ||
		kind_of(class_origin->in, class_origin->node) != PY_CLASS) {
		add_unknown(out, base, base->node);
		return;
	}
	uint32_t before = out->n;
	bool found = originate_member(
		class_origin->in, class_origin->node, name, in, call, way_of(base), out);
	name_methods(out, before, class_origin, name);
	if (!found)
		add_name(out, base, origin_dotted(class_origin->in, class_origin), name);
}

static bool reads_like_options(slice name)
{
	static const char *const endings[] = {"args", "opt", "opts", "options", "flags", "params",
		"Args", "FLAGS", "hparams", "arguments", "config", "cfg"};
	return is_text_suffix(name, endings, sizeof endings / sizeof *endings);
}

static void originate_of_parameter(
	const struct origin *base, slice name, py_ref at, struct origins *out)
{
	struct pyv *in = base->in;
	py_ref own = parameter_class(in, base->node);
	if (own) {
		originate_own(in, own, base, name, false, out);
		return;
	}
	py_ref annotation = annotated_class(in, parameter_annotation(in, base->node));
	struct origins classes = {.n = 0};
	if (annotation)
		originate(in, annotation, (struct way){.hops = NULL}, &classes);
	bool known = classes.n == 1 &&
		(classes.at[0].kind == ORIGIN_DEFINITION ||
			(classes.at[0].kind == ORIGIN_NAME &&
				!slice_ends(classes.at[0].dotted, S("Namespace"))));
	if (known) {
		originate_instance(in, &classes.at[0], name, base, 0, out);
		return;
	}
	if (is_temporary_name(name_of(in, base->node))) {
		add_name(out, base, S("tempfile"), name);
		return;
	}
	if (reads_like_options(name_of(in, base->node)) &&
		originate_option(in, name, at, way_of(base), out))
		return;
	add_unknown(out, base, at);
}

static py_ref super_class(struct pyv *in, py_ref call)
{
	bool super = kind_of(in, first_of(in, call)) == PY_NAME &&
		slice_is(name_of(in, first_of(in, call)), "super");
	return super ? pyv_enclosing_class(in, call) : 0;
}

/* X() gives an X, and so do X.from_pretrained() and its like. */
static slice made_class(slice callee)
{
	static const char *const makers[] = {"from_pretrained", "from_config", "from_single_file",
		"load_from_checkpoint", "from_pipe", "get_instance"};
	size_t dot = slice_rfind(callee, '.');
	slice last = dot < callee.n ? slice_after(callee, dot + 1) : callee;
	if (dot < callee.n && IS_ONE_OF(last, makers))
		return made_class(slice_cut(callee, 0, dot));
	bool capital = last.n && last.p[0] >= 'A' && last.p[0] <= 'Z';
	return capital ? callee : (slice){NULL, 0};
}

static void originate_of_call(const struct origin *base, slice name, py_ref at, struct origins *out)
{
	struct pyv *in = base->in;
	py_ref super = super_class(in, base->node);
	if (super) {
		originate_own(in, super, base, name, true, out);
		return;
	}
	if (is_options_call(in, base->node)) {
		if (!originate_option(in, name, at, way_of(base), out))
			origin_open(out, in, at, HFG_WHY_CLI,
				way_flags(way_of(base), HFG_V_ENTRY, HFG_WHY_CLI));
		return;
	}
	struct origins callees = {.n = 0};
	originate(in, first_of(in, base->node), (struct way){.hops = NULL}, &callees);
	uint32_t before = out->n;
	for (uint32_t i = 0; i < callees.n && i < MAX_BASES; i++) {
		struct origin callee = callees.at[i];
		if (callee.kind == ORIGIN_NAME)
			callee.dotted = made_class(callee.dotted);
		if (callee.kind != ORIGIN_NAME || callee.dotted.n)
			originate_instance(in, &callee, name, base, base->node, out);
	}
	if (out->n == before)
		add_unknown(out, base, at);
}

static void originate_of_class(
	const struct origin *base, slice name, py_ref at, struct origins *out)
{
	struct pyv *in = base->in;
	uint32_t before = out->n;
	bool found = kind_of(in, base->node) == PY_CLASS &&
		originate_member(in, base->node, name, in, 0, way_of(base), out);
	(void)at;
	name_methods(out, before, base, name);
	if (!found)
		add_name(out, base, origin_dotted(in, base), name);
}

/* Members of an Enum are their values already; `.value` and declared flags stay themselves. */
static bool is_value_of_itself(const struct origin *base, slice name)
{
	if (!slice_is(name, "value"))
		return false;
	return base->kind == ORIGIN_OPTION ||
		(base->kind == ORIGIN_EXPRESSION && kind_of(base->in, base->node) == PY_STRING);
}

void originate_attribute(
	struct pyv *in, const struct origin *base, slice name, py_ref at, struct origins *out)
{
	if (is_value_of_itself(base, name)) {
		origin_add(out, *base);
		return;
	}
	switch (base->kind) {
	case ORIGIN_NAME: {
		slice dotted = arena_join(in->facts, base->dotted, S("."), name);
		if (slice_ends(base->dotted, S("FLAGS")) &&
			originate_option(in, name, at, way_of(base), out))
			return;
		originate_dotted(base->in, dotted, base->node, way_of(base), out);
		return;
	}
	case ORIGIN_DEFINITION:
		originate_of_class(base, name, at, out);
		return;
	case ORIGIN_PARAMETER:
		originate_of_parameter(base, name, at, out);
		return;
	case ORIGIN_INSTANCE: {
		struct origin class_origin = *base;
		class_origin.kind = base->dotted.n ? ORIGIN_NAME : ORIGIN_DEFINITION;
		originate_instance(base->in, &class_origin, name, base, 0, out);
		return;
	}
	case ORIGIN_EXPRESSION:
		if (kind_of(base->in, base->node) == PY_CALL) {
			originate_of_call(base, name, at, out);
			return;
		}
		break;
	default:
		break;
	}
	slice written = base->node && base->in == in ? tree_last_name(in, first_of(in, at)) : S("");
	if (base->kind != ORIGIN_EXPRESSION && reads_like_options(written) &&
		originate_option(in, name, at, way_of(base), out))
		return;
	add_unknown(out, base, at);
}
