/* Knows how scopes nest and how possible texts are joined and put together. */
#include "values/variables.h"
#include "base/limits.h"

struct variables *variables_new(struct arena *arena, const struct variables *outer)
{
	struct variables *variables = ARENA_NEW(arena, struct variables);
	variables->outer = outer;
	variables->arena = arena;
	map_init(&variables->names, arena);
	return variables;
}

void variables_set(struct variables *variables, slice name, const struct hfg_value *value)
{
	uint32_t *index = map_get(&variables->names, name);
	if (index) {
		variables->values.at[*index] = *value;
		return;
	}
	*map_put(&variables->names, arena_copy(variables->arena, name), NULL) = variables->values.n;
	*VEC_PUSH(&variables->values, variables->arena) = *value;
}

void variables_join(struct variables *variables, slice name, const struct hfg_value *value)
{
	const struct hfg_value *known = variables_get(variables, name);
	struct hfg_value joined = known ? value_either(variables->arena, known, value) : *value;
	variables_set(variables, name, &joined);
}

const struct hfg_value *variables_get(const struct variables *variables, slice name)
{
	for (; variables; variables = variables->outer) {
		const uint32_t *index = map_get(&variables->names, name);
		if (index)
			return &variables->values.at[*index];
	}
	return NULL;
}

struct hfg_value value_of_text(struct arena *arena, slice text, const char *via, span at)
{
	slice *texts = ARENA_NEW(arena, slice);
	struct hfg_hop *hop = ARENA_NEW(arena, struct hfg_hop);
	*texts = arena_copy(arena, text);
	hop->via = via;
	return (struct hfg_value){
		.state = HFG_ONE, .n = 1, .texts = texts, .trail = hop, .trail_n = 1, .at = at};
}

struct hfg_value value_open(enum hfg_why why, slice expression, span at)
{
	return (struct hfg_value){
		.state = HFG_OPEN, .why = why, .expression = expression, .at = at};
}

static bool has(const slice *texts, uint32_t n, slice text)
{
	for (uint32_t i = 0; i < n; i++)
		if (slice_eq(texts[i], text))
			return true;
	return false;
}

static struct hfg_value too_many(struct hfg_value value)
{
	value.state = HFG_OPEN;
	value.why = HFG_WHY_LIMIT;
	value.n = 0;
	return value;
}

static bool known(const struct hfg_value *value)
{
	return value->state == HFG_ONE || value->state == HFG_SOME;
}

struct hfg_value value_either(
	struct arena *arena, const struct hfg_value *a, const struct hfg_value *b)
{
	const struct hfg_value *first = known(a) ? a : b, *second = first == a ? b : a;
	struct hfg_value result = *first;
	result.flags |= second->flags;
	if (!known(second)) {
		if (second->state == HFG_ABSENT)
			result.flags |= HFG_V_NONE;
		else
			result.flags |= HFG_V_REST;
		result.why = result.why ? result.why : second->why;
		return result;
	}
	slice *texts = arena_array(arena, first->n + second->n, sizeof *texts);
	uint32_t n = 0;
	for (uint32_t i = 0; i < first->n; i++)
		texts[n++] = first->texts[i];
	for (uint32_t i = 0; i < second->n; i++)
		if (!has(texts, n, second->texts[i]))
			texts[n++] = second->texts[i];
	result.texts = texts;
	result.n = n;
	result.state = n == 1 ? HFG_ONE : HFG_SOME;
	return n > MAX_SOME ? too_many(result) : result;
}

/* Texts of a part of a concatenation; an open part is one star. */
static uint32_t parts_of(const struct hfg_value *value, const slice **ret_texts)
{
	static const slice star = {"*", 1};
	if (value->n && value->state != HFG_OPEN) {
		*ret_texts = value->texts;
		return value->n;
	}
	*ret_texts = &star;
	return 1;
}

struct hfg_value value_concat(
	struct arena *arena, const struct hfg_value *a, const struct hfg_value *b)
{
	const slice *left, *right;
	uint32_t left_n = parts_of(a, &left), right_n = parts_of(b, &right);
	struct hfg_value result = known(a) ? *b : *a;
	result.flags = a->flags | b->flags;
	if ((uint64_t)left_n * right_n > MAX_SOME)
		return too_many(result);
	slice *texts = arena_array(arena, (size_t)left_n * right_n, sizeof *texts);
	uint32_t n = 0;
	for (uint32_t i = 0; i < left_n; i++)
		for (uint32_t k = 0; k < right_n; k++)
			texts[n++] = arena_printf(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(left[i]),
				SLICE_ARG(right[k]));
	result.texts = texts;
	result.n = n;
	result.state = !known(a) || !known(b) ? HFG_SHAPED : n == 1 ? HFG_ONE : HFG_SOME;
	return result;
}
