/* Knows how effective values are shown: one a line, each with where it was set. */
#include "policy/config_keys.h"

static void show_origin(const struct policy *policy, uint32_t line, struct buf *out)
{
	buf_text(out, "    # ");
	if (line == POLICY_COMMAND_LINE)
		buf_text(out, "command line");
	else if (line == 0)
		buf_text(out, "built-in");
	else
		buf_printf(out, SLICE_FMT ":%u", SLICE_ARG(policy->path), line);
	buf_byte(out, '\n');
}

static const void *field_of(const struct config_key *key, const struct policy *policy)
{
	return (const char *)policy + key->field;
}

static void show_text(slice text, struct buf *out)
{
	if (text.n)
		buf_add(out, text);
	else
		buf_text(out, "(none)");
}

static void show_scalar(const struct config_key *key, const struct policy *policy, struct buf *out)
{
	uint32_t number = 0;
	if (key->type == KEY_WORD || key->type == KEY_NUMBER)
		memcpy(&number, field_of(key, policy), sizeof number);
	if (key->type == KEY_WORD)
		buf_text(out, key_word_of(key, number));
	else if (key->type == KEY_NUMBER)
		buf_printf(out, "%u", number);
	else if (key->type == KEY_SWITCH)
		buf_text(out, *(const bool *)field_of(key, policy) ? "true" : "false");
	else if (key->type == KEY_TEXT)
		show_text(*(const slice *)field_of(key, policy), out);
	else if (key->type == KEY_SINKS)
		buf_text(out, policy->sinks_yaml.n ? "(rows)" : "(none)");
	else
		buf_text(out, "1");
}

static void show_part(const char *name, slice text, struct buf *out)
{
	if (text.n)
		buf_printf(out, ", %s " SLICE_FMT, name, SLICE_ARG(text));
}

static void show_approval(const struct policy_approval *approval, struct buf *out)
{
	buf_add(out, approval->name);
	show_part("reviewed", approval->reviewed, out);
	show_part("by", approval->by, out);
	show_part("until", approval->until, out);
	show_part("reason:", approval->reason, out);
}

static void show_approvals(
	const struct policy *policy, slice path, const struct policy_list *list, struct buf *out)
{
	for (uint32_t i = 0; i < list->n; i++) {
		buf_printf(out, SLICE_FMT "[%u] = ", SLICE_ARG(path), i);
		show_approval(&list->at[i], out);
		show_origin(policy, list->at[i].line, out);
	}
}

static void show_globs(const struct policy *policy, slice path, uint32_t line,
	const struct policy_globs *globs, struct buf *out)
{
	for (uint32_t i = 0; i < globs->n; i++) {
		buf_printf(out, SLICE_FMT "[%u] = " SLICE_FMT, SLICE_ARG(path), i,
			SLICE_ARG(globs->at[i]));
		show_origin(policy, line, out);
	}
}

static void show_contexts(const struct policy_rule *rule, struct buf *out)
{
	const char *before = " in ";
	for (unsigned context = 0; context <= HFG_CONTEXT_DOCS; context++) {
		if (!(rule->contexts & 1u << context))
			continue;
		buf_text(out, before);
		buf_text(out, hfg_context_name((enum hfg_context)context));
		before = ", ";
	}
}

static void show_rules(const struct policy *policy, struct buf *out)
{
	for (uint32_t i = 0; i < policy->rules_n; i++) {
		const struct policy_rule *rule = &policy->rules[i];
		bool off = rule->level == HFG_LEVEL_NONE;
		buf_printf(out, "rules.%s.level = %s", rule->rule->id,
			off ? "off" : hfg_level_name(rule->level));
		show_contexts(rule, out);
		show_part("until", rule->until, out);
		show_part("reason:", rule->reason, out);
		show_origin(policy, rule->line, out);
	}
}

/* Lists show an entry a line; true when there was one to show. */
static bool show_list(const struct config_key *key, const struct policy *policy, slice path,
	uint32_t line, struct buf *out)
{
	if (key->type == KEY_APPROVALS) {
		const struct policy_list *list = field_of(key, policy);
		show_approvals(policy, path, list, out);
		return list->n > 0;
	}
	if (key->type == KEY_GLOBS) {
		const struct policy_globs *globs = field_of(key, policy);
		show_globs(policy, path, line, globs, out);
		return globs->n > 0;
	}
	show_rules(policy, out);
	return policy->rules_n > 0;
}

static void show_key(
	const struct policy *policy, unsigned index, struct arena *arena, struct buf *out)
{
	const struct config_key *key = &config_keys[index];
	uint32_t line = policy->key_lines[index];
	slice path = key_path(key, arena);
	bool list = key->type == KEY_APPROVALS || key->type == KEY_GLOBS || key->type == KEY_RULES;
	if (list && show_list(key, policy, path, line, out))
		return;
	buf_printf(out, SLICE_FMT " = ", SLICE_ARG(path));
	if (list)
		buf_text(out, "(none)");
	else
		show_scalar(key, policy, out);
	show_origin(policy, line, out);
}

void policy_show(const struct policy *policy, struct buf *out)
{
	struct arena arena;
	arena_init(&arena);
	for (unsigned i = 0; i < config_keys_n; i++)
		if (config_keys[i].group < GROUP_RULE && config_keys[i].type != KEY_GROUP)
			show_key(policy, i, &arena, out);
	arena_free(&arena);
}
