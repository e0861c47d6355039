/*
 * Knows when a variable of the environment is a load: the image reads it, or
 * its name says so and its value is a name on the Hub.
 */
#include "loads/environment.h"

#include "loads/classify.h"

static struct hfg_value read_variable(
	const struct variables *environment, const struct sink_argument *argument)
{
	for (uint32_t i = 0; argument->given && i < argument->names_n; i++) {
		const struct hfg_value *value = variables_get(environment, argument->names[i]);
		if (value)
			return *value;
	}
	return (struct hfg_value){.state = HFG_ABSENT};
}

static bool is_true(slice text)
{
	return slice_is(text, "true") || slice_is(text, "True") || slice_is(text, "TRUE") ||
		slice_is(text, "1") || slice_is(text, "yes") || slice_is(text, "on");
}

/* Texts of a switch as the switch they are. */
static struct hfg_value as_switch(struct hfg_value value)
{
	for (uint32_t i = 0; i < value.n; i++)
		value.flags |= is_true(value.texts[i]) ? HFG_V_BOOL_TRUE : HFG_V_BOOL_FALSE;
	return value;
}

/* Without an image that reads the variable only `org/name` or an address of the Hub is a load. */
static bool names_hub(const struct hfg_value *value)
{
	for (uint32_t i = 0; i < value->n; i++) {
		slice text = value->texts[i];
		if (reference_is_hub_url(text) ||
			(slice_find(text, '/') < text.n && reference_is_id(text)))
			return true;
	}
	return false;
}

static bool is_empty(const struct hfg_value *value)
{
	return value->state == HFG_ONE && !value->texts[0].n;
}

bool environment_load(const struct environment_entry *entry, slice image,
	const struct variables *environment, const struct catalogue *catalogue, struct facts *facts)
{
	slice field = arena_printf(facts->arena, "environment." SLICE_FMT, SLICE_ARG(entry->name));
	const struct sink *sink = catalogue_field(catalogue, field, image);
	if (!sink || is_empty(&entry->value) || (sink->only_text && !names_hub(&entry->value)))
		return false;
	struct hfg_load *load = ARENA_NEW(facts->arena, struct hfg_load);
	load->source = entry->source;
	load->language = entry->source->language;
	load->at = entry->at;
	load->callee_at = entry->name_at;
	load->callee = arena_copy(facts->arena, entry->name);
	load->sink = &sink->public;
	load->kind = sink->public.kind;
	load->repo = entry->value;
	load->revision = read_variable(environment, &sink->revision);
	load->filename = read_variable(environment, &sink->filename);
	load->remote_code_value = as_switch(read_variable(environment, &sink->remote_code));
	classify_load(load, sink, catalogue, facts->arena);
	*VEC_PUSH(&facts->loads, facts->arena) = load;
	facts->keep_source = true;
	return true;
}
