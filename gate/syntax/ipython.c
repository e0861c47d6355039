/*
 * Knows where IPython's syntax can stand (at the start of a statement, behind a
 * `=`, on a cell's first line) and which magics hold Python, shell or something
 * else. Follows strings, brackets and comments just far enough to tell the start
 * of a statement.
 */
#include "syntax/ipython.h"
#include "base/num.h"

struct cell {
	char *text;
	uint32_t at, to;
	char open[MAX_DEPTH]; /* brackets that are open, as their closers */
	uint32_t depth;
	struct ipython_lines *lines;
	struct arena *facts, *scratch;
	struct ipython_cell result;
	bool statement_seen;
};

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_' || (unsigned char)c >= 0x80;
}

static uint32_t skip_blanks(const struct cell *cell, uint32_t at)
{
	while (at < cell->to && is_blank(cell->text[at]))
		at++;
	return at;
}

static uint32_t line_end(const struct cell *cell, uint32_t at)
{
	while (at < cell->to && !is_end(cell->text[at]))
		at++;
	return at;
}

/* End of the line and of those that a backslash joins to it. */
static uint32_t joined_end(const struct cell *cell, uint32_t at)
{
	for (;;) {
		uint32_t end = line_end(cell, at);
		if (end == at || end >= cell->to || cell->text[end - 1] != '\\')
			return end;
		at = end + 1;
		if (cell->text[end] == '\r' && at < cell->to && cell->text[at] == '\n')
			at++;
	}
}

static void blank(struct cell *cell, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!is_end(cell->text[i]))
			cell->text[i] = ' ';
}

static slice cut(const struct cell *cell, uint32_t from, uint32_t to)
{
	return (slice){cell->text + from, to - from};
}

static bool is_one_of(slice name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(name, names[i]))
			return true;
	return false;
}

#define IS_ONE_OF(name, list) is_one_of((name), (list), sizeof(list) / sizeof *(list))

static void hand_out(struct cell *cell, uint32_t from, uint32_t to, bool whole_cell)
{
	*VEC_PUSH(cell->lines, cell->scratch) = (struct notebook_line){
		.at = {from, to},
		.text = arena_copy(cell->facts, cut(cell, from, to)),
		.cell = whole_cell,
	};
}

/* Magics */

/* `name` behind the percent signs; *ret_after is where the arguments begin. */
static slice magic_name(const struct cell *cell, uint32_t at, uint32_t *ret_after)
{
	uint32_t end = at;
	while (end < cell->to && (is_name(cell->text[end]) || cell->text[end] == '!'))
		end++;
	*ret_after = skip_blanks(cell, end);
	return cut(cell, at, end);
}

/* Line magics whose argument is a Python statement. */
static bool runs_statement(slice name)
{
	static const char *const names[] = {
		"time", "timeit", "prun", "memit", "mprun", "lprun", "debug", "px"};
	return IS_ONE_OF(name, names);
}

static bool runs_shell(slice name)
{
	static const char *const names[] = {"sx", "system", "sh", "bash", "!"};
	return IS_ONE_OF(name, names);
}

/* Line magics that are programs: handed out with their name. */
static bool is_program(slice name)
{
	static const char *const names[] = {"pip", "conda", "mamba", "micromamba", "uv", "pip3"};
	return IS_ONE_OF(name, names);
}

static uint32_t word_end(const struct cell *cell, uint32_t at)
{
	while (at < cell->to && !is_blank(cell->text[at]) && !is_end(cell->text[at]))
		at++;
	return at;
}

static bool is_number(slice word)
{
	for (size_t i = 0; i < word.n; i++)
		if ((word.p[i] < '0' || word.p[i] > '9') && word.p[i] != '.')
			return false;
	return word.n > 0;
}

/* Behind the options of a magic such as `-n 10 -r3 -o`. */
static uint32_t skip_options(const struct cell *cell, uint32_t at)
{
	while (at + 1 < cell->to && cell->text[at] == '-' &&
		(is_name(cell->text[at + 1]) || cell->text[at + 1] == '-')) {
		uint32_t end = word_end(cell, at);
		bool lone_letter = end - at == 2;
		bool takes_word = lone_letter && memchr("lsTDfmSu", cell->text[at + 1], 8);
		at = skip_blanks(cell, end);
		uint32_t next_end = word_end(cell, at);
		if (takes_word || (lone_letter && is_number(cut(cell, at, next_end))))
			at = skip_blanks(cell, next_end);
	}
	return at;
}

/* Replaces [from, to) by `0` and blanks: an expression of equal length. */
static void neutral(struct cell *cell, uint32_t from, uint32_t to)
{
	if (from >= to)
		return;
	blank(cell, from, to);
	cell->text[from] = '0';
}

static void hand_out_magic(
	struct cell *cell, slice name, uint32_t name_at, uint32_t after, uint32_t end)
{
	if (is_program(name))
		hand_out(cell, name_at, end, false);
	else if (runs_shell(name) && after < end)
		hand_out(cell, after, end, false);
}

/* A `%` or `!` at `at`, at the start of a statement or behind a `=`. Leaves cell->at where Python
   goes on. */
static void escaped_line(struct cell *cell, uint32_t at, bool assigned)
{
	uint32_t end = joined_end(cell, at), after = at;
	while (after < end && cell->text[after] == cell->text[at] && after < at + 2)
		after++;
	cell->at = end;
	if (cell->text[at] == '!') {
		hand_out(cell, after, end, false);
		neutral(cell, at, end);
		return;
	}
	uint32_t name_at = after;
	slice name = magic_name(cell, name_at, &after);
	if (!runs_statement(name)) {
		hand_out_magic(cell, name, name_at, after, end);
		neutral(cell, at, end);
		return;
	}
	uint32_t statement = skip_options(cell, after);
	if (statement >= end) {
		neutral(cell, at, end);
		return;
	}
	blank(cell, at, statement);
	if (!assigned)
		memcpy(cell->text + at, "0;", 2);
	cell->at = statement;
}

/* Cell magics */

static bool cell_is_python(slice name)
{
	static const char *const names[] = {"time", "timeit", "capture", "prun", "memit", "mprun",
		"lprun", "debug", "px", "python", "python3", "python2", "pypy", "wandb", "ipytest",
		"run_pytest", "local", "spark", "pyspark", "cython", "notify", "cache", "scalene",
		"snakeviz", "pyinstrument", "skip_if_colab", "heat", "tb", "ai_off"};
	return IS_ONE_OF(name, names);
}

static bool is_shell_name(slice name)
{
	static const char *const names[] = {"bash", "sh", "zsh", "ksh", "dash", "system", "sx", "!",
		"shell", "/bin/bash", "/bin/sh", "/usr/bin/bash", "/bin/zsh"};
	return IS_ONE_OF(name, names);
}

/* The program that `%%script` runs: its first word that is not an option. */
static slice script_program(const struct cell *cell, uint32_t at, uint32_t end)
{
	while (at < end) {
		uint32_t to = word_end(cell, at);
		slice word = cut(cell, at, to);
		if (!slice_starts(word, S("-")) && !slice_is(word, "env"))
			return word;
		at = skip_blanks(cell, to);
	}
	return S("");
}

static uint32_t next_line(const struct cell *cell, uint32_t at)
{
	at = line_end(cell, at);
	if (at < cell->to && cell->text[at] == '\r')
		at++;
	if (at < cell->to && cell->text[at] == '\n')
		at++;
	return at;
}

/* Where the cell's first line that is neither blank nor a comment begins: hosted notebooks write
   `#@title` lines above a magic. */
static uint32_t first_line(const struct cell *cell)
{
	uint32_t at = cell->at;
	for (;;) {
		while (at < cell->to && (is_blank(cell->text[at]) || is_end(cell->text[at])))
			at++;
		if (at >= cell->to || cell->text[at] != '#')
			return at;
		at = line_end(cell, at);
	}
}

/* `%%magic` lines at the cell's beginning. The body of one may begin with another. */
static void cell_magics(struct cell *cell)
{
	for (;;) {
		uint32_t at = first_line(cell);
		if (at + 2 >= cell->to || memcmp(cell->text + at, "%%", 2) != 0)
			return;
		uint32_t after, end = line_end(cell, at), body = next_line(cell, at);
		slice name = magic_name(cell, at + 2, &after);
		if (slice_is(name, "script"))
			name = script_program(cell, after, end);
		bool python = cell_is_python(name) || slice_starts(name, S("python"));
		if (!python && is_shell_name(name) && body < cell->to)
			hand_out(cell, body, cell->to, true);
		uint32_t blank_to = python ? body : cell->to;
		blank(cell, at, blank_to);
		cell->at = blank_to;
	}
}

/* Python, just far enough */

static bool opens_string(const struct cell *cell, uint32_t at)
{
	return cell->text[at] == '"' || cell->text[at] == '\'';
}

static bool is_triple(const struct cell *cell, uint32_t at)
{
	char quote = cell->text[at];
	return at + 2 < cell->to && cell->text[at + 1] == quote && cell->text[at + 2] == quote;
}

/* Passes a string. One that does not end leaves its closer in the result. */
static void pass_string(struct cell *cell)
{
	char quote = cell->text[cell->at];
	bool triple = is_triple(cell, cell->at);
	uint32_t at = cell->at + (triple ? 3 : 1);
	for (; at < cell->to; at++) {
		char c = cell->text[at];
		if (c == '\\') {
			at++;
			if (at + 1 < cell->to && cell->text[at] == '\r' &&
				cell->text[at + 1] == '\n')
				at++;
			continue;
		}
		if (!triple && is_end(c)) {
			cell->at = at;
			return;
		}
		if (c == quote && (!triple || is_triple(cell, at))) {
			cell->at = at + (triple ? 3 : 1);
			return;
		}
	}
	cell->at = cell->to;
	cell->result.closers_n = triple ? 3 : 1;
	memset(cell->result.closers, quote, cell->result.closers_n);
}

static void pass_bracket(struct cell *cell, char c)
{
	static const char openers[] = "([{", closers[] = ")]}";
	const char *opener = memchr(openers, c, 3);
	if (opener && cell->depth < MAX_DEPTH - 3)
		cell->open[cell->depth++] = closers[opener - openers];
	else if (!opener && cell->depth)
		cell->depth--;
}

/* `= !command` and `= %magic`: no Python has that. */
static bool assigns_escape(const struct cell *cell, uint32_t at, uint32_t *ret_escape)
{
	if (cell->depth || cell->text[at] != '=')
		return false;
	*ret_escape = skip_blanks(cell, at + 1);
	return *ret_escape < cell->to &&
		(cell->text[*ret_escape] == '!' || cell->text[*ret_escape] == '%') &&
		(*ret_escape + 1 == cell->to || cell->text[*ret_escape + 1] != '=');
}

/* `name?` and `?name` ask for help. */
static bool asks_help(const struct cell *cell, uint32_t at)
{
	if (cell->depth || cell->text[at] != '?')
		return false;
	while (at < cell->to && cell->text[at] == '?')
		at++;
	at = skip_blanks(cell, at);
	return at == cell->to || is_end(cell->text[at]) || cell->text[at] == '#';
}

/* Bytes that may mean something in the middle of a statement. */
static const bool is_special[256] = {
	['\n'] = true,
	['\r'] = true,
	['"'] = true,
	['\''] = true,
	['#'] = true,
	['='] = true,
	['?'] = true,
	['\\'] = true,
	['('] = true,
	[')'] = true,
	['['] = true,
	[']'] = true,
	['{'] = true,
	['}'] = true,
};

static void pass_ordinary(struct cell *cell)
{
	uint32_t at = cell->at;
	while (at < cell->to && !is_special[(unsigned char)cell->text[at]])
		at++;
	cell->at = at;
}

/* Passes the rest of a statement's line, and further lines while something is open. */
static void pass_statement(struct cell *cell, uint32_t from)
{
	for (pass_ordinary(cell); cell->at < cell->to; pass_ordinary(cell)) {
		char c = cell->text[cell->at];
		uint32_t escape;
		if (opens_string(cell, cell->at)) {
			pass_string(cell);
			continue;
		}
		if (c == '#') {
			cell->at = line_end(cell, cell->at);
			continue;
		}
		if (assigns_escape(cell, cell->at, &escape)) {
			escaped_line(cell, escape, true);
			continue;
		}
		if (asks_help(cell, cell->at)) {
			cell->at = line_end(cell, cell->at);
			neutral(cell, from, cell->at);
			continue;
		}
		cell->at++;
		if (c == '\\' && cell->at < cell->to && is_end(cell->text[cell->at]))
			cell->at = next_line(cell, cell->at);
		else if (memchr("()[]{}", c, 6))
			pass_bracket(cell, c);
		else if (is_end(c) && !cell->depth)
			return;
	}
}

/* `pip install ...` without a percent sign: IPython runs it, Python has no such statement. */
static bool is_automatic_magic(const struct cell *cell, uint32_t at)
{
	static const char *const verbs[] = {
		"install", "uninstall", "download", "list", "show", "freeze", "update", "create"};
	uint32_t end = at;
	while (end < cell->to && is_name(cell->text[end]))
		end++;
	uint32_t verb = skip_blanks(cell, end);
	uint32_t verb_end = verb;
	while (verb_end < cell->to && is_name(cell->text[verb_end]))
		verb_end++;
	return verb > end && is_program(cut(cell, at, end)) &&
		IS_ONE_OF(cut(cell, verb, verb_end), verbs);
}

static void automatic_magic(struct cell *cell, uint32_t at)
{
	cell->at = joined_end(cell, at);
	hand_out(cell, at, cell->at, false);
	neutral(cell, at, cell->at);
}

static void statement(struct cell *cell)
{
	uint32_t line = cell->at;
	uint32_t at = skip_blanks(cell, line);
	cell->at = at;
	if (at == cell->to)
		return;
	char c = cell->text[at];
	bool empty = is_end(c) || c == '#';
	if (!empty && !cell->statement_seen) {
		cell->statement_seen = true;
		cell->result.indented = at > line;
	}
	if (c == '%' || c == '!') {
		escaped_line(cell, at, false);
	} else if (c == '?') {
		cell->at = line_end(cell, at);
		neutral(cell, at, cell->at);
	} else if (is_automatic_magic(cell, at)) {
		automatic_magic(cell, at);
	}
	pass_statement(cell, at);
}

struct ipython_cell ipython_blank(char *text, uint32_t from, uint32_t to,
	struct ipython_lines *lines, struct arena *facts, struct arena *scratch)
{
	struct cell cell = {.text = text,
		.at = from,
		.to = to,
		.lines = lines,
		.facts = facts,
		.scratch = scratch};
	cell_magics(&cell);
	while (cell.at < cell.to)
		statement(&cell);
	struct ipython_cell result = cell.result;
	while (cell.depth)
		result.closers[result.closers_n++] = cell.open[--cell.depth];
	result.backslash = to > from && text[to - 1] == '\\';
	return result;
}
