/* Knows how a value is told in words, so that expectations stay one line long. */
#include "unit.h"
#include "values_case.h"

static const struct source *read_file(void *context, uint32_t file)
{
	const struct values_case *c = context;
	return c->sources[file];
}

static slice padded(struct arena *arena, const char *text)
{
	slice bytes = slice_of(text);
	char *copy = arena_zalloc(arena, bytes.n + 8);
	memcpy(copy, text, bytes.n);
	return (slice){copy, bytes.n};
}

void values_open(struct values_case *c, const struct values_project *project)
{
	static const uint32_t files[] = {0, 1, 2, 3};
	slice paths[4];
	arena_init(&c->facts);
	arena_init(&c->scratch);
	for (uint32_t i = 0; i < project->n; i++) {
		paths[i] = slice_of(project->paths[i]);
		struct source *source = source_new(
			&c->facts, paths[i], padded(&c->facts, project->texts[i]), HFG_PYTHON);
		source->file = i;
		c->sources[i] = source;
	}
	const struct module_index *index = module_index_new(&c->facts, paths, files, project->n);
	c->modules = module_set_new(&c->facts, index, read_file, c);
	c->tree = py_parse(c->sources[0]->text, &c->scratch);
	c->values = pyv_new(c->sources[0], c->tree, &c->facts, &c->scratch, c->modules);
}

void values_close(struct values_case *c)
{
	arena_free(&c->facts);
	arena_free(&c->scratch);
}

py_ref values_call(const struct values_case *c, const char *name, unsigned k)
{
	for (py_ref i = 1; i < c->tree->n; i++) {
		if (c->tree->nodes[i].kind != PY_CALL)
			continue;
		slice callee = py_text(c->tree, c->tree->nodes[i].child);
		if (slice_is(callee, name) && k-- == 0)
			return i;
	}
	return 0;
}

static void add_flags(uint32_t flags, struct buf *buf)
{
	static const char *const names[] = {"none", "local", "object", "default", "rest", "true",
		"false", "hub-path", "pinned-map", "entry"};
	for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
		if (flags & 1u << i)
			buf_printf(buf, " %s", names[i]);
}

static const char *why_word(enum hfg_why why)
{
	static const char *const words[] = {"", "parameter", "attribute", "cli", "environment",
		"input", "config", "call", "loop", "import", "subscript", "unknown", "limit"};
	return words[why];
}

void values_describe(const struct hfg_value *value, bool trail, struct buf *buf)
{
	static const char *const states[] = {"absent", "one", "some", "shaped", "open"};
	buf_text(buf, states[value->state]);
	for (uint32_t i = 0; i < value->n; i++)
		buf_printf(buf, " " SLICE_FMT, SLICE_ARG(value->texts[i]));
	add_flags(value->flags, buf);
	bool open =
		value->state == HFG_OPEN || value->state == HFG_SHAPED || value->flags & HFG_V_REST;
	if (open && value->why)
		buf_printf(buf, " why:%s", why_word(value->why));
	for (uint32_t i = 0; trail && i < value->trail_n; i++) {
		const struct hfg_hop *hop = &value->trail[i];
		buf_printf(buf, " %s:" SLICE_FMT "@" SLICE_FMT "%u", hop->via, SLICE_ARG(hop->text),
			SLICE_ARG(hop->path), (unsigned)hop->line);
	}
}

static void check(
	const struct hfg_value *value, bool trail, const char *wanted, const char *file, int line)
{
	struct buf buf = {0};
	values_describe(value, trail, &buf);
	unit_check_slice(buf_slice(&buf), slice_of(wanted), file, line, "value");
	buf_free(&buf);
}

static void expect(const char *text, bool trail, const char *wanted, const char *file, int line)
{
	struct values_case c;
	const struct values_project project = {{"app/main.py"}, {text}, 1};
	static const slice names[] = {{"name", 4}};
	values_open(&c, &project);
	py_ref call = values_call(&c, "SINK", 0);
	unit_check(call != 0, file, line, "SINK is there");
	struct hfg_value value = pyv_argument(c.values, call, 0, names, 1, S(""));
	check(&value, trail, wanted, file, line);
	values_close(&c);
}

void values_expect(const char *text, const char *wanted, const char *file, int line)
{
	expect(text, false, wanted, file, line);
}

void values_expect_trail(const char *text, const char *wanted, const char *file, int line)
{
	expect(text, true, wanted, file, line);
}

void values_expect_revision(const char *text, const char *wanted, const char *file, int line)
{
	struct values_case c;
	const struct values_project project = {{"app/main.py"}, {text}, 1};
	static const slice names[] = {{"revision", 8}};
	values_open(&c, &project);
	py_ref call = values_call(&c, "SINK", 0);
	unit_check(call != 0, file, line, "SINK is there");
	struct hfg_value value = pyv_argument(c.values, call, -1, names, 1, S(""));
	check(&value, false, wanted, file, line);
	values_close(&c);
}

void values_expect_callee(
	const char *text, const char *call, const char *wanted, const char *file, int line)
{
	static const char *const receivers[] = {
		"function", "module", "class", "instance", "self", "variable"};
	struct values_case c;
	struct buf buf = {0};
	const struct values_project project = {{"app/main.py"}, {text}, 1};
	values_open(&c, &project);
	py_ref node = values_call(&c, call, 0);
	unit_check(node != 0, file, line, "the call is there");
	struct pyv_callee callee = pyv_callee(c.values, node);
	buf_add(&buf, callee.qualified);
	for (uint32_t i = 0; i < callee.alternatives_n; i++)
		buf_printf(&buf, "|" SLICE_FMT, SLICE_ARG(callee.alternatives[i]));
	buf_printf(&buf, " %s", receivers[callee.receiver]);
	if (callee.receiver_class.n)
		buf_printf(&buf, ":" SLICE_FMT, SLICE_ARG(callee.receiver_class));
	buf_text(&buf, callee.definition ? " here" : "");
	unit_check_slice(buf_slice(&buf), slice_of(wanted), file, line, "callee");
	buf_free(&buf);
	values_close(&c);
}
