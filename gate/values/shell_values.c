/*
 * Knows what the shell's expansions do to texts that are known, and what stays
 * of them when they are not.
 */
#include "values/shell_values.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/pattern.h"

enum {
	MAX_EXPRESSION = 80, /* bytes of a word shown to people */
	MAX_TEXT = 4096,     /* no name is that long; keeps doubling concatenations small */
	MAX_ITEMS = 1000,    /* words of one array or split variable */
	MAX_CUT = 512,       /* bytes of a text that patterns are cut from */
};

void shell_values_init(struct shell_values *values, const struct source *source,
	const struct sh_tree *tree, struct arena *arena, struct variables *variables)
{
	*values = (struct shell_values){
		.source = source, .tree = tree, .arena = arena, .variables = variables};
	map_init(&values->arrays, arena);
}

static span span_of(const struct shell_values *values, sh_ref node)
{
	return (span){values->tree->nodes[node].from, values->tree->nodes[node].to};
}

static slice shown(const struct shell_values *values, sh_ref node)
{
	slice text = slice_cut(sh_span(values->tree, node), 0, MAX_EXPRESSION);
	return arena_copy(values->arena, text);
}

static struct hfg_value open_part(
	struct shell_values *values, sh_ref node, enum hfg_why why, uint32_t flags)
{
	struct hfg_value value = value_open(why, shown(values, node), span_of(values, node));
	value.flags = flags;
	return value;
}

static struct hfg_value text_value(struct shell_values *values, slice text, sh_ref node)
{
	slice *texts = ARENA_NEW(values->arena, slice);
	*texts = text;
	return (struct hfg_value){
		.state = HFG_ONE, .n = 1, .texts = texts, .at = span_of(values, node)};
}

static bool is_known(const struct hfg_value *value)
{
	return value->state == HFG_ONE || value->state == HFG_SOME;
}

/* Concatenation that stays small. */
static struct hfg_value join(
	struct shell_values *values, const struct hfg_value *a, const struct hfg_value *b)
{
	for (uint32_t i = 0; i < a->n; i++)
		if (a->texts[i].n > MAX_TEXT)
			return value_open(HFG_WHY_LIMIT, a->expression, a->at);
	return value_concat(values->arena, a, b);
}

static struct hfg_value parts_value(struct shell_values *values, sh_ref word)
{
	struct hfg_value result = {.state = HFG_ABSENT};
	for (sh_ref part = values->tree->nodes[word].child; part;
		part = values->tree->nodes[part].next) {
		struct hfg_value value = shell_part_value(values, part);
		result = result.state == HFG_ABSENT ? value : join(values, &result, &value);
	}
	return result.state == HFG_ABSENT ? text_value(values, S(""), word) : result;
}

/* `$X` of `"$X"`; other words as they are. */
static sh_ref inside_quotes(const struct sh_tree *tree, sh_ref word)
{
	sh_ref quoted = tree->nodes[word].child;
	if (!quoted || tree->nodes[quoted].next || tree->nodes[quoted].kind != SH_DOUBLE)
		return word;
	sh_ref inside = tree->nodes[quoted].child;
	return inside && !tree->nodes[inside].next ? inside : word;
}

struct hfg_value shell_value(struct shell_values *values, sh_ref word)
{
	struct hfg_value value = parts_value(values, word);
	value.at = span_of(values, word);
	value.expression = shown(values, inside_quotes(values->tree, word));
	return value;
}

/* Folders that the system names: a path, wherever it leads. */
static bool is_folder_variable(slice name)
{
	static const char *const names[] = {"HOME", "PWD", "OLDPWD", "TMPDIR", "RUNNER_TEMP",
		"GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BASH_SOURCE", "SCRIPT_DIR", "BUILD_DIR"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_is(name, names[i]))
			return true;
	return false;
}

static struct hfg_value some_path(struct shell_values *values, sh_ref node)
{
	struct hfg_value value = text_value(values, S("/*"), node);
	value.state = HFG_SHAPED;
	value.flags = HFG_V_LOCAL;
	value.expression = shown(values, node);
	return value;
}

static bool is_number(slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < '0' || name.p[i] > '9')
			return false;
	return name.n > 0 && name.n < 4;
}

static uint32_t number_of(slice name)
{
	uint32_t number = 0;
	for (size_t i = 0; i < name.n; i++)
		number = number * 10 + (uint32_t)(name.p[i] - '0');
	return number;
}

/* $1 of a caller that is not known. */
static struct hfg_value open_argument(struct shell_values *values, sh_ref node)
{
	if (values->arguments == SHELL_SCRIPT_ARGUMENTS)
		return open_part(values, node, HFG_WHY_CLI, HFG_V_ENTRY);
	return open_part(values, node, HFG_WHY_PARAMETER, SHELL_FROM_PARAMETER);
}

/* $1, $2, ...; false: surely not given. */
static bool argument(
	struct shell_values *values, uint32_t number, sh_ref node, struct hfg_value *ret_value)
{
	if (number == 0) {
		*ret_value = some_path(values, node);
		return true;
	}
	if (values->arguments != SHELL_KNOWN_ARGUMENTS) {
		*ret_value = open_argument(values, node);
		return true;
	}
	if (number > values->items.n)
		return false;
	*ret_value = values->items.at[number - 1].value;
	ret_value->flags |= SHELL_FROM_PARAMETER;
	return true;
}

/* "$*" and "$@" as one text. */
static struct hfg_value all_arguments(struct shell_values *values, sh_ref node)
{
	if (values->arguments != SHELL_KNOWN_ARGUMENTS)
		return open_argument(values, node);
	if (values->items.n != 1)
		return open_part(values, node, HFG_WHY_PARAMETER, SHELL_FROM_PARAMETER);
	return values->items.at[0].value;
}

/* The value a name has now; false: it is surely or possibly not set, and nothing is known of it. */
static bool lookup(
	struct shell_values *values, sh_ref node, slice name, struct hfg_value *ret_value)
{
	if (is_number(name))
		return argument(values, number_of(name), node, ret_value);
	if (slice_is(name, "@") || slice_is(name, "*")) {
		*ret_value = all_arguments(values, node);
		return true;
	}
	const struct hfg_value *known = variables_get(values->variables, name);
	if (known)
		*ret_value = *known;
	else if (is_folder_variable(name))
		*ret_value = some_path(values, node);
	else
		return false;
	return true;
}

static struct hfg_value unset_value(struct shell_values *values, sh_ref node, slice name)
{
	if (is_number(name) && values->arguments == SHELL_KNOWN_ARGUMENTS)
		return text_value(values, S(""), node);
	if (name.n == 1 && memchr("#?$!-", name.p[0], 5))
		return open_part(values, node, HFG_WHY_CALL, HFG_V_OBJECT);
	return open_part(values, node, HFG_WHY_ENVIRONMENT, HFG_V_ENTRY);
}

/* ${x:-word} */
static struct hfg_value with_default(
	struct shell_values *values, sh_ref node, slice name, bool assigns)
{
	struct hfg_value current, fallback = {.state = HFG_ABSENT};
	sh_ref word = values->tree->nodes[node].child;
	bool set = lookup(values, node, name, &current);
	if (set && is_known(&current) && hfg_one(&current).n)
		return current;
	fallback = word ? parts_value(values, word) : text_value(values, S(""), node);
	if (set && current.state == HFG_ONE)
		return fallback; /* it is empty */
	if (set && current.state != HFG_ABSENT)
		fallback = value_either(values->arena, &fallback, &current);
	bool outside = !set && !(is_number(name) && values->arguments == SHELL_KNOWN_ARGUMENTS);
	if (outside || (set && current.flags & HFG_V_ENTRY)) {
		fallback.flags |= HFG_V_DEFAULT | HFG_V_ENTRY;
		fallback.why = is_number(name) ? HFG_WHY_CLI : HFG_WHY_ENVIRONMENT;
	} else if (set) {
		fallback.flags |= HFG_V_DEFAULT;
	}
	fallback.flags &= ~(uint32_t)HFG_V_REST;
	if (assigns && name.n)
		shell_set(values, name, fallback, "or-default", values->tree->nodes[node].from);
	return fallback;
}

/* `text` without what `pattern` matches at its front or end. */
static slice cut_text(slice text, slice pattern, enum sh_operation op)
{
	bool prefix = op == SH_CUT_PREFIX || op == SH_CUT_LONG_PREFIX;
	bool longest = op == SH_CUT_LONG_PREFIX || op == SH_CUT_LONG_SUFFIX;
	for (size_t i = 0; i <= text.n; i++) {
		size_t n = longest ? text.n - i : i;
		slice part = prefix ? slice_cut(text, 0, n) : slice_after(text, text.n - n);
		if (glob_match(pattern, part))
			return prefix ? slice_after(text, n) : slice_cut(text, 0, text.n - n);
	}
	return text;
}

static struct hfg_value cut_value(struct shell_values *values, sh_ref node, slice name)
{
	struct hfg_value value;
	const struct sh_node *at = &values->tree->nodes[node];
	if (!lookup(values, node, name, &value))
		value = unset_value(values, node, name);
	struct hfg_value pattern =
		at->child ? parts_value(values, at->child) : text_value(values, S(""), node);
	if (!is_known(&value) || pattern.state != HFG_ONE)
		return open_part(values, node, value.why ? value.why : HFG_WHY_CALL, value.flags);
	slice *texts = arena_array(values->arena, value.n, sizeof *texts);
	for (uint32_t i = 0; i < value.n; i++)
		texts[i] = value.texts[i].n > MAX_CUT
			? value.texts[i]
			: cut_text(value.texts[i], pattern.texts[0], at->op);
	value.texts = texts;
	return value;
}

static const struct shell_items *array_of(const struct shell_values *values, slice name)
{
	const uint32_t *index = map_get(&values->arrays, name);
	return index ? &values->lists.at[*index] : NULL;
}

static struct hfg_value plain_value(struct shell_values *values, sh_ref node, slice name)
{
	struct hfg_value value;
	return lookup(values, node, name, &value) ? value : unset_value(values, node, name);
}

static struct hfg_value parameter_value(struct shell_values *values, sh_ref node)
{
	const struct sh_node *at = &values->tree->nodes[node];
	slice name = sh_name(values->tree, node);
	if (at->flags & SH_INDIRECT)
		return open_part(values, node, HFG_WHY_SUBSCRIPT, 0);
	switch ((enum sh_operation)at->op) {
	case SH_LENGTH:
		return open_part(values, node, HFG_WHY_CALL, HFG_V_OBJECT);
	case SH_DEFAULT:
	case SH_ASSIGN_DEFAULT:
		return with_default(values, node, name, at->op == SH_ASSIGN_DEFAULT);
	case SH_ALTERNATIVE:
		return at->child ? parts_value(values, at->child) : text_value(values, S(""), node);
	case SH_CUT_PREFIX:
	case SH_CUT_LONG_PREFIX:
	case SH_CUT_SUFFIX:
	case SH_CUT_LONG_SUFFIX:
		return cut_value(values, node, name);
	case SH_OTHER:
		return open_part(values, node, HFG_WHY_CALL,
			plain_value(values, node, name).flags &
				(HFG_V_ENTRY | SHELL_FROM_PARAMETER | HFG_V_LOCAL));
	default:
		return plain_value(values, node, name);
	}
}

/* The one command of `$(...)`, when it is simple. */
static sh_ref only_command(const struct sh_tree *tree, sh_ref substitution)
{
	sh_ref list = tree->nodes[substitution].child;
	sh_ref command = list ? tree->nodes[list].child : 0;
	if (!command || tree->nodes[command].next || tree->nodes[command].kind != SH_COMMAND)
		return 0;
	sh_ref first = tree->nodes[command].child;
	return first && tree->nodes[first].kind == SH_WORD ? first : 0;
}

static bool prints_path(slice command)
{
	static const char *const names[] = {
		"pwd", "mktemp", "dirname", "realpath", "readlink", "cd"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_is(command, names[i]))
			return true;
	return false;
}

static struct hfg_value substitution_value(struct shell_values *values, sh_ref node)
{
	const struct sh_tree *tree = values->tree;
	sh_ref word = only_command(tree, node);
	sh_ref list = tree->nodes[node].child;
	sh_ref first = list ? tree->nodes[list].child : 0;
	slice name = S("");
	if (first && tree->nodes[first].kind == SH_COMMAND && tree->nodes[first].child)
		sh_constant(tree, tree->nodes[first].child, values->arena, &name);
	if (prints_path(name))
		return some_path(values, node);
	sh_ref argument = word ? tree->nodes[word].next : 0;
	if (slice_is(name, "echo") && argument && !tree->nodes[argument].next &&
		tree->nodes[argument].kind == SH_WORD)
		return parts_value(values, argument);
	enum hfg_why why = slice_is(name, "cat") ? HFG_WHY_CONFIG : HFG_WHY_CALL;
	return open_part(values, node, why, 0);
}

struct hfg_value shell_part_value(struct shell_values *values, sh_ref part)
{
	struct sh_text text = {.arena = values->arena};
	switch (values->tree->nodes[part].kind) {
	case SH_LITERAL:
	case SH_SINGLE:
	case SH_ANSI:
		sh_text_part(&text, values->tree, part);
		return text_value(values, sh_text_slice(&text), part);
	case SH_DOUBLE:
		return parts_value(values, part);
	case SH_PARAMETER:
		return parameter_value(values, part);
	case SH_SUBSTITUTION:
		return substitution_value(values, part);
	case SH_ARITHMETIC:
		return open_part(values, part, HFG_WHY_CALL, HFG_V_OBJECT);
	case SH_PROCESS:
		return some_path(values, part);
	default:
		return open_part(values, part, HFG_WHY_UNKNOWN, 0);
	}
}

/* The only part of a word, seen through double quotes; 0 when there are several. */
static sh_ref only_part(const struct sh_tree *tree, sh_ref word, bool *ret_quoted)
{
	sh_ref part = tree->nodes[word].child;
	*ret_quoted = false;
	if (!part || tree->nodes[part].next)
		return 0;
	if (tree->nodes[part].kind != SH_DOUBLE)
		return part;
	*ret_quoted = true;
	part = tree->nodes[part].child;
	return part && !tree->nodes[part].next ? part : 0;
}

static void add_item(struct shell_values *values, struct shell_items *items, sh_ref word,
	struct hfg_value value, bool whole)
{
	if (items->n >= MAX_ITEMS)
		return;
	sh_ref part = values->tree->nodes[word].child;
	bool open = part && !values->tree->nodes[part].next &&
		values->tree->nodes[part].kind == SH_PARAMETER;
	*VEC_PUSH(items, values->arena) =
		(struct shell_item){.value = value, .word = word, .whole = whole, .quoted = !open};
}

static void add_list(struct shell_values *values, struct shell_items *items, sh_ref word,
	const struct shell_items *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		struct hfg_value value = list->at[i].value;
		value.at = span_of(values, word);
		add_item(values, items, word, value, false);
	}
}

/* An unquoted variable: its text is split at blanks. */
static void add_split(
	struct shell_values *values, struct shell_items *items, sh_ref word, struct hfg_value value)
{
	slice rest = hfg_one(&value);
	while ((rest = slice_trim(rest)).n) {
		size_t end = 0;
		while (end < rest.n && !memchr(" \t\n", rest.p[end], 3))
			end++;
		struct hfg_value piece = value;
		slice *text = ARENA_NEW(values->arena, slice);
		*text = slice_cut(rest, 0, end);
		piece.texts = text;
		add_item(values, items, word, piece, false);
		rest = slice_after(rest, end);
	}
}

static const struct shell_items *list_of(const struct shell_values *values, sh_ref part)
{
	const struct sh_node *node = &values->tree->nodes[part];
	slice name = sh_name(values->tree, part);
	if (node->kind != SH_PARAMETER)
		return NULL;
	bool all = slice_is(name, "@") || slice_is(name, "*");
	if (all && values->arguments == SHELL_KNOWN_ARGUMENTS)
		return &values->items;
	return node->op == SH_ELEMENTS ? array_of(values, name) : NULL;
}

void shell_expand(struct shell_values *values, sh_ref word, struct shell_items *items)
{
	bool quoted;
	sh_ref part = only_part(values->tree, word, &quoted);
	const struct shell_items *list = part ? list_of(values, part) : NULL;
	if (list) {
		add_list(values, items, word, list);
		return;
	}
	struct hfg_value value = shell_value(values, word);
	bool variable = part && !quoted && values->tree->nodes[part].kind == SH_PARAMETER;
	if (variable && value.state == HFG_ONE)
		add_split(values, items, word, value);
	else
		add_item(values, items, word, value, true);
}

void shell_set(struct shell_values *values, slice name, struct hfg_value value, const char *via,
	uint32_t at)
{
	uint32_t n = value.trail_n < MAX_TRAIL ? value.trail_n + 1 : MAX_TRAIL;
	struct hfg_hop *trail = arena_array(values->arena, n, sizeof *trail);
	struct position place = source_position(values->source, at);
	trail[0] = (struct hfg_hop){.line = place.line,
		.column = place.column,
		.via = via,
		.text = arena_copy(values->arena, name)};
	for (uint32_t i = 1; i < n; i++)
		trail[i] = value.trail[i - 1];
	value.trail = trail;
	value.trail_n = n;
	variables_set(values->variables, name, &value);
}

static struct shell_items *array_new(struct shell_values *values, slice name, bool append)
{
	uint32_t *index = map_get(&values->arrays, name);
	if (!index) {
		index = map_put(&values->arrays, arena_copy(values->arena, name), NULL);
		*index = values->lists.n;
		VEC_PUSH(&values->lists, values->arena);
	}
	struct shell_items *items = &values->lists.at[*index];
	if (!append)
		*items = (struct shell_items){0};
	return items;
}

static void assign_array(
	struct shell_values *values, sh_ref assign, sh_ref array, slice name, const char *via)
{
	struct shell_items found = {0};
	const struct sh_tree *tree = values->tree;
	bool append = tree->nodes[assign].flags & SH_APPEND;
	for (sh_ref i = tree->nodes[array].child; i; i = tree->nodes[i].next) {
		sh_ref word = i;
		if (tree->nodes[i].kind == SH_ASSIGN)
			word = tree->nodes[tree->nodes[i].child].next;
		if (word && tree->nodes[word].kind == SH_WORD)
			shell_expand(values, word, &found);
	}
	struct shell_items *items = array_new(values, name, append);
	for (uint32_t i = 0; i < found.n && items->n < MAX_ITEMS; i++)
		*VEC_PUSH(items, values->arena) = found.at[i];
	struct hfg_value all = text_value(values, S(""), array);
	for (uint32_t i = 0; i < items->n && items->n <= MAX_SOME; i++)
		all = i ? value_either(values->arena, &all, &items->at[i].value)
			: items->at[i].value;
	if (items->n > MAX_SOME)
		all = open_part(values, array, HFG_WHY_LIMIT, 0);
	all.expression = shown(values, assign);
	shell_set(values, name, all, via, tree->nodes[assign].from);
}

/* The value of `name+=word`. */
static struct hfg_value appended(struct shell_values *values, slice name, struct hfg_value value)
{
	const struct hfg_value *before = variables_get(values->variables, name);
	return before ? join(values, before, &value) : value;
}

void shell_assign(struct shell_values *values, sh_ref assign, const char *via)
{
	const struct sh_node *node = &values->tree->nodes[assign];
	slice name = sh_name(values->tree, assign);
	sh_ref value = node->child;
	if (value && node->flags & SH_HAS_INDEX)
		value = values->tree->nodes[value].next;
	if (!value || !name.n)
		return;
	if (values->tree->nodes[value].kind == SH_ARRAY) {
		assign_array(values, assign, value, name, via);
		return;
	}
	if (values->tree->nodes[value].kind != SH_WORD)
		return;
	struct hfg_value text = shell_value(values, value);
	if (node->flags & SH_HAS_INDEX)
		variables_join(values->variables, name, &text);
	else
		shell_set(values, name,
			node->flags & SH_APPEND ? appended(values, name, text) : text, via,
			node->from);
}
