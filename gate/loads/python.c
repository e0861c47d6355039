/*
 * Knows how a call in Python becomes a load: from the last name of the callee
 * to a row of the catalogue, from the row to the arguments.
 */
#include "loads/python_internal.h"

#include "hfgate/load.h"

static slice last_name(const struct finder *finder, py_ref callee)
{
	const struct py_node *node = &finder->in->tree->nodes[callee];
	if (node->kind != PY_NAME && node->kind != PY_ATTRIBUTE)
		return (slice){NULL, 0};
	return py_name(finder->in->tree, callee, finder->in->scratch);
}

static bool is_getattr(const struct finder *finder, py_ref callee)
{
	const struct py_tree *tree = finder->in->tree;
	if (tree->nodes[callee].kind != PY_CALL)
		return false;
	slice name = last_name(finder, tree->nodes[callee].child);
	return slice_is(name, "getattr") || slice_is(name, "partial");
}

/* Can this call be a sink at all? Cheap: decides for every call of the file. */
static bool worth_a_look(struct finder *finder, py_ref call, slice *ret_method)
{
	py_ref callee = finder->in->tree->nodes[call].child;
	*ret_method = last_name(finder, callee);
	if (is_getattr(finder, callee))
		return true;
	if (!ret_method->n)
		return finder->in->tree->nodes[callee].kind == PY_SUBSCRIPT;
	return catalogue_possible(&finder->view, *ret_method) ||
		map_get(&finder->aliases, *ret_method);
}

static void note_alias(struct finder *finder, slice name)
{
	if (name.n)
		*map_put(&finder->aliases, name, NULL) = 1;
}

/* A value that may be a sink by another name: x.from_pretrained, partial(...), Class. */
static bool may_be_sink(const struct finder *finder, py_ref value)
{
	const struct py_tree *tree = finder->in->tree;
	const struct py_node *node = &tree->nodes[value];
	if (node->kind == PY_CALL)
		return is_getattr(finder, value) ||
			slice_is(last_name(finder, node->child), "partial") ||
			slice_is(last_name(finder, node->child), "getattr");
	if (node->kind == PY_IFEXP || node->kind == PY_BOOLOP)
		return may_be_sink(finder, py_child(tree, value, 0)) ||
			may_be_sink(finder, py_child(tree, value, node->kind == PY_IFEXP ? 2 : 1));
	slice name = last_name(finder, value);
	return name.n &&
		(catalogue_method(finder->in->catalogue, name) || map_get(&finder->aliases, name));
}

/* Names bound by `import x as y` and `y = x.from_pretrained` that a call may use. */
static void collect_aliases(struct finder *finder)
{
	const struct py_tree *tree = finder->in->tree;
	for (py_ref i = 1; i < tree->n; i++) {
		const struct py_node *node = &tree->nodes[i];
		if (node->kind == PY_ALIAS && node->alias_to > node->alias_from) {
			slice name = py_name(tree, i, finder->in->scratch);
			size_t dot = slice_rfind(name, '.');
			slice last = dot < name.n ? slice_after(name, dot + 1) : name;
			if (catalogue_method(finder->in->catalogue, last))
				note_alias(finder, py_alias(tree, i, finder->in->scratch));
		}
		if (node->kind == PY_ASSIGN && node->child &&
			may_be_sink(finder, tree->nodes[node->child].next))
			note_alias(finder, last_name(finder, node->child));
	}
}

struct hfg_load *load_begin(
	struct finder *finder, py_ref call, const struct sink *sink, slice callee)
{
	const struct py_tree *tree = finder->in->tree;
	const struct py_node *node = &tree->nodes[call];
	struct arena *facts = finder->facts->arena;
	struct hfg_load *load = ARENA_NEW(facts, struct hfg_load);
	load->source = finder->in->source;
	load->language = finder->in->source->language;
	load->at = (span){node->from, node->to};
	load->callee_at = (span){tree->nodes[node->child].from, tree->nodes[node->child].to};
	load->callee = arena_copy(facts, callee);
	load->function = pyv_function_name(finder->in->values, call);
	load->sink = &sink->public;
	load->kind = sink->public.kind;
	return load;
}

/* Is the node inside `with pytest.raises(...)` or an assertRaises call? */
static bool expects_failure(const struct finder *finder, py_ref node)
{
	const struct py_tree *tree = finder->in->tree;
	for (py_ref at = node; at; at = finder->parents[at]) {
		if (tree->nodes[at].kind != PY_WITH)
			continue;
		for (py_ref item = tree->nodes[at].child; item; item = tree->nodes[item].next) {
			if (tree->nodes[item].kind != PY_WITH_ITEM)
				break;
			py_ref call = tree->nodes[item].child;
			if (!call || tree->nodes[call].kind != PY_CALL)
				continue;
			slice name = last_name(finder, tree->nodes[call].child);
			if (slice_is(name, "raises") || slice_starts(name, S("assertRaises")))
				return true;
		}
	}
	return false;
}

static struct hfg_value argument(
	struct finder *finder, py_ref call, const struct sink_argument *spec)
{
	if (!spec->given)
		return (struct hfg_value){.state = HFG_ABSENT};
	return pyv_argument(
		finder->in->values, call, spec->position, spec->names, spec->names_n, spec->via);
}

static py_ref argument_node(struct finder *finder, py_ref call, const struct sink_argument *spec)
{
	if (!spec->given || spec->via.n)
		return 0;
	return pyv_argument_node(
		finder->in->values, call, spec->position, spec->names, spec->names_n);
}

void load_finish(struct finder *finder, struct hfg_load *load, const struct sink *sink)
{
	classify_load(load, sink, finder->in->catalogue, finder->facts->arena);
	*VEC_PUSH(&finder->facts->loads, finder->facts->arena) = load;
	finder->facts->keep_source = true;
}

static void read_arguments(struct finder *finder, py_ref call, const struct sink *sink,
	struct hfg_load *load, struct load_nodes *nodes)
{
	load->repo = argument(finder, call, &sink->repo);
	load->revision = argument(finder, call, &sink->revision);
	load->code_revision = argument(finder, call, &sink->code_revision);
	load->safetensors_value = argument(finder, call, &sink->safetensors);
	load->weights_only = argument(finder, call, &sink->weights_only);
	load->remote_code_value = argument(finder, call, &sink->remote_code);
	load->filename = argument(finder, call, &sink->filename);
	load->opaque_keywords = pyv_opaque_keywords(finder->in->values, call);
	struct hfg_value type = argument(finder, call, &sink->type);
	if (type.state == HFG_ONE)
		load->repo_type = type.texts[0];
	*nodes = (struct load_nodes){
		.call = call,
		.repo = argument_node(finder, call, &sink->repo),
		.revision = argument_node(finder, call, &sink->revision),
		.code_revision = argument_node(finder, call, &sink->code_revision),
		.safetensors = argument_node(finder, call, &sink->safetensors),
		.weights_only = argument_node(finder, call, &sink->weights_only),
		.remote_code = argument_node(finder, call, &sink->remote_code),
		.filename = argument_node(finder, call, &sink->filename),
		.local_files_only = argument_node(finder, call, &sink->local_files_only),
	};
}

static bool reads_local_files_only(struct finder *finder, py_ref call, const struct sink *sink)
{
	struct hfg_value value = argument(finder, call, &sink->local_files_only);
	return value.state != HFG_ABSENT && value.flags & HFG_V_BOOL_TRUE &&
		!(value.flags & (HFG_V_BOOL_FALSE | HFG_V_REST));
}

/* Rows such as numpy.load are loads only with a switch that is not surely off. */
static bool switched_on(struct finder *finder, py_ref call, const struct sink *sink)
{
	if (!sink->only_if.given)
		return true;
	struct hfg_value value = argument(finder, call, &sink->only_if);
	if (value.state == HFG_ABSENT)
		return value.flags & HFG_V_REST;
	bool off = value.flags & (HFG_V_BOOL_FALSE | HFG_V_NONE);
	bool more = value.n || value.flags & (HFG_V_REST | HFG_V_BOOL_TRUE);
	return !off || more;
}

/* Rows that take models as objects, or any address, are loads only for a text of the Hub. */
static bool surely_text(const struct hfg_load *load, const struct sink *sink)
{
	if (!sink->only_text)
		return true;
	bool url = sink->form == SINK_FORM_URL || sink->form == SINK_FORM_HF_URI;
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (!url || reference_is_hub_url(load->repo.texts[i]) ||
			slice_starts(load->repo.texts[i], S("hf://")))
			return true;
	return false;
}

static void add_load(struct finder *finder, py_ref call, const struct sink *sink, slice callee)
{
	if (!switched_on(finder, call, sink))
		return;
	struct load_nodes nodes;
	struct hfg_load *load = load_begin(finder, call, sink, callee);
	read_arguments(finder, call, sink, load, &nodes);
	bool no_name = load->repo.state == HFG_ABSENT && !(load->repo.flags & HFG_V_REST) &&
		!load->opaque_keywords;
	if (no_name && sink->repo.given && !sink->repo_optional)
		return; /* a method of another class, or a call that fails */
	if (!surely_text(load, sink))
		return;
	load->local = reads_local_files_only(finder, call, sink) ||
		(nodes.repo && pyv_saved_here(finder->in->values, nodes.repo, &load->repo));
	load->test_expectation = expects_failure(finder, call);
	load_finish(finder, load, sink);
	wrapper_record(finder, load, sink, &nodes, 0);
}

/* What the callee is called where it is defined: `f = x.from_pretrained` is called by that name. */
static slice method_of(slice qualified, slice method)
{
	size_t dot = slice_rfind(qualified, '.');
	if (!qualified.n)
		return method;
	return dot < qualified.n ? slice_after(qualified, dot + 1) : qualified;
}

static const struct sink *find_named(
	struct finder *finder, const struct pyv_callee *callee, slice qualified)
{
	return catalogue_find(finder->in->catalogue, qualified, callee->written,
		method_of(qualified, callee->method), finder->imports, finder->imports_n);
}

/* The row for a call, trying the other classes its receiver may hold as well. */
static const struct sink *find_sink(
	struct finder *finder, const struct pyv_callee *callee, slice *ret_name)
{
	*ret_name = callee->qualified.n ? callee->qualified : callee->written;
	const struct sink *sink = find_named(finder, callee, callee->qualified);
	for (uint32_t i = 0; i < callee->alternatives_n; i++) {
		const struct sink *other = find_named(finder, callee, callee->alternatives[i]);
		if (!other ||
			(sink && sink->public.carries_weights >= other->public.carries_weights))
			continue;
		sink = other;
		*ret_name = callee->alternatives[i];
	}
	return sink;
}

static bool fetches_by_name(slice method)
{
	static const slice verbs[] = {{"download", 8}, {"load", 4}, {"fetch", 5}, {"retriev", 7},
		{"get", 3}, {"open", 4}, {"url", 3}, {"pull", 4}, {"request", 7}};
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (slice_has(method, verbs[i]))
			return true;
	return false;
}

static bool names_hub_file(const struct hfg_value *value)
{
	for (uint32_t i = 0; i < value->n; i++) {
		slice text = value->texts[i];
		bool file = slice_has(text, S("/resolve/")) || slice_has(text, S("/raw/")) ||
			slice_has(text, S("/blob/"));
		if (file && reference_is_hub_url(text))
			return true;
	}
	return false;
}

/* A function the catalogue does not know, given the address of a file on the Hub. */
static bool look_at_address(struct finder *finder, py_ref call)
{
	enum { FIRST_ARGUMENTS = 2 };
	static const slice keyword = {"url", 3};
	slice method = last_name(finder, finder->in->tree->nodes[call].child);
	if (!method.n || !fetches_by_name(method))
		return false;
	for (int position = 0; position < FIRST_ARGUMENTS; position++) {
		struct hfg_value value =
			pyv_argument(finder->in->values, call, position, &keyword, 1, S(""));
		if (!names_hub_file(&value))
			continue;
		struct pyv_callee callee = pyv_callee(finder->in->values, call);
		struct hfg_load *load = load_begin(finder, call, finder->address,
			callee.qualified.n ? callee.qualified : callee.written);
		load->repo = value;
		load_finish(finder, load, finder->address);
		return true;
	}
	return false;
}

/* The row for such functions, when the file holds an address of the Hub at all. */
static const struct sink *address_row(const struct python_input *in)
{
	if (!reference_in_text(in->source->text))
		return NULL;
	slice name = S("transport.address");
	return catalogue_find(in->catalogue, name, name, S("address"), NULL, 0);
}

/* True when the call is a row of the catalogue (a load of another hub included). */
static bool look_at_sink(struct finder *finder, py_ref call)
{
	struct pyv_callee callee = pyv_callee(finder->in->values, call);
	if (callee.definition)
		return false;
	slice name;
	const struct sink *sink = find_sink(finder, &callee, &name);
	if (!sink)
		return false;
	if (sink->public.hub != HFG_HUB_OTHER)
		add_load(finder, call, sink, name);
	return true;
}

/* Calls of wrappers that were found so far; true when that found new wrappers. */
static bool look_at_wrappers(struct finder *finder, unsigned char *done)
{
	const struct py_tree *tree = finder->in->tree;
	uint32_t before = finder->facts->wrappers.n;
	for (py_ref i = 1; i < tree->n; i++) {
		if (tree->nodes[i].kind != PY_CALL || done[i])
			continue;
		slice method = last_name(finder, tree->nodes[i].child);
		if (method.n && wrapper_known(finder, method) &&
			!pyv_unreachable(finder->in->values, i))
			done[i] = wrapper_call(finder, i, method);
	}
	return finder->facts->wrappers.n > before;
}

void python_loads(const struct python_input *in, struct facts *facts)
{
	struct finder finder = {.in = in, .facts = facts};
	finder.imports = pyv_imports(in->values, &finder.imports_n);
	finder.parents = py_parents(in->tree, in->scratch);
	finder.view = catalogue_view(in->catalogue, in->tree->text, in->scratch);
	map_init(&finder.aliases, in->scratch);
	map_init(&finder.own_names, in->scratch);
	finder.address = address_row(in);
	collect_aliases(&finder);
	unsigned char *done = arena_zalloc(in->scratch, in->tree->n);
	for (py_ref i = 1; i < in->tree->n; i++) {
		slice method;
		if (in->tree->nodes[i].kind != PY_CALL)
			continue;
		if (worth_a_look(&finder, i, &method))
			done[i] = pyv_unreachable(in->values, i) || look_at_sink(&finder, i);
		if (!done[i] && finder.address)
			done[i] = look_at_address(&finder, i);
	}
	if (!facts->wrappers.n && !in->wrappers)
		return;
	for (unsigned round = 0; round < MAX_WRAPPER_ROUNDS; round++)
		if (!look_at_wrappers(&finder, done))
			break;
}
