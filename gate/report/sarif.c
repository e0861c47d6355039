/* Knows SARIF 2.1.0 as code scanning and its viewers read it. */
#include "report/report.h"
#include "base/embedded.h"
#include "base/utf8.h"
#include "report/escape.h"
#include "report/line_hash.h"
#include "report/snippet.h"
#include "report/tree_json.h"
#include "report/words.h"
#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MAX_RESULTS = 5000,     /* code scanning shows no more of a run */
	MAX_DESCRIPTION = 1000, /* it refuses 1,025 characters */
	MAX_SNIPPET = 1000,     /* bytes; a minified line helps nobody */
	MAX_STEPS = 32,         /* locations of a code flow: MAX_TRAIL and the place itself */
};

#define INFORMATION "https://github.com/hfgate/hfgate"
#define CWE_GUID    "25f72d7e-8a92-459d-ad67-64853f788765"

struct sarif {
	struct tree_json tree;
	const struct report *report;
	struct arena arena; /* line hashes of `hashed` */
	const struct source *hashed;
	struct line_hashes hashes;
	uint32_t left_out; /* results over MAX_RESULTS */
};

static void put_message(struct sarif *sarif, cJSON *parent, const char *key, slice text)
{
	cJSON *message = tree_json_object(parent, key);
	tree_json_text(&sarif->tree, message, "text", text);
}

/* One sentence of ours with its full stop. */
static void put_sentence(struct sarif *sarif, cJSON *parent, const char *key, const char *text)
{
	char sentence[MAX_DESCRIPTION];
	snprintf(sentence, sizeof sentence, "%s.", text);
	put_message(sarif, parent, key, slice_of(sentence));
}

/* `unpinned-revision` as UnpinnedRevision: viewers show it beside the id. */
static void put_pascal(cJSON *parent, const char *key, const char *name)
{
	char out[256];
	size_t n = 0;
	bool upper = true;
	for (; *name && n + 1 < sizeof out; name++) {
		if (*name != '-')
			out[n++] = upper && *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A')
									 : *name;
		upper = *name == '-';
	}
	out[n] = '\0';
	tree_json_word(parent, key, out);
}

/* The page rules/hfg101_unpinned_revision.md. */
static slice page_of(const struct hfg_rule *rule)
{
	char name[256];
	int n = snprintf(name, sizeof name, "rules/%s_%s.md", rule->id, rule->name);
	for (int i = 0; i < n && i < (int)sizeof name - 1; i++) {
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] - 'A' + 'a');
		if (name[i] == '-')
			name[i] = '_';
	}
	return embedded_get(slice_of(name));
}

static void put_help(struct sarif *sarif, cJSON *parent, const struct hfg_rule *rule)
{
	slice page = page_of(rule);
	if (!page.n)
		page = slice_of(rule->summary);
	cJSON *help = tree_json_object(parent, "help");
	tree_json_text(&sarif->tree, help, "text", page);
	tree_json_text(&sarif->tree, help, "markdown", page);
}

static const char *cwe_number(const struct hfg_rule *rule)
{
	return rule->cwe && strncmp(rule->cwe, "CWE-", 4) == 0 ? rule->cwe + 4 : "";
}

static void put_rule_properties(cJSON *parent, const struct hfg_rule *rule)
{
	char tag[64];
	cJSON *properties = tree_json_object(parent, "properties");
	tree_json_word(properties, "precision", "high");
	tree_json_word(properties, "problem.severity",
		rule->level == HFG_LEVEL_ERROR             ? "error"
			: rule->level == HFG_LEVEL_WARNING ? "warning"
							   : "recommendation");
	tree_json_word(properties, "security-severity", rule->security_severity);
	cJSON *tags = tree_json_array(properties, "tags");
	tree_json_word(tags, NULL, "security");
	tree_json_word(tags, NULL, "supply-chain");
	if (!*cwe_number(rule))
		return;
	snprintf(tag, sizeof tag, "external/cwe/cwe-%s", cwe_number(rule));
	tree_json_word(tags, NULL, tag);
}

static void put_taxon(cJSON *parent, const struct hfg_rule *rule)
{
	if (!*cwe_number(rule))
		return;
	cJSON *relation = tree_json_object(tree_json_array(parent, "relationships"), NULL);
	cJSON *target = tree_json_object(relation, "target");
	tree_json_word(target, "id", cwe_number(rule));
	tree_json_word(target, "guid", CWE_GUID);
	tree_json_word(tree_json_object(target, "toolComponent"), "name", "CWE");
	tree_json_word(tree_json_array(relation, "kinds"), NULL, "superset");
}

static void put_rule(struct sarif *sarif, cJSON *array, const struct hfg_rule *rule)
{
	char uri[512];
	cJSON *object = tree_json_object(array, NULL);
	tree_json_word(object, "id", rule->id);
	put_pascal(object, "name", rule->name);
	put_sentence(sarif, object, "shortDescription", rule->summary);
	put_sentence(sarif, object, "fullDescription", rule->summary);
	put_help(sarif, object, rule);
	snprintf(uri, sizeof uri, INFORMATION "/blob/v%s/docs/rules.md#%s", sarif->report->version,
		rule->id);
	tree_json_word(object, "helpUri", uri);
	cJSON *configuration = tree_json_object(object, "defaultConfiguration");
	tree_json_word(configuration, "level", word_level(rule->level));
	put_taxon(object, rule);
	put_rule_properties(object, rule);
}

static void put_tool(struct sarif *sarif, cJSON *run)
{
	cJSON *driver = tree_json_object(tree_json_object(run, "tool"), "driver");
	tree_json_word(driver, "name", "hfgate");
	tree_json_word(driver, "organization", "hfgate");
	tree_json_word(driver, "semanticVersion", sarif->report->version);
	tree_json_word(driver, "version", sarif->report->version);
	tree_json_word(driver, "informationUri", INFORMATION);
	tree_json_word(driver, "language", "en-US");
	cJSON *rules = tree_json_array(driver, "rules");
	for (uint32_t i = 0; i < sarif->report->rules_n; i++)
		put_rule(sarif, rules, sarif->report->rules[i]);
	cJSON *reference = tree_json_object(tree_json_array(driver, "supportedTaxonomies"), NULL);
	tree_json_word(reference, "name", "CWE");
	tree_json_word(reference, "guid", CWE_GUID);
}

static bool cwe_is_new(const struct report *report, uint32_t index)
{
	const char *number = cwe_number(report->rules[index]);
	for (uint32_t i = 0; i < index; i++)
		if (strcmp(cwe_number(report->rules[i]), number) == 0)
			return false;
	return *number;
}

static void put_taxonomy(struct sarif *sarif, cJSON *run)
{
	cJSON *cwe = tree_json_object(tree_json_array(run, "taxonomies"), NULL);
	tree_json_word(cwe, "name", "CWE");
	tree_json_word(cwe, "organization", "MITRE");
	tree_json_word(cwe, "guid", CWE_GUID);
	tree_json_word(cwe, "informationUri", "https://cwe.mitre.org/");
	put_message(sarif, cwe, "shortDescription", S("The MITRE Common Weakness Enumeration."));
	cJSON *taxa = tree_json_array(cwe, "taxa");
	for (uint32_t i = 0; i < sarif->report->rules_n; i++)
		if (cwe_is_new(sarif->report, i))
			tree_json_word(tree_json_object(taxa, NULL), "id",
				cwe_number(sarif->report->rules[i]));
}

/* A relative reference below the root; a path that is none of ours is shown, not linked. */
static void put_artifact(struct sarif *sarif, cJSON *physical, slice path)
{
	cJSON *artifact = tree_json_object(physical, "artifactLocation");
	tree_json_word(artifact, "uri", escape_uri(&sarif->tree.arena, path));
	tree_json_word(artifact, "uriBaseId", "%SRCROOT%");
}

/* 1-based UTF-16 column of a 1-based code point column. */
static uint32_t utf16_column(slice line, uint32_t column)
{
	uint32_t now = 1, units = 1;
	for (size_t at = 0; at < line.n && now < column; now++) {
		uint32_t code;
		unsigned n = utf8_decode(line, at, &code);
		units += n && code > 0xffff ? 2 : 1;
		at += n ? n : 1;
	}
	return units;
}

static void put_snippet(struct sarif *sarif, cJSON *region, slice text)
{
	if (text.n && text.n <= MAX_SNIPPET)
		put_message(sarif, region, "snippet", text);
}

/* One line: code scanning drops a result of several lines unless all of them are in the diff. */
static void put_region(struct sarif *sarif, cJSON *physical, const struct hfg_finding *finding)
{
	uint32_t line = finding->line ? finding->line : 1;
	uint32_t column = finding->column ? finding->column : 1;
	cJSON *region = tree_json_object(physical, "region");
	tree_json_number(region, "startLine", line);
	if (!finding->source) {
		tree_json_number(region, "startColumn", 1);
		tree_json_number(region, "endLine", line);
		tree_json_number(region, "endColumn", 1);
		return;
	}
	const struct source *root = source_root(finding->source);
	slice text = source_line(root, line);
	uint32_t from = utf16_column(text, column);
	uint32_t to = finding->end_line > line ? utf16_count(text) + 1
					       : utf16_column(text, finding->end_column);
	tree_json_number(region, "startColumn", from);
	tree_json_number(region, "endLine", line);
	tree_json_number(region, "endColumn", to > from ? to : from);
	size_t start, end;
	snippet_columns(
		text, column, finding->end_line > line ? 0 : finding->end_column, &start, &end);
	put_snippet(sarif, region, slice_cut(text, start, end));
	cJSON *context = tree_json_object(physical, "contextRegion");
	tree_json_number(context, "startLine", line);
	put_snippet(sarif, context, text);
}

static void put_location(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	cJSON *location = tree_json_object(tree_json_array(result, "locations"), NULL);
	cJSON *physical = tree_json_object(location, "physicalLocation");
	put_artifact(sarif, physical, finding->path);
	put_region(sarif, physical, finding);
	if (!finding->load || !finding->load->function.n)
		return;
	cJSON *logical = tree_json_object(tree_json_array(location, "logicalLocations"), NULL);
	tree_json_text(&sarif->tree, logical, "fullyQualifiedName", finding->load->function);
	tree_json_word(logical, "kind", "function");
}

static void put_place(struct sarif *sarif, cJSON *location, slice path, uint32_t line)
{
	cJSON *physical = tree_json_object(location, "physicalLocation");
	put_artifact(sarif, physical, path);
	tree_json_number(tree_json_object(physical, "region"), "startLine", line ? line : 1);
}

static void put_related(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	if (!finding->also_n)
		return;
	cJSON *array = tree_json_array(result, "relatedLocations");
	for (uint32_t i = 0; i < finding->also_n; i++) {
		cJSON *location = tree_json_object(array, NULL);
		tree_json_number(location, "id", i + 1);
		put_place(sarif, location, finding->also[i].path, finding->also[i].line);
		put_message(sarif, location, "message", finding->also[i].message);
	}
}

static void put_step(struct sarif *sarif, cJSON *array, slice path, uint32_t line, slice text)
{
	cJSON *location = tree_json_object(tree_json_object(array, NULL), "location");
	put_place(sarif, location, path, line);
	put_message(sarif, location, "message", text);
}

/* The way of the name from where it is written to the place of the finding. */
static void put_flow(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	const struct hfg_load *load = finding->load;
	if (!load || load->repo.trail_n < 2)
		return;
	cJSON *flow = tree_json_object(tree_json_array(result, "codeFlows"), NULL);
	cJSON *thread = tree_json_object(tree_json_array(flow, "threadFlows"), NULL);
	cJSON *steps = tree_json_array(thread, "locations");
	uint32_t n = load->repo.trail_n < MAX_STEPS ? load->repo.trail_n : MAX_STEPS;
	for (uint32_t i = n; i > 0; i--) {
		const struct hfg_hop *hop = &load->repo.trail[i - 1];
		slice text = hop->text.n ? hop->text : slice_of(hop->via);
		put_step(sarif, steps, hop_path(hop, load), hop->line, text);
	}
	put_step(sarif, steps, finding->path, finding->line, load->callee);
}

static void put_replacement(
	struct sarif *sarif, cJSON *array, const struct source *root, const struct hfg_edit *edit)
{
	struct position from = source_position(root, edit->offset);
	struct position to = source_position_end(root, edit->offset + edit->length);
	if (!edit->length)
		to = from;
	cJSON *replacement = tree_json_object(array, NULL);
	cJSON *region = tree_json_object(replacement, "deletedRegion");
	tree_json_number(region, "startLine", from.line);
	tree_json_number(region, "startColumn", from.utf16_column);
	tree_json_number(region, "endLine", to.line);
	tree_json_number(region, "endColumn", to.utf16_column);
	put_message(sarif, replacement, "insertedContent", edit->text);
}

static void put_fixes(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	if (!finding->edits_n || !finding->source)
		return;
	cJSON *fix = tree_json_object(tree_json_array(result, "fixes"), NULL);
	put_message(sarif, fix, "description",
		finding->help.n ? finding->help : slice_of(finding->rule->summary));
	cJSON *change = tree_json_object(tree_json_array(fix, "artifactChanges"), NULL);
	put_artifact(sarif, change, finding->path);
	cJSON *replacements = tree_json_array(change, "replacements");
	for (uint32_t i = 0; i < finding->edits_n; i++)
		put_replacement(
			sarif, replacements, source_root(finding->source), &finding->edits[i]);
}

/* Findings come sorted by path, so the hashes of one file are enough to remember. */
static void put_line_hash(struct sarif *sarif, cJSON *prints, const struct hfg_finding *finding)
{
	if (!finding->source)
		return;
	const struct source *root = source_root(finding->source);
	if (sarif->hashed != root) {
		arena_reset(&sarif->arena);
		line_hash_file(&sarif->hashes, root->text, &sarif->arena);
		sarif->hashed = root;
	}
	if (!finding->line || finding->line > sarif->hashes.n)
		return;
	const struct line_hash *hash = &sarif->hashes.lines[finding->line - 1];
	char text[40];
	snprintf(text, sizeof text, "%llx:%u", (unsigned long long)hash->hash, hash->count);
	tree_json_word(prints, "primaryLocationLineHash", text);
}

static void put_text_message(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	struct buf text = {0};
	buf_add(&text, finding->message);
	if (!slice_ends(finding->message, S(".")))
		buf_byte(&text, '.');
	for (uint32_t i = 0; i < finding->also_n; i++)
		buf_printf(&text, " [%u](%u)", i + 1, i + 1);
	if (finding->help.n) {
		buf_text(&text, "\nHelp: ");
		buf_add(&text, finding->help);
	}
	put_message(sarif, result, "message", buf_slice(&text));
	buf_free(&text);
}

static uint32_t rule_index(const struct report *report, const struct hfg_rule *rule)
{
	for (uint32_t i = 0; i < report->rules_n; i++)
		if (report->rules[i] == rule)
			return i;
	return UINT32_MAX;
}

static void put_suppression(struct sarif *sarif, cJSON *result, const struct hfg_finding *finding)
{
	if (!finding->suppressed)
		return;
	cJSON *suppression = tree_json_object(tree_json_array(result, "suppressions"), NULL);
	tree_json_word(suppression, "kind", "inSource");
	tree_json_text(&sarif->tree, suppression, "justification", finding->suppressed_by);
}

static void put_result(struct sarif *sarif, cJSON *array, const struct hfg_finding *finding)
{
	cJSON *result = tree_json_object(array, NULL);
	uint32_t index = rule_index(sarif->report, finding->rule);
	tree_json_word(result, "ruleId", finding->rule->id);
	if (index != UINT32_MAX)
		tree_json_number(result, "ruleIndex", index);
	tree_json_word(result, "level", word_level(finding->level));
	put_text_message(sarif, result, finding);
	put_location(sarif, result, finding);
	put_related(sarif, result, finding);
	put_flow(sarif, result, finding);
	put_fixes(sarif, result, finding);
	cJSON *prints = tree_json_object(result, "partialFingerprints");
	put_line_hash(sarif, prints, finding);
	tree_json_word(prints, "hfgate/v1", finding->fingerprint);
	put_suppression(sarif, result, finding);
}

static bool wanted(const struct report *report, const struct hfg_finding *finding)
{
	if (finding->level == HFG_LEVEL_NONE || !finding->path.n)
		return false;
	return !finding->suppressed || report->options.show_suppressed;
}

/* The lowest level that still fits into MAX_RESULTS, and how many of it do. */
struct cap {
	enum hfg_level level;
	uint32_t of_level;
};

static struct cap choose_cap(struct sarif *sarif)
{
	const struct report *report = sarif->report;
	uint32_t n[HFG_LEVEL_ERROR + 1] = {0}, room = MAX_RESULTS;
	for (uint32_t i = 0; i < report->findings_n; i++)
		if (wanted(report, report->findings[i]))
			n[report->findings[i]->level]++;
	uint32_t total = n[HFG_LEVEL_ERROR] + n[HFG_LEVEL_WARNING] + n[HFG_LEVEL_NOTE];
	sarif->left_out = total > MAX_RESULTS ? total - MAX_RESULTS : 0;
	enum hfg_level level = HFG_LEVEL_ERROR;
	while (level > HFG_LEVEL_NOTE && n[level] <= room)
		room -= n[level--];
	return (struct cap){level, room};
}

static void put_results(struct sarif *sarif, cJSON *run)
{
	const struct report *report = sarif->report;
	struct cap cap = choose_cap(sarif);
	cJSON *results = tree_json_array(run, "results");
	for (uint32_t i = 0; i < report->findings_n; i++) {
		const struct hfg_finding *finding = report->findings[i];
		if (!wanted(report, finding) || finding->level < cap.level)
			continue;
		if (finding->level == cap.level && cap.of_level-- == 0) {
			cap.of_level = 0;
			continue;
		}
		put_result(sarif, results, finding);
	}
}

static void put_notification(
	struct sarif *sarif, cJSON *array, const char *level, slice path, slice text)
{
	cJSON *notification = tree_json_object(array, NULL);
	tree_json_word(notification, "level", level);
	put_message(sarif, notification, "message", text);
	if (!path.n)
		return;
	cJSON *location = tree_json_object(tree_json_array(notification, "locations"), NULL);
	put_artifact(sarif, tree_json_object(location, "physicalLocation"), path);
}

static void put_invocation(struct sarif *sarif, cJSON *run)
{
	const struct report *report = sarif->report;
	char text[160];
	cJSON *invocation = tree_json_object(tree_json_array(run, "invocations"), NULL);
	tree_json_bool(invocation, "executionSuccessful", true);
	tree_json_number(invocation, "exitCode", report->exit_code);
	tree_json_word(invocation, "exitCodeDescription", report->verdict);
	cJSON *array = tree_json_array(invocation, "toolExecutionNotifications");
	uint32_t left_out = sarif->left_out + report->summary.dropped;
	if (left_out) {
		snprintf(text, sizeof text,
			"%u findings are left out: code scanning shows %d of a run. The most "
			"severe "
			"are here.",
			left_out, MAX_RESULTS);
		put_notification(sarif, array, "warning", S(""), slice_of(text));
	}
	for (uint32_t i = 0; i < report->troubles_n; i++)
		if (report->troubles[i].blocks)
			put_notification(sarif, array, "error", report->troubles[i].path,
				report->troubles[i].reason);
}

static void put_base(struct sarif *sarif, cJSON *run)
{
	cJSON *bases = tree_json_object(run, "originalUriBaseIds");
	cJSON *root = tree_json_object(bases, "%SRCROOT%");
	put_message(sarif, root, "description", S("The root of the analysed tree."));
}

static void write_sarif(const struct report *report, struct buf *buf)
{
	struct sarif sarif = {.report = report};
	tree_json_init(&sarif.tree);
	arena_init(&sarif.arena);
	cJSON *root = sarif.tree.root;
	tree_json_word(root, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	tree_json_word(root, "version", "2.1.0");
	cJSON *run = tree_json_object(tree_json_array(root, "runs"), NULL);
	put_tool(&sarif, run);
	put_taxonomy(&sarif, run);
	put_base(&sarif, run);
	tree_json_word(run, "columnKind", "utf16CodeUnits");
	put_results(&sarif, run);
	put_invocation(&sarif, run);
	arena_free(&sarif.arena);
	tree_json_finish(&sarif.tree, false, buf);
}

const struct report_format report_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning",
	.write = write_sarif,
};
