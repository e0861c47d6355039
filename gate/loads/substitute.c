/*
 * Knows that a text with stand-ins is a concatenation of what is written and
 * of what the stand-ins may be.
 */
#include "loads/substitute.h"
#include "values/variables.h"

static const struct substitution *find(const struct source *source, slice text, size_t *ret_at)
{
	size_t at = slice_search(text, S(SUBSTITUTION_PREFIX));
	if (at >= text.n)
		return NULL;
	slice name = slice_after(text, at);
	slice number = slice_after(name, sizeof SUBSTITUTION_PREFIX - 1);
	name = slice_cut(name, 0, sizeof SUBSTITUTION_PREFIX + slice_find(number, '_'));
	*ret_at = at;
	for (; source; source = source->parent)
		for (uint32_t i = 0; i < source->substitutions_n; i++)
			if (slice_eq(source->substitutions[i].name, name))
				return &source->substitutions[i];
	return NULL;
}

static struct hfg_value text_value(const struct source *source, slice text,
	const struct hfg_value *around, struct arena *arena)
{
	struct hfg_value value = value_of_text(arena, S(""), "literal", around->at);
	bool any = false;
	size_t at;
	const struct substitution *found;
	while ((found = find(source, text, &at))) {
		struct hfg_value before =
			value_of_text(arena, slice_cut(text, 0, at), "literal", around->at);
		bool whole = !any && at == 0 && text.n == found->name.n;
		value = value_concat(arena, &value, &before);
		value = whole ? found->value : value_concat(arena, &value, &found->value);
		text = slice_after(text, at + found->name.n);
		any = true;
	}
	struct hfg_value rest = value_of_text(arena, text, "literal", around->at);
	return text.n ? value_concat(arena, &value, &rest) : value;
}

static bool stands_in(const struct source *source, const struct hfg_value *value)
{
	size_t at;
	for (uint32_t i = 0; i < value->n; i++)
		if (find(source, value->texts[i], &at))
			return true;
	return false;
}

static void substitute(const struct source *source, struct hfg_value *value, struct arena *arena)
{
	if (!stands_in(source, value))
		return;
	struct hfg_value result = text_value(source, value->texts[0], value, arena);
	for (uint32_t i = 1; i < value->n; i++) {
		struct hfg_value other = text_value(source, value->texts[i], value, arena);
		result = value_either(arena, &result, &other);
	}
	result.flags |= value->flags;
	result.at = value->at;
	if (!result.expression.n)
		result.expression = value->expression;
	if (value->state == HFG_SHAPED && result.state != HFG_OPEN)
		result.state = HFG_SHAPED;
	*value = result;
}

void substitute_values(struct hfg_load *load, struct arena *facts)
{
	struct hfg_value *values[] = {&load->repo, &load->revision, &load->code_revision,
		&load->filename, &load->safetensors_value, &load->weights_only,
		&load->remote_code_value};
	bool any = false;
	for (const struct source *source = load->source; source; source = source->parent)
		any = any || source->substitutions_n;
	for (size_t i = 0; any && i < sizeof values / sizeof *values; i++)
		substitute(load->source, values[i], facts);
}
