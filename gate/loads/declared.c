/*
 * Knows in which tables, lists and lines each kind of file names what it
 * installs. Reads text, not whole languages: strings and comments are told
 * apart, the rest is passed over.
 */
#include "loads/declared.h"
#include "base/pattern.h"
#include "syntax/json.h"
#include "syntax/yml.h"

struct reader {
	slice text;
	void *context;
	declared_function *declared;
	enum dialect dialect;
	enum declared_by by;
};

static void declare(struct reader *reader, slice name, slice specifier)
{
	reader->declared(reader->context, name, specifier, reader->dialect, reader->by);
}

static void declare_text(struct reader *reader, slice requirement)
{
	slice name, specifier;
	if (requirement_split(requirement, &name, &specifier))
		declare(reader, name, specifier);
}

/* The next line without its end; false at the end of the text. */
static bool next_line(slice *rest, slice *ret_line)
{
	if (!rest->n)
		return false;
	size_t end = slice_find(*rest, '\n');
	*ret_line = slice_cut(*rest, 0, end);
	*rest = slice_after(*rest, end + 1);
	if (slice_ends(*ret_line, S("\r")))
		ret_line->n--;
	return true;
}

static slice unquoted(slice text)
{
	text = slice_trim(text);
	if (text.n >= 2 && (text.p[0] == '"' || text.p[0] == '\'') &&
		text.p[text.n - 1] == text.p[0])
		return slice_cut(text, 1, text.n - 1);
	return text;
}

/* requirements.txt: one requirement a line. */
static void read_requirements(struct reader *reader)
{
	slice rest = reader->text, line;
	while (next_line(&rest, &line)) {
		line = slice_trim(line);
		if (slice_ends(line, S("\\")))
			line = slice_trim(slice_cut(line, 0, line.n - 1));
		if (line.n && line.p[0] != '#')
			declare_text(reader, line);
	}
}

/* A quoted string at `at`: its inside, and *at behind it. Python's and TOML's forms. */
static slice quoted(slice text, size_t *at)
{
	char quote = text.p[*at];
	slice rest = slice_after(text, *at);
	bool triple = rest.n >= 3 && rest.p[1] == quote && rest.p[2] == quote;
	size_t from = *at + (triple ? 3 : 1), end = from;
	for (; end < text.n; end++) {
		if (text.p[end] == '\\' && end + 1 < text.n) {
			end++;
			continue;
		}
		if (!triple && (text.p[end] == '\n' || text.p[end] == quote))
			break;
		if (triple && slice_starts(slice_after(text, end), slice_cut(rest, 0, 3)))
			break;
	}
	if (end > text.n)
		end = text.n;
	*at = end + (triple ? 3 : 1);
	if (*at > text.n)
		*at = text.n;
	return slice_cut(text, from, end);
}

/* TOML */

struct toml {
	struct reader *reader;
	slice table;   /* `tool.poetry.dependencies` */
	slice key;     /* of the statement */
	slice inner;   /* key inside of an inline table, "" = none */
	slice package; /* lock files: the latest name */
	unsigned brackets, braces;
	void (*string)(struct toml *, slice value);
};

static bool table_is_dependencies(slice table)
{
	return slice_is(table, "project.optional-dependencies") ||
		slice_is(table, "dependency-groups") ||
		slice_is(table, "tool.pdm.dev-dependencies");
}

static bool is_requirement_list(const struct toml *toml)
{
	if (table_is_dependencies(toml->table))
		return true;
	if (slice_is(toml->table, "project"))
		return slice_is(toml->key, "dependencies") ||
			slice_starts(toml->key, S("optional-dependencies."));
	return slice_is(toml->table, "tool.uv") && slice_ends(toml->key, S("dependencies"));
}

static bool is_poetry_table(slice table)
{
	return slice_is(table, "tool.poetry.dependencies") ||
		slice_is(table, "tool.poetry.dev-dependencies") ||
		(slice_starts(table, S("tool.poetry.group.")) &&
			slice_ends(table, S(".dependencies")));
}

static bool is_pipfile_table(slice table)
{
	return slice_is(table, "packages") || slice_is(table, "dev-packages");
}

/* `name = "spec"`, `name = {version = "spec"}` or a table of its own. */
static void named_dependency(struct toml *toml, slice value, bool (*is_table)(slice))
{
	size_t dot = slice_rfind(toml->table, '.');
	bool plain = !toml->inner.n || slice_is(toml->inner, "version");
	if (is_table(toml->table) && plain)
		declare(toml->reader, toml->key, value);
	else if (dot < toml->table.n && is_table(slice_cut(toml->table, 0, dot)) &&
		slice_is(toml->key, "version"))
		declare(toml->reader, unquoted(slice_after(toml->table, dot + 1)), value);
}

static void pyproject_string(struct toml *toml, slice value)
{
	toml->reader->dialect = DIALECT_PIP;
	if (is_requirement_list(toml) && toml->brackets && !toml->braces) {
		declare_text(toml->reader, value);
		return;
	}
	toml->reader->dialect = DIALECT_POETRY;
	named_dependency(toml, value, is_poetry_table);
}

static void pipfile_string(struct toml *toml, slice value)
{
	named_dependency(toml, value, is_pipfile_table);
}

static void lock_string(struct toml *toml, slice value)
{
	if (!slice_is(toml->table, "package") || toml->inner.n || toml->brackets)
		return;
	if (slice_is(toml->key, "name"))
		toml->package = value;
	else if (slice_is(toml->key, "version") && toml->package.n)
		declare(toml->reader, toml->package, value);
}

static void table_header(struct toml *toml, slice line)
{
	while (line.n && line.p[0] == '[')
		line = slice_after(line, 1);
	toml->table = slice_trim(slice_cut(line, 0, slice_find(line, ']')));
	toml->key = S("");
	if (!slice_is(toml->table, "package"))
		toml->package = S("");
}

static void toml_punctuation(struct toml *toml, char c)
{
	if (c == '[')
		toml->brackets++;
	else if (c == ']' && toml->brackets)
		toml->brackets--;
	else if (c == '{')
		toml->braces++;
	else if (c == '}' && toml->braces)
		toml->braces--;
	if (c == '}' || c == ',')
		toml->inner = S("");
}

static bool is_bare_key(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

/* True when `=` follows: what stands before it was a key. */
static bool is_key(slice text, size_t at)
{
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	return at < text.n && text.p[at] == '=';
}

static void toml_word(struct toml *toml, slice word, bool key, bool string)
{
	bool nested = toml->brackets || toml->braces;
	if (key && !nested)
		toml->key = word;
	else if (key)
		toml->inner = word;
	else if (string)
		toml->string(toml, word);
}

static void toml_token(struct toml *toml, slice text, size_t *at)
{
	char c = text.p[*at];
	if (c == '#') {
		*at += slice_find(slice_after(text, *at), '\n');
	} else if (c == '"' || c == '\'') {
		slice word = quoted(text, at);
		toml_word(toml, word, is_key(text, *at), true);
	} else if (is_bare_key(c)) {
		size_t from = *at;
		while (*at < text.n && is_bare_key(text.p[*at]))
			++*at;
		toml_word(toml, slice_cut(text, from, *at), is_key(text, *at), false);
	} else {
		toml_punctuation(toml, c);
		++*at;
	}
}

static void read_toml(struct reader *reader, void (*string)(struct toml *, slice))
{
	struct toml toml = {.reader = reader, .string = string};
	slice text = reader->text;
	bool line_start = true;
	for (size_t at = 0; at < text.n;) {
		char c = text.p[at];
		bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
		if (line_start && c == '[' && !toml.brackets && !toml.braces) {
			size_t end = slice_find(slice_after(text, at), '\n');
			table_header(&toml, slice_cut(text, at, at + end));
			at += end;
			continue;
		}
		line_start = c == '\n' || (line_start && blank);
		if (blank)
			at++;
		else
			toml_token(&toml, text, &at);
	}
}

/* setup.py: strings that are requirements; bare names only inside install_requires. */

static bool has_operator(slice requirement)
{
	slice name, specifier;
	return requirement_split(requirement, &name, &specifier) && specifier.n &&
		memchr("<>=~!", specifier.p[0], 5);
}

static void read_setup(struct reader *reader)
{
	slice text = reader->text;
	unsigned depth = 0;
	for (size_t at = 0; at < text.n;) {
		char c = text.p[at];
		if (c == '#') {
			at += slice_find(slice_after(text, at), '\n');
			continue;
		}
		if (c == '"' || c == '\'') {
			slice string = quoted(text, &at);
			if (depth || has_operator(string))
				declare_text(reader, string);
			continue;
		}
		if (slice_starts(slice_after(text, at), S("install_requires=[")) ||
			slice_starts(slice_after(text, at), S("install_requires = [")))
			at += slice_find(slice_after(text, at), '[');
		else if (!depth || (c != '[' && c != ']')) {
			at++;
			continue;
		}
		if (text.p[at] == '[')
			depth++;
		else
			depth--;
		at++;
	}
}

/* setup.cfg */

static void read_setup_cfg(struct reader *reader)
{
	slice rest = reader->text, line, section = S("");
	bool list = false;
	while (next_line(&rest, &line)) {
		bool indented = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
		slice trimmed = slice_trim(line);
		if (!trimmed.n || trimmed.p[0] == '#' || trimmed.p[0] == ';')
			continue;
		if (trimmed.p[0] == '[') {
			section = slice_cut(trimmed, 1, slice_find(trimmed, ']'));
			list = false;
			continue;
		}
		if (!indented) {
			size_t sign = slice_find(trimmed, '=');
			slice key = slice_trim(slice_cut(trimmed, 0, sign));
			list = slice_is(section, "options.extras_require") ||
				(slice_is(section, "options") && slice_is(key, "install_requires"));
			trimmed = slice_trim(slice_after(trimmed, sign + 1));
		}
		if (list && trimmed.n)
			declare_text(reader, trimmed);
	}
}

/* environment.yml */

static void read_environment(struct reader *reader)
{
	struct arena arena;
	arena_init(&arena);
	struct yml_tree *tree = yml_parse(reader->text, &arena);
	uint32_t list = yml_get(tree, tree->root, "dependencies");
	for (uint32_t i = tree->nodes[list].child; i; i = tree->nodes[i].next) {
		uint32_t pip = yml_get(tree, i, "pip");
		reader->dialect = DIALECT_PIP;
		for (uint32_t k = tree->nodes[pip].child; k; k = tree->nodes[k].next)
			declare_text(reader, yml_scalar(tree, k));
		reader->dialect = DIALECT_CONDA;
		slice scalar = yml_scalar(tree, i);
		size_t channel = slice_search(scalar, S("::"));
		declare_text(
			reader, channel < scalar.n ? slice_after(scalar, channel + 2) : scalar);
	}
	arena_free(&arena);
}

/* Pipfile.lock */

static void read_pipfile_lock(struct reader *reader)
{
	static const char *const groups[] = {"default", "develop"};
	struct arena arena;
	arena_init(&arena);
	struct json_tree *tree = json_parse(reader->text, &arena);
	for (unsigned g = 0; g < 2 && tree->complete; g++) {
		uint32_t group = json_member(tree, 0, groups[g]);
		if (!group)
			continue;
		for (uint32_t i = tree->nodes[group].child; i; i = tree->nodes[i].next) {
			uint32_t version = json_member(tree, i, "version");
			slice text = version ? json_string(tree, version, &arena) : S("");
			declare(reader, json_key(tree, i, &arena), text);
		}
	}
	arena_free(&arena);
}

/* Commands: `pip install torch==2.6.0 ...` in any text. */

static bool ends_command(slice text, size_t at)
{
	char c = text.p[at];
	if (c == '&' || c == '|' || c == ';' || c == ')')
		return true;
	if (c != '\n')
		return false;
	slice before = slice_cut(text, 0, at);
	if (slice_ends(before, S("\r")))
		before.n--;
	return !slice_ends(before, S("\\"));
}

static size_t read_arguments(struct reader *reader, slice text, size_t at)
{
	while (at < text.n && !ends_command(text, at)) {
		char c = text.p[at];
		size_t from = at;
		if (c == '"' || c == '\'') {
			declare_text(reader, quoted(text, &at));
			continue;
		}
		while (at < text.n && !memchr(" \t\r\n;&|()\"'", text.p[at], 11))
			at++;
		declare_text(reader, slice_cut(text, from, at));
		at += at == from;
	}
	return at;
}

/* Start of the line that `at` stands in, searched from an earlier line's start. */
static size_t line_start(slice text, size_t line, size_t at)
{
	for (;;) {
		size_t next = line + slice_find(slice_after(text, line), '\n') + 1;
		if (next > at)
			return line;
		line = next;
	}
}

static void read_commands_of(struct reader *reader, slice command, enum dialect dialect)
{
	slice text = reader->text;
	size_t line = 0;
	reader->dialect = dialect;
	for (size_t at = 0; at < text.n;) {
		at += slice_search(slice_after(text, at), command);
		if (at >= text.n)
			return;
		line = line_start(text, line, at);
		slice first = slice_trim(slice_cut(text, line, line + 64));
		at += command.n;
		if (!slice_starts(first, S("#")))
			at = read_arguments(reader, text, at);
	}
}

static void read_commands(struct reader *reader)
{
	read_commands_of(reader, S("pip install "), DIALECT_PIP);
	read_commands_of(reader, S("pip3 install "), DIALECT_PIP);
	read_commands_of(reader, S("uv add "), DIALECT_PIP);
	read_commands_of(reader, S("conda install "), DIALECT_CONDA);
	read_commands_of(reader, S("mamba install "), DIALECT_CONDA);
}

static void read_pyproject(struct reader *reader)
{
	reader->by = DECLARED_BY_MANIFEST;
	read_toml(reader, pyproject_string);
}

static void read_pipfile(struct reader *reader)
{
	reader->by = DECLARED_BY_MANIFEST;
	read_toml(reader, pipfile_string);
}

static void read_toml_lock(struct reader *reader)
{
	reader->by = DECLARED_BY_LOCK;
	reader->dialect = DIALECT_POETRY; /* a bare version is a pin */
	read_toml(reader, lock_string);
}

static void read_json_lock(struct reader *reader)
{
	reader->by = DECLARED_BY_LOCK;
	read_pipfile_lock(reader);
}

static const struct {
	const char *path; /* as glob_path has it */
	void (*read)(struct reader *);
} kinds[] = {
	{"requirements*.txt", read_requirements},
	{"*requirements.txt", read_requirements},
	{"requirements*.in", read_requirements},
	{"constraints*.txt", read_requirements},
	{"**/requirements/*.txt", read_requirements},
	{"**/requirements/*.in", read_requirements},
	{"requirements/*.txt", read_requirements},
	{"requirements/*.in", read_requirements},
	{"pyproject.toml", read_pyproject},
	{"setup.py", read_setup},
	{"setup.cfg", read_setup_cfg},
	{"environment*.yml", read_environment},
	{"environment*.yaml", read_environment},
	{"Pipfile", read_pipfile},
	{"poetry.lock", read_toml_lock},
	{"uv.lock", read_toml_lock},
	{"pdm.lock", read_toml_lock},
	{"Pipfile.lock", read_json_lock},
	{"Dockerfile*", read_commands},
	{"*.Dockerfile", read_commands},
	{"*.dockerfile", read_commands},
	{".gitlab-ci.yml", read_commands},
	{".github/workflows/*.yml", read_commands},
	{".github/workflows/*.yaml", read_commands},
	{".github/actions/**/action.yml", read_commands},
};

static size_t kind_of(slice path)
{
	size_t n = sizeof kinds / sizeof *kinds;
	for (size_t i = 0; i < n; i++)
		if (glob_path(slice_of(kinds[i].path), path))
			return i;
	return n;
}

bool versions_wants(slice path)
{
	return kind_of(path) < sizeof kinds / sizeof *kinds;
}

void declared_read(slice path, slice text, void *context, declared_function *declared)
{
	struct reader reader = {.text = text,
		.context = context,
		.declared = declared,
		.dialect = DIALECT_PIP,
		.by = DECLARED_BY_LIST};
	size_t kind = kind_of(path);
	if (kind < sizeof kinds / sizeof *kinds)
		kinds[kind].read(&reader);
}
