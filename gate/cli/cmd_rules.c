/* Knows the table of rules as people and scripts want to see it. */
#include "cli/opt.h"
#include "cli/output.h"
#include "policy/policy.h"

#include <cjson/cJSON.h>
#include "base/die.h"

enum { FORMAT = 1 };

static const struct option options[] = {
	{FORMAT, 0, "format", "FMT", OPT_WORD, "text json", "text (default) or json"},
};

static void write_text(struct buf *buf)
{
	size_t widest = 0;
	for (uint32_t i = 0; i < hfg_rules_n; i++)
		if (strlen(hfg_rules[i]->name) > widest)
			widest = strlen(hfg_rules[i]->name);
	for (uint32_t i = 0; i < hfg_rules_n; i++) {
		const struct hfg_rule *rule = hfg_rules[i];
		buf_printf(buf, "%s  %-*s  %-7s  %s\n", rule->id, (int)widest, rule->name,
			hfg_level_name(rule->level), rule->summary);
	}
}

static void add_rule(cJSON *array, const struct hfg_rule *rule)
{
	cJSON *row = cJSON_CreateObject();
	bool added = row && cJSON_AddItemToArray(array, row) &&
		cJSON_AddStringToObject(row, "id", rule->id) &&
		cJSON_AddStringToObject(row, "name", rule->name) &&
		cJSON_AddStringToObject(row, "level", hfg_level_name(rule->level)) &&
		cJSON_AddStringToObject(row, "summary", rule->summary) &&
		cJSON_AddStringToObject(row, "cwe", rule->cwe) &&
		cJSON_AddStringToObject(row, "security_severity", rule->security_severity);
	if (!added)
		die_no_memory();
}

static void write_json(struct buf *buf)
{
	cJSON *array = cJSON_CreateArray();
	for (uint32_t i = 0; array && i < hfg_rules_n; i++)
		add_rule(array, hfg_rules[i]);
	char *text = cJSON_Print(array);
	if (!text)
		die_no_memory();
	buf_text(buf, text);
	buf_byte(buf, '\n');
	cJSON_free(text);
	cJSON_Delete(array);
}

static int rules(const struct arguments *arguments, struct hfg_err *err)
{
	slice format = S("text");
	for (unsigned i = 0; i < arguments->given_n; i++)
		format = arguments->given[i].value;
	struct buf buf = {0};
	if (slice_is(format, "json"))
		write_json(&buf);
	else
		write_text(&buf);
	int status = output_standard(buf_slice(&buf), err);
	buf_free(&buf);
	return status;
}

const struct command command_rules = {
	.name = "rules",
	.summary = "list the rules",
	.synopsis = "",
	.details = "",
	.example = "hfgate rules --format json\n",
	.options = options,
	.options_n = sizeof options / sizeof *options,
	.operand = OPT_NOTHING,
	.run = rules,
};
