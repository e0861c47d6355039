/* Knows the JSON report, version 1: the contract for scripts. */
#include "report/report.h"
#include "hfgate/ci.h"
#include "report/tree_json.h"
#include "report/words.h"

#include <stdio.h>

static void put_texts(
	struct tree_json *tree, cJSON *parent, const char *key, const slice *texts, uint32_t n)
{
	cJSON *array = tree_json_array(parent, key);
	for (uint32_t i = 0; i < n; i++)
		tree_json_text(tree, array, NULL, texts[i]);
}

static void put_place(struct tree_json *tree, cJSON *object, slice path, uint32_t line)
{
	tree_json_text(tree, object, "path", path);
	tree_json_number(object, "line", line);
}

static bool via_is_new(const struct hfg_value *value, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (strcmp(value->trail[i].via, value->trail[index].via) == 0)
			return false;
	return true;
}

static void put_trail(struct tree_json *tree, cJSON *object, const struct hfg_load *load)
{
	const struct hfg_value *value = &load->repo;
	cJSON *via = tree_json_array(object, "via");
	for (uint32_t i = 0; i < value->trail_n; i++)
		if (via_is_new(value, i))
			tree_json_word(via, NULL, value->trail[i].via);
	cJSON *trail = tree_json_array(object, "trail");
	for (uint32_t i = 0; i < value->trail_n; i++) {
		cJSON *hop = tree_json_object(trail, NULL);
		put_place(tree, hop, hop_path(&value->trail[i], load), value->trail[i].line);
		tree_json_text(tree, hop, "text", value->trail[i].text);
	}
}

static void put_values(struct tree_json *tree, cJSON *object, const struct hfg_value *value)
{
	tree_json_word(object, "state", hfg_state_name(value->state));
	put_texts(tree, object, "values", value->texts, value->n);
}

static void put_repo(struct tree_json *tree, cJSON *object, const struct hfg_load *load)
{
	cJSON *repo = tree_json_object(object, "repo");
	tree_json_text(tree, repo, "type", load->repo_type);
	put_values(tree, repo, &load->repo);
	put_trail(tree, repo, load);
	tree_json_text(tree, repo, "expression", load->repo.expression);
}

static void put_id(cJSON *object, const char *key, const struct hfg_load *load)
{
	char id[16];
	snprintf(id, sizeof id, "L%u", load->number);
	tree_json_word(object, key, id);
}

static const char *asset_name(enum hfg_asset asset)
{
	static const char *const names[] = {"code", "weights", "safe-weights", "data"};
	return names[asset];
}

/* `contents: write, id-token: write` as two texts. */
static void put_permissions(struct tree_json *tree, cJSON *object, slice permissions)
{
	cJSON *array = tree_json_array(object, "permissions");
	while (permissions.n) {
		size_t end = slice_search(permissions, S(", "));
		tree_json_text(tree, array, NULL, slice_cut(permissions, 0, end));
		permissions = slice_after(permissions, end + 2);
	}
}

static void put_reach(struct tree_json *tree, cJSON *array, const struct hfg_reach *reach)
{
	cJSON *object = tree_json_object(array, NULL);
	put_place(tree, object, reach->path, reach->line);
	tree_json_text(tree, object, "job", reach->job);
	tree_json_number(object, "step", reach->step_number);
	put_texts(tree, object, "trigger", reach->triggers, reach->triggers_n);
	cJSON *secrets = tree_json_array(object, "secrets");
	for (uint32_t i = 0; i < reach->secrets_n; i++)
		tree_json_text(tree, secrets, NULL, reach->secrets[i].name);
	put_permissions(tree, object, reach->permissions);
	put_texts(tree, object, "way", &reach->way, 1);
}

static void put_load(struct tree_json *tree, cJSON *array, const struct hfg_load *load)
{
	cJSON *object = tree_json_object(array, NULL);
	put_id(object, "id", load);
	put_place(tree, object, load->path, load->line);
	tree_json_number(object, "column", load->column);
	tree_json_number(object, "end_line", load->end_line);
	tree_json_number(object, "end_column", load->end_column);
	tree_json_word(object, "language", hfg_language_name(load->language));
	tree_json_text(tree, object, "callee", load->callee);
	tree_json_word(object, "kind", hfg_kind_name(load->kind));
	tree_json_word(object, "context", hfg_context_name(load->context));
	put_repo(tree, object, load);
	cJSON *revision = tree_json_object(object, "revision");
	put_values(tree, revision, &load->revision);
	tree_json_word(revision, "class", hfg_revision_class_name(load->revision_class));
	tree_json_word(object, "safetensors", hfg_safetensors_name(load->safetensors));
	tree_json_word(object, "remote_code", hfg_remote_code_name(load->remote_code));
	cJSON *reached = tree_json_array(object, "reached_from");
	for (uint32_t i = 0; i < load->reached_n; i++)
		put_reach(tree, reached, &load->reached[i]);
	tree_json_text(tree, object, "function", load->function);
	tree_json_word(object, "asset", asset_name(load->asset));
	tree_json_bool(object, "pass_through", load->pass_through);
}

static void put_related(struct tree_json *tree, cJSON *object, const struct hfg_finding *finding)
{
	cJSON *related = tree_json_array(object, "related");
	for (uint32_t i = 0; i < finding->also_n; i++) {
		cJSON *place = tree_json_object(related, NULL);
		put_place(tree, place, finding->also[i].path, finding->also[i].line);
		tree_json_text(tree, place, "message", finding->also[i].message);
	}
}

static void put_fix(struct tree_json *tree, cJSON *object, const struct hfg_finding *finding)
{
	if (!finding->edits_n) {
		tree_json_null(object, "fix");
		return;
	}
	cJSON *fix = tree_json_object(object, "fix");
	tree_json_bool(fix, "safe", finding->edits_safe);
	cJSON *edits = tree_json_array(fix, "edits");
	for (uint32_t i = 0; i < finding->edits_n; i++) {
		const struct hfg_edit *edit = &finding->edits[i];
		cJSON *row = tree_json_object(edits, NULL);
		tree_json_text(tree, row, "path", finding->path);
		tree_json_number(row, "offset", edit->offset);
		tree_json_number(row, "length", edit->length);
		tree_json_text(tree, row, "text", edit->text);
	}
}

static void put_suppressed(struct tree_json *tree, cJSON *object, const struct hfg_finding *finding)
{
	if (!finding->suppressed) {
		tree_json_null(object, "suppressed");
		return;
	}
	cJSON *suppressed = tree_json_object(object, "suppressed");
	tree_json_text(tree, suppressed, "reason", finding->suppressed_by);
}

static void put_finding(struct tree_json *tree, cJSON *array, const struct hfg_finding *finding)
{
	cJSON *object = tree_json_object(array, NULL);
	tree_json_word(object, "rule", finding->rule->id);
	tree_json_word(object, "name", finding->rule->name);
	tree_json_word(object, "level", word_level(finding->level));
	tree_json_word(object, "confidence", word_confidence(finding->confidence));
	tree_json_text(tree, object, "message", finding->message);
	put_place(tree, object, finding->path, finding->line);
	tree_json_number(object, "column", finding->column);
	tree_json_number(object, "end_line", finding->end_line);
	tree_json_number(object, "end_column", finding->end_column);
	if (finding->load)
		put_id(object, "load", finding->load);
	else
		tree_json_null(object, "load");
	tree_json_text(tree, object, "fingerprint", slice_of(finding->fingerprint));
	tree_json_word(object, "state", word_state(finding->state));
	put_related(tree, object, finding);
	put_fix(tree, object, finding);
	put_suppressed(tree, object, finding);
	tree_json_number(object, "group", finding->group);
	tree_json_bool(object, "primary", finding->primary);
}

static void put_summary(cJSON *root, const struct report_summary *summary)
{
	cJSON *object = tree_json_object(root, "summary");
	tree_json_number(object, "files", summary->files);
	tree_json_number(object, "bytes", (double)summary->bytes);
	tree_json_number(object, "loads", summary->loads);
	tree_json_number(object, "models", summary->models);
	tree_json_number(object, "errors", summary->errors);
	tree_json_number(object, "warnings", summary->warnings);
	tree_json_number(object, "notes", summary->notes);
	tree_json_number(object, "suppressed", summary->suppressed);
	tree_json_number(object, "baselined", summary->baselined);
	tree_json_number(object, "not_analysed", summary->not_analysed);
}

static void put_troubles(struct tree_json *tree, const struct report *report)
{
	cJSON *array = tree_json_array(tree->root, "not_analysed");
	for (uint32_t i = 0; i < report->troubles_n; i++) {
		if (!report->troubles[i].blocks)
			continue;
		cJSON *object = tree_json_object(array, NULL);
		tree_json_text(tree, object, "path", report->troubles[i].path);
		tree_json_text(tree, object, "reason", report->troubles[i].reason);
	}
}

static void write_json(const struct report *report, struct buf *buf)
{
	struct tree_json tree;
	tree_json_init(&tree);
	tree_json_word(tree.root, "schema", "hfgate/1");
	cJSON *tool = tree_json_object(tree.root, "tool");
	tree_json_word(tool, "name", "hfgate");
	tree_json_word(tool, "version", report->version);
	tree_json_word(tree.root, "verdict", report->verdict);
	tree_json_number(tree.root, "exit_code", report->exit_code);
	put_summary(tree.root, &report->summary);
	cJSON *loads = tree_json_array(tree.root, "loads");
	for (uint32_t i = 0; i < report->loads_n; i++)
		put_load(&tree, loads, report->loads[i]);
	cJSON *findings = tree_json_array(tree.root, "findings");
	for (uint32_t i = 0; i < report->findings_n; i++)
		put_finding(&tree, findings, report->findings[i]);
	put_troubles(&tree, report);
	tree_json_finish(&tree, true, buf);
}

const struct report_format report_json = {
	.name = "json",
	.summary = "everything, for scripts",
	.write = write_json,
};
