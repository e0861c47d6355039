/*
 * Knows the way of one file: read, search for words, parse what has them,
 * evaluate, keep the facts. What cannot be read or understood becomes a trouble.
 */
#include "scan_internal.h"

#include "ci/github.h"
#include "loads/shell.h"
#include "source/kind.h"
#include "syntax/hidden.h"
#include "syntax/notebook.h"

#include <stdlib.h>

enum { FIRST_BYTES = 256, ZEROES = 8 };

/* What runs although a search for words does not see it. */
static const uint32_t hiding = EVASION_NUL | EVASION_CARRIAGE_RETURN | EVASION_CODING |
	EVASION_UTF16 | EVASION_FOLDING_LETTERS | EVASION_INVALID_UTF8;
static const uint32_t deceptive = EVASION_BIDI | EVASION_ZERO_WIDTH | EVASION_FOLDING_LETTERS;

struct file {
	struct worker *worker;
	struct file_result *result;
	const struct tree_entry *entry;
	uint32_t index;
	slice text; /* as read; in the worker's buffer until it is kept */
	uint32_t evasions;
};

static slice kept(struct arena *arena, slice text)
{
	char *copy = arena_alloc(arena, text.n + ZEROES);
	memcpy(copy, text.p, text.n);
	memset(copy + text.n, 0, ZEROES);
	return (slice){copy, text.n};
}

static void trouble(struct file *file, enum hfg_trouble_kind kind, const char *reason, bool blocks)
{
	facts_trouble(&file->result->facts, kind, NULL, file->entry->path, (span){0, 0}, blocks,
		"%s", reason);
}

/* An error node begins where reading stopped, which may be behind the callee. */
static span whole_lines(slice text, span at)
{
	while (at.from && text.p[at.from - 1] != '\n')
		at.from--;
	at.to += (uint32_t)slice_find(slice_after(text, at.to), '\n');
	return at;
}

/* Is a word of the catalogue written in a part of the file that did not parse? */
static bool error_hides_load(const struct file *file, const struct py_tree *tree, span *ret_at)
{
	for (py_ref i = 1; i < tree->n; i++) {
		const struct py_node *node = &tree->nodes[i];
		if (node->kind != PY_ERROR)
			continue;
		span at = whole_lines(tree->text, (span){node->from, node->to});
		if (!prefilter_hit(file->worker->run->words, slice_cut(tree->text, at.from, at.to)))
			continue;
		*ret_at = at;
		return true;
	}
	return false;
}

static bool load_within(const struct facts *facts, span at)
{
	for (uint32_t i = 0; i < facts->loads.n; i++)
		if (facts->loads.at[i]->at.from >= at.from && facts->loads.at[i]->at.to <= at.to)
			return true;
	return false;
}

static void report_incomplete(
	struct file *file, const struct source *source, const struct py_tree *tree)
{
	span at;
	slice rest = slice_after(tree->text, tree->read_to);
	if (rest.n && prefilter_hit(file->worker->run->words, rest))
		facts_trouble(&file->result->facts, HFG_TROUBLE_LIMIT, source, file->entry->path,
			(span){tree->read_to, tree->read_to}, true,
			"is too much for one source, and the words of a load stand in the rest");
	if (tree->complete || !error_hides_load(file, tree, &at) ||
		load_within(&file->result->facts, at))
		return;
	facts_trouble(&file->result->facts, HFG_TROUBLE_PARSE, source, file->entry->path, at, true,
		"does not parse as Python here (%s), and the words of a load stand in this part",
		tree->error ? tree->error : "syntax error");
}

static void analyse_module(struct file *file, const struct source *source)
{
	struct worker *worker = file->worker;
	struct facts *facts = &file->result->facts;
	struct py_tree *tree = py_parse(source->text, &worker->scratch);
	struct pyv *values = pyv_new(source, tree, facts->arena, &worker->scratch, worker->modules);
	struct python_input input = {
		.source = source,
		.tree = tree,
		.values = values,
		.catalogue = worker->run->catalogue,
		.wrappers = worker->run->wrappers,
		.scratch = &worker->scratch,
		.file = file->index,
	};
	python_loads(&input, facts);
	report_incomplete(file, source, tree);
}

/* What a script left behind belongs to the job that runs it. */
static void hand_on_reach(
	struct facts *facts, const struct child_script *script, uint32_t loads, uint32_t children)
{
	for (uint32_t i = children; i < facts->children.n; i++)
		if (!facts->children.at[i].reach)
			facts->children.at[i].reach = script->reach;
	for (uint32_t i = loads; script->reach && i < facts->loads.n; i++) {
		facts->loads.at[i]->reached = script->reach;
		facts->loads.at[i]->reached_n = 1;
		if (!facts->loads.at[i]->function.n)
			facts->loads.at[i]->function = script->function;
	}
}

/* Is there reason to parse? What hides or deceives is always looked at closely. */
static bool worth_parsing(const struct file *file, slice text)
{
	const struct run *run = file->worker->run;
	if (file->evasions & (hiding | deceptive) || run->names)
		return true;
	return python_possible(&run->sieve, file->index, text, &file->worker->scratch);
}

static bool has_script_words(const struct file *file, slice text)
{
	const struct run *run = file->worker->run;
	return prefilter_hit(run->commands, text) || prefilter_hit(run->words, text);
}

/* Behind the first mistake nobody knows what is a command; loads found there were understood. */
static void report_script(struct file *file, const struct shell_outcome *outcome, bool foreign)
{
	const struct source *source = outcome->source;
	struct facts *facts = &file->result->facts;
	span rest = {outcome->error_at, (uint32_t)source->text.n};
	if (outcome->cut)
		facts_trouble(facts, HFG_TROUBLE_LIMIT, source, file->entry->path, (span){0, 0},
			true, "calls functions that call functions, more often than is followed");
	if (outcome->complete || !has_script_words(file, slice_after(source->text, rest.from)))
		return;
	for (uint32_t i = 0; i < facts->loads.n; i++)
		if (facts->loads.at[i]->source == source && facts->loads.at[i]->at.from > rest.from)
			return;
	facts_trouble(facts, HFG_TROUBLE_PARSE, source, file->entry->path,
		(span){rest.from, rest.from}, !foreign,
		"does not parse as a shell script from here on, and the words of a load stand in "
		"the rest");
}

static void analyse_script(struct file *file, const struct child_script *script)
{
	struct worker *worker = file->worker;
	struct shell_input input = {
		.source = script->source,
		.catalogue = worker->run->catalogue,
		.environment = script->environment,
		.function = script->function,
		.scratch = &worker->scratch,
		.depth = script->depth,
	};
	struct shell_outcome outcome = shell_loads(&input, &file->result->facts);
	report_script(file, &outcome, script->foreign);
}

/* Scripts inside the file, and those inside them. */
static void analyse_children(struct file *file)
{
	struct facts *facts = &file->result->facts;
	for (uint32_t i = 0; i < facts->children.n; i++) {
		struct child_script script = facts->children.at[i];
		uint32_t loads = facts->loads.n, children = facts->children.n;
		if (script.source->language == HFG_PYTHON)
			analyse_module(file, script.source);
		else if (script.source->language == HFG_SHELL)
			analyse_script(file, &script);
		hand_on_reach(facts, &script, loads, children);
	}
}

static void report_hidden(struct file *file, const struct source *source)
{
	if (!(file->evasions & deceptive))
		return;
	struct hidden_list found = hidden_find(source->text, &file->worker->scratch);
	for (uint32_t i = 0; i < found.n; i++)
		facts_trouble(&file->result->facts, HFG_TROUBLE_HIDDEN_TEXT, source,
			file->entry->path, found.at[i].at, false, "%s (U+%04X)",
			hidden_reason_text(found.at[i].reason), found.at[i].code);
}

/* Old readers drop the rest of the line, new ones refuse the file: nobody knows what runs. */
static void report_nul(struct file *file, const struct source *source)
{
	if (!(file->evasions & EVASION_NUL))
		return;
	uint32_t at = (uint32_t)slice_find(source->text, '\0');
	facts_trouble(&file->result->facts, HFG_TROUBLE_PARSE, source, file->entry->path,
		(span){at, at + 1}, true,
		"holds a NUL byte, and what Python makes of that depends on its version");
}

static void analyse_python(struct file *file)
{
	slice text;
	const char *reason;
	enum py_decode_status status =
		py_decode(file->text, file->result->facts.arena, &text, &reason);
	if (status == PY_DECODE_FAILED) {
		trouble(file, HFG_TROUBLE_UNREADABLE, reason, true);
		return;
	}
	struct source *source = source_new(
		file->result->facts.arena, file->entry->path, text, file->result->language);
	analyse_module(file, source);
	report_hidden(file, source);
	report_nul(file, source);
}

/* `!command` and `%%bash` lines are scripts of their own. */
static void add_notebook_lines(struct file *file, const struct notebook *notebook)
{
	struct arena *arena = file->result->facts.arena;
	for (uint32_t i = 0; i < notebook->lines_n; i++) {
		const struct notebook_line *line = &notebook->lines[i];
		if (!prefilter_hit(file->worker->run->commands, line->text) &&
			!prefilter_hit(file->worker->run->words, line->text))
			continue;
		struct segment *segment = ARENA_NEW(arena, struct segment);
		uint32_t n = line->at.to - line->at.from;
		*segment = (struct segment){0, n, line->at.from, n};
		struct child_script script = {.source = source_child(arena, notebook->module,
						      line->text, HFG_SHELL, segment, 1),
			.depth = 1};
		facts_child(&file->result->facts, &script);
	}
}

static void analyse_notebook(struct file *file)
{
	struct source *source =
		source_new(file->result->facts.arena, file->entry->path, file->text, HFG_NOTEBOOK);
	struct notebook *notebook =
		notebook_read(source, file->result->facts.arena, &file->worker->scratch);
	if (!notebook->complete) {
		facts_trouble(&file->result->facts, HFG_TROUBLE_PARSE, source, file->entry->path,
			(span){notebook->error_at, notebook->error_at}, true,
			"is not a notebook that can be read: %s",
			notebook->error ? notebook->error : "broken JSON");
		return;
	}
	if (notebook->module && notebook->module->text.n)
		analyse_module(file, notebook->module);
	add_notebook_lines(file, notebook);
	report_hidden(file, source);
}

static void analyse_github(struct file *file)
{
	struct facts *facts = &file->result->facts;
	struct source *source =
		source_new(facts->arena, file->entry->path, file->text, file->result->language);
	file->evasions = prefilter_evasions(file->text);
	file->result->pipeline = github_read(source, facts, &file->worker->scratch);
	report_hidden(file, source);
}

static void analyse_shell(struct file *file)
{
	struct child_script script = {.source = source_new(file->result->facts.arena,
					      file->entry->path, file->text, HFG_SHELL)};
	analyse_script(file, &script);
	report_hidden(file, script.source);
}

static void analyse_recipe(struct file *file)
{
	struct source *source = source_new(
		file->result->facts.arena, file->entry->path, file->text, file->result->language);
	file->evasions = prefilter_evasions(file->text);
	scan_recipe(file->worker, file->result, source);
	report_hidden(file, source);
}

/* What stands in a recipe is told as part of it, whatever its script is written in. */
static void name_language(struct file *file)
{
	struct facts *facts = &file->result->facts;
	for (uint32_t i = 0; i < facts->loads.n; i++)
		facts->loads.at[i]->language = file->result->language;
}

/* Does the file hold words of a load, or something that can hide them? */
static bool is_candidate(struct file *file)
{
	const struct run *run = file->worker->run;
	bool python = file->result->language == HFG_PYTHON;
	file->evasions = prefilter_evasions(file->text);
	if (prefilter_hit(run->words, file->text))
		return true;
	if (!python && prefilter_hit(run->commands, file->text))
		return true;
	if (run->names)
		return true;
	if (file->evasions & hiding)
		return true;
	return !python && prefilter_json_hides(file->text);
}

static bool is_github(enum hfg_language language)
{
	return language == HFG_GITHUB_WORKFLOW || language == HFG_GITHUB_ACTION;
}

/* Pipelines are read whatever words they hold: they say what runs beside which secrets. */
static void analyse(struct file *file)
{
	struct file_result *result = file->result;
	if (versions_wants(file->entry->path))
		result->declared = kept(result->facts.arena, file->text);
	bool python = result->language == HFG_PYTHON, notebook = result->language == HFG_NOTEBOOK;
	bool recipe = scan_is_recipe(result->language), shell = result->language == HFG_SHELL;
	bool github = is_github(result->language);
	if (!recipe && !github && (!(python || notebook || shell) || !is_candidate(file)))
		return;
	if (python && !worth_parsing(file, file->text))
		return;
	result->candidate = true;
	file->text = kept(result->facts.arena, file->text);
	if (recipe)
		analyse_recipe(file);
	else if (python)
		analyse_python(file);
	else if (github)
		analyse_github(file);
	else if (shell)
		analyse_shell(file);
	else
		analyse_notebook(file);
	analyse_children(file);
	if (recipe)
		name_language(file);
}

static const char *trouble_words(enum tree_read_status status, const char *reason)
{
	switch (status) {
	case TREE_READ_GONE:
		return "was listed and then was not there: the tree changed while it was read";
	case TREE_READ_TOO_BIG:
		return "is larger than the limit for a source (limits.source)";
	case TREE_READ_SPECIAL:
		return "is not a regular file inside the tree";
	default:
		return reason ? reason : "could not be read";
	}
}

static bool read_file(struct file *file)
{
	struct worker *worker = file->worker;
	bool notebook = file->entry->language == HFG_NOTEBOOK && !file->entry->look;
	uint32_t limit = notebook ? MAX_NOTEBOOK : worker->run->policy->max_source;
	const char *reason = NULL;
	enum tree_read_status status = tree_read(worker->run->tree, file->index, limit,
		&worker->buffer, &worker->room, &file->text, &reason);
	if (status == TREE_READ_OK)
		return true;
	bool matters = !file->entry->look || file->entry->named;
	enum hfg_trouble_kind kind =
		status == TREE_READ_TOO_BIG ? HFG_TROUBLE_LIMIT : HFG_TROUBLE_UNREADABLE;
	if (matters || status != TREE_READ_SPECIAL)
		trouble(file, kind, trouble_words(status, reason), matters);
	return false;
}

static void unread_entry(struct file *file)
{
	const struct tree_entry *entry = file->entry;
	if (entry->type == TREE_UNLISTABLE)
		trouble(file, HFG_TROUBLE_UNREADABLE, "is a folder that could not be listed", true);
	else if (entry->type == TREE_SPECIAL && (entry->named || entry->readable))
		trouble(file, HFG_TROUBLE_UNREADABLE, "is not a regular file", true);
	else if (entry->type == TREE_LINK && !entry->target_inside)
		trouble(file, HFG_TROUBLE_LINK,
			entry->readable
				? "is a link to something that is not read as this name says"
				: "is a link out of what is analysed",
			entry->readable || entry->named);
}

/* In a later round: can this file call a wrapper? */
static bool may_call_wrapper(struct file *file)
{
	const struct run *run = file->worker->run;
	bool python = file->result->language == HFG_PYTHON;
	bool notebook = file->result->language == HFG_NOTEBOOK;
	if (!(python || notebook) || !prefilter_hit(run->names, file->text))
		return false;
	return notebook || prefilter_evasions(file->text) & (hiding | deceptive) ||
		python_possible(&run->callers, file->index, file->text, &file->worker->scratch);
}

void scan_file(struct worker *worker, uint32_t index)
{
	struct run *run = worker->run;
	struct file_result *result = &run->results[index];
	struct file file = {
		.worker = worker, .result = result, .entry = &run->entries[index], .index = index};
	if (run->names && !result->readable)
		return;
	if (!run->names)
		*result = (struct file_result){
			.facts.arena = &worker->facts, .language = file.entry->language};
	if (file.entry->type != TREE_FILE || !(file.entry->readable || file.entry->look)) {
		unread_entry(&file);
		return;
	}
	if (!read_file(&file) || (run->names && !may_call_wrapper(&file)))
		return;
	if (file.entry->look &&
		!kind_of_bytes(slice_cut(file.text, 0, FIRST_BYTES), &result->language))
		return;
	result->facts = (struct facts){.arena = &worker->facts};
	result->readable = true;
	result->bytes = file.text.n;
	analyse(&file);
	arena_reset(&worker->scratch);
}

/* A module that another one imports a constant from: kept for the worker's life. */
static const struct source *read_module(void *context, uint32_t index)
{
	struct worker *worker = context;
	const struct tree_entry *entry = &worker->run->entries[index];
	char *buffer = NULL;
	size_t room = 0;
	slice bytes, text;
	const char *reason;
	const struct source *source = NULL;
	enum tree_read_status status = tree_read(worker->run->tree, index,
		worker->run->policy->max_source, &buffer, &room, &bytes, &reason);
	if (status == TREE_READ_OK) {
		bytes = kept(&worker->modules_arena, bytes);
		if (py_decode(bytes, &worker->modules_arena, &text, &reason) != PY_DECODE_FAILED)
			source = source_new(&worker->modules_arena, entry->path, text, HFG_PYTHON);
	}
	free(buffer);
	return source;
}

void worker_init(struct worker *worker, struct run *run)
{
	*worker = (struct worker){.run = run};
	arena_init(&worker->facts);
	arena_init(&worker->scratch);
	arena_init(&worker->modules_arena);
	worker->modules = module_set_new(&worker->modules_arena, run->modules, read_module, worker);
}

void worker_end(struct worker *worker)
{
	free(worker->buffer);
	worker->buffer = NULL;
	arena_free(&worker->scratch);
}
