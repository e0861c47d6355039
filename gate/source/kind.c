/*
 * Knows the names of files the gate reads and the first line that makes a file
 * without an extension a script. Extensions are compared without case: an
 * interpreter does not care how its argument is spelt.
 */
#include "source/kind.h"

struct name_kind {
	slice name;
	enum hfg_language language;
};

static const struct name_kind extensions[] = {
	{S("py"), HFG_PYTHON},
	{S("pyi"), HFG_PYTHON},
	{S("pyw"), HFG_PYTHON},
	{S("ipynb"), HFG_NOTEBOOK},
	{S("sh"), HFG_SHELL},
	{S("bash"), HFG_SHELL},
	{S("zsh"), HFG_SHELL},
	{S("ksh"), HFG_SHELL},
	{S("dockerfile"), HFG_DOCKERFILE},
	{S("containerfile"), HFG_DOCKERFILE},
	{S("js"), HFG_JAVASCRIPT},
	{S("mjs"), HFG_JAVASCRIPT},
	{S("cjs"), HFG_JAVASCRIPT},
	{S("jsx"), HFG_JAVASCRIPT},
	{S("ts"), HFG_JAVASCRIPT},
	{S("mts"), HFG_JAVASCRIPT},
	{S("cts"), HFG_JAVASCRIPT},
	{S("tsx"), HFG_JAVASCRIPT},
	{S("mk"), HFG_MAKEFILE},
	{S("md"), HFG_MARKDOWN},
	{S("mdx"), HFG_MARKDOWN},
	{S("markdown"), HFG_MARKDOWN},
	{S("rst"), HFG_MARKDOWN},
	{S("yml"), HFG_CONFIG},
	{S("yaml"), HFG_CONFIG},
	{S("json"), HFG_CONFIG},
	{S("toml"), HFG_CONFIG},
	{S("cfg"), HFG_CONFIG},
	{S("ini"), HFG_CONFIG},
	{S("env"), HFG_CONFIG},
	{{NULL, 0}, HFG_OTHER_LANGUAGE},
};

static const struct name_kind names[] = {
	{S("action.yml"), HFG_GITHUB_ACTION},
	{S("action.yaml"), HFG_GITHUB_ACTION},
	{S(".gitlab-ci.yml"), HFG_GITLAB_CI},
	{S(".gitlab-ci.yaml"), HFG_GITLAB_CI},
	{S("Dockerfile"), HFG_DOCKERFILE},
	{S("dockerfile"), HFG_DOCKERFILE},
	{S("Containerfile"), HFG_DOCKERFILE},
	{S("containerfile"), HFG_DOCKERFILE},
	{S("compose.yml"), HFG_COMPOSE},
	{S("compose.yaml"), HFG_COMPOSE},
	{S("Makefile"), HFG_MAKEFILE},
	{S("makefile"), HFG_MAKEFILE},
	{S("GNUmakefile"), HFG_MAKEFILE},
	{S("Pipfile"), HFG_CONFIG},
	{S(".env"), HFG_CONFIG},
	{S(".bashrc"), HFG_SHELL},
	{S(".bash_profile"), HFG_SHELL},
	{S(".profile"), HFG_SHELL},
	{S(".zshrc"), HFG_SHELL},
	{S(".envrc"), HFG_SHELL},
	{{NULL, 0}, HFG_OTHER_LANGUAGE},
};

static const struct name_kind interpreters[] = {
	{S("python"), HFG_PYTHON},
	{S("pypy"), HFG_PYTHON},
	{S("ipython"), HFG_PYTHON},
	{S("uv"), HFG_PYTHON},
	{S("sh"), HFG_SHELL},
	{S("bash"), HFG_SHELL},
	{S("dash"), HFG_SHELL},
	{S("ash"), HFG_SHELL},
	{S("zsh"), HFG_SHELL},
	{S("ksh"), HFG_SHELL},
	{S("busybox"), HFG_SHELL},
	{S("node"), HFG_JAVASCRIPT},
	{S("nodejs"), HFG_JAVASCRIPT},
	{S("deno"), HFG_JAVASCRIPT},
	{S("bun"), HFG_JAVASCRIPT},
	{S("tsx"), HFG_JAVASCRIPT},
	{S("ts-node"), HFG_JAVASCRIPT},
	{S("zx"), HFG_JAVASCRIPT},
	{S("make"), HFG_MAKEFILE},
	{S("gmake"), HFG_MAKEFILE},
	{{NULL, 0}, HFG_OTHER_LANGUAGE},
};

enum {
	LONGEST_EXTENSION = 15, /* longer ones are in no table */
	FIRST_BYTES = 256,      /* kernels read 256 bytes of a script to find its interpreter */
};

static bool find_kind(const struct name_kind *table, slice name, enum hfg_language *ret_language)
{
	for (; table->name.n; table++) {
		if (slice_eq(name, table->name)) {
			*ret_language = table->language;
			return true;
		}
	}
	return false;
}

static slice base_name(slice path)
{
	size_t at = slice_rfind(path, '/');
	return at == path.n ? path : slice_after(path, at + 1);
}

static slice folder_name(slice path)
{
	size_t at = slice_rfind(path, '/');
	return at == path.n ? S("") : slice_cut(path, 0, at);
}

static bool in_folder(slice path, slice folder)
{
	slice have = folder_name(path);
	if (slice_eq(have, folder))
		return true;
	return slice_ends(have, folder) && have.p[have.n - folder.n - 1] == '/';
}

static bool is_yaml(slice name)
{
	return slice_ends(name, S(".yml")) || slice_ends(name, S(".yaml"));
}

static bool is_gitlab(slice path, slice name)
{
	return slice_ends(name, S(".gitlab-ci.yml")) || slice_ends(name, S(".gitlab-ci.yaml")) ||
		in_folder(path, S(".gitlab/ci"));
}

/* Kinds that a YAML file has by its place or by part of its name. */
static bool yaml_kind(slice path, slice name, enum hfg_language *ret_language)
{
	if (!is_yaml(name))
		return false;
	if (in_folder(path, S(".github/workflows")))
		*ret_language = HFG_GITHUB_WORKFLOW;
	else if (is_gitlab(path, name))
		*ret_language = HFG_GITLAB_CI;
	else if (slice_starts(name, S("docker-compose")) || slice_starts(name, S("compose.")))
		*ret_language = HFG_COMPOSE;
	else
		return false;
	return true;
}

static bool is_requirements(slice path, slice name)
{
	if (!slice_ends(name, S(".txt")) && !slice_ends(name, S(".in")))
		return false;
	return slice_has(name, S("requirement")) || slice_has(name, S("constraints")) ||
		in_folder(path, S("requirements"));
}

static bool is_lock(slice name)
{
	static const char *const locks[] = {
		"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", NULL};
	for (const char *const *lock = locks; *lock; lock++)
		if (slice_is(name, *lock))
			return true;
	return slice_starts(name, S("pylock")) && slice_ends(name, S(".toml"));
}

static bool is_conda(slice name)
{
	return is_yaml(name) &&
		(slice_starts(name, S("environment")) || slice_starts(name, S("conda")));
}

bool kind_declares_versions(slice path)
{
	slice name = base_name(path);
	if (slice_is(name, "pyproject.toml") || slice_is(name, "setup.cfg") ||
		slice_is(name, "Pipfile"))
		return true;
	return is_requirements(path, name) || is_lock(name) || is_conda(name);
}

bool kind_analysed(enum hfg_language language)
{
	return language == HFG_PYTHON || language == HFG_NOTEBOOK || language == HFG_CONFIG ||
		language == HFG_GITHUB_WORKFLOW || language == HFG_GITHUB_ACTION ||
		language == HFG_DOCKERFILE || language == HFG_SHELL;
}

static bool prefix_kind(slice name, enum hfg_language *ret_language)
{
	static const struct name_kind prefixes[] = {
		{S("Dockerfile."), HFG_DOCKERFILE},
		{S("Dockerfile-"), HFG_DOCKERFILE},
		{S("Dockerfile_"), HFG_DOCKERFILE},
		{S("Containerfile."), HFG_DOCKERFILE},
		{S("Makefile."), HFG_MAKEFILE},
		{S(".env."), HFG_CONFIG},
	};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		if (slice_starts(name, prefixes[i].name)) {
			*ret_language = prefixes[i].language;
			return true;
		}
	}
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool extension_kind(slice extension, enum hfg_language *ret_language)
{
	char text[LONGEST_EXTENSION];
	if (extension.n > sizeof text)
		return false;
	for (size_t i = 0; i < extension.n; i++)
		text[i] = lower(extension.p[i]);
	return find_kind(extensions, (slice){text, extension.n}, ret_language);
}

/* `Dockerfile.py` is Python: a program's own extension decides before a prefix does. */
static bool is_program(enum hfg_language language)
{
	return language == HFG_PYTHON || language == HFG_NOTEBOOK || language == HFG_SHELL ||
		language == HFG_JAVASCRIPT;
}

enum kind_guess kind_of_name(slice path, enum hfg_language *ret_language)
{
	slice name = base_name(path);
	size_t dot = slice_rfind(name, '.');
	enum hfg_language language;
	bool known = dot < name.n && extension_kind(slice_after(name, dot + 1), &language);
	if (known && is_program(language)) {
		*ret_language = language;
		return KIND_KNOWN;
	}
	if (find_kind(names, name, ret_language) || yaml_kind(path, name, ret_language) ||
		prefix_kind(name, ret_language))
		return KIND_KNOWN;
	if (known || kind_declares_versions(path)) {
		*ret_language = known ? language : HFG_CONFIG;
		return KIND_KNOWN;
	}
	return dot == name.n ? KIND_LOOK : KIND_SKIP;
}

static slice next_word(slice *line)
{
	slice text = slice_trim(*line);
	size_t n = 0;
	while (n < text.n && text.p[n] != ' ' && text.p[n] != '\t')
		n++;
	*line = slice_after(text, n);
	return slice_cut(text, 0, n);
}

/* `python3.11` -> `python`. */
static slice without_version(slice name)
{
	while (name.n > 1 &&
		(name.p[name.n - 1] == '.' || (unsigned)(name.p[name.n - 1] - '0') < 10))
		name.n--;
	return name;
}

/* What `env` would run: options and assignments are passed over. */
static slice after_env(slice *line)
{
	slice word = next_word(line);
	while (word.n && (word.p[0] == '-' || slice_find(word, '=') < word.n)) {
		bool joined = slice_starts(word, S("-S")) && word.n > 2;
		word = joined ? slice_after(word, 2) : next_word(line);
	}
	return word;
}

/* A Python file that starts as a shell script and hands itself on: `''':'`, `"exec" "python3"`. */
static bool is_polyglot(slice second_line)
{
	slice text = slice_trim(second_line);
	return slice_starts(text, S("'''")) || slice_starts(text, S("\"\"\"")) ||
		slice_starts(text, S("\"exec\"")) || slice_starts(text, S("'exec'")) ||
		slice_starts(text, S("\":\""));
}

bool kind_of_bytes(slice first, enum hfg_language *ret_language)
{
	first = slice_cut(first, 0, FIRST_BYTES);
	if (slice_starts(first, S("\xef\xbb\xbf")))
		first = slice_after(first, 3);
	if (!slice_starts(first, S("#!")))
		return false;
	size_t end = slice_find(first, '\n');
	slice line = slice_cut(first, 2, end);
	slice program = base_name(next_word(&line));
	if (slice_is(program, "env"))
		program = base_name(after_env(&line));
	enum hfg_language language;
	if (!find_kind(interpreters, program, &language) &&
		!find_kind(interpreters, without_version(program), &language))
		return false;
	if (language == HFG_SHELL && is_polyglot(slice_after(first, end + 1)))
		language = HFG_PYTHON;
	*ret_language = language;
	return true;
}
