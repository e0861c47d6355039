/*
 * Runs rule fixtures: the whole analysis over a file in memory, findings held
 * against the expectations written in the file itself.
 *
 *   # expect: HFG101 HFG301 "org/m"   these rules, and no other above note level, fire on this line;
 *                                     a text in quotes stands in one of the messages
 *   # expect-below: HFG101            ... on the next line (where this one cannot carry a comment)
 *   # expect-file: HFG904             somewhere in the file
 *   # expect-none                     nothing above note level fires in the whole file
 *   # expect-bug: HFG101              a known failure: must not fire yet
 *   # policy: key: value              a line of the policy for this file
 *
 * NAME.expect beside a notebook holds `LINE: RULE ...` rows, or `none`. A folder is one repository. In
 * rules/hfgNNN_*.md every fenced block under "Bad" must fire that rule, under "Good" must not.
 * usage: fixtures FIXTURES PAGES [WORD]: only cases whose path has WORD
 */
#include "policy/judge.h"
#include "report/report.h"
#include "scan.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_FILES = 64, MAX_RULES = 24, MAX_PATH = 512 };

struct expectation {
	slice path;
	uint32_t line; /* 0 = anywhere in the file */
	bool bug;
	slice rules[MAX_RULES];
	uint32_t rules_n;
	slice text;
	bool met;
};

struct fixture {
	struct arena arena;
	slice name;
	slice paths[MAX_FILES], texts[MAX_FILES];
	uint32_t n;
	struct {
		VEC(struct expectation);
	} expectations;
	struct buf policy;
	bool marked;
	slice page_rule; /* documentation block: the rule that must (not) fire */
	bool page_bad;
};

static unsigned passed, failed;
static const char *only;

static slice read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		fprintf(stderr, "fixtures: cannot read %s\n", path);
		exit(2);
	}
	fseek(file, 0, SEEK_END);
	size_t n = (size_t)ftell(file);
	rewind(file);
	char *bytes = arena_zalloc(arena, n + 8);
	if (fread(bytes, 1, n, file) != n)
		exit(2);
	fclose(file);
	return (slice){bytes, n};
}

static slice take_word(slice *rest)
{
	*rest = slice_trim(*rest);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	slice word = slice_cut(*rest, 0, n);
	*rest = slice_after(*rest, n);
	return word;
}

static void read_rules(struct expectation *expectation, slice rest)
{
	rest = slice_trim(rest);
	while (rest.n && expectation->rules_n < MAX_RULES) {
		if (rest.p[0] == '"') {
			slice inner = slice_after(rest, 1);
			expectation->text = slice_cut(inner, 0, slice_find(inner, '"'));
			rest = slice_trim(slice_after(inner, slice_find(inner, '"') + 1));
			continue;
		}
		slice word = take_word(&rest);
		if (!slice_starts(word, S("HFG")))
			break; /* prose behind the ids */
		expectation->rules[expectation->rules_n++] = word;
		rest = slice_trim(rest);
	}
}

static void expect(struct fixture *fixture, slice path, uint32_t line, bool bug, slice rest)
{
	struct expectation *expectation = VEC_PUSH(&fixture->expectations, &fixture->arena);
	expectation->path = path;
	expectation->line = line;
	expectation->bug = bug;
	read_rules(expectation, rest);
	fixture->marked = true;
	if (!expectation->rules_n)
		printf(SLICE_FMT ":%u: expectation without a rule\n", SLICE_ARG(path), line);
}

static void read_marker(struct fixture *fixture, slice path, uint32_t number, slice line)
{
	static const struct {
		slice word;
		uint32_t below;
		bool anywhere, bug;
	} markers[] = {
		{S("expect:"), 0, false, false},
		{S("expect-below:"), 1, false, false},
		{S("expect-file:"), 0, true, false},
		{S("expect-bug:"), 0, false, true},
	};
	for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
		size_t at = slice_search(line, markers[i].word);
		bool own_word = at < line.n && at > 0 && line.p[at - 1] == ' ';
		if (own_word)
			expect(fixture, path, markers[i].anywhere ? 0 : number + markers[i].below,
				markers[i].bug, slice_after(line, at + markers[i].word.n));
	}
	if (slice_has(line, S(" expect-none")))
		fixture->marked = true;
	size_t policy = slice_search(line, S("# policy: "));
	if (policy < line.n) {
		buf_add(&fixture->policy, slice_after(line, policy + 10));
		buf_byte(&fixture->policy, '\n');
	}
}

static void read_markers(struct fixture *fixture, slice path, slice text)
{
	for (uint32_t number = 1; text.n; number++) {
		size_t end = slice_find(text, '\n');
		read_marker(fixture, path, number, slice_cut(text, 0, end));
		text = slice_after(text, end + 1);
	}
}

/* `LINE: HFG101 ...` rows; `none` says that nothing may fire. */
static void read_sidecar(struct fixture *fixture, slice path, slice text)
{
	while (text.n) {
		size_t end = slice_find(text, '\n');
		slice line = slice_trim(slice_cut(text, 0, end));
		text = slice_after(text, end + 1);
		size_t colon = slice_find(line, ':');
		if (slice_is(line, "none"))
			fixture->marked = true;
		else if (colon < line.n)
			expect(fixture, path, (uint32_t)strtoul(line.p, NULL, 10), false,
				slice_after(line, colon + 1));
	}
}

static bool lists(const struct expectation *expectation, const char *rule)
{
	for (uint32_t i = 0; i < expectation->rules_n; i++) {
		slice id = expectation->rules[i];
		if (slice_ends(id, S("?")))
			id.n--;
		if (slice_is(id, rule))
			return true;
	}
	return false;
}

static bool applies(const struct expectation *expectation, const struct hfg_finding *finding)
{
	return slice_eq(expectation->path, finding->path) &&
		(!expectation->line || expectation->line == finding->line);
}

static bool expected(const struct fixture *fixture, const struct hfg_finding *finding)
{
	for (uint32_t i = 0; i < fixture->expectations.n; i++) {
		const struct expectation *expectation = &fixture->expectations.at[i];
		if (!expectation->bug && applies(expectation, finding) &&
			lists(expectation, finding->rule->id))
			return true;
	}
	return false;
}

static bool fired(const struct judgement *judgement, const struct expectation *expectation,
	slice rule, bool *ret_text)
{
	bool optional = slice_ends(rule, S("?"));
	if (optional)
		rule.n--;
	bool any = optional;
	for (uint32_t i = 0; i < judgement->findings_n; i++) {
		const struct hfg_finding *finding = judgement->findings[i];
		if (!applies(expectation, finding) || !slice_is(rule, finding->rule->id))
			continue;
		any = true;
		*ret_text = *ret_text || slice_has(finding->message, expectation->text);
	}
	return any;
}

/* Prints every mismatch; their number. */
static unsigned compare(struct fixture *fixture, const struct judgement *judgement)
{
	unsigned wrong = 0;
	for (uint32_t i = 0; i < fixture->expectations.n; i++) {
		const struct expectation *expectation = &fixture->expectations.at[i];
		bool text = !expectation->text.n;
		for (uint32_t k = 0; k < expectation->rules_n; k++) {
			if (fired(judgement, expectation, expectation->rules[k], &text) !=
				expectation->bug)
				continue;
			printf(SLICE_FMT ":%u: " SLICE_FMT " %s\n", SLICE_ARG(expectation->path),
				expectation->line, SLICE_ARG(expectation->rules[k]),
				expectation->bug ? "fires now: the bug is mended" : "did not fire");
			wrong++;
		}
		if (!text && !expectation->bug) {
			printf(SLICE_FMT ":%u: no message holds \"" SLICE_FMT "\"\n",
				SLICE_ARG(expectation->path), expectation->line,
				SLICE_ARG(expectation->text));
			wrong++;
		}
	}
	for (uint32_t i = 0; i < judgement->findings_n; i++) {
		const struct hfg_finding *finding = judgement->findings[i];
		if (finding->own_level <= HFG_LEVEL_NOTE || expected(fixture, finding))
			continue;
		printf(SLICE_FMT ":%u: unexpected %s: " SLICE_FMT "\n", SLICE_ARG(finding->path),
			finding->line, finding->rule->id, SLICE_ARG(finding->message));
		wrong++;
	}
	return wrong;
}

static unsigned compare_page(const struct fixture *fixture, const struct judgement *judgement)
{
	bool any = false;
	for (uint32_t i = 0; i < judgement->findings_n; i++)
		any = any || slice_is(fixture->page_rule, judgement->findings[i]->rule->id);
	if (any == fixture->page_bad)
		return 0;
	printf(SLICE_FMT ": " SLICE_FMT " %s\n", SLICE_ARG(fixture->name),
		SLICE_ARG(fixture->page_rule),
		any ? "fires on a good example" : "does not fire on a bad example");
	return 1;
}

static unsigned judge_fixture(
	struct fixture *fixture, struct scan *scan, const struct policy *policy)
{
	enum { TODAY = 20780 }; /* 2026-11-23: fixtures must not change with the calendar */
	struct hfg_project project = {.loads = (const struct hfg_load *const *)scan->loads,
		.loads_n = scan->loads_n,
		.troubles = scan->troubles,
		.troubles_n = scan->troubles_n};
	policy_project(&project, policy, TODAY, &fixture->arena);
	struct judgement judgement = {0};
	struct judge_options options = {.today = TODAY, .files_scanned = scan->files};
	judge(&judgement, &fixture->arena, &project, policy, &options);
	return fixture->page_rule.n ? compare_page(fixture, &judgement)
				    : compare(fixture, &judgement);
}

static unsigned run_with_policy(struct fixture *fixture, struct policy *policy, struct hfg_err *err)
{
	struct catalogue *catalogue = catalogue_new(&fixture->arena);
	if (policy->sinks_yaml.n &&
		catalogue_add(catalogue, policy->sinks_yaml, policy->path, policy->sinks_line, err))
		return 1;
	struct tree *tree = tree_open_memory(fixture->paths, fixture->texts, fixture->n);
	struct scan scan;
	struct scan_options options = {.jobs = 1};
	unsigned wrong = 1;
	if (scan_run(&scan, tree, catalogue, policy, &options, err) == 0)
		wrong = judge_fixture(fixture, &scan, policy);
	scan_free(&scan);
	tree_close(tree);
	return wrong;
}

static void run_fixture(struct fixture *fixture)
{
	struct hfg_err err = {0};
	struct buf messages = {0};
	struct policy policy;
	policy_init(&policy);
	unsigned wrong = 0;
	if (fixture->policy.n) {
		slice text = arena_printf(&fixture->arena, "version: 1\n" SLICE_FMT,
			SLICE_ARG(buf_slice(&fixture->policy)));
		struct policy_origin origin = {.path = S(".hfgate.yml"), .text = text};
		wrong = policy_read(&policy, &origin, &fixture->arena, &err, &messages) != 0;
	}
	if (!fixture->marked && !fixture->page_rule.n) {
		printf("has no expectation\n");
		wrong++;
	}
	if (!wrong)
		wrong = run_with_policy(fixture, &policy, &err);
	if (err.code)
		printf("%s\n" SLICE_FMT, err.message, SLICE_ARG(buf_slice(&messages)));
	if (wrong)
		printf("FAILED " SLICE_FMT "\n", SLICE_ARG(fixture->name));
	*(wrong ? &failed : &passed) += 1;
	buf_free(&messages);
}

static void add_file(struct fixture *fixture, const char *disk, slice path)
{
	slice text = read_file(&fixture->arena, disk);
	if (slice_ends(path, S(".expect"))) {
		read_sidecar(fixture, slice_cut(path, 0, path.n - 7), text);
		return;
	}
	if (fixture->n == MAX_FILES) {
		fprintf(stderr, "fixtures: more than %d files in one case\n", MAX_FILES);
		exit(2);
	}
	fixture->paths[fixture->n] = path;
	fixture->texts[fixture->n++] = text;
	if (!slice_ends(path, S(".ipynb")))
		read_markers(fixture, path, text);
}

static int is_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
}

/* All files below `disk` into one fixture, under `prefix`. */
static void add_folder(struct fixture *fixture, const char *disk, slice prefix)
{
	struct dirent **names;
	int n = scandir(disk, &names, is_name, alphasort);
	for (int i = 0; i < n; i++) {
		char path[MAX_PATH];
		snprintf(path, sizeof path, "%s/%s", disk, names[i]->d_name);
		slice inside = arena_printf(
			&fixture->arena, SLICE_FMT "%s", SLICE_ARG(prefix), names[i]->d_name);
		struct stat status;
		if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
			add_folder(fixture, path,
				arena_printf(&fixture->arena, SLICE_FMT "/", SLICE_ARG(inside)));
		else
			add_file(fixture, path, inside);
		free(names[i]);
	}
	free(names);
}

static void fixture_init(struct fixture *fixture, const char *name)
{
	memset(fixture, 0, sizeof *fixture);
	arena_init(&fixture->arena);
	fixture->name = arena_copy(&fixture->arena, slice_of(name));
}

static void fixture_end(struct fixture *fixture)
{
	run_fixture(fixture);
	buf_free(&fixture->policy);
	arena_free(&fixture->arena);
}

static void run_case(const char *disk, const char *name)
{
	struct fixture fixture;
	struct stat status;
	if ((only && !strstr(disk, only)) || stat(disk, &status))
		return;
	if (slice_ends(slice_of(name), S(".expect")))
		return;
	fixture_init(&fixture, disk);
	if (S_ISDIR(status.st_mode)) {
		add_folder(&fixture, disk, S(""));
	} else {
		char sidecar[2 * MAX_PATH];
		snprintf(sidecar, sizeof sidecar, "%s.expect", disk);
		add_file(&fixture, disk, slice_of(name));
		if (stat(sidecar, &status) == 0)
			add_file(
				&fixture, sidecar, arena_printf(&fixture.arena, "%s.expect", name));
	}
	fixture_end(&fixture);
}

/* Each entry of each rule's folder is a case. */
static void run_fixtures(const char *root)
{
	struct dirent **rules, **cases;
	int n = scandir(root, &rules, is_name, alphasort);
	for (int i = 0; i < n; i++) {
		char folder[MAX_PATH];
		snprintf(folder, sizeof folder, "%s/%s", root, rules[i]->d_name);
		int m = scandir(folder, &cases, is_name, alphasort);
		for (int k = 0; k < m; k++) {
			char path[2 * MAX_PATH];
			snprintf(path, sizeof path, "%s/%s", folder, cases[k]->d_name);
			run_case(path, cases[k]->d_name);
			free(cases[k]);
		}
		if (m >= 0)
			free(cases);
		free(rules[i]);
	}
	if (n >= 0)
		free(rules);
}

/* Where an example of a page would stand; "" when it is not run. */
static slice path_of(slice language)
{
	if (slice_is(language, "yaml"))
		return S(".github/workflows/example.yml");
	return slice_is(language, "python") ? S("example.py") : S("");
}

static void run_block(
	const char *page, uint32_t line, slice language, slice text, slice rule, bool bad)
{
	char name[2 * MAX_PATH];
	snprintf(name, sizeof name, "%s:%u", page, line);
	if (only && !strstr(name, only))
		return;
	struct fixture fixture;
	fixture_init(&fixture, name);
	fixture.page_rule = rule;
	fixture.page_bad = bad;
	char *bytes = arena_zalloc(&fixture.arena, text.n + 8);
	memcpy(bytes, text.p, text.n);
	fixture.paths[0] = path_of(language);
	fixture.texts[0] = (slice){bytes, text.n};
	fixture.n = 1;
	read_markers(&fixture, fixture.paths[0], fixture.texts[0]);
	fixture_end(&fixture);
}

static void run_page(const char *page)
{
	struct arena arena;
	arena_init(&arena);
	slice text = read_file(&arena, page), rule = slice_cut(text, 2, 8);
	slice heading = S("");
	uint32_t number = 1;
	while (text.n) {
		size_t end = slice_find(text, '\n');
		slice line = slice_cut(text, 0, end);
		text = slice_after(text, end + 1);
		if (slice_starts(line, S("## ")))
			heading = slice_after(line, 3);
		if (slice_starts(line, S("```")) && line.n > 3) {
			size_t close = slice_search(text, S("\n```"));
			slice language = slice_after(line, 3);
			bool bad = slice_is(heading, "Bad"), good = slice_is(heading, "Good");
			if ((bad || good) && path_of(language).n)
				run_block(page, number, language, slice_cut(text, 0, close + 1),
					rule, bad);
			for (size_t i = 0; i < close + 4 && i < text.n; i++)
				number += text.p[i] == '\n';
			text = slice_after(text, close + 4);
			text = slice_after(text, slice_find(text, '\n') + 1);
			number++;
		}
		number++;
	}
	arena_free(&arena);
}

static void run_pages(const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_name, alphasort);
	for (int i = 0; i < n; i++) {
		char path[MAX_PATH];
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		slice name = slice_of(names[i]->d_name);
		if (slice_starts(name, S("hfg")) && slice_ends(name, S(".md")))
			run_page(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: fixtures FIXTURES PAGES [WORD]\n");
		return 2;
	}
	only = argc > 3 ? argv[3] : NULL;
	run_fixtures(argv[1]);
	run_pages(argv[2]);
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed ? 1 : 0;
}
