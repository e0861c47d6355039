/*
 * Reports from findings made by hand. Golden bytes stand in tests/report; with HFGATE_GOLDEN=1 in
 * the environment they are rewritten instead of compared: review the difference.
 */
#include "unit.h"
#include "policy/policy.h"
#include "report/escape.h"
#include "report/line_hash.h"
#include "report/report.h"
#include "source/source.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_SET = 8 };

static const struct hfg_rule pin_rule = {
	.id = "HFG991",
	.name = "sample-pin",
	.summary = "No revision is given, so today's main branch is loaded",
	.cwe = "CWE-494",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
};

static const struct hfg_rule format_rule = {
	.id = "HFG992",
	.name = "sample-format",
	.summary = "Weights may be loaded from pickle",
	.cwe = "CWE-502",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
};

static const struct hfg_rule *const test_rules[] = {&pin_rule, &format_rule};

static const struct hfg_sink model_sink = {.kind = HFG_MODEL};

/* A report and everything it points to. */
struct set {
	struct arena arena;
	struct hfg_load loads[MAX_SET];
	struct hfg_finding findings[MAX_SET];
	const struct hfg_load *load_list[MAX_SET];
	const struct hfg_finding *finding_list[MAX_SET];
	struct hfg_trouble trouble;
	struct report report;
};

static void set_init(struct set *set)
{
	memset(set, 0, sizeof *set);
	arena_init(&set->arena);
	set->report = (struct report){
		.version = "0.1.0",
		.rules = test_rules,
		.rules_n = 2,
		.loads = set->load_list,
		.findings = set->finding_list,
		.verdict = "pass",
		.tree = S("memory"),
		.policy = S("built-in"),
		.preset = "recommended",
		.options = {.seconds = -1},
	};
}

static struct source *set_source(struct set *set, slice path, slice text)
{
	char *padded = arena_zalloc(&set->arena, text.n + 8);
	memcpy(padded, text.p, text.n);
	return source_new(&set->arena, path, (slice){padded, text.n}, HFG_PYTHON);
}

static span find(const struct source *source, const char *needle)
{
	uint32_t from = (uint32_t)slice_search(source->text, slice_of(needle));
	return (span){from, from + (uint32_t)strlen(needle)};
}

static void locate(const struct source *source, span at, uint32_t place[4])
{
	struct position from = source_position(source, at.from);
	struct position to = source_position_end(source, at.to);
	place[0] = from.line;
	place[1] = from.column;
	place[2] = to.line;
	place[3] = to.column;
}

static struct hfg_load *set_load(struct set *set, const struct source *source, const char *call)
{
	uint32_t n = set->report.loads_n++, place[4];
	struct hfg_load *load = &set->loads[n];
	*load = (struct hfg_load){
		.number = n + 1,
		.source = source,
		.path = source->path,
		.language = HFG_PYTHON,
		.at = find(source, call),
		.callee = S("transformers.AutoModel.from_pretrained"),
		.sink = &model_sink,
		.kind = HFG_MODEL,
		.asset = HFG_ASSET_WEIGHTS,
		.context = HFG_CONTEXT_APPLICATION,
		.repo_type = S("model"),
		.revision_class = HFG_REVISION_ABSENT,
		.safetensors = HFG_SAFE_OPEN,
	};
	locate(source, load->at, place);
	load->line = place[0];
	load->column = place[1];
	load->end_line = place[2];
	load->end_column = place[3];
	set->load_list[n] = load;
	return load;
}

static struct hfg_finding *set_finding(
	struct set *set, const struct hfg_load *load, const char *marked, const char *message)
{
	uint32_t n = set->report.findings_n++, place[4];
	struct hfg_finding *finding = &set->findings[n];
	*finding = (struct hfg_finding){
		.rule = &pin_rule,
		.load = load,
		.source = load->source,
		.path = load->path,
		.at = find(load->source, marked),
		.message = slice_of(message),
		.group = n + 1,
		.primary = true,
		.level = HFG_LEVEL_ERROR,
		.own_level = HFG_LEVEL_ERROR,
		.confidence = HFG_CONFIDENCE_HIGH,
		.fingerprint = "0123456789abcdef0123456789abcdef",
	};
	locate(load->source, finding->at, place);
	finding->line = place[0];
	finding->column = place[1];
	finding->end_line = place[2];
	finding->end_column = place[3];
	set->finding_list[n] = finding;
	return finding;
}

static void one_value(struct hfg_value *value, const slice *text, const char *expression)
{
	value->state = HFG_ONE;
	value->n = 1;
	value->texts = text;
	value->expression = slice_of(expression);
}

static void write_format(const char *name, const struct report *report, struct buf *buf)
{
	for (unsigned i = 0; i < report_formats_n; i++)
		if (strcmp(report_formats[i]->name, name) == 0)
			report_formats[i]->write(report, buf);
}

static bool read_whole(const char *path, struct buf *buf)
{
	FILE *file = fopen(path, "rb");
	char piece[4096];
	if (!file)
		return false;
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		buf_add(buf, (slice){piece, n});
	fclose(file);
	return true;
}

static void check_golden(const char *name, slice got)
{
	char path[256];
	struct buf wanted = {0};
	snprintf(path, sizeof path, "tests/report/%s.golden", name);
	if (getenv("HFGATE_GOLDEN")) {
		FILE *file = fopen(path, "wb");
		CHECK(file && fwrite(got.p, 1, got.n, file) == got.n);
		CHECK(file && fclose(file) == 0);
		return;
	}
	CHECK(read_whole(path, &wanted));
	CHECK_SLICE(got, buf_slice(&wanted));
	buf_free(&wanted);
}

/* Two files, three loads, a trail in the same file and one to another, a suppressed finding. */
static void fill_sample(struct set *set)
{
	static const slice tiny[] = {S("acme/tiny-vl")}, encoder[] = {S("acme/encoder")};
	static const struct hfg_hop here[] = {
		{.line = 3, .column = 9, .via = "module-constant", .text = S("\"acme/tiny-vl\"")}};
	static const struct hfg_hop elsewhere[] = {
		{.line = 2, .column = 14, .via = "imported", .text = S("ENCODER")},
		{.path = S("conf.py"),
			.line = 3,
			.column = 11,
			.via = "module-constant",
			.text = S("\"acme/encoder\"")}};
	static const struct hfg_place download[] = {
		{.path = S("conf.py"), .line = 3, .column = 1, .message = S("downloaded here")}};
	static const struct hfg_edit edits[] = {{.offset = 120, .length = 0, .text = S(", x=1")}};
	struct source *serve = set_source(set, S("serve/model.py"),
		S("from transformers import AutoModel\n\nMODEL = \"acme/tiny-vl\"\n\n\n"
		  "def load():\n\tnet = AutoModel.from_pretrained(MODEL, trust_remote_code=True)\n"
		  "\treturn net\n\n\nWARM = AutoModel.from_pretrained(\n\tMODEL,\n)\n"));
	struct source *embed = set_source(set, S("zindex/embed.py"),
		S("from transformers import AutoModel\nfrom conf import ENCODER\n"
		  "\xc3\xa9 = \"\xf0\x9f\xa4\x97\"; e = AutoModel.from_pretrained(ENCODER)\n"));
	struct hfg_load *first =
		set_load(set, serve, "AutoModel.from_pretrained(MODEL, trust_remote_code=True)");
	one_value(&first->repo, tiny, "MODEL");
	first->repo.trail = here;
	first->repo.trail_n = 1;
	first->function = S("load");
	struct hfg_load *second = set_load(set, serve, "AutoModel.from_pretrained(\n\tMODEL,\n)");
	one_value(&second->repo, tiny, "MODEL");
	struct hfg_load *third = set_load(set, embed, "AutoModel.from_pretrained(ENCODER)");
	one_value(&third->repo, encoder, "ENCODER");
	third->repo.trail = elsewhere;
	third->repo.trail_n = 2;
	third->pass_through = true;

	struct hfg_finding *finding = set_finding(set, first, "AutoModel.from_pretrained(MODEL, t",
		"acme/tiny-vl is loaded at `main`");
	finding->help = S("pin a commit: revision=\"<40 hex digits>\"");
	finding->at.to -= 9;
	finding->end_column -= 9;
	finding->edits = edits;
	finding->edits_n = 1;
	finding = set_finding(set, second, "AutoModel.from_pretrained(\n\tMODEL,\n)",
		"acme/tiny-vl is loaded at `main`");
	finding->group = 1;
	finding->primary = false;
	finding->level = HFG_LEVEL_NOTE;
	finding = set_finding(set, third, "AutoModel.from_pretrained",
		"weights of acme/encoder may be loaded from pickle");
	finding->rule = &format_rule;
	finding->level = HFG_LEVEL_WARNING;
	finding->also = download;
	finding->also_n = 1;
	finding = set_finding(set, third, "ENCODER)", "acme/encoder is loaded at `main`");
	finding->suppressed = true;
	finding->suppressed_by = S("reviewed in the security meeting");
	set->trouble = (struct hfg_trouble){.kind = HFG_TROUBLE_PARSE,
		.path = S("broken.ipynb"),
		.reason = S("not JSON"),
		.blocks = true};
	set->report.troubles = &set->trouble;
	set->report.troubles_n = 1;
	set->report.verdict = "fail";
	set->report.exit_code = 1;
	set->report.summary = (struct report_summary){.files = 312,
		.bytes = 123456,
		.loads = 3,
		.models = 2,
		.models_floating = 2,
		.errors = 1,
		.warnings = 1,
		.notes = 1,
		.suppressed = 1,
		.open_values = 1,
		.not_analysed = 1};
}

static void check_sample(const char *format, const char *golden, struct report_options options)
{
	struct set set;
	struct buf buf = {0};
	set_init(&set);
	fill_sample(&set);
	set.report.options = options;
	write_format(format, &set.report, &buf);
	check_golden(golden, buf_slice(&buf));
	buf_free(&buf);
	arena_free(&set.arena);
}

void test_report_text__sample(void)
{
	check_sample("text", "text", (struct report_options){.seconds = -1});
}

void test_report_text__verbose_wide_colour(void)
{
	check_sample("text", "text-all",
		(struct report_options){.seconds = 0.04,
			.colour = true,
			.verbose = true,
			.width = 60,
			.show_open = true,
			.show_suppressed = true,
			.stats = true});
}

void test_report_text__quiet_is_one_line(void)
{
	check_sample("text", "text-quiet", (struct report_options){.quiet = true, .seconds = -1});
}

void test_report_json__sample(void)
{
	check_sample("json", "json", (struct report_options){.seconds = -1});
}

void test_report_sarif__sample(void)
{
	check_sample("sarif", "sarif", (struct report_options){.seconds = -1});
}

void test_report_text__a_pass_is_short(void)
{
	struct set set;
	struct buf buf = {0};
	set_init(&set);
	set.report.summary =
		(struct report_summary){.files = 1, .loads = 1, .models = 1, .models_pinned = 1};
	write_format("text", &set.report, &buf);
	CHECK_TEXT(buf_slice(&buf),
		"models: 1 (1 pinned)\n1 load of 1 model in 1 file \xc2\xb7 0 errors, 0 warnings, "
		"0 suppressed, 0 not analysed -> PASS\n");
	buf_free(&buf);
	arena_free(&set.arena);
}

/* Every field that an analysed tree can reach, filled with what an attacker would try. */
static void fill_hostile(struct set *set, slice evil)
{
	struct buf text = {0};
	buf_text(&text, "x = load(\"");
	buf_add(&text, evil);
	buf_text(&text, "\")\n");
	struct source *source = set_source(set, evil, buf_slice(&text));
	buf_free(&text);
	slice *texts = arena_array(&set->arena, 1, sizeof *texts);
	texts[0] = evil;
	struct hfg_hop *hops = arena_array(&set->arena, 2, sizeof *hops);
	hops[0] = (struct hfg_hop){.line = 1, .column = 1, .via = "literal", .text = evil};
	hops[1] = (struct hfg_hop){
		.path = evil, .line = 1, .column = 1, .via = "imported", .text = evil};
	hops[1].path.n--;
	struct hfg_place *places = arena_array(&set->arena, 1, sizeof *places);
	places[0] = (struct hfg_place){.path = evil, .line = 1, .column = 1, .message = evil};
	struct hfg_edit *edit = arena_array(&set->arena, 1, sizeof *edit);
	edit->text = evil;
	struct hfg_load *load = set_load(set, source, "load");
	load->callee = load->function = evil;
	load->pass_through = true;
	one_value(&load->repo, texts, "");
	load->repo.expression = evil;
	load->repo.trail = hops;
	load->repo.trail_n = 2;
	load->revision = load->repo;
	struct hfg_finding *finding = set_finding(set, load, "load(\"", "");
	finding->message = finding->help = finding->suppressed_by = evil;
	finding->also = places;
	finding->also_n = 1;
	finding->edits = edit;
	finding->edits_n = 1;
	finding = set_finding(set, load, "load(\"", "");
	finding->message = finding->suppressed_by = evil;
	finding->suppressed = true;
	set->trouble = (struct hfg_trouble){.path = S("other\n::error::"), .reason = evil};
	set->trouble.blocks = true;
	set->report.troubles = &set->trouble;
	set->report.troubles_n = 1;
	set->report.tree = set->report.policy = evil;
	set->report.options = (struct report_options){.verbose = true,
		.show_open = true,
		.show_suppressed = true,
		.stats = true,
		.seconds = -1};
}

static bool has_raw_control(slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

/* A line that a runner would take for a command: it trims blanks in front. */
static bool starts_a_command(slice text)
{
	while (text.n) {
		size_t end = slice_find(text, '\n');
		if (slice_starts(slice_trim(slice_cut(text, 0, end)), S("::")))
			return true;
		text = slice_after(text, end + 1);
	}
	return false;
}

static void check_inert(slice text)
{
	static const char *const bad[] = {"##[", "##vso[", "\xe2\x80\xae", "\xe2\x81\xa6",
		"\xe2\x80\x8b", "\xc2\x9b", "\xff", "\xef\xbb\xbf"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(!slice_has(text, slice_of(bad[i])));
	CHECK(!has_raw_control(text));
	CHECK(!starts_a_command(text));
}

void test_report_all__hostile_text_is_inert(void)
{
	static const slice evil[] = {S("a\033[2Jb"), S("a\n::error::x"), S("a\r\n  ::add-mask::x"),
		S("##[command]x"), S("##vso[task.setvariable]x"),
		S("a\xe2\x80\xae"
		  "b\xe2\x81\xa6"),
		S("a\xffz\xc3"), S("a\0b"), S("::error::first"),
		S("\xc2\x9b"
		  "31m\x7f"),
		S("\xe2\x80\x8b\xef\xbb\xbf"), S("</script>\"'`|[x](http://x)")};
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++)
		for (unsigned j = 0; j < report_formats_n; j++) {
			struct set set;
			struct buf buf = {0};
			set_init(&set);
			fill_hostile(&set, evil[i]);
			report_formats[j]->write(&set.report, &buf);
			check_inert(buf_slice(&buf));
			if (strcmp(report_formats[j]->name, "text") != 0) {
				cJSON *parsed = cJSON_ParseWithLength(buf.p, buf.n);
				CHECK(parsed != NULL);
				cJSON_Delete(parsed);
			}
			buf_free(&buf);
			arena_free(&set.arena);
		}
}

void test_report_json__escapes_keep_the_data(void)
{
	struct set set;
	struct buf buf = {0};
	slice evil = S("##[group]\xe2\x80\xae\xf3\xa0\x80\x81\033");
	set_init(&set);
	fill_hostile(&set, evil);
	write_format("json", &set.report, &buf);
	cJSON *parsed = cJSON_ParseWithLength(buf.p, buf.n);
	cJSON *finding = cJSON_GetArrayItem(cJSON_GetObjectItem(parsed, "findings"), 0);
	CHECK_SLICE(slice_of(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "message"))), evil);
	cJSON_Delete(parsed);
	buf_free(&buf);
	arena_free(&set.arena);
}

static cJSON *sarif_result(struct set *set, struct buf *buf, cJSON **ret_parsed)
{
	write_format("sarif", &set->report, buf);
	*ret_parsed = cJSON_ParseWithLength(buf->p, buf->n);
	cJSON *run = cJSON_GetArrayItem(cJSON_GetObjectItem(*ret_parsed, "runs"), 0);
	return cJSON_GetArrayItem(cJSON_GetObjectItem(run, "results"), 0);
}

static cJSON *physical_of(cJSON *result)
{
	cJSON *location = cJSON_GetArrayItem(cJSON_GetObjectItem(result, "locations"), 0);
	return cJSON_GetObjectItem(location, "physicalLocation");
}

void test_report_sarif__columns_are_utf16(void)
{
	struct set set;
	struct buf buf = {0};
	cJSON *parsed;
	set_init(&set);
	struct source *source =
		set_source(&set, S("a.py"), S("\xc3\xa9 = '\xf0\x9f\xa4\x97'; load('x')\n"));
	set_finding(&set, set_load(&set, source, "load('x')"), "load", "m");
	cJSON *region =
		cJSON_GetObjectItem(physical_of(sarif_result(&set, &buf, &parsed)), "region");
	/* 9 code points stand before the call, one of them takes two UTF-16 units. */
	CHECK_NUMBER(set.findings[0].column, 10);
	CHECK_NUMBER(cJSON_GetNumberValue(cJSON_GetObjectItem(region, "startColumn")), 11);
	CHECK_NUMBER(cJSON_GetNumberValue(cJSON_GetObjectItem(region, "endColumn")), 15);
	CHECK_NUMBER(cJSON_GetNumberValue(cJSON_GetObjectItem(region, "endLine")), 1);
	cJSON_Delete(parsed);
	buf_free(&buf);
	arena_free(&set.arena);
}

void test_report_sarif__uris_are_encoded(void)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_TEXT(slice_of(escape_uri(&arena, S("a b/[x]#\xc3\xa9:%?.py"))),
		"a%20b/%5Bx%5D%23%C3%A9%3A%25%3F.py");
	CHECK_TEXT(slice_of(escape_uri(&arena, S("\xff\n.py"))), "%FF%0A.py");
	CHECK_TEXT(slice_of(escape_uri(&arena, S(""))), "");
	arena_free(&arena);
}

void test_report_sarif__suppressed_only_on_request(void)
{
	struct set set;
	struct buf buf = {0};
	cJSON *parsed;
	set_init(&set);
	struct source *source = set_source(&set, S("a.py"), S("load('x')\n"));
	set_finding(&set, set_load(&set, source, "load('x')"), "load", "m")->suppressed = true;
	CHECK(!sarif_result(&set, &buf, &parsed));
	cJSON_Delete(parsed);
	buf.n = 0;
	set.report.options.show_suppressed = true;
	CHECK(cJSON_GetObjectItem(sarif_result(&set, &buf, &parsed), "suppressions"));
	cJSON_Delete(parsed);
	buf_free(&buf);
	arena_free(&set.arena);
}

/* 6,000 findings, errors last: the cap must keep them and say what it dropped. */
void test_report_sarif__cap_keeps_the_worst(void)
{
	enum { MANY = 6000, ERRORS = 1500, KEPT = 5000 };
	struct set set;
	struct buf buf = {0};
	cJSON *parsed;
	set_init(&set);
	struct source *source = set_source(&set, S("a.py"), S("load('x')\n"));
	struct hfg_finding *model =
		set_finding(&set, set_load(&set, source, "load('x')"), "load", "m");
	struct hfg_finding *all = arena_array(&set.arena, MANY, sizeof *all);
	const struct hfg_finding **list = arena_array(&set.arena, MANY, sizeof *list);
	for (uint32_t i = 0; i < MANY; i++) {
		all[i] = *model;
		all[i].level = i < MANY - ERRORS ? HFG_LEVEL_NOTE : HFG_LEVEL_ERROR;
		list[i] = &all[i];
	}
	set.report.findings = list;
	set.report.findings_n = MANY;
	sarif_result(&set, &buf, &parsed);
	cJSON *run = cJSON_GetArrayItem(cJSON_GetObjectItem(parsed, "runs"), 0);
	cJSON *results = cJSON_GetObjectItem(run, "results"), *result;
	uint32_t errors = 0;
	cJSON_ArrayForEach(result, results) errors +=
		strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(result, "level")), "error") == 0;
	CHECK_NUMBER(cJSON_GetArraySize(results), KEPT);
	CHECK_NUMBER(errors, ERRORS);
	CHECK(slice_has(buf_slice(&buf), S("1000 findings are left out")));
	cJSON_Delete(parsed);
	buf_free(&buf);
	arena_free(&set.arena);
}

void test_report_text__long_lines_are_cut_around_the_mark(void)
{
	struct set set;
	struct buf line = {0}, buf = {0};
	set_init(&set);
	for (unsigned i = 0; i < 3000; i++)
		buf_text(&line, "abcdefghi ");
	buf_text(&line, "load('x')");
	for (unsigned i = 0; i < 3000; i++)
		buf_text(&line, " abcdefghi");
	struct source *source = set_source(&set, S("a.py"), buf_slice(&line));
	set_finding(&set, set_load(&set, source, "load('x')"), "load('x')", "m");
	set.report.options.width = 80;
	write_format("text", &set.report, &buf);
	slice text = buf_slice(&buf);
	CHECK(slice_has(text, S("load('x')")));
	size_t shown = slice_search(text, S("load('x')"));
	size_t under = slice_search(text, S("^^^^^^^^^"));
	slice before = slice_cut(text, 0, shown), below = slice_cut(text, 0, under);
	size_t first = slice_rfind(before, '\n'), second = slice_rfind(below, '\n');
	/* The ellipsis takes three bytes and one column. */
	CHECK_NUMBER(shown - first - 2, under - second);
	buf_free(&line);
	buf_free(&buf);
	arena_free(&set.arena);
}

/* Runs of one character, to write the long vectors shortly. */
static void repeat(struct buf *buf, char byte, unsigned n)
{
	while (n--)
		buf_byte(buf, byte);
}

static void check_hashes(slice text, const char *wanted)
{
	struct arena arena;
	struct line_hashes hashes;
	struct buf got = {0};
	arena_init(&arena);
	line_hash_file(&hashes, text, &arena);
	for (uint32_t i = 0; i < hashes.n; i++)
		buf_printf(&got, "%s%u=%llx:%u", i ? " " : "", i + 1,
			(unsigned long long)hashes.lines[i].hash, hashes.lines[i].count);
	CHECK_TEXT(buf_slice(&got), wanted);
	buf_free(&got);
	arena_free(&arena);
}

void test_report_line_hash__vectors(void)
{
	check_hashes(S(""), "1=c129715d7a2bc9a3:1");
	check_hashes(S("\n"), "1=3c5bef55b72b93c9:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("a"), "1=53b5d4aabe50d64:1");
	check_hashes(S("a\n"), "1=243cbaa4685aab12:1 2=c129715d7a2bc9a3:1");
	check_hashes(S(" \t a\n"), "1=243cbaa4685aab12:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("a\na\n"), "1=ee4468fa4a9bc719:1 2=243cbaa4685aab12:1 3=c129715d7a2bc9a3:1");
	const char *two = "1=1f7b9f1ae97918ec:1 2=c33be7e0cf7c3ca:1 3=c129715d7a2bc9a3:1";
	check_hashes(S("x\ny\n"), two);
	check_hashes(S("x\r\ny\r\n"), two);
	check_hashes(S("x\ry\r"), two);
	check_hashes(S("x\r \ny\n"),
		"1=4284002cf9e1fd6:1 2=eb5c369bc8f9bd24:1 "
		"3=c33be7e0cf7c3ca:1 4=c129715d7a2bc9a3:1");
	check_hashes(S("\xef\xbb\xbfx\n"), "1=51bfbc6e89697e4c:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("h\xc3\xa9llo\n"), "1=87b9e14cae3568f9:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("\xf0\x9f\xa4\x97 hf\n"), "1=b5b28ce79d9bc2cc:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("bad\xff"
		       "byte\n"),
		"1=a294059c67afd9c1:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("a\0b\x0b"
		       "c\x0c"
		       "d\xc2\xa0"
		       "e\xe2\x80\xa8"
		       "f\n"),
		"1=7a3a561a811fda4d:1 2=c129715d7a2bc9a3:1");
	check_hashes(S("\n\n\n\n"),
		"1=8d2f5848087196b:1 2=4e5d562094661a0d:1 "
		"3=5b5d4caf73a13177:1 4=3c5bef55b72b93c9:1 "
		"5=c129715d7a2bc9a3:1");
	check_hashes(S("from transformers import AutoModel\n\n"
		       "m = AutoModel.from_pretrained(\"org/model\")\n"),
		"1=2b2818816e7b85c:1 2=17937fdf7931442b:1 3=7031554684fe47cd:1 "
		"4=c129715d7a2bc9a3:1");
}

void test_report_line_hash__long_lines_and_repeats(void)
{
	struct buf text = {0};
	repeat(&text, 'x', 250);
	buf_byte(&text, '\n');
	repeat(&text, 'y', 99);
	buf_byte(&text, '\n');
	repeat(&text, 'z', 100);
	buf_byte(&text, '\n');
	repeat(&text, 'w', 101);
	buf_byte(&text, '\n');
	check_hashes(buf_slice(&text),
		"1=52b56201ffb58620:1 2=cadd4b5b9d92c4ad:1 "
		"3=430534b53b700418:1 4=da8d78a861d84724:1 "
		"5=c129715d7a2bc9a3:1");
	text.n = 0;
	for (unsigned i = 0; i < 60; i++)
		buf_text(&text, "a\n");
	struct arena arena;
	struct line_hashes hashes;
	arena_init(&arena);
	line_hash_file(&hashes, buf_slice(&text), &arena);
	CHECK_NUMBER(hashes.n, 61);
	CHECK(hashes.lines[10].hash == 0x83d4df87b9db256 && hashes.lines[10].count == 11);
	CHECK(hashes.lines[11].hash == 0x83d4df87bc2a422 && hashes.lines[11].count == 1);
	CHECK(hashes.lines[12].hash == 0x83d4df9412eb033);
	arena_free(&arena);
	buf_free(&text);
}
