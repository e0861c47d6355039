/*
 * Knows simple commands: what is an assignment, a word, a redirection, and when
 * the first word is the name of a function.
 */
#include "syntax/shell_parser.h"

#include "base/num.h"

/* Length of `name`, `name[...]` before `=` or `+=`; 0 when no assignment begins here. */
static uint32_t assignment_here(const struct parser *p, uint32_t *ret_name)
{
	uint32_t at = p->at, open = 0;
	if (!sh_name_start(peek(p)))
		return 0;
	while (sh_name_byte(byte_at(p, at)))
		at++;
	*ret_name = at;
	if (byte_at(p, at) == '[') {
		for (; at < p->end && byte_at(p, at) != '\n'; at++) {
			open += byte_at(p, at) == '[';
			if (byte_at(p, at) == ']' && --open == 0)
				break;
		}
		at++;
	}
	bool plain = byte_at(p, at) == '=';
	bool append = byte_at(p, at) == '+' && byte_at(p, at + 1) == '=';
	return plain || append ? at : 0;
}

/* `[key]` of an element; the word between the brackets. */
static sh_ref index_word(struct parser *p, uint32_t from, uint32_t to)
{
	sh_ref word = sh_node_new(p, SH_WORD, from);
	struct chain chain = {word, 0};
	struct region outer = sh_region_enter(p, from, to);
	sh_parts(p, MODE_BRACE, &chain);
	p->at = to;
	sh_close(p, word);
	sh_region_leave(p, outer, to);
	return word;
}

static sh_ref assignment(struct parser *p, uint32_t equals, uint32_t name_to)
{
	sh_ref node = sh_node_new(p, SH_ASSIGN, p->at);
	struct chain chain = {node, 0};
	sh_at(p, node)->name_from = p->at;
	sh_at(p, node)->name_to = name_to;
	bool index = name_to < equals, append = byte_at(p, equals) == '+';
	sh_at(p, node)->flags = (append ? SH_APPEND : 0) | (index ? SH_HAS_INDEX : 0);
	if (index)
		sh_add(p, &chain, index_word(p, name_to + 1, equals - 1));
	p->at = equals + 1 + append;
	if (peek(p) == '(')
		sh_add(p, &chain, sh_array(p));
	else
		sh_add(p, &chain, sh_word(p, MODE_COMMAND));
	sh_close(p, node);
	return node;
}

/* `[key]=value` inside an array. */
static sh_ref keyed_element(struct parser *p)
{
	uint32_t at = p->at, open = 0;
	for (; at < p->end && byte_at(p, at) != '\n'; at++) {
		open += byte_at(p, at) == '[';
		if (byte_at(p, at) == ']' && --open == 0)
			break;
	}
	uint32_t equals = at + 1;
	bool append = byte_at(p, equals) == '+' && byte_at(p, equals + 1) == '=';
	if (byte_at(p, at) != ']' || (byte_at(p, equals) != '=' && !append))
		return 0;
	return assignment(p, equals, p->at);
}

sh_ref sh_array(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_ARRAY, p->at);
	struct chain chain = {node, 0};
	uint32_t start = p->at++;
	for (;;) {
		sh_newlines(p);
		if (p->at >= p->end || peek(p) == ')')
			break;
		uint32_t from = p->at;
		sh_ref element = peek(p) == '[' ? keyed_element(p) : 0;
		sh_add(p, &chain, element ? element : sh_word(p, MODE_COMMAND));
		if (p->at == from) {
			p->at++;
			sh_error(p, &chain, from);
		}
	}
	if (peek(p) == ')')
		p->at++;
	else
		sh_error(p, &chain, start);
	sh_close(p, node);
	return node;
}

/* Where the operator of a redirection begins: behind `2` or `{name}`; UINT32_MAX: there is none. */
static uint32_t operator_at(const struct parser *p)
{
	uint32_t at = p->at;
	if (peek(p) == '{' && sh_name_start(byte_at(p, at + 1))) {
		for (at++; sh_name_byte(byte_at(p, at));)
			at++;
		if (byte_at(p, at++) != '}')
			return UINT32_MAX;
	} else {
		while (byte_at(p, at) >= '0' && byte_at(p, at) <= '9')
			at++;
	}
	char c = byte_at(p, at), next = byte_at(p, at + 1);
	if (c == '&' && next == '>' && at == p->at)
		return at;
	if ((c != '<' && c != '>') || next == '(')
		return UINT32_MAX;
	return at;
}

bool sh_redirect_here(const struct parser *p)
{
	return operator_at(p) != UINT32_MAX;
}

static bool is_quoted(slice word)
{
	for (size_t i = 0; i < word.n; i++)
		if (memchr("'\"\\", word.p[i], 3))
			return true;
	return false;
}

static enum sh_redirect take_operator(struct parser *p)
{
	static const struct {
		slice text;
		enum sh_redirect is;
	} operators[] = {
		{{"<<<", 3}, SH_REDIRECT_STRING},
		{{"<<-", 3}, SH_REDIRECT_HEREDOC},
		{{"<<", 2}, SH_REDIRECT_HEREDOC},
		{{"<>", 2}, SH_REDIRECT_OTHER},
		{{"<&", 2}, SH_REDIRECT_OTHER},
		{{"<", 1}, SH_REDIRECT_IN},
		{{"&>>", 3}, SH_REDIRECT_APPEND},
		{{"&>", 2}, SH_REDIRECT_OUT},
		{{">>", 2}, SH_REDIRECT_APPEND},
		{{">&", 2}, SH_REDIRECT_OTHER},
		{{">|", 2}, SH_REDIRECT_OUT},
		{{">", 1}, SH_REDIRECT_OUT},
	};
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		if (!at_text(p, operators[i].text))
			continue;
		p->at += u32(operators[i].text.n);
		return operators[i].is;
	}
	return SH_REDIRECT_OTHER;
}

sh_ref sh_redirect(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_REDIRECT, p->at);
	struct chain chain = {node, 0};
	p->at = operator_at(p);
	bool strip = at_text(p, S("<<-"));
	enum sh_redirect op = take_operator(p);
	sh_at(p, node)->op = (uint8_t)op;
	sh_blanks(p);
	uint32_t from = p->at;
	sh_add(p, &chain, sh_word(p, MODE_COMMAND));
	if (p->at == from)
		sh_error(p, &chain, from);
	else if (op == SH_REDIRECT_HEREDOC) {
		bool quoted = is_quoted(slice_cut(p->tree->text, from, p->at));
		sh_at(p, node)->flags = (strip ? SH_STRIP : 0) | (quoted ? SH_QUOTED : 0);
		*VEC_PUSH(&p->pending, p->arena) = (struct pending){node};
	}
	sh_close(p, node);
	return node;
}

void sh_redirects(struct parser *p, struct chain *chain)
{
	for (;;) {
		uint32_t from = p->at;
		sh_blanks(p);
		if (!sh_redirect_here(p)) {
			p->at = from;
			return;
		}
		sh_add(p, chain, sh_redirect(p));
	}
}

static bool is_declaration(slice word)
{
	static const char *const words[] = {"declare", "export", "local", "readonly", "typeset"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

/* `name ()`: the rest of a function's definition. */
static bool function_here(struct parser *p)
{
	uint32_t at = p->at;
	if (byte_at(p, at) != '(')
		return false;
	for (at++; byte_at(p, at) == ' ' || byte_at(p, at) == '\t';)
		at++;
	return byte_at(p, at) == ')';
}

static void become_function(struct parser *p, sh_ref node, sh_ref name)
{
	struct sh_node *function = sh_at(p, node);
	struct chain chain = {node, 0};
	bool found;
	function->kind = SH_FUNCTION;
	function->child = 0;
	function->name_from = sh_at(p, name)->from;
	function->name_to = sh_at(p, name)->to;
	while (peek(p) != ')')
		p->at++;
	p->at++;
	sh_newlines(p);
	sh_add(p, &chain, sh_compound(p, &found));
	if (!found)
		sh_error(p, &chain, p->at);
}

struct simple {
	struct chain chain;
	uint32_t words;
	bool declares;
};

/* One assignment, redirection or word; false when the command ends here. */
static bool take_item(struct parser *p, struct simple *simple)
{
	uint32_t name_to, from = p->at;
	if (sh_redirect_here(p)) {
		sh_add(p, &simple->chain, sh_redirect(p));
		return p->at > from;
	}
	uint32_t equals = !simple->words || simple->declares ? assignment_here(p, &name_to) : 0;
	if (equals) {
		sh_add(p, &simple->chain, assignment(p, equals, name_to));
		return true;
	}
	if (p->at >= p->end || memchr("\n;&|()", peek(p), 6))
		return false;
	sh_add(p, &simple->chain, sh_word(p, MODE_COMMAND));
	if (!simple->words++)
		simple->declares = is_declaration(slice_cut(p->tree->text, from, p->at));
	return p->at > from;
}

sh_ref sh_simple(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_COMMAND, p->at);
	struct simple simple = {.chain = {node, 0}};
	uint32_t end = p->at;
	for (;;) {
		sh_blanks(p);
		if (simple.words == 1 && function_here(p) &&
			sh_at(p, simple.chain.last)->kind == SH_WORD &&
			sh_at(p, node)->child == simple.chain.last) {
			become_function(p, node, simple.chain.last);
			sh_close(p, node);
			return node;
		}
		if (!take_item(p, &simple))
			break;
		end = p->at;
	}
	if (simple.declares)
		sh_at(p, node)->kind = SH_DECLARE;
	sh_close(p, node);
	sh_at(p, node)->to = end;
	return sh_at(p, node)->child ? node : 0;
}
