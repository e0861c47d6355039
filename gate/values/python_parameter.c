/*
 * Knows what a parameter may be: its default, a command-line declaration on
 * it, pytest's lists and fixtures, the arguments of calls in the same file.
 */
#include "values/python_internal.h"

bool is_temporary_name(slice name)
{
	static const char *const names[] = {"tmp_path", "tmpdir", "tmp_dir", "temp_dir",
		"tmpdirname", "tmp_path_factory", "tmpdir_factory", "tmp", "tmp_path_retention",
		"temp_path", "tmp_folder", "temp_folder", "tmp_file", "tmp_dirname",
		"temp_directory"};
	return IS_ONE_OF(name, names);
}

static py_ref function_of(const struct pyv *in, py_ref parameter)
{
	return in->parents[in->parents[parameter]];
}

/* pytest.mark.parametrize("a,b", [...]): place of the name, -1 when it is not there. */
static int name_in_list(struct pyv *in, py_ref names, slice name)
{
	slice text;
	int position = 0;
	if (tree_text(in, names, &text)) {
		for (;; position++) {
			size_t comma = slice_find(text, ',');
			if (slice_eq(slice_trim(slice_cut(text, 0, comma)), name))
				return position;
			if (comma == text.n)
				return -1;
			text = slice_after(text, comma + 1);
		}
	}
	for (py_ref at = names ? first_of(in, names) : 0; at; at = next_of(in, at), position++)
		if (tree_text(in, at, &text) && slice_eq(text, name))
			return position;
	return -1;
}

static bool several_names(struct pyv *in, py_ref names)
{
	slice text;
	if (tree_text(in, names, &text))
		return slice_find(text, ',') < text.n;
	return first_of(in, names) && next_of(in, first_of(in, names));
}

/* pytest.param(x, marks=...) stands for x. */
static void add_row(struct pyv *in, py_ref row, bool several, uint16_t place, struct origins *out)
{
	struct way way = {.hops = NULL};
	bool wrapped = kind_of(in, row) == PY_CALL &&
		slice_is(tree_last_name(in, first_of(in, row)), "param");
	py_ref element = wrapped ? call_position(in, row, place) : row;
	if (!element)
		return;
	if (several && !wrapped)
		originate_path(in, element, &place, 1, way, out);
	else
		originate(in, element, way, out);
}

static void add_rows(const struct origin *list, bool several, uint16_t place, struct origins *out)
{
	if (list->kind != ORIGIN_EXPRESSION)
		return;
	for (py_ref row = first_of(list->in, list->node); row; row = next_of(list->in, row))
		add_row(list->in, row, several, place, out);
}

void originate_parametrized(struct pyv *in, py_ref parameter, struct origins *out)
{
	slice name = name_of(in, parameter);
	for (py_ref at = first_of(in, function_of(in, parameter));
		at && kind_of(in, at) == PY_DECORATOR; at = next_of(in, at)) {
		py_ref call = first_of(in, at);
		if (!call || kind_of(in, call) != PY_CALL ||
			!slice_is(tree_last_name(in, first_of(in, call)), "parametrize"))
			continue;
		py_ref names = call_position(in, call, 0), rows = call_position(in, call, 1);
		int place = names && rows ? name_in_list(in, names, name) : -1;
		if (place < 0)
			continue;
		struct origins lists = {.n = 0};
		originate(in, rows, (struct way){.hops = NULL}, &lists);
		for (uint32_t i = 0; i < lists.n; i++)
			add_rows(&lists.at[i], several_names(in, names), (uint16_t)place, out);
	}
}

static bool parametrized(struct pyv *in, py_ref parameter, struct hfg_value *ret_value)
{
	struct origins found = {.n = 0};
	originate_parametrized(in, parameter, &found);
	if (!found.n)
		return false;
	*ret_value = value_trail(in, value_of_origins(in, &found), parameter, "call-argument",
		name_of(in, parameter));
	return true;
}

/* A pytest fixture of the same name in this file. */
static bool from_fixture(struct pyv *in, py_ref parameter, struct hfg_value *ret_value)
{
	uint32_t index = scope_member(in, 0, name_of(in, parameter));
	if (!index || !in->names.at[index - 1].bindings.n)
		return false;
	const struct binding *binding = &in->names.at[index - 1].bindings.at[0];
	if (binding->kind != BIND_DEFINITION || kind_of(in, binding->node) != PY_FUNCTION ||
		!decorated_with(in, binding->node, "fixture"))
		return false;
	struct origins found = {.n = 0};
	originate_returns(in, binding->node, in, 0, (struct way){.hops = NULL}, &found);
	*ret_value = value_trail(in, value_of_origins(in, &found), parameter, "call-argument",
		name_of(in, parameter));
	return true;
}

/* The name under which callers know the function: its class for __init__. */
static py_ref called_definition(const struct pyv *in, py_ref function)
{
	if (kind_of(in, function) == PY_FUNCTION && slice_is(name_of(in, function), "__init__"))
		return pyv_enclosing_class((struct pyv *)in, function);
	return function;
}

static bool calls_it(struct pyv *in, py_ref call, py_ref definition)
{
	struct origins callees = {.n = 0};
	originate(in, first_of(in, call), (struct way){.hops = NULL}, &callees);
	for (uint32_t i = 0; i < callees.n; i++)
		if (callees.at[i].kind == ORIGIN_DEFINITION && callees.at[i].in == in &&
			callees.at[i].node == definition)
			return true;
	return false;
}

/* Texts that calls of this file give; ABSENT when none does. */
static struct hfg_value from_callers(struct pyv *in, py_ref parameter)
{
	struct hfg_value value = {.state = HFG_ABSENT};
	py_ref function = function_of(in, parameter);
	py_ref definition = called_definition(in, function);
	if (!definition || kind_of(in, function) != PY_FUNCTION)
		return value;
	const uint32_t *list = map_get(&in->calls, name_of(in, definition));
	if (!list || in->lists.at[*list].n > MAX_CALLERS)
		return value;
	slice name = name_of(in, parameter);
	int position = pyv_parameter_position(in, function, parameter);
	for (uint32_t i = 0; i < in->lists.at[*list].n; i++) {
		py_ref call = in->lists.at[*list].at[i];
		py_ref argument = find_argument(in, call, position, &name, 1);
		if (!argument || !calls_it(in, call, definition))
			continue;
		struct hfg_value given = eval_node(in, argument);
		bool tells = given.n && given.state != HFG_SHAPED;
		if (tells)
			value = value_join(
				in, value, value_trail(in, given, argument, "call-argument", name));
	}
	return value;
}

static struct hfg_value open_parameter(void)
{
	return py_value_open(HFG_WHY_PARAMETER);
}

static struct hfg_value from_default(struct pyv *in, py_ref parameter, struct hfg_value called)
{
	enum { REPLACEABLE = HFG_V_DEFAULT | HFG_V_REST };
	py_ref fallback = parameter_default(in, parameter);
	if (!fallback) {
		struct hfg_value value = called.n ? called : open_parameter();
		value.flags |= called.n ? HFG_V_REST : 0;
		value.why = HFG_WHY_PARAMETER;
		return value;
	}
	struct hfg_value value = eval_node(in, fallback);
	if (value.state == HFG_OPEN && !(value.flags & (HFG_V_NONE | HFG_V_ENTRY)))
		value.flags |= HFG_V_REST;
	value = value_join(in, value, called);
	uint32_t entry = value.flags & HFG_V_ENTRY;
	enum hfg_why why = entry && value.why ? value.why : HFG_WHY_PARAMETER;
	value = value_default(value, why, REPLACEABLE);
	return value_trail(in, value, parameter, "parameter-default", name_of(in, parameter));
}

static struct hfg_value eval_plain(struct pyv *in, py_ref parameter)
{
	struct hfg_value value;
	enum py_param form = (enum py_param)node_of(in, parameter)->op;
	if (form == PY_PARAM_ARGS || form == PY_PARAM_KWARGS)
		return open_parameter();
	if (parameter_class(in, parameter))
		return (struct hfg_value){.state = HFG_OPEN, .flags = HFG_V_OBJECT};
	if (parameter_option(in, parameter, &value) || parametrized(in, parameter, &value))
		return value;
	if (!parameter_default(in, parameter)) {
		if (is_temporary_name(name_of(in, parameter)))
			return (struct hfg_value){
				.state = HFG_OPEN, .why = HFG_WHY_PARAMETER, .flags = HFG_V_LOCAL};
		if (from_fixture(in, parameter, &value))
			return value;
	}
	return from_default(in, parameter, from_callers(in, parameter));
}

struct hfg_value eval_parameter(struct pyv *in, py_ref parameter)
{
	if (in->memo[parameter])
		return in->values.at[in->memo[parameter] - 1];
	if (!budget_enter(in, parameter, BUSY_PARAMETER))
		return py_value_open(HFG_WHY_LIMIT);
	uint32_t cuts = in->budget->cuts;
	struct hfg_value value = eval_plain(in, parameter);
	budget_leave(in, parameter, BUSY_PARAMETER);
	if (cuts == in->budget->cuts) {
		*VEC_PUSH(&in->values, in->scratch) = value;
		in->memo[parameter] = in->values.n;
	}
	return value;
}

int pyv_parameter_position(struct pyv *in, py_ref function, py_ref parameter)
{
	int position = 0;
	py_ref parameters = function_parameters(in, function);
	for (py_ref at = parameters ? first_of(in, parameters) : 0; at; at = next_of(in, at)) {
		enum py_param form = (enum py_param)node_of(in, at)->op;
		if (at == parameter)
			return form <= PY_PARAM_PLAIN ? position : -1;
		if (form <= PY_PARAM_PLAIN && !parameter_class(in, at))
			position++;
	}
	return -1;
}

/* One step nearer to a parameter: the expression that this one repeats, or 0. */
static py_ref repeated(struct pyv *in, py_ref node)
{
	switch (kind_of(in, node)) {
	case PY_BOOLOP:
	case PY_NAMED:
		return kind_of(in, node) == PY_NAMED ? py_child(in->tree, node, 1)
						     : first_of(in, node);
	case PY_IFEXP: {
		py_ref body = first_of(in, node);
		return kind_of(in, body) == PY_NAME ? body : py_child(in->tree, node, 2);
	}
	case PY_CALL: {
		static const char *const same[] = {"str", "fspath", "strip", "Path", "expanduser"};
		py_ref callee = first_of(in, node);
		if (!IS_ONE_OF(tree_last_name(in, callee), same))
			return 0;
		py_ref argument = call_position(in, node, 0);
		return argument || kind_of(in, callee) != PY_ATTRIBUTE ? argument
								       : first_of(in, callee);
	}
	default:
		return 0;
	}
}

/* The parameter or the value that a list of bindings leads to. */
static py_ref among(const struct reach *reach, py_ref *ret_value)
{
	*ret_value = 0;
	for (uint32_t i = 0; i < reach->n; i++) {
		if (reach->at[i]->kind == BIND_PARAMETER)
			return reach->at[i]->node;
		if (reach->at[i]->kind == BIND_VALUE && !reach->at[i]->path_n)
			*ret_value = reach->n == 1 ? reach->at[i]->value : *ret_value;
	}
	return 0;
}

static py_ref step_name(struct pyv *in, py_ref node, py_ref *ret_value)
{
	uint32_t scope;
	uint32_t index = scope_lookup(in, in->scope_of[node], name_of(in, node), &scope);
	*ret_value = 0;
	if (!index)
		return 0;
	struct reach reach;
	reach_bindings(in, index - 1, scope, node, &reach);
	return among(&reach, ret_value);
}

/* self.x = parameter, in __init__. */
static py_ref step_attribute(struct pyv *in, py_ref node)
{
	py_ref base = first_of(in, node), class_node = pyv_enclosing_class(in, node);
	if (!class_node || kind_of(in, base) != PY_NAME || !slice_is(name_of(in, base), "self"))
		return 0;
	uint32_t index = scope_attribute(in, in->own_scope[class_node], name_of(in, node));
	if (!index)
		return 0;
	const struct bindings *all = &in->names.at[index - 1].bindings;
	const struct binding *only = &all->at[0];
	py_ref function = only->block ? in->parents[only->block] : 0;
	bool init = function && kind_of(in, function) == PY_FUNCTION &&
		slice_is(name_of(in, function), "__init__");
	return all->n == 1 && init && only->kind == BIND_VALUE && !only->path_n ? only->value : 0;
}

bool pyv_parameter(struct pyv *in, py_ref expression, py_ref *ret_function, py_ref *ret_parameter)
{
	py_ref node = expression;
	for (unsigned i = 0; node && i < MAX_TRAIL; i++) {
		py_ref value = 0, parameter = 0;
		if (kind_of(in, node) == PY_NAME)
			parameter = step_name(in, node, &value);
		else if (kind_of(in, node) == PY_ATTRIBUTE)
			value = step_attribute(in, node);
		else
			value = repeated(in, node);
		if (parameter && !parameter_class(in, parameter)) {
			*ret_parameter = parameter;
			*ret_function = function_of(in, parameter);
			return true;
		}
		node = value;
	}
	return false;
}
