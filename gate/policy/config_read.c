/*
 * Knows how a policy file is read: every mistake is told with its place, and
 * reading goes on to find the next one. What a key may hold is the table's
 * business.
 */
#include "base/distance.h"
#include "base/map.h"
#include "base/vec.h"
#include "policy/config_keys.h"
#include "policy/known.h"
#include "syntax/yml.h"

#include <stdio.h>

enum {
	LONGEST_QUOTE = 60, /* bytes of the file repeated in a message */
	MOST_MISTAKES = 100 /* told; a file with more is not a policy */
};

struct reader {
	struct policy *policy;
	struct arena *arena;
	const struct yml_tree *yml;
	struct buf *messages;
	uint32_t mistakes;
};

static const struct yml_node *node_at(const struct reader *reader, uint32_t node)
{
	return &reader->yml->nodes[node];
}

/* Text of the file, harmless and short enough for a message. */
static slice quoted(struct reader *reader, slice text)
{
	slice copy = arena_copy(reader->arena, slice_cut(text, 0, LONGEST_QUOTE));
	char *bytes = arena_cstr(reader->arena, copy);
	for (size_t i = 0; i < copy.n; i++)
		if ((unsigned char)bytes[i] < 0x20 || (unsigned char)bytes[i] >= 0x7f)
			bytes[i] = '?';
	return (slice){bytes, copy.n};
}

__attribute__((format(printf, 4, 5))) static void mistake_at(
	struct reader *reader, uint32_t line, uint32_t column, const char *format, ...)
{
	if (reader->mistakes++ >= MOST_MISTAKES)
		return;
	va_list arguments;
	va_start(arguments, format);
	slice what = arena_vprintf(reader->arena, format, arguments);
	va_end(arguments);
	buf_add(reader->messages, reader->policy->path);
	buf_printf(reader->messages, ":%u:%u: ", line, column);
	buf_add(reader->messages, what);
	buf_byte(reader->messages, '\n');
}

#define MISTAKE(reader, node, ...) \
	mistake_at((reader), node_at((reader), (node))->line, node_at((reader), (node))->column, \
		__VA_ARGS__)

static slice did_you_mean(struct reader *reader, slice candidate)
{
	if (!candidate.n)
		return S("");
	return arena_printf(
		reader->arena, " (did you mean \"" SLICE_FMT "\"?)", SLICE_ARG(candidate));
}

static const char *kind_name(enum yml_kind kind)
{
	switch (kind) {
	case YML_SEQUENCE:
		return "a list";
	case YML_MAPPING:
		return "a mapping";
	case YML_SCALAR:
		return "a single value";
	case YML_NULL:
	case YML_ALIAS:
		break;
	}
	return "nothing";
}

/* The node itself behind aliases, when it is of the wanted kind; 0 with a mistake otherwise. */
static uint32_t wanted(struct reader *reader, uint32_t node, enum yml_kind kind, slice name)
{
	uint32_t real = yml_real(reader->yml, node);
	enum yml_kind got = real ? node_at(reader, real)->kind : YML_NULL;
	if (got == kind)
		return real;
	MISTAKE(reader, node, "`" SLICE_FMT "` holds %s where %s belongs", SLICE_ARG(name),
		kind_name(got), kind_name(kind));
	return 0;
}

static const struct config_key *key_of(enum key_group group, slice name)
{
	for (unsigned i = 0; i < config_keys_n; i++)
		if (config_keys[i].group == group && slice_is(name, config_keys[i].name))
			return &config_keys[i];
	return NULL;
}

static slice nearest_key(enum key_group group, slice name)
{
	slice names[POLICY_KEYS];
	size_t n = 0;
	for (unsigned i = 0; i < config_keys_n; i++)
		if (config_keys[i].group == group)
			names[n++] = slice_of(config_keys[i].name);
	return nearest(name, names, n);
}

static slice nearest_word(const struct config_key *key, slice text)
{
	slice best = S("");
	for (const struct key_word *word = key->words; word && word->word; word++) {
		slice both[] = {slice_of(word->word), best};
		best = nearest(text, both, best.n ? 2 : 1);
	}
	return best;
}

static void wrong_value(struct reader *reader, const struct config_key *key, uint32_t node,
	slice text, const char *wrong)
{
	struct buf range = {0};
	if (key->words) {
		buf_text(&range, "; it may be ");
		key_list_words(key, &range);
	} else if (key->type == KEY_NUMBER) {
		buf_printf(&range, "; it may be %u to %u", key->least, key->most);
	}
	slice hint = did_you_mean(reader, nearest_word(key, text));
	slice shown = quoted(reader, text);
	MISTAKE(reader, node, "`%s`: \"" SLICE_FMT "\" %s" SLICE_FMT SLICE_FMT, key->name,
		SLICE_ARG(shown), wrong, SLICE_ARG(buf_slice(&range)), SLICE_ARG(hint));
	buf_free(&range);
}

/* Type of a value as YAML's core schema sees it: "12" in quotes is a text, 12 is a number. */
static bool fits_type(
	struct reader *reader, const struct config_key *key, uint32_t real, uint32_t node)
{
	const struct yml_node *at = node_at(reader, real);
	bool plain = at->style == YML_PLAIN;
	bool bare = key->type == KEY_NUMBER || key->type == KEY_SWITCH || key->type == KEY_VERSION;
	if (bare && !plain) {
		wrong_value(reader, key, node, at->value, "stands in quotes; write it without");
		return false;
	}
	if (!bare && plain && !key_is_plain_text(at->value)) {
		wrong_value(reader, key, node, at->value, "is not a text; put it in quotes");
		return false;
	}
	return true;
}

/* The text of a single value, in the run's memory; false with a mistake. */
static bool scalar_of(
	struct reader *reader, const struct config_key *key, uint32_t node, slice *ret_text)
{
	uint32_t real = wanted(reader, node, YML_SCALAR, slice_of(key->name));
	if (!real || !fits_type(reader, key, real, node))
		return false;
	*ret_text = arena_copy(reader->arena, node_at(reader, real)->value);
	return true;
}

static void read_scalar(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	const char *wrong;
	slice text;
	if (scalar_of(reader, key, node, &text) && !key_set(key, record, text, &wrong))
		wrong_value(reader, key, node, text, wrong);
}

/* The sequence of a key, or 0 with a mistake: an empty list would say nothing. */
static uint32_t list_of(struct reader *reader, const struct config_key *key, uint32_t node)
{
	uint32_t real = wanted(reader, node, YML_SEQUENCE, slice_of(key->name));
	if (!real || node_at(reader, real)->child)
		return real;
	MISTAKE(reader, node, "`%s` is an empty list; without entries delete the key", key->name);
	return 0;
}

/* Notes `text` as an entry of a list; a second one is a mistake. */
static bool is_first(struct reader *reader, struct map *seen, uint32_t node, slice text)
{
	bool new;
	uint32_t *line = map_put(seen, text, &new);
	if (new) {
		*line = node_at(reader, node)->line;
		return true;
	}
	slice shown = quoted(reader, text);
	MISTAKE(reader, node, "\"" SLICE_FMT "\" stands in this list already, on line %u",
		SLICE_ARG(shown), *line);
	return false;
}

static void read_words(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	struct map seen;
	uint32_t bits = 0;
	map_init(&seen, reader->arena);
	uint32_t list = list_of(reader, key, node);
	for (uint32_t item = list ? node_at(reader, list)->child : 0; item;
		item = node_at(reader, item)->next) {
		slice text;
		if (!scalar_of(reader, key, item, &text))
			continue;
		struct config_key one = *key;
		uint32_t value = 0;
		const char *wrong;
		one.type = KEY_WORD;
		one.field = 0;
		if (!key_set(&one, &value, text, &wrong))
			wrong_value(reader, key, item, text, wrong);
		else if (is_first(reader, &seen, item, text))
			bits |= 1u << value;
	}
	memcpy((char *)record + key->field, &bits, sizeof bits);
}

static void read_globs(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	struct map seen;
	struct {
		VEC(slice);
	} globs = {0};
	map_init(&seen, reader->arena);
	uint32_t list = list_of(reader, key, node);
	for (uint32_t item = list ? node_at(reader, list)->child : 0; item;
		item = node_at(reader, item)->next) {
		slice text;
		if (!scalar_of(reader, key, item, &text))
			continue;
		const char *wrong = key_check_entry(key, text);
		if (wrong)
			wrong_value(reader, key, item, text, wrong);
		else if (is_first(reader, &seen, item, text))
			*VEC_PUSH(&globs, reader->arena) = text;
	}
	struct policy_globs result = {.at = globs.at, .n = globs.n};
	memcpy((char *)record + key->field, &result, sizeof result);
}

static void read_group(struct reader *, enum key_group, uint32_t node, slice name, void *record);

/* One entry of an approval list: a name, or a mapping with one. False: not usable. */
static bool read_approval(struct reader *reader, const struct config_key *key, uint32_t item,
	struct policy_approval *approval)
{
	uint32_t real = yml_real(reader->yml, item);
	uint32_t before = reader->mistakes;
	approval->line = node_at(reader, item)->line;
	if (real && node_at(reader, real)->kind == YML_MAPPING)
		read_group(reader, GROUP_APPROVAL, real, slice_of(key->name), approval);
	else
		scalar_of(reader, key, item, &approval->name);
	if (reader->mistakes > before)
		return false;
	const char *wrong = key_check_entry(key, approval->name);
	if (wrong)
		wrong_value(reader, key, item, approval->name, wrong);
	return !wrong;
}

static void read_approvals(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	struct map seen;
	struct {
		VEC(struct policy_approval);
	} approvals = {0};
	map_init(&seen, reader->arena);
	uint32_t list = list_of(reader, key, node);
	for (uint32_t item = list ? node_at(reader, list)->child : 0; item;
		item = node_at(reader, item)->next) {
		struct policy_approval approval = {0};
		if (read_approval(reader, key, item, &approval) &&
			is_first(reader, &seen, item, approval.name))
			*VEC_PUSH(&approvals, reader->arena) = approval;
	}
	struct policy_list result = {.at = approvals.at, .n = approvals.n};
	memcpy((char *)record + key->field, &result, sizeof result);
}

/* The rule that a key of `rules:` names, or NULL with a mistake. */
static const struct hfg_rule *rule_of(struct reader *reader, uint32_t node)
{
	const struct policy *policy = reader->policy;
	slice word = yml_scalar(reader->yml, node);
	const struct hfg_rule *rule = known_find(policy->known_rules, policy->known_rules_n, word);
	if (rule && (slice_is(word, rule->id) || slice_is(word, rule->name)))
		return rule;
	slice near = rule ? slice_of(rule->id)
			  : known_nearest(policy->known_rules, policy->known_rules_n, word);
	slice hint = near.n ? did_you_mean(reader, near) : S("; `hfgate rules` lists them");
	slice shown = quoted(reader, word);
	MISTAKE(reader, node, "unknown rule \"" SLICE_FMT "\"" SLICE_FMT, SLICE_ARG(shown),
		SLICE_ARG(hint));
	return NULL;
}

static void read_rules(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	struct policy *policy = record;
	struct map seen;
	struct {
		VEC(struct policy_rule);
	} rules = {0};
	map_init(&seen, reader->arena);
	uint32_t mapping = wanted(reader, node, YML_MAPPING, slice_of(key->name));
	for (uint32_t name = mapping ? node_at(reader, mapping)->child : 0, value; name;
		name = node_at(reader, value)->next) {
		value = node_at(reader, name)->next;
		const struct hfg_rule *rule = rule_of(reader, name);
		if (!rule || !is_first(reader, &seen, name, slice_of(rule->id)))
			continue;
		struct policy_rule entry = {.rule = rule, .has_level = true};
		entry.line = node_at(reader, name)->line;
		read_group(reader, GROUP_RULE, value, slice_of(rule->id), &entry);
		*VEC_PUSH(&rules, reader->arena) = entry;
	}
	policy->rules = rules.at;
	policy->rules_n = rules.n;
}

/* Rows are kept as text for the catalogue's own reader, with the indentation of the first line. */
static void read_sinks(struct reader *reader, uint32_t node, struct policy *policy)
{
	uint32_t real = yml_real(reader->yml, node);
	const struct yml_node *at = node_at(reader, real ? real : node);
	if (at->kind != YML_SEQUENCE && at->kind != YML_MAPPING) {
		MISTAKE(reader, node, "`sinks` holds %s where rows of the catalogue belong",
			kind_name(at->kind));
		return;
	}
	slice text = reader->yml->text;
	uint32_t from = at->from;
	while (from > 0 && text.p[from - 1] == ' ')
		from--;
	if (from > 0 && text.p[from - 1] != '\n')
		from = at->from;
	policy->sinks_yaml = arena_copy(reader->arena, slice_cut(text, from, at->to));
	policy->sinks_line = at->line;
}

static void read_version(struct reader *reader, uint32_t node)
{
	uint32_t real = yml_real(reader->yml, node);
	slice text = yml_scalar(reader->yml, real);
	slice shown = quoted(reader, text);
	if (!slice_is(text, "1") || node_at(reader, real)->style != YML_PLAIN)
		MISTAKE(reader, node,
			"version \"" SLICE_FMT "\" is not known to this hfgate; it reads version 1",
			SLICE_ARG(shown));
}

static void read_value(
	struct reader *reader, const struct config_key *key, uint32_t node, void *record)
{
	switch (key->type) {
	case KEY_VERSION:
		read_version(reader, node);
		return;
	case KEY_WORD:
	case KEY_NUMBER:
	case KEY_SWITCH:
	case KEY_TEXT:
	case KEY_DATE:
		read_scalar(reader, key, node, record);
		return;
	case KEY_WORDS:
		read_words(reader, key, node, record);
		return;
	case KEY_GLOBS:
		read_globs(reader, key, node, record);
		return;
	case KEY_APPROVALS:
		read_approvals(reader, key, node, record);
		return;
	case KEY_GROUP:
		read_group(reader, key->child, node, slice_of(key->name), record);
		return;
	case KEY_RULES:
		read_rules(reader, key, node, record);
		return;
	case KEY_SINKS:
		read_sinks(reader, node, record);
		return;
	}
}

/* The key of a group that a node names, or NULL with a mistake. */
static const struct config_key *known_key(
	struct reader *reader, enum key_group group, uint32_t node, slice where)
{
	const struct yml_node *at = node_at(reader, node);
	const struct config_key *key = key_of(group, yml_scalar(reader->yml, node));
	slice shown = quoted(reader, yml_scalar(reader->yml, node));
	if (key && !at->duplicate)
		return key;
	if (key) {
		MISTAKE(reader, node, "`%s` is given twice", key->name);
		return NULL;
	}
	slice hint = did_you_mean(reader, nearest_key(group, shown));
	slice in = where.n ? arena_printf(reader->arena, " in `" SLICE_FMT "`", SLICE_ARG(where))
			   : where;
	MISTAKE(reader, node, "unknown key \"" SLICE_FMT "\"" SLICE_FMT SLICE_FMT, SLICE_ARG(shown),
		SLICE_ARG(in), SLICE_ARG(hint));
	return NULL;
}

static void require(struct reader *reader, enum key_group group, uint32_t node, slice where)
{
	for (unsigned i = 0; i < config_keys_n; i++) {
		const struct config_key *key = &config_keys[i];
		if (key->group != group || !key->required || yml_get(reader->yml, node, key->name))
			continue;
		MISTAKE(reader, node, "`%s` is missing%s" SLICE_FMT "%s", key->name,
			where.n ? " in `" : "", SLICE_ARG(where), where.n ? "`" : "");
	}
}

static void read_group(
	struct reader *reader, enum key_group group, uint32_t node, slice name, void *record)
{
	uint32_t mapping = wanted(reader, node, YML_MAPPING, name);
	if (!mapping)
		return;
	require(reader, group, mapping, name);
	for (uint32_t at = node_at(reader, mapping)->child, value; at;
		at = node_at(reader, value)->next) {
		value = node_at(reader, at)->next;
		const struct config_key *key = known_key(reader, group, at, name);
		if (!key)
			continue;
		if (group < GROUP_RULE)
			reader->policy->key_lines[key - config_keys] = node_at(reader, at)->line;
		read_value(reader, key, value, record);
	}
}

/* Nothing of a file is believed before its form is sound and its version known. */
static bool is_readable(struct reader *reader)
{
	const struct yml_tree *yml = reader->yml;
	if (!yml->complete)
		mistake_at(reader, yml->error_line, yml->error_column, "not YAML: " SLICE_FMT,
			SLICE_ARG(yml->error));
	else if (yml->documents > 1)
		mistake_at(reader, 1, 1, "more than one document; a policy is one");
	else if (!yml->root || node_at(reader, yml->root)->kind != YML_MAPPING)
		mistake_at(reader, 1, 1, "a policy is a mapping that starts with `version: 1`");
	else if (yml_get(yml, yml->root, "version"))
		read_version(reader, yml_get(yml, yml->root, "version"));
	return reader->mistakes == 0;
}

int policy_read(struct policy *policy, const struct policy_origin *origin, struct arena *arena,
	struct hfg_err *err, struct buf *ret_messages)
{
	policy->path = arena_copy(arena, origin->path);
	policy->text = arena_copy(arena, origin->text);
	struct reader reader = {
		.policy = policy,
		.arena = arena,
		.yml = yml_parse(policy->text, arena),
		.messages = ret_messages,
	};
	if (is_readable(&reader))
		read_group(&reader, GROUP_FILE, reader.yml->root, S(""), policy);
	if (!reader.mistakes)
		return 0;
	if (reader.mistakes > MOST_MISTAKES)
		buf_printf(ret_messages, SLICE_FMT ": and %u more mistakes\n",
			SLICE_ARG(policy->path), reader.mistakes - MOST_MISTAKES);
	return err_set(err, HFG_EUSAGE, SLICE_FMT ": %u mistake%s; no verdict without a policy",
		SLICE_ARG(policy->path), reader.mistakes, reader.mistakes == 1 ? "" : "s");
}
