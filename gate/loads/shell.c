/*
 * Knows in which order a script runs: what an assignment changes for the
 * commands behind it, which commands may not run, and what a function does when
 * it is called.
 */
#include "loads/shell_internal.h"

#include "base/num.h"

static void walk(struct walker *, sh_ref node);
static void walk_list(struct walker *, sh_ref list);

static enum sh_kind kind_of(const struct walker *w, sh_ref node)
{
	return (enum sh_kind)w->tree->nodes[node].kind;
}

static sh_ref child_of(const struct walker *w, sh_ref node)
{
	return w->tree->nodes[node].child;
}

static sh_ref next_of(const struct walker *w, sh_ref node)
{
	return w->tree->nodes[node].next;
}

/* --- scopes --- */

static struct variables *enter(struct walker *w)
{
	struct variables *outer = w->values.variables;
	w->values.variables = variables_new(w->facts->arena, outer);
	return outer;
}

/* Leaves the scope; what was set in it is lost. */
static struct variables *leave(struct walker *w, struct variables *outer)
{
	struct variables *inner = w->values.variables;
	w->values.variables = outer;
	return inner;
}

/* Walks commands of which nothing stays: ( ... ), $( ... ), members of a pipeline. */
static void walk_apart(struct walker *w, sh_ref node)
{
	struct variables *outer = enter(w);
	walk(w, node);
	leave(w, outer);
}

/* Substitutions inside words and other nodes. */
static void walk_inside(struct walker *w, sh_ref node)
{
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i)) {
		enum sh_kind kind = kind_of(w, i);
		if (kind == SH_SUBSTITUTION || kind == SH_PROCESS) {
			sh_ref piped = w->piped;
			w->piped = 0;
			walk_apart(w, child_of(w, i));
			w->piped = piped;
		} else if (kind > SH_LIST) {
			walk_inside(w, i);
		}
	}
}

/* --- branches --- */

struct branches {
	struct {
		VEC(struct variables *);
	} all;
	bool complete; /* one of them surely runs */
	slice tested;  /* text of the condition */
};

static void walk_branch(struct walker *w, sh_ref node, struct branches *branches)
{
	struct variables *outer = enter(w);
	walk(w, node);
	*VEC_PUSH(&branches->all, w->in->scratch) = leave(w, outer);
}

/* `[ -z "$X" ] && X=...`: a default for what comes from outside. */
static bool is_default_for(slice tested, slice name)
{
	return slice_has(tested, S("-z")) && slice_has(tested, name);
}

static struct hfg_value from_outside(struct hfg_value value, bool is_default)
{
	if (!value.why)
		value.why = HFG_WHY_ENVIRONMENT;
	value.flags |= is_default ? HFG_V_DEFAULT | HFG_V_ENTRY : HFG_V_REST | HFG_V_ENTRY;
	return value;
}

/* The value of a name after the branches: what any of them, or none, leaves. */
static void merge_name(struct walker *w, const struct branches *branches, slice name)
{
	struct arena *arena = w->facts->arena;
	const struct hfg_value *before = variables_get(w->values.variables, name);
	struct hfg_value all = {.state = HFG_ABSENT};
	bool missing = false;
	for (uint32_t i = 0; i < branches->all.n; i++) {
		const struct variables *one = branches->all.at[i];
		const uint32_t *index = map_get(&one->names, name);
		const struct hfg_value *value = index ? &one->values.at[*index] : before;
		if (!value)
			missing = true;
		else
			all = all.state == HFG_ABSENT ? *value : value_either(arena, &all, value);
	}
	if (!branches->complete && before)
		all = value_either(arena, &all, before);
	if (missing || (!branches->complete && !before))
		all = from_outside(all, is_default_for(branches->tested, name));
	variables_set(w->values.variables, name, &all);
}

static void merge(struct walker *w, const struct branches *branches)
{
	for (uint32_t i = 0; i < branches->all.n; i++) {
		const struct variables *one = branches->all.at[i];
		for (uint32_t k = 0; k < one->names.n; k++) {
			slice name = one->names.entries[k].key;
			bool seen = false;
			for (uint32_t j = 0; j < i && !seen; j++)
				seen = map_get(&branches->all.at[j]->names, name) != NULL;
			if (!seen)
				merge_name(w, branches, name);
		}
	}
}

static void walk_perhaps(struct walker *w, sh_ref node, slice tested)
{
	struct branches branches = {.tested = tested};
	walk_branch(w, node, &branches);
	merge(w, &branches);
}

static void walk_if(struct walker *w, sh_ref node)
{
	struct branches branches = {0};
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i)) {
		sh_ref body = next_of(w, i);
		if (kind_of(w, i) != SH_LIST)
			continue;
		if (!body || kind_of(w, body) != SH_LIST) {
			walk_branch(w, i, &branches);
			branches.complete = true;
			continue;
		}
		walk(w, i);
		if (!branches.tested.n)
			branches.tested = sh_span(w->tree, i);
		walk_branch(w, body, &branches);
		i = body;
	}
	merge(w, &branches);
}

static void walk_case(struct walker *w, sh_ref node)
{
	struct branches branches = {0};
	walk_inside(w, node);
	for (sh_ref item = child_of(w, node); item; item = next_of(w, item)) {
		if (kind_of(w, item) != SH_CASE_ITEM)
			continue;
		for (sh_ref i = child_of(w, item); i; i = next_of(w, i))
			if (kind_of(w, i) == SH_LIST)
				walk_branch(w, i, &branches);
			else if (slice_is(sh_span(w->tree, i), "*"))
				branches.complete = true;
	}
	merge(w, &branches);
}

static void walk_for(struct walker *w, sh_ref node)
{
	struct shell_items items = {0};
	sh_ref body = 0;
	slice name = sh_name(w->tree, node);
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i)) {
		if (kind_of(w, i) == SH_WORD)
			shell_expand(&w->values, i, &items);
		else if (kind_of(w, i) == SH_LIST)
			body = i;
	}
	struct hfg_value value = value_open(items.n > MAX_SOME ? HFG_WHY_LIMIT : HFG_WHY_LOOP,
		arena_copy(w->facts->arena, name), (span){0, 0});
	for (uint32_t i = 0; i < items.n && items.n <= MAX_SOME; i++)
		value = i ? value_either(w->facts->arena, &value, &items.at[i].value)
			  : items.at[i].value;
	if (name.n)
		shell_set(&w->values, name, value, "loop", w->tree->nodes[node].from);
	if (body)
		walk_perhaps(w, body, S(""));
}

/* --- commands --- */

/* `read -r a b`: set by whoever writes the input. */
static void run_read(struct walker *w, struct command command)
{
	for (uint32_t i = 1; i < command.n; i++) {
		slice name = command_text(&command, i);
		if (!name.n || name.p[0] == '-')
			continue;
		struct hfg_value value =
			value_open(HFG_WHY_CALL, arena_copy(w->facts->arena, name), (span){0, 0});
		variables_set(w->values.variables, name, &value);
	}
}

/* `set -- a b`: the positional parameters. */
static void run_set(struct walker *w, struct command command)
{
	if (!slice_is(command_text(&command, 1), "--"))
		return;
	w->values.arguments = SHELL_KNOWN_ARGUMENTS;
	w->values.items = (struct shell_items){0};
	for (uint32_t i = 2; i < command.n; i++)
		*VEC_PUSH(&w->values.items, w->facts->arena) = command.items[i];
}

static void run_shift(struct walker *w)
{
	struct shell_items *items = &w->values.items;
	if (w->values.arguments != SHELL_KNOWN_ARGUMENTS || !items->n)
		return;
	items->at++;
	items->n--;
	items->room = items->n;
}

static void walk_function(struct walker *w, slice name, sh_ref body)
{
	slice outer = w->function;
	w->function = outer.n ? arena_printf(w->facts->arena, SLICE_FMT "/" SLICE_FMT,
					SLICE_ARG(outer), SLICE_ARG(name))
			      : arena_copy(w->facts->arena, name);
	walk(w, body);
	w->function = outer;
}

static bool tells_more(const struct command *command)
{
	for (uint32_t i = 1; i < command->n; i++)
		if (command->items[i].value.state != HFG_OPEN)
			return true;
	return false;
}

/* Functions that call themselves are followed once. */
static bool is_active(const struct walker *w, sh_ref body)
{
	for (unsigned i = 0; i < w->calls; i++)
		if (w->active[i] == body)
			return true;
	return false;
}

/* Walks the body with the words of the call; loads that depend on them are told here. */
static void call_function(struct walker *w, struct command command, sh_ref body)
{
	enum shell_arguments arguments = w->values.arguments;
	struct shell_items items = w->values.items;
	bool calling = w->calling;
	if (is_active(w, body) || !tells_more(&command))
		return;
	if (w->calls >= MAX_CALLS) {
		w->cut = true;
		return;
	}
	w->active[w->calls++] = body;
	if (!calling) {
		w->call_at = (span){
			command.items[0].value.at.from, command.items[command.n - 1].value.at.to};
		w->call_name_at = command.items[0].value.at;
	}
	w->calling = true;
	w->values.arguments = SHELL_KNOWN_ARGUMENTS;
	w->values.items = (struct shell_items){0};
	for (uint32_t i = 1; i < command.n; i++) {
		struct shell_item *item = VEC_PUSH(&w->values.items, w->facts->arena);
		*item = command.items[i];
		item->value.flags |= SHELL_FROM_PARAMETER;
	}
	walk(w, body);
	w->calling = calling;
	w->calls--;
	w->values.arguments = arguments;
	w->values.items = items;
}

static void run(struct walker *w, struct command command)
{
	slice name = command_text(&command, 0);
	const uint32_t *body = name.n ? map_get(&w->functions, name) : NULL;
	if (body)
		call_function(w, command, *body);
	else if (slice_is(name, "read"))
		run_read(w, command);
	else if (slice_is(name, "set"))
		run_set(w, command);
	else if (slice_is(name, "shift"))
		run_shift(w);
	else
		shell_run(w, command);
}

static void walk_assignments(struct walker *w, sh_ref node, const char *via)
{
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i))
		if (kind_of(w, i) == SH_ASSIGN)
			shell_assign(&w->values, i, via);
}

/* A command with words: assignments in front hold for it alone. */
static void walk_words(struct walker *w, sh_ref node)
{
	struct shell_items items = {0};
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i))
		if (kind_of(w, i) == SH_WORD)
			shell_expand(&w->values, i, &items);
	if (!items.n) {
		walk_assignments(w, node, "local");
		return;
	}
	sh_ref first = child_of(w, node);
	bool prefixed = kind_of(w, first) == SH_ASSIGN;
	struct variables *outer = prefixed ? enter(w) : NULL;
	walk_assignments(w, node, "environment");
	run(w, (struct command){items.at, items.n, node});
	if (prefixed)
		leave(w, outer);
}

static void walk_command(struct walker *w, sh_ref node)
{
	if (kind_of(w, node) == SH_DECLARE)
		walk_assignments(w, node, "local");
	else
		walk_words(w, node);
	walk_inside(w, node);
}

static void walk_pipeline(struct walker *w, sh_ref node)
{
	sh_ref before = w->piped;
	w->piped = 0;
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i)) {
		walk_apart(w, i);
		w->piped = kind_of(w, i) == SH_COMMAND ? i : 0;
	}
	w->piped = before;
}

/* A compound command runs its lists in order. */
static void walk_lists(struct walker *w, sh_ref node)
{
	for (sh_ref i = child_of(w, node); i; i = next_of(w, i))
		if (kind_of(w, i) == SH_LIST)
			walk_list(w, i);
}

static void define(struct walker *w, sh_ref node)
{
	sh_ref body = child_of(w, node);
	slice name = arena_copy(w->facts->arena, sh_name(w->tree, node));
	if (body)
		*map_put(&w->functions, name, NULL) = body;
}

static void walk(struct walker *w, sh_ref node)
{
	if (!node)
		return;
	if (w->calls && w->steps++ >= MAX_STEPS) {
		w->cut = true;
		return;
	}
	switch (kind_of(w, node)) {
	case SH_LIST:
		walk_list(w, node);
		break;
	case SH_PIPELINE:
		walk_pipeline(w, node);
		break;
	case SH_COMMAND:
	case SH_DECLARE:
		walk_command(w, node);
		break;
	case SH_IF:
		walk_if(w, node);
		break;
	case SH_LOOP:
		walk_perhaps(w, child_of(w, node), S(""));
		walk_perhaps(w, next_of(w, child_of(w, node)), S(""));
		break;
	case SH_FOR:
		walk_for(w, node);
		break;
	case SH_CASE:
		walk_case(w, node);
		break;
	case SH_GROUP:
		walk_lists(w, node);
		break;
	case SH_SUBSHELL: {
		struct variables *outer = enter(w);
		walk_lists(w, node);
		leave(w, outer);
		break;
	}
	case SH_FUNCTION:
		define(w, node);
		break;
	default:
		walk_inside(w, node);
		break;
	}
}

static bool is_test(const struct walker *w, sh_ref command)
{
	slice text = sh_span(w->tree, command);
	return kind_of(w, command) == SH_TEST || slice_starts(text, S("[ ")) ||
		slice_starts(text, S("test "));
}

static void walk_list(struct walker *w, sh_ref list)
{
	sh_ref before = 0;
	for (sh_ref i = child_of(w, list); i; i = next_of(w, i)) {
		uint16_t flags = w->tree->nodes[i].flags;
		bool tested = flags & SH_AND && before && is_test(w, before);
		if (flags & SH_OR || tested)
			walk_perhaps(w, i, before ? sh_span(w->tree, before) : S(""));
		else
			walk(w, i);
		before = i;
	}
}

/* --- scripts --- */

/* The bodies of functions, with callers that decide: once each, at the end of the script. */
static void walk_functions(struct walker *w)
{
	w->values.arguments = SHELL_FUNCTION_ARGUMENTS;
	w->values.items = (struct shell_items){0};
	for (uint32_t i = 0; i < w->functions.n; i++) {
		struct variables *outer = enter(w);
		walk_function(w, w->functions.entries[i].key, w->functions.entries[i].value);
		leave(w, outer);
	}
}

static bool was_pushed(const struct walker *w, const struct hfg_load *load)
{
	for (uint32_t i = 0; i < w->pushed.n; i++)
		if (w->pushed.at[i] == load)
			return true;
	return false;
}

/* A clone that is pushed to is somebody's own repository on the way up. */
static void drop_pushed(struct walker *w)
{
	uint32_t kept = w->first_load;
	for (uint32_t i = w->first_load; i < w->facts->loads.n; i++)
		if (!was_pushed(w, w->facts->loads.at[i]))
			w->facts->loads.at[kept++] = w->facts->loads.at[i];
	w->facts->loads.n = kept;
}

static struct walker walker_of(const struct shell_input *in, struct facts *facts)
{
	struct walker w = {.in = in,
		.facts = facts,
		.source = in->source,
		.function = in->function,
		.first_load = facts->loads.n};
	map_init(&w.functions, in->scratch);
	return w;
}

struct shell_outcome shell_loads(const struct shell_input *in, struct facts *facts)
{
	struct walker w = walker_of(in, facts);
	w.source = shell_clean(in->source, facts->arena);
	w.tree = sh_parse(w.source->text, in->scratch);
	shell_values_init(&w.values, w.source, w.tree, facts->arena,
		variables_new(facts->arena, in->environment));
	walk(&w, 1);
	walk_functions(&w);
	drop_pushed(&w);
	return (struct shell_outcome){w.source, w.tree->complete, w.tree->error_at, w.cut};
}
