/*
 * Knows how the words of a command become the arguments of its row: options,
 * positions, comma lists, and the addresses that git, pip and curl take.
 */
#include "loads/shell_internal.h"

#include "base/num.h"

/* An option as written: `--name value`, `--name=value`, `--name`. */
struct option {
	slice name;
	struct hfg_value value; /* ABSENT: nothing follows it */
	span at;
};

struct arguments {
	const struct sink *sink;
	struct arena *arena;
	struct {
		VEC(struct option);
	} options;
	struct {
		VEC(const struct shell_item *);
	} positions;
	bool opaque; /* a variable may hold further options */
};

static bool has_name(const struct sink_argument *argument, slice name)
{
	for (uint32_t i = 0; i < argument->names_n; i++)
		if (slice_eq(argument->names[i], name))
			return true;
	return false;
}

static bool is_switch(const struct sink *sink, slice name)
{
	for (uint32_t i = 0; i < sink->switches_n; i++)
		if (slice_eq(sink->switches[i], name))
			return true;
	return has_name(&sink->remote_code, name) || has_name(&sink->local_files_only, name) ||
		slice_starts(name, S("--no-"));
}

static bool says_true(slice text)
{
	return slice_is(text, "true") || slice_is(text, "True") || slice_is(text, "1");
}

static bool says_false(slice text)
{
	return slice_is(text, "false") || slice_is(text, "False") || slice_is(text, "0");
}

static bool is_option_text(slice text)
{
	return text.n > 1 && text.p[0] == '-' && !(text.p[1] >= '0' && text.p[1] <= '9');
}

/* `value` with only what stands behind its first `=`. */
static struct hfg_value behind_equals(
	const struct hfg_value *value, size_t equals, struct arena *arena)
{
	struct hfg_value result = *value;
	slice *texts = arena_array(arena, value->n, sizeof *texts);
	for (uint32_t i = 0; i < value->n; i++)
		texts[i] = slice_after(value->texts[i], equals + 1);
	result.texts = texts;
	return result;
}

/* Takes the option at `i`; returns how many items it is. */
static uint32_t take_option(struct arguments *arguments, const struct command *command, uint32_t i)
{
	const struct shell_item *item = &command->items[i];
	slice text = item_text(item);
	size_t equals = slice_find(text, '=');
	struct option *option = VEC_PUSH(&arguments->options, arguments->arena);
	*option = (struct option){.name = slice_cut(text, 0, equals), .at = item->value.at};
	if (equals < text.n) {
		option->value = behind_equals(&item->value, equals, arguments->arena);
		return 1;
	}
	if (i + 1 >= command->n)
		return 1;
	slice next = command_text(command, i + 1);
	bool logical = says_true(next) || says_false(next);
	if (is_option_text(next) || (is_switch(arguments->sink, option->name) && !logical))
		return 1;
	option->value = command->items[i + 1].value;
	return 2;
}

static struct arguments read_arguments(
	struct command command, const struct sink *sink, struct arena *arena)
{
	struct arguments arguments = {.sink = sink, .arena = arena};
	bool only_positions = false;
	for (uint32_t i = 0; i < command.n;) {
		const struct shell_item *item = &command.items[i];
		slice text = item_text(item);
		if (!only_positions && slice_is(text, "--")) {
			only_positions = true;
			i++;
		} else if (!only_positions && is_option_text(text)) {
			i += take_option(&arguments, &command, i);
		} else {
			arguments.opaque |= !item->quoted && item->value.state == HFG_OPEN;
			*VEC_PUSH(&arguments.positions, arena) = item;
			i++;
		}
	}
	return arguments;
}

/* The value of `key` in `pretrained=org/name,revision=x`; n 0: not there. */
static slice in_comma_list(slice text, slice key)
{
	while (text.n) {
		size_t comma = slice_find(text, ',');
		slice pair = slice_trim(slice_cut(text, 0, comma));
		size_t equals = slice_find(pair, '=');
		if (equals < pair.n && slice_eq(slice_cut(pair, 0, equals), key))
			return slice_after(pair, equals + 1);
		text = slice_after(text, comma + 1);
	}
	return (slice){NULL, 0};
}

static struct hfg_value from_comma_list(struct hfg_value value, slice keys, struct arena *arena)
{
	slice *texts = arena_array(arena, value.n, sizeof *texts);
	uint32_t n = 0;
	for (uint32_t i = 0; i < value.n; i++) {
		slice rest = keys, found = {NULL, 0};
		while (rest.n && !found.n) {
			size_t bar = slice_find(rest, '|');
			found = in_comma_list(value.texts[i], slice_cut(rest, 0, bar));
			rest = slice_after(rest, bar + 1);
		}
		if (found.n)
			texts[n++] = found;
	}
	if (value.state == HFG_OPEN)
		return value;
	if (!n)
		return (struct hfg_value){.state = HFG_ABSENT};
	value.texts = texts;
	value.n = n;
	if (value.state == HFG_SHAPED && slice_find(texts[0], '*') == texts[0].n)
		value.state = HFG_ONE;
	return value;
}

static struct hfg_value rest_of_positions(const struct arguments *arguments, uint32_t from)
{
	struct hfg_value all = arguments->positions.at[from]->value;
	for (uint32_t i = from + 1; i < arguments->positions.n; i++)
		all = value_either(arguments->arena, &all, &arguments->positions.at[i]->value);
	return all;
}

static const struct option *option_of(
	const struct arguments *arguments, const struct sink_argument *spec)
{
	const struct option *found = NULL;
	for (uint32_t i = 0; i < arguments->options.n; i++)
		if (has_name(spec, arguments->options.at[i].name))
			found = &arguments->options.at[i];
	return found;
}

static struct hfg_value argument(
	const struct arguments *arguments, const struct sink_argument *spec)
{
	struct hfg_value none = {.state = HFG_ABSENT};
	if (!spec->given)
		return none;
	const struct option *option = option_of(arguments, spec);
	if (option && spec->via.n)
		return from_comma_list(option->value, spec->via, arguments->arena);
	if (option)
		return option->value;
	if (spec->position < 0 || (uint32_t)spec->position >= arguments->positions.n)
		return none;
	if (spec->rest)
		return rest_of_positions(arguments, (uint32_t)spec->position);
	struct hfg_value value = arguments->positions.at[spec->position]->value;
	return spec->via.n ? from_comma_list(value, spec->via, arguments->arena) : value;
}

/* A switch: on without a value, or with one that says so. */
static struct hfg_value logical_argument(
	const struct arguments *arguments, const struct sink_argument *spec)
{
	const struct option *option = spec->given ? option_of(arguments, spec) : NULL;
	struct hfg_value value = argument(arguments, spec);
	if (!option && value.state == HFG_ABSENT)
		return value;
	bool bare = value.state == HFG_ABSENT && !spec->via.n;
	slice text = hfg_one(&value);
	if (bare)
		value = (struct hfg_value){
			.state = HFG_OPEN, .at = option->at, .expression = option->name};
	if (bare || says_true(text))
		value.flags |= HFG_V_BOOL_TRUE;
	else if (says_false(text))
		value.flags |= HFG_V_BOOL_FALSE;
	return value;
}

/* --- addresses --- */

static slice after_text(slice text, slice mark)
{
	size_t at = slice_search(text, mark);
	return at < text.n ? slice_after(text, at) : (slice){NULL, 0};
}

/* `git@hf.co:org/name`, `hf.co/org/name` as https addresses; others as they are. */
static slice as_https(slice text, struct arena *arena)
{
	static const slice prefixes[] = {{"git@hf.co:", 10}, {"git@huggingface.co:", 19},
		{"ssh://git@hf.co/", 16}, {"ssh://git@huggingface.co/", 25}, {"hf.co/", 6},
		{"huggingface.co/", 15}, {"www.huggingface.co/", 19}};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		if (!slice_starts(text, prefixes[i]))
			continue;
		slice rest = slice_after(text, prefixes[i].n);
		return arena_printf(arena, "https://huggingface.co/" SLICE_FMT, SLICE_ARG(rest));
	}
	return text;
}

/* `git+https://...@rev#egg=x`, `name @ https://...` */
static slice package_address(slice text, slice *ret_revision)
{
	slice git = after_text(text, S("git+"));
	slice url = git.n ? slice_after(git, 4) : after_text(text, S("http"));
	url = slice_cut(url, 0, slice_find(url, '#'));
	if (!git.n)
		return url;
	size_t path = slice_search(url, S("://")) + 3;
	path += slice_find(slice_after(url, path), '/');
	slice behind = slice_after(url, path);
	size_t at = slice_find(behind, '@');
	*ret_revision = slice_after(behind, at + 1);
	return slice_cut(url, 0, path + at);
}

bool shell_address(
	slice text, enum sink_each each, struct arena *arena, slice *ret_url, slice *ret_revision)
{
	*ret_revision = (slice){NULL, 0};
	if (is_option_text(text))
		text = slice_after(text, slice_find(text, '=') + 1);
	*ret_url = each == SINK_EACH_PACKAGE ? package_address(text, ret_revision)
					     : as_https(text, arena);
	return reference_is_hub_url(*ret_url);
}

/* `hf.co/org/name:Q4`, `hf://org/name:rev`: the name, and what follows the colon. */
static slice before_colon(slice text, slice *ret_behind, bool *ret_host)
{
	static const slice hosts[] = {{"https://", 8}, {"hf.co/", 6}, {"huggingface.co/", 15},
		{"hf://", 5}, {"huggingface://", 14}, {"HF://", 5}};
	*ret_host = false;
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		if (!slice_starts(text, hosts[i]))
			continue;
		text = slice_after(text, hosts[i].n);
		*ret_host = i > 0;
	}
	size_t colon = slice_find(text, ':');
	*ret_behind = slice_after(text, colon + 1);
	return slice_cut(text, 0, colon);
}

/* Rewrites the names of forms whose colon is no part of an id; false: not the Hub at all. */
static bool plain_names(struct hfg_load *load, const struct sink *sink, struct arena *arena)
{
	struct hfg_value *repo = &load->repo;
	bool quant = sink->form == SINK_FORM_QUANT, any = false;
	if ((!quant && sink->form != SINK_FORM_KSERVE) || repo->state == HFG_OPEN)
		return !sink->only_text || repo->state != HFG_OPEN;
	slice *texts = arena_array(arena, repo->n, sizeof *texts), behind = {NULL, 0};
	for (uint32_t i = 0; i < repo->n; i++) {
		bool host;
		texts[i] = before_colon(repo->texts[i], &behind, &host);
		any = any || host;
	}
	repo->texts = texts;
	if (!quant && behind.n && load->revision.state == HFG_ABSENT)
		load->revision = value_of_text(arena, behind, "literal", repo->at);
	load->revision.trail_n = 0;
	return any || !sink->only_text;
}

/* --- loads --- */

static slice callee_of(struct walker *w, const struct command *command, uint32_t taken)
{
	slice all = {NULL, 0};
	for (uint32_t i = 0; i < taken && i < command->n; i++) {
		slice word = command_text(command, i);
		size_t slash = i ? word.n : slice_rfind(word, '/');
		word = slash < word.n ? slice_after(word, slash + 1) : word;
		all = all.n ? arena_printf(w->facts->arena, SLICE_FMT " " SLICE_FMT, SLICE_ARG(all),
				      SLICE_ARG(word))
			    : arena_copy(w->facts->arena, word);
	}
	return all;
}

/* From the first to the last of some words. */
static span around(const struct command *command, uint32_t n)
{
	span at = command->items[0].value.at;
	for (uint32_t i = 1; i < n && i < command->n; i++) {
		span one = command->items[i].value.at;
		at.from = one.from < at.from ? one.from : at.from;
		at.to = one.to > at.to ? one.to : at.to;
	}
	return at;
}

static struct hfg_load *begin(
	struct walker *w, const struct command *command, const struct sink *sink, uint32_t taken)
{
	struct hfg_load *load = ARENA_NEW(w->facts->arena, struct hfg_load);
	load->source = w->source;
	load->language = w->source->language;
	load->at = w->calling ? w->call_at : around(command, command->n);
	load->callee_at = w->calling ? w->call_name_at : around(command, taken);
	load->callee = callee_of(w, command, taken);
	load->function = w->function;
	load->sink = &sink->public;
	load->kind = sink->public.kind;
	return load;
}

static bool is_offline(const struct walker *w)
{
	static const char *const names[] = {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct hfg_value *value =
			variables_get(w->values.variables, slice_of(names[i]));
		if (value && says_true(hfg_one(value)))
			return true;
	}
	return false;
}

static bool from_parameter(const struct hfg_load *load)
{
	return (load->repo.flags | load->revision.flags | load->filename.flags) &
		SHELL_FROM_PARAMETER;
}

static void forget_parameters(struct hfg_load *load)
{
	struct hfg_value *values[] = {&load->repo, &load->revision, &load->code_revision,
		&load->filename, &load->safetensors_value, &load->weights_only,
		&load->remote_code_value};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		values[i]->flags &= ~SHELL_FROM_PARAMETER;
}

/* Values of a load that is told at a call: what stands in the function is not theirs to show. */
static void place_at_call(const struct walker *w, struct hfg_load *load)
{
	enum { MAX_SHOWN = 80 };
	struct hfg_value *values[] = {&load->repo, &load->revision, &load->code_revision,
		&load->filename, &load->safetensors_value, &load->remote_code_value};
	slice text = slice_cut(w->source->text, w->call_at.from, w->call_at.to);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		if (values[i]->state == HFG_ABSENT)
			continue;
		values[i]->at = w->call_at;
		values[i]->expression = arena_copy(w->facts->arena, slice_cut(text, 0, MAX_SHOWN));
	}
}

/* False: the load stands in the function's body already, or nothing more is known at the call. */
static bool finish(struct walker *w, struct hfg_load *load, const struct sink *sink)
{
	if (w->calling && (!from_parameter(load) || load->repo.state == HFG_OPEN))
		return false;
	if (w->calling)
		place_at_call(w, load);
	forget_parameters(load);
	load->local = load->local || is_offline(w);
	classify_load(load, sink, w->in->catalogue, w->facts->arena);
	*VEC_PUSH(&w->facts->loads, w->facts->arena) = load;
	w->facts->keep_source = true;
	return true;
}

static void option_load(
	struct walker *w, struct command command, const struct sink *sink, uint32_t taken)
{
	struct arena *arena = w->facts->arena;
	struct arguments arguments = read_arguments(command_after(command, taken), sink, arena);
	struct hfg_load *load = begin(w, &command, sink, taken);
	load->repo = argument(&arguments, &sink->repo);
	load->revision = argument(&arguments, &sink->revision);
	load->code_revision = argument(&arguments, &sink->code_revision);
	load->safetensors_value = argument(&arguments, &sink->safetensors);
	load->filename = argument(&arguments, &sink->filename);
	load->remote_code_value = logical_argument(&arguments, &sink->remote_code);
	load->opaque_keywords = arguments.opaque && load->repo.state != HFG_OPEN;
	struct hfg_value type = argument(&arguments, &sink->type);
	if (type.state == HFG_ONE)
		load->repo_type = type.texts[0];
	struct hfg_value local = logical_argument(&arguments, &sink->local_files_only);
	load->local = local.state != HFG_ABSENT && local.flags & HFG_V_BOOL_TRUE;
	bool absent = load->repo.state == HFG_ABSENT && sink->repo.given && !sink->repo_optional;
	if (!absent && plain_names(load, sink, arena))
		finish(w, load, sink);
}

/* Is it a file, or a repository, that the address means? */
static bool wanted(const struct sink *sink, const struct reference *reference)
{
	if (reference->kind != REFERENCE_HUB)
		return false;
	return sink->each != SINK_EACH_FILE || reference->path.n > 0;
}

/* A part of an address as a value of its own. */
static struct hfg_value part_of(struct walker *w, slice text, const struct hfg_value *whole)
{
	struct hfg_value value = value_of_text(w->facts->arena, text, "literal", whole->at);
	value.trail_n = 0;
	value.expression = whole->expression;
	if (slice_find(text, '*') < text.n)
		value.state = HFG_SHAPED;
	value.why = whole->why;
	value.flags = whole->flags;
	return value;
}

/* An address of which the name is not known at all: the rest of it still says something. */
static void open_name(struct walker *w, struct hfg_load *load, const struct reference *reference)
{
	struct hfg_value *repo = &load->repo;
	if (reference->repo.n != 1 || reference->repo.p[0] != '*')
		return;
	repo->state = HFG_OPEN;
	repo->n = 0;
	if (reference->revision.n)
		load->revision = part_of(w, reference->revision, repo);
	if (reference->path.n)
		load->filename = part_of(w, reference->path, repo);
}

/* Texts of an item as addresses, when they are those of the Hub. */
static bool address_value(struct walker *w, const struct shell_item *item, const struct sink *sink,
	struct hfg_load *load)
{
	struct arena *arena = w->facts->arena;
	const struct hfg_value *value = &item->value;
	slice *texts = arena_array(arena, value->n, sizeof *texts), revision = {NULL, 0};
	uint32_t n = 0;
	struct reference last = {0};
	for (uint32_t i = 0; i < value->n && value->state != HFG_OPEN; i++) {
		slice url;
		if (!shell_address(value->texts[i], sink->each, arena, &url, &revision))
			continue;
		struct reference reference =
			reference_read(url, SINK_FORM_URL, w->in->catalogue, arena);
		if (!wanted(sink, &reference))
			continue;
		last = reference;
		texts[n++] = url;
	}
	load->repo = *value;
	load->repo.texts = texts;
	load->repo.n = n;
	if (n == 1 && value->state == HFG_SOME)
		load->repo.state = HFG_ONE;
	if (revision.n)
		load->revision = part_of(w, revision, value);
	open_name(w, load, &last);
	return n > 0;
}

static void each_load(
	struct walker *w, struct command command, const struct sink *sink, uint32_t taken)
{
	struct arguments arguments =
		read_arguments(command_after(command, taken), sink, w->facts->arena);
	for (uint32_t i = taken; i < command.n; i++) {
		struct hfg_load *load = begin(w, &command, sink, taken);
		if (!address_value(w, &command.items[i], sink, load))
			continue;
		if (sink->revision.given && load->revision.state == HFG_ABSENT)
			load->revision = argument(&arguments, &sink->revision);
		if (finish(w, load, sink) && sink->each == SINK_EACH_REPOSITORY)
			w->clone = load;
	}
}

void shell_sink(struct walker *w, struct command command, const struct sink *sink, uint32_t taken)
{
	if (sink->public.hub == HFG_HUB_OTHER)
		return;
	if (sink->each != SINK_EACH_NOT)
		each_load(w, command, sink, taken);
	else
		option_load(w, command, sink, taken);
}
