/*
 * Knows how the arguments of an instruction fall into words: blanks outside of
 * quotes, the JSON list of the exec form, and words that begin a heredoc.
 */
#include "syntax/docker.h"

#include "base/num.h"
#include "base/vec.h"
#include "syntax/docker_internal.h"
#include "syntax/json.h"

struct word_list {
	VEC(struct docker_word);
};

/* End of the word that begins at `at`. The escape character does not count in single quotes. */
static uint32_t word_end(slice text, uint32_t at, char escape)
{
	char quote = 0;
	for (; at < text.n; at++) {
		char c = text.p[at];
		if (!quote && docker_is_blank(c))
			break;
		if (c == escape && quote != '\'')
			at++;
		else if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '\'' || c == '"')
			quote = c;
	}
	return at < text.n ? at : u32(text.n);
}

static uint32_t blank_after(slice text, uint32_t at)
{
	while (at < text.n && !docker_is_blank(text.p[at]))
		at++;
	return at;
}

/* Without an escape character quotes are bytes as others. */
static bool next_word(slice text, uint32_t *at, char escape, struct docker_word *ret_word)
{
	uint32_t from = *at;
	while (from < text.n && docker_is_blank(text.p[from]))
		from++;
	if (from >= text.n)
		return false;
	*at = escape ? word_end(text, from, escape) : blank_after(text, from);
	*ret_word = (struct docker_word){slice_cut(text, from, *at), from};
	return true;
}

static bool knows_quotes(enum docker_keyword keyword)
{
	return keyword == DOCKER_ARG || keyword == DOCKER_ENV || keyword == DOCKER_LABEL;
}

struct docker_words docker_words(const struct docker_file *file,
	const struct docker_instruction *instruction, struct arena *arena)
{
	struct word_list words = {0};
	struct docker_word word;
	slice arguments = docker_arguments(instruction);
	char escape = knows_quotes(instruction->keyword) ? file->escape : 0;
	for (uint32_t at = 0; next_word(arguments, &at, escape, &word);) {
		word.at += instruction->arguments;
		*VEC_PUSH(&words, arena) = word;
	}
	return (struct docker_words){words.at, words.n};
}

/* The list at the start of `text`, without what follows it: Docker reads one JSON value only. */
static slice first_list(slice text)
{
	bool quoted = false;
	for (size_t i = 0; i < text.n; i++) {
		if (quoted && text.p[i] == '\\')
			i++;
		else if (text.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && text.p[i] == ']')
			return slice_cut(text, 0, i + 1);
	}
	return S("");
}

static bool read_list(slice arguments, struct arena *arena, const struct json_tree **ret_tree)
{
	if (!arguments.n || arguments.p[0] != '[')
		return false;
	slice list = first_list(arguments);
	if (!list.n)
		return false;
	const struct json_tree *tree = json_parse(list, arena);
	if (!tree->complete || tree->nodes[0].kind != JSON_ARRAY)
		return false;
	for (uint32_t i = tree->nodes[0].child; i; i = tree->nodes[i].next)
		if (tree->nodes[i].kind != JSON_STRING)
			return false;
	*ret_tree = tree;
	return true;
}

bool docker_is_exec(slice arguments, struct arena *arena)
{
	const struct json_tree *tree;
	return read_list(arguments, arena, &tree);
}

bool docker_exec_words(const struct docker_instruction *instruction, struct arena *arena,
	struct docker_words *ret_words)
{
	struct word_list words = {0};
	const struct json_tree *tree;
	slice arguments = docker_arguments(instruction);
	if (!read_list(arguments, arena, &tree))
		return false;
	for (uint32_t i = tree->nodes[0].child; i; i = tree->nodes[i].next) {
		uint32_t from = tree->nodes[i].from + 1, to = tree->nodes[i].to - 1;
		*VEC_PUSH(&words, arena) = (struct docker_word){
			slice_cut(arguments, from, to), instruction->arguments + from};
	}
	*ret_words = (struct docker_words){words.at, words.n};
	return true;
}

/* The name of a heredoc without its quotes. */
static slice unquoted(slice name, struct arena *arena)
{
	char *text = arena_alloc(arena, name.n + 1);
	size_t n = 0;
	char quote = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '\\' && quote != '\'' && i + 1 < name.n)
			text[n++] = name.p[++i];
		else if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? 0 : c;
		else
			text[n++] = c;
	}
	return (slice){text, n};
}

/* `3<<-"EOF"`: a descriptor, the arrows, the name. */
static bool read_heredoc(slice word, struct arena *arena, struct docker_heredoc *ret_heredoc)
{
	while (word.n && word.p[0] >= '0' && word.p[0] <= '9')
		word = slice_after(word, 1);
	if (!slice_starts(word, S("<<")))
		return false;
	slice name = slice_after(word, 2);
	bool chomp = name.n && name.p[0] == '-';
	name = slice_after(name, chomp);
	if (!name.n || slice_find(name, '<') < name.n)
		return false;
	*ret_heredoc = (struct docker_heredoc){.name = unquoted(name, arena), .chomp = chomp};
	ret_heredoc->expands = slice_eq(name, ret_heredoc->name);
	return true;
}

bool docker_next_heredoc(
	slice arguments, uint32_t *at, struct arena *arena, struct docker_heredoc *ret_heredoc)
{
	struct docker_word word;
	while (next_word(arguments, at, '\\', &word))
		if (read_heredoc(word.text, arena, ret_heredoc))
			return true;
	return false;
}
