/*
 * Knows what makes a function of the project a sink for its callers: it hands
 * one of its own parameters to a sink as the name of what is loaded.
 */
#include "loads/python_internal.h"

struct wrapper_set {
	struct arena *arena;
	struct map names; /* last name -> index of the first wrapper + 1 */
	struct {
		VEC(struct wrapper);
	} all;
	struct {
		VEC(uint32_t);
	} next; /* of the same name, index + 1 */
	struct {
		VEC(slice);
	} paths; /* of their modules */
	struct {
		VEC(bool);
	} known; /* to the round before */
};

struct wrapper_set *wrapper_set_new(struct arena *arena)
{
	struct wrapper_set *set = ARENA_NEW(arena, struct wrapper_set);
	set->arena = arena;
	map_init(&set->names, arena);
	return set;
}

static bool is_same(const struct wrapper *a, const struct wrapper *b)
{
	return a->file == b->file && a->definition == b->definition && slice_eq(a->name, b->name) &&
		slice_eq(a->repo.name, b->repo.name);
}

static bool has_wrapper(const struct wrapper_set *set, const struct wrapper *wrapper)
{
	const uint32_t *first = map_get(&set->names, wrapper->method);
	for (uint32_t i = first ? *first : 0; i; i = set->next.at[i - 1])
		if (is_same(&set->all.at[i - 1], wrapper))
			return true;
	return false;
}

void wrapper_set_add(struct wrapper_set *set, const struct wrapper *wrapper, slice path,
	const struct wrapper_set *before)
{
	uint32_t *first = map_put(&set->names, wrapper->method, NULL);
	*VEC_PUSH(&set->next, set->arena) = *first;
	*VEC_PUSH(&set->all, set->arena) = *wrapper;
	*VEC_PUSH(&set->paths, set->arena) = path;
	*VEC_PUSH(&set->known, set->arena) = before && has_wrapper(before, wrapper);
	*first = set->all.n;
}

const slice *wrapper_set_names(const struct wrapper_set *set, struct arena *arena, uint32_t *ret_n)
{
	struct map seen;
	map_init(&seen, arena);
	slice *names = arena_array(arena, set->all.n, sizeof *names);
	for (uint32_t i = 0; i < set->all.n; i++) {
		bool new = false;
		if (!set->known.at[i])
			map_put(&seen, set->all.at[i].method, &new);
		if (new)
			names[seen.n - 1] = set->all.at[i].method;
	}
	*ret_n = seen.n;
	return names;
}

struct wrapper_view wrapper_view(
	const struct wrapper_set *set, uint32_t file, slice text, struct arena *arena)
{
	return (struct wrapper_view){
		.set = set, .file = file, .text = text, .known = arena_zalloc(arena, set->all.n)};
}

static bool one_possible(struct wrapper_view *view, uint32_t index, slice method)
{
	enum { UNKNOWN, UNREACHABLE, REACHABLE };
	const struct wrapper *wrapper = &view->set->all.at[index];
	slice path = view->set->paths.at[index];
	if (wrapper->file == view->file || view->set->known.at[index])
		return false;
	if (view->known[index] == UNKNOWN)
		view->known[index] =
			wrapper_reachable(wrapper, path, view->text) ? REACHABLE : UNREACHABLE;
	return view->known[index] == REACHABLE &&
		wrapper_may_be_called(wrapper, path, view->text, method);
}

bool wrapper_possible(struct wrapper_view *view, slice method)
{
	const uint32_t *first = map_get(&view->set->names, method);
	for (uint32_t i = first ? *first : 0; i; i = view->set->next.at[i - 1])
		if (one_possible(view, i - 1, method))
			return true;
	return false;
}

uint32_t wrapper_set_size(const struct wrapper_set *set)
{
	return set->all.n;
}

bool wrapper_known(const struct finder *finder, slice method)
{
	const struct wrapper_set *set = finder->in->wrappers;
	return map_get(&finder->own_names, method) || (set && map_get(&set->names, method));
}

/* How the wrapper's callers feed one argument of the sink. */
static struct wrapper_argument feed(
	struct finder *finder, py_ref function, py_ref node, const struct hfg_value *value)
{
	struct wrapper_argument result = {.fixed = *value};
	py_ref of, parameter;
	if (!node || !pyv_parameter(finder->in->values, node, &of, &parameter) || of != function)
		return result;
	result.name = arena_copy(
		finder->facts->arena, py_name(finder->in->tree, parameter, finder->in->scratch));
	result.position = pyv_parameter_position(finder->in->values, function, parameter);
	return result;
}

/* Callers reach it by a method name that the catalogue knows for any receiver. */
static bool catalogued(const struct finder *finder, slice method)
{
	slice written = arena_join(finder->in->scratch, S("x."), method, S(""));
	return catalogue_find(
		finder->in->catalogue, S(""), written, method, finder->imports, finder->imports_n);
}

static void name_wrapper(struct finder *finder, py_ref function, struct wrapper *wrapper)
{
	const struct py_tree *tree = finder->in->tree;
	struct arena *facts = finder->facts->arena;
	slice name = py_name(tree, function, finder->in->scratch);
	py_ref class_node = pyv_enclosing_class(finder->in->values, function);
	wrapper->definition = function;
	wrapper->method = arena_copy(facts, name);
	wrapper->name = wrapper->method;
	if (!class_node)
		return;
	slice class_name = py_name(tree, class_node, finder->in->scratch);
	if (slice_is(name, "__init__")) {
		wrapper->definition = class_node;
		wrapper->method = wrapper->name = arena_copy(facts, class_name);
		return;
	}
	wrapper->name = arena_join(facts, class_name, S("."), name);
}

static bool already_recorded(const struct finder *finder, const struct wrapper *wrapper)
{
	for (uint32_t i = 0; i < finder->facts->wrappers.n; i++) {
		const struct wrapper *other = &finder->facts->wrappers.at[i];
		if (other->definition == wrapper->definition &&
			slice_eq(other->repo.name, wrapper->repo.name))
			return true;
	}
	return false;
}

void wrapper_record(struct finder *finder, const struct hfg_load *load, const struct sink *sink,
	const struct load_nodes *nodes, unsigned round)
{
	py_ref function, parameter;
	if (load->local || sink->form == SINK_FORM_PATH || !nodes->repo ||
		round > MAX_WRAPPER_ROUNDS)
		return;
	if (!pyv_parameter(finder->in->values, nodes->repo, &function, &parameter))
		return;
	if (finder->in->tree->nodes[function].kind != PY_FUNCTION)
		return;
	struct wrapper wrapper = {.file = finder->in->file, .sink = sink, .round = round};
	name_wrapper(finder, function, &wrapper);
	wrapper.repo = feed(finder, function, nodes->repo, &load->repo);
	if (!wrapper.repo.name.n || already_recorded(finder, &wrapper) ||
		catalogued(finder, wrapper.method))
		return;
	wrapper.revision = feed(finder, function, nodes->revision, &load->revision);
	wrapper.code_revision = feed(finder, function, nodes->code_revision, &load->code_revision);
	wrapper.safetensors = feed(finder, function, nodes->safetensors, &load->safetensors_value);
	wrapper.weights_only = feed(finder, function, nodes->weights_only, &load->weights_only);
	wrapper.remote_code = feed(finder, function, nodes->remote_code, &load->remote_code_value);
	wrapper.filename = feed(finder, function, nodes->filename, &load->filename);
	*VEC_PUSH(&finder->facts->wrappers, finder->facts->arena) = wrapper;
	*map_put(&finder->own_names, wrapper.method, NULL) = 1;
}

static bool same_function(
	const struct finder *finder, const struct wrapper *wrapper, const struct pyv_callee *callee)
{
	if (wrapper->file == finder->in->file && callee->definition)
		return callee->definition == wrapper->definition;
	slice method = wrapper->method;
	if (callee->receiver == PYV_SELF ||
		(callee->receiver == PYV_INSTANCE && callee->receiver_class.n)) {
		slice name =
			arena_join(finder->in->scratch, callee->receiver_class, S("."), method);
		if (wrapper->file == finder->in->file || callee->definition_file == wrapper->file)
			return slice_eq(name, wrapper->name);
		return false;
	}
	if (callee->definition_file == NO_MODULE || callee->definition_file != wrapper->file)
		return false;
	slice tail = arena_join(finder->in->scratch, S("."), wrapper->name, S(""));
	return slice_eq(callee->qualified, wrapper->name) || slice_ends(callee->qualified, tail);
}

static const struct wrapper *find_wrapper(
	struct finder *finder, py_ref call, slice method, slice *ret_callee)
{
	struct pyv_callee callee = pyv_callee(finder->in->values, call);
	*ret_callee = callee.qualified.n ? callee.qualified : callee.written;
	if (map_get(&finder->own_names, method))
		for (uint32_t i = 0; i < finder->facts->wrappers.n; i++)
			if (same_function(finder, &finder->facts->wrappers.at[i], &callee))
				return &finder->facts->wrappers.at[i];
	const struct wrapper_set *set = finder->in->wrappers;
	uint32_t *first = set ? map_get(&set->names, method) : NULL;
	for (uint32_t i = first ? *first : 0; i; i = set->next.at[i - 1])
		if (same_function(finder, &set->all.at[i - 1], &callee))
			return &set->all.at[i - 1];
	return NULL;
}

/* The value that reaches the sink's argument from this call. */
static struct hfg_value fed(
	struct finder *finder, py_ref call, const struct wrapper_argument *argument)
{
	struct hfg_value value = {.state = HFG_ABSENT};
	if (argument->name.n)
		value = pyv_argument(
			finder->in->values, call, argument->position, &argument->name, 1, S(""));
	if (value.state != HFG_ABSENT)
		return value;
	uint32_t rest = value.flags & HFG_V_REST;
	value = argument->fixed;
	value.flags |= rest;
	value.at = (span){0, 0};
	value.trail_n = 0;
	return value;
}

static py_ref fed_node(struct finder *finder, py_ref call, const struct wrapper_argument *argument)
{
	if (!argument->name.n)
		return 0;
	return pyv_argument_node(finder->in->values, call, argument->position, &argument->name, 1);
}

static bool worth_a_load(const struct hfg_value *repo)
{
	if (repo->flags & (HFG_V_LOCAL | HFG_V_OBJECT) && !repo->n)
		return false;
	return repo->n > 0 || repo->flags & HFG_V_ENTRY;
}

bool wrapper_call(struct finder *finder, py_ref call, slice method)
{
	slice callee;
	const struct wrapper *found = find_wrapper(finder, call, method, &callee);
	if (!found)
		return false;
	struct wrapper wrapper = *found; /* recording may move the list */
	struct load_nodes nodes = {
		.call = call,
		.repo = fed_node(finder, call, &wrapper.repo),
		.revision = fed_node(finder, call, &wrapper.revision),
		.code_revision = fed_node(finder, call, &wrapper.code_revision),
		.safetensors = fed_node(finder, call, &wrapper.safetensors),
		.weights_only = fed_node(finder, call, &wrapper.weights_only),
		.remote_code = fed_node(finder, call, &wrapper.remote_code),
		.filename = fed_node(finder, call, &wrapper.filename),
	};
	if (!nodes.repo)
		return true; /* the default stands at the load inside */
	struct hfg_load *load = load_begin(finder, call, wrapper.sink, callee);
	load->repo = fed(finder, call, &wrapper.repo);
	load->revision = fed(finder, call, &wrapper.revision);
	load->code_revision = fed(finder, call, &wrapper.code_revision);
	load->safetensors_value = fed(finder, call, &wrapper.safetensors);
	load->weights_only = fed(finder, call, &wrapper.weights_only);
	load->remote_code_value = fed(finder, call, &wrapper.remote_code);
	load->filename = fed(finder, call, &wrapper.filename);
	load->local = pyv_saved_here(finder->in->values, nodes.repo, &load->repo);
	wrapper_record(finder, load, wrapper.sink, &nodes, wrapper.round + 1);
	if (worth_a_load(&load->repo))
		load_finish(finder, load, wrapper.sink);
	return true;
}
