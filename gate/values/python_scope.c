/*
 * Knows which statement binds which name in which scope: functions, classes,
 * lambdas and comprehensions, global and nonlocal, loops, imports, `with`,
 * `except`, `match`, and the pseudo names `a.b` and `a[]` under which stores
 * into objects and tables are kept.
 */
#include "values/python_internal.h"

static uint32_t slot(struct pyv *in, struct map *names, slice name)
{
	bool fresh;
	uint32_t *at = map_put(names, name, &fresh);
	if (fresh) {
		*at = in->names.n;
		(void)VEC_PUSH(&in->names, in->scratch);
	}
	return *at;
}

static void keep(struct pyv *in, uint32_t index, struct binding binding)
{
	*VEC_PUSH(&in->names.at[index].bindings, in->scratch) = binding;
}

static void bind(struct pyv *in, uint32_t scope, slice name, struct binding binding)
{
	uint32_t index = slot(in, &in->scopes.at[scope].names, name);
	uint32_t redirect = in->names.at[index].redirect;
	if (redirect) {
		binding.plain = false;
		index = slot(in, &in->scopes.at[redirect - 1].names, name);
	}
	keep(in, index, binding);
}

uint32_t scope_member(const struct pyv *in, uint32_t scope, slice name)
{
	const uint32_t *at = map_get(&in->scopes.at[scope].names, name);
	return at ? *at + 1 : 0;
}

uint32_t scope_attribute(const struct pyv *in, uint32_t scope, slice name)
{
	const uint32_t *at = map_get(&in->scopes.at[scope].attributes, name);
	return at ? *at + 1 : 0;
}

uint32_t scope_lookup(const struct pyv *in, uint32_t scope, slice name, uint32_t *ret_scope)
{
	for (uint32_t at = scope;; at = in->scopes.at[at].parent) {
		uint32_t index = 0;
		if (at == scope || in->scopes.at[at].kind != SCOPE_CLASS)
			index = scope_member(in, at, name);
		if (index && in->names.at[index - 1].redirect) {
			at = in->names.at[index - 1].redirect - 1;
			index = scope_member(in, at, name);
		}
		if (index) {
			*ret_scope = at;
			return index;
		}
		if (at == 0)
			return 0;
	}
}

py_ref statement_of(const struct pyv *in, py_ref node)
{
	while (in->parents[node]) {
		enum py_kind kind = kind_of(in, in->parents[node]);
		if (kind == PY_MODULE || kind == PY_BLOCK)
			break;
		node = in->parents[node];
	}
	return node;
}

/* The statement list around a statement; a `with` block belongs to the list around it. */
static py_ref list_of(const struct pyv *in, py_ref statement)
{
	py_ref block = in->parents[statement];
	while (kind_of(in, block) == PY_BLOCK && kind_of(in, in->parents[block]) == PY_WITH)
		block = in->parents[in->parents[block]];
	return block;
}

static struct binding in_statement(const struct pyv *in, py_ref statement, enum binding_kind kind)
{
	return (struct binding){
		.kind = (uint8_t)kind,
		.plain = true,
		.block = list_of(in, statement),
		.from = node_of(in, statement)->to,
	};
}

static void bind_target(struct pyv *in, py_ref target, struct binding binding);

static bool has_star(const struct pyv *in, py_ref sequence)
{
	for (py_ref at = first_of(in, sequence); at; at = next_of(in, at))
		if (kind_of(in, at) == PY_STARRED)
			return true;
	return false;
}

static unsigned count(const struct pyv *in, py_ref node)
{
	unsigned n = 0;
	for (py_ref at = first_of(in, node); at; at = next_of(in, at))
		n++;
	return n;
}

/* a, b = x, y binds pairwise; anything else by a path into the value. */
static void bind_sequence(struct pyv *in, py_ref target, struct binding binding)
{
	bool literal = binding.kind == BIND_VALUE && binding.path_n == 0 && binding.value &&
		(kind_of(in, binding.value) == PY_TUPLE || kind_of(in, binding.value) == PY_LIST);
	bool pairwise = literal && !has_star(in, target) && !has_star(in, binding.value) &&
		count(in, target) == count(in, binding.value);
	py_ref value = pairwise ? first_of(in, binding.value) : 0;
	bool starred = false;
	uint16_t index = 0;
	for (py_ref at = first_of(in, target); at; at = next_of(in, at), index++) {
		struct binding part = binding;
		starred = starred || kind_of(in, at) == PY_STARRED;
		if (pairwise) {
			part.value = value;
			value = next_of(in, value);
		} else if (starred || part.path_n == MAX_PATH || index == UINT16_MAX) {
			part.kind = BIND_OPAQUE;
		} else {
			part.path[part.path_n++] = index;
		}
		bind_target(in, at, part);
	}
}

static py_ref class_around(const struct pyv *in, uint32_t scope)
{
	while (scope && in->scopes.at[scope].kind != SCOPE_CLASS)
		scope = in->scopes.at[scope].parent;
	return scope;
}

static void bind_attribute(struct pyv *in, py_ref target, struct binding binding)
{
	py_ref base = first_of(in, target);
	slice dotted = tree_dotted(in, target);
	if (!dotted.n)
		return;
	uint32_t scope = in->scope_of[target];
	slice name = name_of(in, base);
	bool self =
		kind_of(in, base) == PY_NAME && (slice_is(name, "self") || slice_is(name, "cls"));
	uint32_t class_scope = self ? class_around(in, scope) : 0;
	if (class_scope)
		keep(in, slot(in, &in->scopes.at[class_scope].attributes, name_of(in, target)),
			binding);
	else
		bind(in, scope, dotted, binding);
	in->stores = in->stores || !class_scope;
}

static slice table_name(struct pyv *in, py_ref base)
{
	slice dotted = tree_dotted(in, base);
	return dotted.n ? arena_join(in->scratch, dotted, S("[]"), S("")) : dotted;
}

static void bind_item(struct pyv *in, py_ref target, struct binding binding)
{
	slice name = table_name(in, first_of(in, target));
	if (!name.n)
		return;
	if (binding.path_n || binding.kind != BIND_VALUE)
		binding.value = 0;
	binding.kind = BIND_ITEM;
	binding.node = target;
	bind(in, in->scope_of[target], name, binding);
}

static void bind_target(struct pyv *in, py_ref target, struct binding binding)
{
	binding.node = target;
	switch (kind_of(in, target)) {
	case PY_NAME:
		bind(in, in->scope_of[target], name_of(in, target), binding);
		break;
	case PY_TUPLE:
	case PY_LIST:
		bind_sequence(in, target, binding);
		break;
	case PY_STARRED:
		binding.kind = BIND_OPAQUE;
		bind_target(in, first_of(in, target), binding);
		break;
	case PY_ATTRIBUTE:
		bind_attribute(in, target, binding);
		break;
	case PY_SUBSCRIPT:
		bind_item(in, target, binding);
		break;
	default:
		break;
	}
}

/* Binding runs when the targets' scopes are known: after the walk has passed them. */
static void bind_assign(struct pyv *in, py_ref node)
{
	py_ref value = tree_last(in, node);
	struct binding binding = in_statement(in, node, BIND_VALUE);
	binding.value = value;
	for (py_ref target = first_of(in, node); target && target != value;
		target = next_of(in, target))
		bind_target(in, target, binding);
}

static void bind_annotated(struct pyv *in, py_ref node)
{
	py_ref target = first_of(in, node), value = tree_last(in, node);
	struct binding binding = in_statement(in, node, BIND_VALUE);
	binding.value = value;
	if (value && kind_of(in, value) == PY_ANNOTATION) {
		if (in->scopes.at[in->scope_of[node]].kind != SCOPE_CLASS)
			return;
		binding.kind = BIND_NOTHING;
	}
	if (target)
		bind_target(in, target, binding);
}

static void bind_augmented(struct pyv *in, py_ref node)
{
	py_ref target = first_of(in, node);
	struct binding binding = in_statement(in, node, BIND_AUGMENT);
	binding.value = node;
	if (!target || kind_of(in, target) == PY_SUBSCRIPT)
		return;
	if (kind_of(in, target) == PY_NAME) {
		binding.node = node;
		bind(in, in->scope_of[node], name_of(in, target), binding);
	} else {
		binding.kind = BIND_OPAQUE;
		bind_target(in, target, binding);
	}
}

static void bind_loop(struct pyv *in, py_ref node)
{
	py_ref target = first_of(in, node);
	py_ref iterable = target ? next_of(in, target) : 0;
	if (!iterable)
		return;
	bool statement = kind_of(in, node) == PY_FOR;
	py_ref block = statement ? next_of(in, iterable) : 0;
	struct binding binding = {
		.kind = BIND_LOOP,
		.plain = statement,
		.value = iterable,
		.block = block,
		.from = node_of(in, iterable)->to,
	};
	bind_target(in, target, binding);
}

static void bind_with(struct pyv *in, py_ref item)
{
	py_ref value = first_of(in, item);
	py_ref target = value ? next_of(in, value) : 0;
	if (!target)
		return;
	struct binding binding = in_statement(in, in->parents[item], BIND_VALUE);
	binding.value = value;
	binding.from = node_of(in, item)->to;
	bind_target(in, target, binding);
}

static void bind_except(struct pyv *in, py_ref node)
{
	slice name = name_of(in, node);
	py_ref block = tree_last(in, node);
	if (!name.n || !block)
		return;
	bind(in, in->scope_of[node], name,
		(struct binding){.kind = BIND_OPAQUE,
			.plain = true,
			.node = node,
			.block = block,
			.from = node_of(in, block)->from});
}

static void bind_alias(struct pyv *in, py_ref alias)
{
	py_ref statement = in->parents[alias];
	slice name = name_of(in, alias), bound = py_alias(in->tree, alias, in->facts);
	if (slice_is(name, "*")) {
		*VEC_PUSH(&in->stars, in->scratch) = alias;
		return;
	}
	if (!bound.n)
		bound = kind_of(in, statement) == PY_IMPORT
			? slice_cut(name, 0, slice_find(name, '.'))
			: name;
	struct binding binding = in_statement(in, statement, BIND_IMPORT);
	binding.node = alias;
	bind(in, in->scope_of[alias], bound, binding);
}

static void bind_definition(struct pyv *in, py_ref node)
{
	struct binding binding = in_statement(in, node, BIND_DEFINITION);
	binding.node = node;
	bind(in, in->scope_of[node], name_of(in, node), binding);
}

static void bind_parameter(struct pyv *in, py_ref node)
{
	py_ref function = in->parents[in->parents[node]];
	uint32_t scope = in->own_scope[function];
	py_ref block = function_block(in, function);
	struct binding binding = {
		.kind = BIND_PARAMETER,
		.plain = block != 0,
		.node = node,
		.block = block,
		.from = block ? node_of(in, block)->from : 0,
	};
	bind(in, scope, name_of(in, node), binding);
}

/* The scope that `nonlocal` means, or the module for `global`. */
static uint32_t declared_scope(const struct pyv *in, uint32_t scope, slice name, bool global)
{
	if (global)
		return 0;
	for (uint32_t at = in->scopes.at[scope].parent; at; at = in->scopes.at[at].parent)
		if (in->scopes.at[at].kind == SCOPE_FUNCTION && scope_member(in, at, name))
			return at;
	return 0;
}

static void declare(struct pyv *in, py_ref node)
{
	uint32_t scope = in->scope_of[node];
	for (py_ref at = first_of(in, node); at; at = next_of(in, at)) {
		slice name = name_of(in, at);
		uint32_t holder = declared_scope(in, scope, name, kind_of(in, node) == PY_GLOBAL);
		if (holder == scope)
			continue;
		slot(in, &in->scopes.at[holder].names, name);
		uint32_t index = slot(in, &in->scopes.at[scope].names, name);
		in->names.at[index].redirect = holder + 1;
	}
}

static void bind_deleted(struct pyv *in, py_ref node)
{
	for (py_ref at = first_of(in, node); at; at = next_of(in, at)) {
		struct binding binding = in_statement(in, node, BIND_NOTHING);
		if (kind_of(in, at) == PY_TUPLE)
			continue;
		bind_target(in, at, binding);
	}
}

static void bind_walrus(struct pyv *in, py_ref node)
{
	py_ref target = first_of(in, node);
	uint32_t scope = in->scope_of[node];
	while (scope && in->scopes.at[scope].kind == SCOPE_COMPREHENSION)
		scope = in->scopes.at[scope].parent;
	struct binding binding = {
		.kind = BIND_VALUE,
		.node = target,
		.value = next_of(in, target),
		.block = list_of(in, statement_of(in, node)),
		.from = node_of(in, node)->to,
	};
	bind(in, scope, name_of(in, target), binding);
}

/* A name inside a pattern captures, unless it is called or has a dot. */
static void bind_capture(struct pyv *in, py_ref name)
{
	py_ref at = name, parent = in->parents[at];
	for (; parent; at = parent, parent = in->parents[at]) {
		enum py_kind kind = kind_of(in, parent);
		if (kind == PY_ATTRIBUTE || kind == PY_GUARD || kind == PY_BLOCK)
			return;
		if (kind == PY_CALL && first_of(in, parent) == at)
			return;
		if (kind == PY_CASE)
			break;
	}
	if (!parent || first_of(in, parent) != at)
		return;
	py_ref block = tree_last(in, parent);
	bind(in, in->scope_of[name], name_of(in, name),
		(struct binding){.kind = BIND_OPAQUE,
			.plain = true,
			.node = name,
			.block = block,
			.from = node_of(in, block)->from});
}

static void index_call(struct pyv *in, py_ref call, slice method)
{
	bool fresh;
	uint32_t *at = map_put(&in->calls, method, &fresh);
	if (fresh) {
		*at = in->lists.n;
		(void)VEC_PUSH(&in->lists, in->scratch);
	}
	*VEC_PUSH(&in->lists.at[*at], in->scratch) = call;
}

static void note_saved(struct pyv *in, py_ref call, slice method)
{
	static const char *const by_first[] = {"save_pretrained", "save_model", "save_to_disk",
		"save_model_to_hf_format", "mkdtemp", "makedirs", "rmtree", "export"};
	static const char *const keywords[] = {"local_dir", "save_directory", "local_save_dir"};
	py_ref place = IS_ONE_OF(method, by_first) ? call_position(in, call, 0) : 0;
	if (slice_is(method, "save") && call_position(in, call, 1))
		place = call_position(in, call, 1);
	for (size_t i = 0; !place && i < sizeof keywords / sizeof *keywords; i++)
		place = call_keyword(in, call, slice_of(keywords[i]));
	if (place)
		*VEC_PUSH(&in->saved, in->scratch) = place;
}

static void note_method(struct pyv *in, py_ref call, slice method)
{
	static const char *const changing[] = {"update", "setdefault", "pop"};
	py_ref callee = first_of(in, call);
	if (kind_of(in, callee) != PY_ATTRIBUTE || !IS_ONE_OF(method, changing))
		return;
	slice name = table_name(in, first_of(in, callee));
	if (!name.n)
		return;
	py_ref statement = statement_of(in, call);
	struct binding binding = in_statement(in, statement, BIND_METHOD);
	binding.node = binding.value = call;
	binding.from = node_of(in, call)->to;
	bind(in, in->scope_of[call], name, binding);
}

static void note_call(struct pyv *in, py_ref call)
{
	slice method = tree_last_name(in, first_of(in, call));
	if (!method.n)
		return;
	index_call(in, call, method);
	note_saved(in, call, method);
	note_method(in, call, method);
	option_collect(in, call, method);
}

static bool is_comprehension(enum py_kind kind)
{
	return kind == PY_LISTCOMP || kind == PY_SETCOMP || kind == PY_GENEXP ||
		kind == PY_DICTCOMP;
}

static void open_scope(struct pyv *in, py_ref node, enum scope_kind kind, py_ref block)
{
	in->own_scope[node] = in->scopes.n;
	struct scope *scope = VEC_PUSH(&in->scopes, in->scratch);
	*scope = (struct scope){
		.kind = kind, .node = node, .block = block, .parent = in->scope_of[node]};
	map_init(&scope->names, in->scratch);
	map_init(&scope->attributes, in->scratch);
}

/* The first iterable of a comprehension is evaluated outside of it. */
static bool is_outer_iterable(const struct pyv *in, py_ref node, py_ref loop)
{
	py_ref owner = in->parents[loop];
	py_ref first = first_of(in, owner);
	while (first && kind_of(in, first) != PY_COMP_FOR)
		first = next_of(in, first);
	py_ref target = first_of(in, loop);
	return first == loop && target && next_of(in, target) == node;
}

static uint32_t scope_for(const struct pyv *in, py_ref node)
{
	py_ref parent = in->parents[node];
	enum py_kind kind = kind_of(in, parent), own = kind_of(in, node);
	bool inside = is_comprehension(kind) ||
		((kind == PY_FUNCTION || kind == PY_CLASS) && own == PY_BLOCK) ||
		(kind == PY_LAMBDA && own != PY_PARAMS);
	if (inside)
		return in->own_scope[parent];
	if (kind == PY_COMP_FOR && is_outer_iterable(in, node, parent))
		return in->scopes.at[in->own_scope[in->parents[parent]]].parent;
	return in->scope_of[parent];
}

static void enter_node(struct pyv *in, py_ref node)
{
	enum py_kind kind = kind_of(in, node);
	in->scope_of[node] = scope_for(in, node);
	if (kind == PY_FUNCTION)
		open_scope(in, node, SCOPE_FUNCTION, function_block(in, node));
	else if (kind == PY_CLASS)
		open_scope(in, node, SCOPE_CLASS, function_block(in, node));
	else if (kind == PY_LAMBDA)
		open_scope(in, node, SCOPE_LAMBDA, 0);
	else if (is_comprehension(kind))
		open_scope(in, node, SCOPE_COMPREHENSION, 0);
}

static void bind_node(struct pyv *in, py_ref node)
{
	switch (kind_of(in, node)) {
	case PY_ASSIGN:
		bind_assign(in, node);
		break;
	case PY_ANNASSIGN:
		bind_annotated(in, node);
		break;
	case PY_AUGASSIGN:
		bind_augmented(in, node);
		break;
	case PY_FOR:
	case PY_COMP_FOR:
		bind_loop(in, node);
		break;
	case PY_WITH_ITEM:
		bind_with(in, node);
		break;
	case PY_EXCEPT:
		bind_except(in, node);
		break;
	case PY_ALIAS:
		bind_alias(in, node);
		break;
	case PY_FUNCTION:
	case PY_CLASS:
		bind_definition(in, node);
		break;
	case PY_PARAM:
		bind_parameter(in, node);
		break;
	case PY_DELETE:
		bind_deleted(in, node);
		break;
	case PY_NAMED:
		bind_walrus(in, node);
		break;
	case PY_CALL:
		note_call(in, node);
		break;
	case PY_RETURN:
		*VEC_PUSH(&in->scopes.at[in->scope_of[node]].returns, in->scratch) = node;
		break;
	case PY_YIELD:
		*VEC_PUSH(&in->scopes.at[in->scope_of[node]].yields, in->scratch) = node;
		break;
	default:
		break;
	}
}

static py_ref following(const struct pyv *in, py_ref node)
{
	if (first_of(in, node))
		return first_of(in, node);
	while (node && !next_of(in, node))
		node = in->parents[node];
	return node ? next_of(in, node) : 0;
}

/* First all scopes and declarations, then all bindings: targets come before their scopes end. */
void scope_build(struct pyv *in)
{
	py_ref root = in->tree->root;
	open_scope(in, root, SCOPE_MODULE, root);
	in->scopes.at[0].parent = 0;
	for (py_ref node = first_of(in, root); node; node = following(in, node))
		enter_node(in, node);
	bool in_case = false;
	for (py_ref node = first_of(in, root); node; node = following(in, node)) {
		enum py_kind kind = kind_of(in, node);
		in_case = in_case || kind == PY_CASE;
		if (kind == PY_GLOBAL || kind == PY_NONLOCAL)
			declare(in, node);
		else if (kind == PY_NAME && in_case)
			bind_capture(in, node);
		else
			bind_node(in, node);
	}
}
