/*
 * Knows how the table of keys reads as JSON Schema (draft 2020-12), for editors
 * and for checks before a commit. The reader in config_read.c stays the judge:
 * a schema cannot know the calendar or that two names mean one rule.
 */
#include "policy/config_keys.h"

struct writer {
	struct buf *out;
	unsigned depth;
	bool first; /* nothing stands in the innermost object or list yet */
};

static void write_string(struct writer *writer, slice text)
{
	buf_byte(writer->out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20)
			buf_printf(writer->out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_printf(writer->out, "\\%c", c);
		else
			buf_byte(writer->out, (char)c);
	}
	buf_byte(writer->out, '"');
}

static void begin_item(struct writer *writer)
{
	if (!writer->first)
		buf_byte(writer->out, ',');
	writer->first = false;
	buf_byte(writer->out, '\n');
	for (unsigned i = 0; i < writer->depth; i++)
		buf_text(writer->out, "  ");
}

static void name(struct writer *writer, const char *text)
{
	begin_item(writer);
	write_string(writer, slice_of(text));
	buf_text(writer->out, ": ");
}

static void open(struct writer *writer, char bracket)
{
	buf_byte(writer->out, bracket);
	writer->depth++;
	writer->first = true;
}

static void close(struct writer *writer, char bracket)
{
	writer->depth--;
	bool empty = writer->first;
	writer->first = true;
	if (!empty)
		begin_item(writer);
	writer->first = false;
	buf_byte(writer->out, bracket);
}

static void text_member(struct writer *writer, const char *key, const char *value)
{
	name(writer, key);
	write_string(writer, slice_of(value));
}

static void raw_member(struct writer *writer, const char *key, const char *json)
{
	name(writer, key);
	buf_text(writer->out, json);
}

static void number_member(struct writer *writer, const char *key, uint32_t number)
{
	name(writer, key);
	buf_printf(writer->out, "%u", number);
}

static void words(struct writer *writer, const struct config_key *key)
{
	name(writer, "enum");
	open(writer, '[');
	for (const struct key_word *word = key->words; word->word; word++) {
		begin_item(writer);
		write_string(writer, slice_of(word->word));
	}
	close(writer, ']');
}

static void text_limits(struct writer *writer, const char *pattern)
{
	text_member(writer, "type", "string");
	raw_member(writer, "not", "{\"pattern\": \"^[ \\\\t\\\\r\\\\n]*$\"}");
	number_member(writer, "maxLength", MOST_TEXT);
	if (pattern)
		text_member(writer, "pattern", pattern);
}

static void word_list(struct writer *writer, const struct config_key *key)
{
	text_member(writer, "type", "array");
	number_member(writer, "minItems", 1);
	raw_member(writer, "uniqueItems", "true");
	name(writer, "items");
	open(writer, '{');
	words(writer, key);
	close(writer, '}');
}

static void glob_list(struct writer *writer, const struct config_key *key)
{
	text_member(writer, "type", "array");
	number_member(writer, "minItems", 1);
	raw_member(writer, "uniqueItems", "true");
	name(writer, "items");
	open(writer, '{');
	text_limits(writer, key->pattern);
	close(writer, '}');
}

static void group(struct writer *, enum key_group, const char *name_pattern);

static void approval_list(struct writer *writer, const struct config_key *key)
{
	text_member(writer, "type", "array");
	number_member(writer, "minItems", 1);
	raw_member(writer, "uniqueItems", "true");
	name(writer, "items");
	open(writer, '{');
	name(writer, "anyOf");
	open(writer, '[');
	begin_item(writer);
	open(writer, '{');
	text_limits(writer, key->pattern);
	close(writer, '}');
	begin_item(writer);
	open(writer, '{');
	group(writer, GROUP_APPROVAL, key->pattern);
	close(writer, '}');
	close(writer, ']');
	close(writer, '}');
}

static void rule_names(struct writer *writer)
{
	name(writer, "propertyNames");
	open(writer, '{');
	name(writer, "enum");
	open(writer, '[');
	for (uint32_t i = 0; i < hfg_rules_n; i++) {
		begin_item(writer);
		write_string(writer, slice_of(hfg_rules[i]->id));
		begin_item(writer);
		write_string(writer, slice_of(hfg_rules[i]->name));
	}
	close(writer, ']');
	close(writer, '}');
}

static void rules(struct writer *writer)
{
	text_member(writer, "type", "object");
	if (hfg_rules_n)
		rule_names(writer);
	name(writer, "additionalProperties");
	open(writer, '{');
	group(writer, GROUP_RULE, NULL);
	close(writer, '}');
}

static void number(struct writer *writer, const struct config_key *key)
{
	text_member(writer, "type", "integer");
	number_member(writer, "minimum", key->least);
	number_member(writer, "maximum", key->most);
	number_member(writer, "default", key->number);
}

/* `format` alone is an annotation; the pattern keeps its promise where formats are not checked. */
static void date(struct writer *writer)
{
	text_member(writer, "type", "string");
	text_member(writer, "format", "date");
	text_member(writer, "pattern", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
}

static void value(struct writer *writer, const struct config_key *key, const char *name_pattern)
{
	switch (key->type) {
	case KEY_VERSION:
		raw_member(writer, "const", "1");
		return;
	case KEY_WORD:
		words(writer, key);
		break;
	case KEY_NUMBER:
		number(writer, key);
		return;
	case KEY_SWITCH:
		text_member(writer, "type", "boolean");
		raw_member(writer, "default", key->fallback);
		return;
	case KEY_TEXT:
		text_limits(writer, key->pattern ? key->pattern : name_pattern);
		break;
	case KEY_DATE:
		date(writer);
		return;
	case KEY_WORDS:
		word_list(writer, key);
		return;
	case KEY_GLOBS:
		glob_list(writer, key);
		return;
	case KEY_APPROVALS:
		approval_list(writer, key);
		return;
	case KEY_GROUP:
		group(writer, key->child, NULL);
		return;
	case KEY_RULES:
		rules(writer);
		return;
	case KEY_SINKS:
		raw_member(writer, "type", "[\"array\", \"object\"]");
		return;
	}
	if (key->fallback)
		text_member(writer, "default", key->fallback);
}

static void required(struct writer *writer, enum key_group wanted)
{
	name(writer, "required");
	open(writer, '[');
	for (unsigned i = 0; i < config_keys_n; i++) {
		if (config_keys[i].group != wanted || !config_keys[i].required)
			continue;
		begin_item(writer);
		write_string(writer, slice_of(config_keys[i].name));
	}
	close(writer, ']');
}

/* `name_pattern` holds for the name of an approval, whose meaning its list decides. */
static void group(struct writer *writer, enum key_group wanted, const char *name_pattern)
{
	text_member(writer, "type", "object");
	raw_member(writer, "additionalProperties", "false");
	required(writer, wanted);
	name(writer, "properties");
	open(writer, '{');
	for (unsigned i = 0; i < config_keys_n; i++) {
		const struct config_key *key = &config_keys[i];
		if (key->group != wanted)
			continue;
		name(writer, key->name);
		open(writer, '{');
		text_member(writer, "description", key->help);
		value(writer, key, key->required ? name_pattern : NULL);
		close(writer, '}');
	}
	close(writer, '}');
}

void policy_schema(struct buf *out)
{
	struct writer writer = {.out = out};
	open(&writer, '{');
	text_member(&writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
	text_member(&writer, "title", "Policy of hfgate (.hfgate.yml)");
	group(&writer, GROUP_FILE, NULL);
	close(&writer, '}');
	buf_byte(out, '\n');
}
