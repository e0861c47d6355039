/*
 * Knows where people outside decide: argparse, optparse, absl, click, typer,
 * dataclass parsers, and what their options default to.
 */
#include "values/python_internal.h"

enum { OPTION = HFG_V_DEFAULT | HFG_V_REST | HFG_V_ENTRY };

struct hfg_value value_default(struct hfg_value value, enum hfg_why why, uint32_t flags)
{
	if (value.state == HFG_OPEN && value.why == HFG_WHY_NONE)
		value.why = why;
	if (value.state == HFG_SOME && value.n == 0 && value.flags & HFG_V_NONE)
		value.state = HFG_OPEN;
	value.flags |= flags;
	value.why = why;
	return value;
}

struct hfg_value value_trail(
	struct pyv *in, struct hfg_value value, py_ref at, const char *via, slice text)
{
	struct way way = way_hop(in, (struct way){.hops = NULL}, at, via, text);
	uint32_t n = value.trail_n < MAX_TRAIL ? value.trail_n + 1 : MAX_TRAIL;
	struct hfg_hop *trail = arena_array(in->facts, n, sizeof *trail);
	trail[0] = way.hops->hop;
	for (uint32_t i = 1; i < n; i++)
		trail[i] = value.trail[i - 1];
	value.trail = trail;
	value.trail_n = n;
	return value;
}

static void declare(struct pyv *in, slice name, py_ref call)
{
	bool fresh;
	uint32_t *at = map_put(&in->options, name, &fresh);
	if (fresh) {
		*at = in->lists.n;
		(void)VEC_PUSH(&in->lists, in->scratch);
	}
	*VEC_PUSH(&in->lists.at[*at], in->scratch) = call;
}

static slice undashed(struct pyv *in, slice name)
{
	while (name.n && name.p[0] == '-')
		name = slice_after(name, 1);
	if (slice_find(name, '-') == name.n)
		return name;
	slice copy = arena_copy(in->facts, name);
	for (size_t i = 0; i < copy.n; i++)
		if (copy.p[i] == '-')
			((char *)copy.p)[i] = '_';
	return copy;
}

/* The option's name as people type it: the first long one, else the first. */
static slice written_name(struct pyv *in, py_ref call)
{
	slice first = {NULL, 0}, text;
	for (unsigned k = 0; k < MAX_SOME; k++) {
		if (!tree_text(in, call_position(in, call, k), &text))
			break;
		if (slice_starts(text, S("--")))
			return text;
		if (!first.n)
			first = text;
	}
	return first;
}

static slice destination(struct pyv *in, py_ref call)
{
	slice name;
	if (tree_text(in, call_keyword(in, call, S("dest")), &name))
		return name;
	return undashed(in, written_name(in, call));
}

void option_collect(struct pyv *in, py_ref call, slice method)
{
	slice name;
	if (slice_is(method, "add_argument") || slice_is(method, "add_option")) {
		name = destination(in, call);
		if (name.n)
			declare(in, name, call);
	} else if (slice_starts(method, S("DEFINE_"))) {
		if (tree_text(in, call_position(in, call, 0), &name))
			declare(in, name, call);
	} else if (slice_is(method, "set_defaults")) {
		for (py_ref at = call_arguments(in, call); at; at = next_of(in, at))
			if (kind_of(in, at) == PY_KEYWORD)
				declare(in, name_of(in, at), call);
	}
}

bool is_options_call(struct pyv *in, py_ref call)
{
	static const char *const parsing[] = {"parse_args", "parse_known_args",
		"parse_intermixed_args", "parse_known_intermixed_args"};
	if (kind_of(in, call) != PY_CALL)
		return false;
	return IS_ONE_OF(tree_last_name(in, first_of(in, call)), parsing);
}

bool originate_option(struct pyv *in, slice name, py_ref at, struct way way, struct origins *out)
{
	const uint32_t *list = map_get(&in->options, name);
	(void)at;
	if (!list)
		return false;
	for (uint32_t i = 0; i < in->lists.at[*list].n && i < MAX_CALLERS; i++)
		origin_add(out,
			(struct origin){.in = in,
				.node = in->lists.at[*list].at[i],
				.kind = ORIGIN_OPTION,
				.why = way.why,
				.flags = way.flags,
				.dotted = name,
				.hops = way.hops});
	return true;
}

/* action="store_true" and friends decide the default. */
static bool switch_value(struct pyv *in, py_ref call, struct hfg_value *ret_value)
{
	py_ref action = call_keyword(in, call, S("action"));
	bool on = tree_is_text(in, action, "store_false");
	bool off = tree_is_text(in, action, "store_true") ||
		tree_constant(in, call_keyword(in, call, S("is_flag")), PY_TRUE);
	if (!on && !off)
		return false;
	*ret_value = value_flag(on ? HFG_V_BOOL_TRUE : HFG_V_BOOL_FALSE);
	return true;
}

static struct hfg_value undecided(struct pyv *in, py_ref call, slice shown, bool required)
{
	uint32_t none = HFG_V_NONE | HFG_V_DEFAULT | HFG_V_REST;
	struct hfg_value value = py_value_open(HFG_WHY_CLI);
	required = required || (shown.n && shown.p[0] != '-') ||
		tree_constant(in, call_keyword(in, call, S("required")), PY_TRUE);
	value.flags = HFG_V_ENTRY | (required ? 0 : none);
	return value;
}

static bool is_path_type(struct pyv *in, py_ref call)
{
	py_ref type = call_keyword(in, call, S("type"));
	if (type && kind_of(in, type) == PY_CALL)
		type = first_of(in, type);
	return type && slice_is(tree_last_name(in, type), "Path");
}

static struct hfg_value declared_value(struct pyv *in, py_ref call, py_ref fallback, bool required)
{
	struct hfg_value value;
	slice shown = written_name(in, call);
	if (fallback && !tree_constant(in, fallback, PY_ELLIPSIS))
		value = value_default(eval_node(in, fallback), HFG_WHY_CLI, OPTION);
	else if (switch_value(in, call, &value))
		value = value_default(value, HFG_WHY_CLI, OPTION);
	else
		value = undecided(in, call, shown, required);
	if (is_path_type(in, call))
		value.flags |= HFG_V_LOCAL;
	return value;
}

struct hfg_value option_value(struct pyv *in, py_ref call, slice name)
{
	slice method = tree_last_name(in, first_of(in, call));
	if (slice_is(method, "set_defaults")) {
		struct hfg_value value = eval_node(in, call_keyword(in, call, name));
		value = value_default(value, HFG_WHY_CLI, OPTION);
		return value_trail(in, value, call, "argparse", name);
	}
	py_ref fallback = call_keyword(in, call, S("default"));
	slice shown = written_name(in, call);
	if (slice_starts(method, S("DEFINE_"))) {
		fallback = fallback ? fallback : call_position(in, call, 1);
		shown = arena_printf(in->facts, "--" SLICE_FMT, SLICE_ARG(shown));
	}
	struct hfg_value value = declared_value(in, call, fallback, false);
	return value_trail(in, value, call, "argparse", shown);
}

/* Does a click decorator declare this parameter? */
static bool declares(struct pyv *in, py_ref decorator, slice parameter)
{
	slice text, chosen = {NULL, 0};
	for (unsigned k = 0; k < MAX_SOME; k++) {
		if (!tree_text(in, call_position(in, decorator, k), &text) || !text.n)
			break;
		slice cut = slice_cut(text, 0, slice_find(text, '/'));
		if (text.p[0] != '-')
			chosen = text;
		else if (!chosen.n || slice_starts(cut, S("--")))
			chosen = chosen.n && chosen.p[0] != '-' ? chosen : cut;
	}
	return slice_eq(undashed(in, chosen), parameter);
}

static bool click_option(struct pyv *in, py_ref parameter, struct hfg_value *ret_value)
{
	py_ref function = in->parents[in->parents[parameter]];
	slice name = name_of(in, parameter);
	for (py_ref at = first_of(in, function); at && kind_of(in, at) == PY_DECORATOR;
		at = next_of(in, at)) {
		py_ref call = first_of(in, at);
		if (!call || kind_of(in, call) != PY_CALL)
			continue;
		slice last = tree_last_name(in, first_of(in, call));
		bool argument = slice_is(last, "argument");
		if ((!argument && !slice_is(last, "option")) || !declares(in, call, name))
			continue;
		py_ref fallback = call_keyword(in, call, S("default"));
		*ret_value = value_trail(in, declared_value(in, call, fallback, argument), call,
			"click", written_name(in, call));
		return true;
	}
	return false;
}

static bool is_command(struct pyv *in, py_ref parameter)
{
	py_ref function = in->parents[in->parents[parameter]];
	return kind_of(in, function) == PY_FUNCTION &&
		(decorated_with(in, function, "command") ||
			decorated_with(in, function, "callback"));
}

static bool typer_option(struct pyv *in, py_ref parameter, struct hfg_value *ret_value)
{
	static const char *const asking[] = {"Query", "Body", "Form", "Header", "Path", "Cookie"};
	py_ref fallback = parameter_default(in, parameter);
	bool call = fallback && kind_of(in, fallback) == PY_CALL;
	slice maker = call ? tree_last_name(in, first_of(in, fallback)) : S("");
	bool asked = IS_ONE_OF(maker, asking);
	bool option = slice_is(maker, "Option") || slice_is(maker, "Argument") || asked;
	enum hfg_why why = asked ? HFG_WHY_INPUT : HFG_WHY_CLI;
	if (!option && !is_command(in, parameter))
		return false;
	py_ref given = fallback;
	if (option) {
		given = call_keyword(in, fallback, S("default"));
		given = given ? given : call_position(in, fallback, 0);
	}
	if (given && !tree_constant(in, given, PY_ELLIPSIS))
		*ret_value = value_default(eval_node(in, given), why, OPTION);
	else
		*ret_value =
			(struct hfg_value){.state = HFG_OPEN, .why = why, .flags = HFG_V_ENTRY};
	*ret_value = value_trail(in, *ret_value, parameter, "typer", name_of(in, parameter));
	return true;
}

bool parameter_option(struct pyv *in, py_ref parameter, struct hfg_value *ret_value)
{
	if (kind_of(in, in->parents[in->parents[parameter]]) != PY_FUNCTION)
		return false;
	return click_option(in, parameter, ret_value) || typer_option(in, parameter, ret_value);
}

static void add_parsed(struct pyv *in, py_ref class_expression, struct way way, struct origins *out)
{
	struct origins classes = {.n = 0};
	originate(in, class_expression, way_flags(way, HFG_V_ENTRY, HFG_WHY_NONE), &classes);
	for (uint32_t i = 0; i < classes.n; i++) {
		struct origin origin = classes.at[i];
		if (origin.kind == ORIGIN_DEFINITION || origin.kind == ORIGIN_NAME) {
			origin.dotted = origin.kind == ORIGIN_NAME ? origin.dotted : S("");
			origin.kind = ORIGIN_INSTANCE;
		}
		origin_add(out, origin);
	}
}

/* The class expressions a parser was made with: HfArgumentParser((A, B)). */
static bool parser_class(
	struct pyv *in, py_ref types, unsigned index, struct way way, struct origins *out)
{
	struct origins found = {.n = 0};
	originate(in, types, (struct way){.hops = NULL}, &found);
	if (found.n != 1)
		return false;
	const struct origin *only = &found.at[0];
	enum py_kind kind = kind_of(only->in, only->node);
	bool several = only->kind == ORIGIN_EXPRESSION && (kind == PY_TUPLE || kind == PY_LIST);
	py_ref class_expression = several ? py_child(only->in->tree, only->node, index) : types;
	if (!class_expression || (!several && index))
		return false;
	add_parsed(several ? only->in : in, class_expression, way, out);
	return true;
}

bool originate_parsed_class(
	struct pyv *in, py_ref call, unsigned index, struct way way, struct origins *out)
{
	static const char *const parsing[] = {"parse_args_into_dataclasses", "parse_json_file",
		"parse_yaml_file", "parse_dict", "parse_args_and_config"};
	if (kind_of(in, call) != PY_CALL)
		return false;
	py_ref callee = first_of(in, call);
	if (kind_of(in, callee) != PY_ATTRIBUTE || !IS_ONE_OF(name_of(in, callee), parsing))
		return false;
	struct origins parsers = {.n = 0};
	originate(in, first_of(in, callee), (struct way){.hops = NULL}, &parsers);
	for (uint32_t i = 0; i < parsers.n; i++) {
		const struct origin *parser = &parsers.at[i];
		if (parser->kind != ORIGIN_EXPRESSION ||
			kind_of(parser->in, parser->node) != PY_CALL)
			continue;
		py_ref types = call_keyword(parser->in, parser->node, S("dataclass_types"));
		types = types ? types : call_position(parser->in, parser->node, 0);
		if (types && parser_class(parser->in, types, index, way, out))
			return true;
	}
	return false;
}

bool originate_parsed_single(struct pyv *in, py_ref call, struct way way, struct origins *out)
{
	static const char *const modules[] = {"tyro", "pyrallis", "draccus", "simple_parsing"};
	py_ref callee = first_of(in, call);
	if (kind_of(in, callee) != PY_ATTRIBUTE)
		return false;
	slice module = tree_last_name(in, first_of(in, callee)), name = name_of(in, callee);
	if (!IS_ONE_OF(module, modules) || (!slice_is(name, "cli") && !slice_is(name, "parse")))
		return false;
	py_ref type = call_keyword(in, call, S("config_class"));
	type = type ? type : call_position(in, call, 0);
	if (!type)
		return false;
	add_parsed(in, type, way, out);
	return true;
}
