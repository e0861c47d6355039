/*
 * Knows what a call calls: its qualified names, what kind of thing it is
 * called on, and the project's definition behind it.
 */
#include "values/python_internal.h"

slice chain_name(struct pyv *in, py_ref node)
{
	slice chain = {NULL, 0};
	for (py_ref at = node; at; at = in->parents[at]) {
		enum py_kind kind = kind_of(in, at);
		if (kind != PY_FUNCTION && kind != PY_CLASS)
			continue;
		slice name = name_of(in, at);
		chain = chain.n ? arena_join(in->facts, name, S("."), chain) : name;
	}
	return chain;
}

/* The module's own name, as its path says it. */
static slice own_module(struct pyv *in)
{
	slice dotted = module_dotted(in->source->path, S(""), in->facts);
	return slice_starts(dotted, S("src.")) ? slice_after(dotted, 4) : dotted;
}

slice origin_dotted(struct pyv *in, const struct origin *origin)
{
	switch (origin->kind) {
	case ORIGIN_NAME:
	case ORIGIN_BUILTIN:
		return origin->dotted;
	case ORIGIN_DEFINITION:
		if (origin->dotted.n)
			return origin->dotted;
		return arena_join(in->facts, own_module(origin->in), S("."),
			chain_name(origin->in, origin->node));
	default:
		return (slice){NULL, 0};
	}
}

static bool is_partial(struct pyv *in, const struct origin *origin)
{
	if (origin->kind != ORIGIN_EXPRESSION || kind_of(origin->in, origin->node) != PY_CALL)
		return false;
	(void)in;
	slice name = callee_dotted(origin->in, origin->node);
	return slice_is(name, "functools.partial") || slice_is(name, "partial");
}

/* Callees with partial(f, ...) taken as f and `or` as either side. */
static void originate_callees(
	struct pyv *in, py_ref callee, struct origins *out, struct origin *ret_partial)
{
	struct origins found = {.n = 0};
	originate_objects(in, callee, (struct way){.hops = NULL}, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		const struct origin *origin = &found.at[i];
		py_ref inner =
			is_partial(in, origin) ? call_position(origin->in, origin->node, 0) : 0;
		if (!inner) {
			origin_add(out, *origin);
			continue;
		}
		*ret_partial = *origin;
		originate_objects(origin->in, inner, (struct way){.hops = NULL}, out);
	}
}

slice callee_dotted(struct pyv *in, py_ref call)
{
	struct origins found = {.n = 0};
	originate(in, first_of(in, call), (struct way){.hops = NULL}, &found);
	for (uint32_t i = 0; i < found.n; i++)
		if (found.at[i].kind == ORIGIN_NAME || found.at[i].kind == ORIGIN_BUILTIN)
			return found.at[i].dotted;
	return (slice){NULL, 0};
}

py_ref callee_partial(struct pyv *in, py_ref call)
{
	if (in->partial_known && in->partial_of == call)
		return in->partial;
	struct origins callees = {.n = 0};
	struct origin partial = {.in = NULL};
	originate_callees(in, first_of(in, call), &callees, &partial);
	in->partial_of = call;
	in->partial_known = true;
	in->partial = partial.in == in ? partial.node : 0;
	return in->partial;
}

static bool already(const struct pyv_callee *callee, slice name)
{
	if (slice_eq(callee->qualified, name))
		return true;
	for (uint32_t i = 0; i < callee->alternatives_n; i++)
		if (slice_eq(callee->alternatives[i], name))
			return true;
	return false;
}

static void add_name(struct pyv_callee *callee, slice name)
{
	enum { MOST = sizeof callee->alternatives / sizeof *callee->alternatives };
	if (!name.n || already(callee, name))
		return;
	if (!callee->qualified.n)
		callee->qualified = name;
	else if (callee->alternatives_n < MOST)
		callee->alternatives[callee->alternatives_n++] = name;
}

/* The text of the callee with blanks, line ends and continuations removed. */
static slice written(struct pyv *in, py_ref callee)
{
	slice text = py_text(in->tree, callee);
	enum { LONGEST = 512 };
	text = slice_cut(text, 0, LONGEST);
	char *bytes = arena_alloc(in->facts, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (!memchr(" \t\r\n\\", text.p[i], 5))
			bytes[n++] = text.p[i];
	bytes[n] = 0;
	return (slice){bytes, n};
}

static bool is_class(const struct origin *origin)
{
	return origin->kind == ORIGIN_DEFINITION && kind_of(origin->in, origin->node) == PY_CLASS;
}

static bool capital(slice dotted)
{
	size_t dot = slice_rfind(dotted, '.');
	slice last = dot < dotted.n ? slice_after(dotted, dot + 1) : dotted;
	return last.n && last.p[0] >= 'A' && last.p[0] <= 'Z';
}

/* A call gives an instance: of which project class? */
static enum pyv_receiver made_by(const struct origin *origin, slice *ret_class)
{
	struct origins makers = {.n = 0};
	py_ref callee = first_of(origin->in, origin->node);
	if (kind_of(origin->in, callee) == PY_NAME &&
		slice_is(name_of(origin->in, callee), "super")) {
		py_ref around = pyv_enclosing_class(origin->in, origin->node);
		*ret_class = around ? name_of(origin->in, around) : S("");
		return PYV_SELF;
	}
	originate(origin->in, callee, (struct way){.hops = NULL}, &makers);
	for (uint32_t i = 0; i < makers.n; i++) {
		if (is_class(&makers.at[i])) {
			*ret_class = name_of(makers.at[i].in, makers.at[i].node);
			return PYV_INSTANCE;
		}
		if (makers.at[i].kind == ORIGIN_NAME && capital(makers.at[i].dotted))
			return PYV_INSTANCE;
	}
	return PYV_VARIABLE;
}

static enum pyv_receiver receiver_of(const struct origin *origin, slice *ret_class)
{
	switch (origin->kind) {
	case ORIGIN_NAME:
		return capital(origin->dotted) ? PYV_CLASS : PYV_MODULE;
	case ORIGIN_BUILTIN:
		return capital(origin->dotted) ? PYV_CLASS : PYV_VARIABLE;
	case ORIGIN_INSTANCE:
		if (!origin->dotted.n)
			*ret_class = name_of(origin->in, origin->node);
		return PYV_INSTANCE;
	case ORIGIN_DEFINITION:
		if (!is_class(origin))
			return PYV_VARIABLE;
		*ret_class = name_of(origin->in, origin->node);
		return PYV_CLASS;
	case ORIGIN_PARAMETER: {
		py_ref own = parameter_class(origin->in, origin->node);
		if (!own)
			return PYV_VARIABLE;
		*ret_class = name_of(origin->in, own);
		return PYV_SELF;
	}
	case ORIGIN_EXPRESSION:
		if (kind_of(origin->in, origin->node) == PY_CALL)
			return made_by(origin, ret_class);
		return PYV_VARIABLE;
	default:
		return PYV_VARIABLE;
	}
}

static void describe_receiver(struct pyv *in, py_ref callee_node, struct pyv_callee *callee)
{
	struct origins found = {.n = 0};
	if (kind_of(in, callee_node) != PY_ATTRIBUTE) {
		callee->receiver = PYV_NO_RECEIVER;
		return;
	}
	callee->receiver = PYV_VARIABLE;
	originate_objects(in, first_of(in, callee_node), (struct way){.hops = NULL}, &found);
	for (uint32_t i = 0; i < found.n && callee->receiver == PYV_VARIABLE; i++)
		callee->receiver = receiver_of(&found.at[i], &callee->receiver_class);
}

/* The project file in which a definition, or the class of a method, stands. */
static uint32_t file_of(struct pyv *in, const struct origin *origin)
{
	if (origin->kind == ORIGIN_DEFINITION || origin->kind == ORIGIN_INSTANCE)
		return origin->in->file;
	if (origin->kind != ORIGIN_NAME || !in->modules)
		return NO_MODULE;
	unsigned level = 0;
	slice dotted = origin->dotted;
	while (dotted.n && dotted.p[0] == '.') {
		dotted = slice_after(dotted, 1);
		level++;
	}
	for (size_t dot = slice_rfind(dotted, '.'); dot < dotted.n;
		dot = slice_rfind(dotted, '.')) {
		dotted = slice_cut(dotted, 0, dot);
		uint32_t file = module_set_find(in->modules, in->source->path, level, dotted);
		if (file != NO_MODULE)
			return file;
	}
	return NO_MODULE;
}

static void take(struct pyv *in, const struct origin *origin, struct pyv_callee *callee)
{
	if (origin->kind == ORIGIN_BUILTIN) {
		/* Nothing binds it: a builtin keeps its name, an unknown root has none. */
		return;
	}
	add_name(callee, origin_dotted(in, origin));
	if (origin->kind == ORIGIN_DEFINITION && origin->dotted.n) {
		struct origin own = *origin;
		own.dotted = S("");
		add_name(callee, origin_dotted(in, &own));
	}
	if (origin->kind == ORIGIN_DEFINITION && origin->in == in && !callee->definition)
		callee->definition = origin->node;
	if (callee->definition_file == NO_MODULE)
		callee->definition_file = file_of(in, origin);
}

struct pyv_callee pyv_callee(struct pyv *in, py_ref call)
{
	py_ref node = first_of(in, call);
	struct pyv_callee callee = {.definition_file = NO_MODULE};
	struct origins found = {.n = 0};
	struct origin partial = {.in = NULL};
	callee.written = written(in, node);
	callee.method = tree_last_name(in, node);
	originate_callees(in, node, &found, &partial);
	for (uint32_t i = 0; i < found.n; i++)
		take(in, &found.at[i], &callee);
	callee.partial = partial.in == in ? partial.node : 0;
	describe_receiver(in, node, &callee);
	return callee;
}

slice pyv_qualified(struct pyv *in, py_ref expression)
{
	struct origins found = {.n = 0};
	if (!expression)
		return (slice){NULL, 0};
	originate_objects(in, expression, (struct way){.hops = NULL}, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		slice name = origin_dotted(in, &found.at[i]);
		if (name.n && found.at[i].kind != ORIGIN_BUILTIN)
			return name;
	}
	return (slice){NULL, 0};
}

struct names {
	VEC(slice);
};

static void collect_bases(struct pyv *in, py_ref class_node, struct pyv *home, struct names *names)
{
	if (!budget_enter(in, class_node, BUSY_KEYS))
		return;
	for (py_ref at = call_arguments(in, class_node); at; at = next_of(in, at)) {
		enum py_kind kind = kind_of(in, at);
		if (kind == PY_KEYWORD || kind == PY_DOUBLE_STARRED || names->n >= MAX_BASES)
			continue;
		struct origins found = {.n = 0};
		originate_objects(in, at, (struct way){.hops = NULL}, &found);
		for (uint32_t i = 0; i < found.n && names->n < MAX_BASES; i++) {
			slice name = origin_dotted(in, &found.at[i]);
			if (name.n)
				*VEC_PUSH(names, home->facts) = name;
			if (is_class(&found.at[i]))
				collect_bases(found.at[i].in, found.at[i].node, home, names);
		}
	}
	budget_leave(in, class_node, BUSY_KEYS);
}

const slice *pyv_bases(struct pyv *in, py_ref class_node, uint32_t *ret_n)
{
	struct names names = {.n = 0};
	if (class_node && kind_of(in, class_node) == PY_CLASS)
		collect_bases(in, class_node, in, &names);
	*ret_n = names.n;
	return names.at;
}
