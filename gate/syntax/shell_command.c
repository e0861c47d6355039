/*
 * Knows lists, pipelines and compound commands: which words are reserved where,
 * and what ends a list.
 */
#include "syntax/shell_parser.h"

#include "base/num.h"

void sh_blanks(struct parser *p)
{
	for (;;) {
		if (peek(p) == ' ' || peek(p) == '\t')
			p->at++;
		else if (at_text(p, S("\\\n")))
			p->at += 2;
		else
			break;
	}
	if (peek(p) == '#')
		while (p->at < p->end && peek(p) != '\n')
			p->at++;
}

/* The line at `at` without its end. */
static slice line_at(const struct parser *p, uint32_t at)
{
	slice rest = slice_cut(p->tree->text, at, p->end);
	return slice_cut(rest, 0, slice_find(rest, '\n'));
}

/* The delimiter as the word means it: quotes taken away, nothing expanded. */
static slice delimiter_of(struct parser *p, sh_ref word)
{
	slice raw = slice_cut(p->tree->text, p->nodes.at[word].from, p->nodes.at[word].to);
	char *out = arena_alloc(p->arena, raw.n + 1);
	size_t n = 0;
	char quote = '\0';
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? '\0' : c;
			continue;
		}
		if (c == '\\' && quote != '\'' && i + 1 < raw.n)
			i++;
		out[n++] = raw.p[i];
	}
	return (slice){out, n};
}

/* Where the body that starts at `from` ends, and where the line behind its delimiter begins. */
static uint32_t body_end(
	const struct parser *p, uint32_t from, slice delimiter, bool strip, uint32_t *ret_next)
{
	for (uint32_t at = from; at < p->end;) {
		slice line = line_at(p, at), bare = line;
		while (strip && bare.n && bare.p[0] == '\t')
			bare = slice_after(bare, 1);
		uint32_t next = at + u32(line.n) + 1;
		if (slice_eq(bare, delimiter)) {
			*ret_next = next < p->end ? next : p->end;
			return at;
		}
		at = next;
	}
	*ret_next = p->end;
	return p->end;
}

static void mark_stripped(struct parser *p, sh_ref body)
{
	for (sh_ref i = p->nodes.at[body].child; i; i = p->nodes.at[i].next)
		if (p->nodes.at[i].kind == SH_LITERAL)
			p->nodes.at[i].op = SH_IN_HEREDOC_STRIP;
}

static void read_body(struct parser *p, sh_ref redirect)
{
	uint32_t flags = p->nodes.at[redirect].flags, from = p->at, next;
	sh_ref word = p->nodes.at[redirect].child;
	if (!word)
		return;
	slice delimiter = delimiter_of(p, word);
	uint32_t end = body_end(p, from, delimiter, flags & SH_STRIP, &next);
	sh_ref body = sh_node_new(p, SH_HEREDOC, from);
	struct chain chain = {redirect, word}, parts = {body, 0};
	sh_add(p, &chain, body);
	p->nodes.at[body].flags = (uint16_t)flags;
	struct region outer = sh_region_enter(p, from, end);
	outer.pending = 0; /* the list was taken */
	if (flags & SH_QUOTED) {
		sh_ref all = sh_node_new(p, SH_SINGLE, from);
		p->nodes.at[all].flags = flags & SH_STRIP;
		p->nodes.at[all].name_from = from;
		p->nodes.at[all].name_to = p->nodes.at[all].to = end;
		sh_add(p, &parts, all);
	} else {
		sh_parts(p, MODE_HEREDOC, &parts);
		if (flags & SH_STRIP)
			mark_stripped(p, body);
	}
	p->at = end;
	sh_close(p, body);
	sh_region_leave(p, outer, next);
}

/* A line end: the bodies of the heredocs before it follow. */
static void line_end(struct parser *p)
{
	p->at++;
	if (!p->pending.n)
		return;
	uint32_t n = p->pending.n;
	struct pending *list = arena_array(p->arena, n, sizeof *list);
	memcpy(list, p->pending.at, n * sizeof *list);
	p->pending.n = 0;
	for (uint32_t i = 0; i < n; i++)
		read_body(p, list[i].redirect);
}

void sh_newlines(struct parser *p)
{
	sh_blanks(p);
	while (p->at < p->end && peek(p) == '\n') {
		line_end(p);
		sh_blanks(p);
	}
}

bool sh_keyword(struct parser *p, const char *word)
{
	slice text = slice_of(word);
	if (!at_text(p, text))
		return false;
	uint32_t behind = p->at + u32(text.n);
	return behind >= p->end || memchr(" \t\n;&|<>()", byte_at(p, behind), 10);
}

bool sh_take_keyword(struct parser *p, const char *word)
{
	if (!sh_keyword(p, word))
		return false;
	p->at += u32(strlen(word));
	return true;
}

bool sh_is_stop(struct parser *p, uint32_t *ret_stop)
{
	static const struct {
		const char *word;
		uint32_t stop;
	} words[] = {
		{"then", STOP_THEN},
		{"else", STOP_ELSE},
		{"elif", STOP_ELSE},
		{"fi", STOP_FI},
		{"do", STOP_DO},
		{"done", STOP_DONE},
		{"esac", STOP_ESAC},
		{"}", STOP_BRACE},
	};
	*ret_stop = 0;
	if (peek(p) == ')')
		*ret_stop = STOP_PAREN;
	else if (at_text(p, S(";;")) || at_text(p, S(";&")))
		*ret_stop = STOP_ITEM;
	else
		for (size_t i = 0; i < sizeof words / sizeof *words && !*ret_stop; i++)
			if (sh_keyword(p, words[i].word))
				*ret_stop = words[i].stop;
	return *ret_stop != 0;
}

static void expect(struct parser *p, struct chain *chain, const char *word)
{
	sh_newlines(p);
	if (!sh_take_keyword(p, word))
		sh_error(p, chain, p->at);
}

static sh_ref if_command(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_IF, p->at);
	struct chain chain = {node, 0};
	p->at += 2;
	do {
		sh_add(p, &chain, sh_list(p, STOP_THEN));
		expect(p, &chain, "then");
		sh_add(p, &chain, sh_list(p, STOP_ELSE | STOP_FI));
	} while (sh_take_keyword(p, "elif"));
	if (sh_take_keyword(p, "else"))
		sh_add(p, &chain, sh_list(p, STOP_FI));
	expect(p, &chain, "fi");
	return node;
}

static void do_body(struct parser *p, struct chain *chain)
{
	sh_newlines(p);
	if (peek(p) == '{') {
		p->at++;
		sh_add(p, chain, sh_list(p, STOP_BRACE));
		expect(p, chain, "}");
		return;
	}
	expect(p, chain, "do");
	sh_add(p, chain, sh_list(p, STOP_DONE));
	expect(p, chain, "done");
}

static sh_ref loop_command(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_LOOP, p->at);
	struct chain chain = {node, 0};
	p->at += 5;
	sh_add(p, &chain, sh_list(p, STOP_DO));
	do_body(p, &chain);
	return node;
}

static void take_words(struct parser *p, struct chain *chain)
{
	for (;;) {
		uint32_t from = p->at;
		sh_blanks(p);
		if (p->at >= p->end || memchr("\n;&|)", peek(p), 5))
			return;
		sh_add(p, chain, sh_word(p, MODE_COMMAND));
		if (p->at == from)
			return;
	}
}

/* The name of a loop's variable or a function. */
static void take_name(struct parser *p, sh_ref node)
{
	sh_blanks(p);
	sh_at(p, node)->name_from = p->at;
	while (p->at < p->end && !memchr(" \t\n;&|<>()", peek(p), 10))
		p->at++;
	sh_at(p, node)->name_to = p->at;
}

static sh_ref arithmetic_command(struct parser *p)
{
	uint32_t n = sh_arithmetic_length(p, p->at);
	if (!n)
		return 0;
	sh_ref node = sh_node_new(p, SH_ARITHMETIC, p->at);
	struct chain chain = {node, 0};
	struct region outer = sh_region_enter(p, p->at + 2, p->at + n - 2);
	uint32_t inside_end = p->end;
	sh_parts(p, MODE_ARITHMETIC, &chain);
	sh_region_leave(p, outer, inside_end + 2);
	return node;
}

static sh_ref for_command(struct parser *p, uint32_t keyword)
{
	sh_ref node = sh_node_new(p, SH_FOR, p->at);
	struct chain chain = {node, 0};
	p->at += keyword;
	sh_blanks(p);
	if (at_text(p, S("((")))
		sh_add(p, &chain, arithmetic_command(p));
	else
		take_name(p, node);
	sh_newlines(p);
	if (sh_take_keyword(p, "in")) {
		sh_at(p, node)->op = 1;
		take_words(p, &chain);
	}
	sh_blanks(p);
	p->at += peek(p) == ';';
	do_body(p, &chain);
	return node;
}

static sh_ref case_item(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_CASE_ITEM, p->at);
	struct chain chain = {node, 0};
	p->at += peek(p) == '(';
	do {
		sh_blanks(p);
		sh_add(p, &chain, sh_word(p, MODE_COMMAND));
		sh_blanks(p);
	} while (peek(p) == '|' && ++p->at);
	if (peek(p) == ')')
		p->at++;
	else
		sh_error(p, &chain, p->at);
	sh_add(p, &chain, sh_list(p, STOP_ITEM | STOP_ESAC));
	sh_close(p, node);
	sh_newlines(p);
	if (at_text(p, S(";;&")))
		p->at += 3;
	else if (at_text(p, S(";;")) || at_text(p, S(";&")))
		p->at += 2;
	return node;
}

static sh_ref case_command(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_CASE, p->at);
	struct chain chain = {node, 0};
	p->at += 4;
	sh_blanks(p);
	sh_add(p, &chain, sh_word(p, MODE_COMMAND));
	expect(p, &chain, "in");
	for (;;) {
		uint32_t from = p->at;
		sh_newlines(p);
		if (p->at >= p->end || sh_keyword(p, "esac"))
			break;
		sh_add(p, &chain, case_item(p));
		if (p->at == from)
			break;
	}
	expect(p, &chain, "esac");
	return node;
}

static sh_ref block(struct parser *p, enum sh_kind kind, uint32_t stop, const char *closer)
{
	sh_ref node = sh_node_new(p, kind, p->at);
	struct chain chain = {node, 0};
	p->at++;
	sh_add(p, &chain, sh_list(p, stop));
	sh_blanks(p);
	if (peek(p) == closer[0])
		p->at++;
	else
		sh_error(p, &chain, p->at);
	return node;
}

static sh_ref parentheses(struct parser *p)
{
	sh_ref node = byte_at(p, p->at + 1) == '(' ? arithmetic_command(p) : 0;
	return node ? node : block(p, SH_SUBSHELL, STOP_PAREN, ")");
}

static bool test_operator(struct parser *p)
{
	static const slice operators[] = {{"&&", 2}, {"||", 2}, {"(", 1}, {")", 1}, {"<", 1},
		{">", 1}, {"\n", 1}, {"&", 1}, {"|", 1}, {";", 1}};
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		if (!at_text(p, operators[i]))
			continue;
		p->at += u32(operators[i].n);
		return true;
	}
	return false;
}

static sh_ref test_command(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_TEST, p->at);
	struct chain chain = {node, 0};
	enum sh_mode mode = MODE_COMMAND;
	p->at += 2;
	for (;;) {
		sh_blanks(p);
		if (p->at >= p->end || sh_keyword(p, "]]"))
			break;
		if (mode == MODE_COMMAND && test_operator(p))
			continue;
		uint32_t from = p->at;
		sh_add(p, &chain, sh_word(p, mode));
		mode = slice_is(slice_cut(p->tree->text, from, p->at), "=~") ? MODE_REGULAR
									     : MODE_COMMAND;
		p->at += p->at == from;
	}
	expect(p, &chain, "]]");
	return node;
}

static sh_ref function_command(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_FUNCTION, p->at);
	struct chain chain = {node, 0};
	bool found;
	p->at += 8;
	take_name(p, node);
	sh_blanks(p);
	if (peek(p) == '(') {
		p->at++;
		sh_blanks(p);
		p->at += peek(p) == ')';
	}
	sh_newlines(p);
	sh_add(p, &chain, sh_compound(p, &found));
	if (!found)
		sh_error(p, &chain, p->at);
	return node;
}

static sh_ref compound_here(struct parser *p)
{
	if (peek(p) == '(')
		return parentheses(p);
	if (sh_keyword(p, "if"))
		return if_command(p);
	if (sh_keyword(p, "while") || sh_keyword(p, "until"))
		return loop_command(p);
	if (sh_keyword(p, "for"))
		return for_command(p, 3);
	if (sh_keyword(p, "select"))
		return for_command(p, 6);
	if (sh_keyword(p, "case"))
		return case_command(p);
	if (sh_keyword(p, "{"))
		return block(p, SH_GROUP, STOP_BRACE, "}");
	if (sh_keyword(p, "[["))
		return test_command(p);
	return sh_keyword(p, "function") ? function_command(p) : 0;
}

sh_ref sh_compound(struct parser *p, bool *ret_found)
{
	*ret_found = false;
	if (p->depth >= MAX_DEPTH)
		return 0;
	p->depth++;
	sh_ref node = compound_here(p);
	p->depth--;
	if (!node)
		return 0;
	*ret_found = true;
	struct chain chain = {node, 0};
	for (sh_ref i = sh_at(p, node)->child; i; i = sh_at(p, i)->next)
		chain.last = i;
	sh_redirects(p, &chain);
	sh_close(p, node);
	return node;
}

sh_ref sh_command(struct parser *p)
{
	bool found;
	sh_ref node = sh_compound(p, &found);
	return found ? node : sh_simple(p);
}

/* Reserved words in front that change nothing for us. */
static void skip_prefixes(struct parser *p)
{
	for (;;) {
		sh_blanks(p);
		if (sh_take_keyword(p, "time")) {
			sh_blanks(p);
			sh_take_keyword(p, "-p");
		} else if (!sh_take_keyword(p, "!") && !sh_take_keyword(p, "coproc")) {
			return;
		}
	}
}

static bool take_pipe(struct parser *p)
{
	sh_blanks(p);
	if (peek(p) != '|' || byte_at(p, p->at + 1) == '|')
		return false;
	p->at += byte_at(p, p->at + 1) == '&' ? 2 : 1;
	sh_newlines(p);
	return true;
}

static sh_ref pipeline(struct parser *p)
{
	skip_prefixes(p);
	uint32_t from = p->at;
	sh_ref first = sh_command(p);
	if (!first || !take_pipe(p))
		return first;
	sh_ref node = sh_node_new(p, SH_PIPELINE, from);
	struct chain chain = {node, 0};
	sh_add(p, &chain, first);
	do {
		skip_prefixes(p);
		uint32_t stop;
		if (sh_is_stop(p, &stop))
			break;
		sh_add(p, &chain, sh_command(p));
	} while (take_pipe(p));
	sh_close(p, node);
	return node;
}

/* What stands between two commands; the flag of the second. */
static uint16_t separator(struct parser *p)
{
	sh_blanks(p);
	if (at_text(p, S("&&"))) {
		p->at += 2;
		sh_newlines(p);
		return SH_AND;
	}
	if (at_text(p, S("||"))) {
		p->at += 2;
		sh_newlines(p);
		return SH_OR;
	}
	bool item = at_text(p, S(";;")) || at_text(p, S(";&"));
	if (!item && (peek(p) == ';' || peek(p) == '&'))
		p->at++;
	sh_newlines(p);
	return 0;
}

/* What no list expects here is stepped over. */
static void skip_stray(struct parser *p, struct chain *chain)
{
	uint32_t from = p->at;
	p->at++;
	while (p->at < p->end && !memchr(" \t\n;&|<>()", peek(p), 10))
		p->at++;
	sh_error(p, chain, from);
}

sh_ref sh_list(struct parser *p, uint32_t stops)
{
	sh_ref node = sh_node_new(p, SH_LIST, p->at);
	struct chain chain = {node, 0};
	uint32_t outer = p->stops, stop;
	uint16_t flags = 0;
	p->stops |= stops;
	sh_newlines(p);
	while (p->at < p->end) {
		uint32_t from = p->at;
		if (sh_is_stop(p, &stop) && (stop & p->stops))
			break;
		sh_ref command = stop ? 0 : pipeline(p);
		if (command)
			sh_at(p, command)->flags |= flags;
		sh_add(p, &chain, command);
		flags = stop ? 0 : separator(p);
		if (p->at == from)
			skip_stray(p, &chain);
	}
	p->stops = outer;
	sh_close(p, node);
	return node;
}
