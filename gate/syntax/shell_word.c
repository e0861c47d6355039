/*
 * Knows what stands inside a word: quotes, expansions, substitutions, and what
 * ends each of them.
 */
#include "syntax/shell_parser.h"

#include "base/num.h"

bool sh_name_start(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool sh_name_byte(char c)
{
	return sh_name_start(c) || (c >= '0' && c <= '9');
}

struct region sh_region_enter(struct parser *p, uint32_t from, uint32_t to)
{
	struct region outer = {p->end, p->stops, p->pending.n};
	p->at = from;
	p->end = to;
	p->stops = 0;
	return outer;
}

void sh_region_leave(struct parser *p, struct region outer, uint32_t at)
{
	p->end = outer.end;
	p->stops = outer.stops;
	p->pending.n = outer.pending;
	p->at = at;
}

/* Behind the quote that closes the one at `at`. */
static uint32_t skip_quoted(const struct parser *p, uint32_t at)
{
	char quote = byte_at(p, at++);
	for (; at < p->end && byte_at(p, at) != quote; at++)
		if (quote == '"' && byte_at(p, at) == '\\')
			at++;
	return at < p->end ? at + 1 : p->end;
}

uint32_t sh_arithmetic_length(struct parser *p, uint32_t from)
{
	enum { LOOKS = 64 };
	uint32_t open = 0, at = from;
	bool may_look = p->looked_ahead <= (uint64_t)p->tree->text.n * LOOKS;
	while (may_look && at < p->end) {
		char c = byte_at(p, at);
		if (c == '\'' || c == '"') {
			at = skip_quoted(p, at);
			continue;
		}
		at += c == '\\';
		open += c == '(';
		if (c == ')' && --open == 1 && byte_at(p, at + 1) == ')') {
			p->looked_ahead += at - from;
			return at + 2 - from;
		}
		if (c == ')' && open <= 1)
			break;
		at++;
	}
	p->looked_ahead += at - from;
	return 0;
}

static sh_ref arithmetic(
	struct parser *p, uint32_t from, uint32_t inner, uint32_t to, uint32_t closer)
{
	sh_ref node = sh_node_new(p, SH_ARITHMETIC, from);
	struct chain chain = {node, 0};
	struct region outer = sh_region_enter(p, inner, to);
	sh_parts(p, MODE_ARITHMETIC, &chain);
	sh_region_leave(p, outer, to + closer);
	sh_close(p, node);
	return node;
}

/* `$(`, `<(`, `>(` of `opener` bytes. */
static sh_ref substitution(struct parser *p, enum sh_kind kind, uint32_t opener)
{
	sh_ref node = sh_node_new(p, kind, p->at);
	struct chain chain = {node, 0};
	uint32_t from = p->at, stops = p->stops;
	bool backtick = p->quoted_backtick;
	p->at += opener;
	p->stops = 0;
	p->quoted_backtick = false;
	sh_add(p, &chain, sh_list(p, STOP_PAREN));
	p->stops = stops;
	p->quoted_backtick = backtick;
	if (peek(p) == ')')
		p->at++;
	else
		sh_error(p, &chain, from);
	sh_close(p, node);
	return node;
}

/* The back-tick that closes one at `at`; p->end when there is none. */
static uint32_t backtick_end(const struct parser *p, uint32_t at)
{
	for (; at < p->end; at++) {
		if (byte_at(p, at) == '`')
			return at;
		at += byte_at(p, at) == '\\';
	}
	return p->end;
}

/* Inside back-ticks: the `\`` that closes one. */
static uint32_t nested_end(const struct parser *p, uint32_t at)
{
	for (; at < p->end; at++) {
		if (byte_at(p, at) != '\\')
			continue;
		if (byte_at(p, at + 1) == '`')
			return at;
		at++;
	}
	return p->end;
}

static sh_ref backticks(struct parser *p, bool in_double)
{
	bool nested = peek(p) == '\\', outer_backtick = p->backtick,
	     outer_quoted = p->quoted_backtick;
	uint32_t width = nested ? 2 : 1, from = p->at;
	uint32_t close = nested ? nested_end(p, from + width) : backtick_end(p, from + width);
	sh_ref node = sh_node_new(p, SH_SUBSTITUTION, from);
	struct chain chain = {node, 0};
	sh_at(p, node)->flags = SH_BACKTICK;
	struct region outer = sh_region_enter(p, from + width, close);
	p->backtick = true;
	p->quoted_backtick = in_double;
	sh_add(p, &chain, sh_list(p, 0));
	p->backtick = outer_backtick;
	p->quoted_backtick = outer_quoted;
	bool closed = close < outer.end;
	sh_region_leave(p, outer, closed ? close + width : close);
	if (!closed)
		sh_error(p, &chain, from);
	sh_close(p, node);
	return node;
}

static sh_ref single(struct parser *p, enum sh_kind kind, uint32_t opener)
{
	sh_ref node = sh_node_new(p, kind, p->at);
	struct chain chain = {node, 0};
	uint32_t from = p->at;
	p->at += opener;
	sh_at(p, node)->name_from = p->at;
	while (p->at < p->end && peek(p) != '\'')
		p->at += kind == SH_ANSI && peek(p) == '\\' ? 2 : 1;
	p->at = p->at < p->end ? p->at : p->end;
	sh_at(p, node)->name_to = p->at;
	if (p->at < p->end)
		p->at++;
	else
		sh_error(p, &chain, from);
	sh_close(p, node);
	return node;
}

/* Length of a double quote here: 1, or 2 for the `\"` of "`...`". */
static uint32_t quote_here(const struct parser *p)
{
	if (peek(p) == '"')
		return 1;
	return p->quoted_backtick && peek(p) == '\\' && byte_at(p, p->at + 1) == '"' ? 2 : 0;
}

static sh_ref double_quoted(struct parser *p, uint32_t opener)
{
	sh_ref node = sh_node_new(p, SH_DOUBLE, p->at);
	struct chain chain = {node, 0};
	uint32_t from = p->at;
	p->at += opener;
	sh_at(p, node)->name_from = p->at;
	sh_parts(p, MODE_DOUBLE, &chain);
	sh_at(p, node)->name_to = p->at;
	uint32_t width = quote_here(p);
	p->at += width;
	if (!width)
		sh_error(p, &chain, from);
	sh_close(p, node);
	return node;
}

static bool special_parameter(char c)
{
	return c && memchr("@*#?-$!", c, 7);
}

/* `[...]` of ${x[...]}: its operation, and p->at behind it. */
static enum sh_operation subscript(struct parser *p)
{
	uint32_t open = 0;
	bool all = memchr("@*", byte_at(p, p->at + 1), 2) && byte_at(p, p->at + 2) == ']';
	while (p->at < p->end) {
		char c = peek(p);
		p->at++;
		open += c == '[';
		if (c == ']' && --open == 0)
			break;
		p->at += c == '\\';
	}
	p->at = p->at < p->end ? p->at : p->end;
	return all ? SH_ELEMENTS : SH_ELEMENT;
}

static enum sh_operation operation(struct parser *p, enum sh_operation plain)
{
	static const struct {
		slice text;
		enum sh_operation is;
	} operations[] = {
		{{":-", 2}, SH_DEFAULT},
		{{":=", 2}, SH_ASSIGN_DEFAULT},
		{{":+", 2}, SH_ALTERNATIVE},
		{{":?", 2}, SH_REQUIRED},
		{{"-", 1}, SH_DEFAULT},
		{{"=", 1}, SH_ASSIGN_DEFAULT},
		{{"+", 1}, SH_ALTERNATIVE},
		{{"?", 1}, SH_REQUIRED},
		{{"##", 2}, SH_CUT_LONG_PREFIX},
		{{"#", 1}, SH_CUT_PREFIX},
		{{"%%", 2}, SH_CUT_LONG_SUFFIX},
		{{"%", 1}, SH_CUT_SUFFIX},
	};
	if (peek(p) == '}')
		return plain;
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		if (!at_text(p, operations[i].text))
			continue;
		p->at += u32(operations[i].text.n);
		return operations[i].is;
	}
	return SH_OTHER;
}

static void parameter_name(struct parser *p, sh_ref node)
{
	sh_at(p, node)->name_from = p->at;
	if (sh_name_start(peek(p)))
		while (sh_name_byte(peek(p)))
			p->at++;
	else if (peek(p) >= '0' && peek(p) <= '9')
		while (peek(p) >= '0' && peek(p) <= '9')
			p->at++;
	else if (special_parameter(peek(p)))
		p->at++;
	sh_at(p, node)->name_to = p->at;
}

/* `${`: a leading `#` or `!` belongs to the name when nothing else follows. */
static bool prefix_here(const struct parser *p, char prefix)
{
	char next = byte_at(p, p->at + 1);
	bool special = special_parameter(next) && byte_at(p, p->at + 2) == '}';
	return peek(p) == prefix && (sh_name_byte(next) || special);
}

static sh_ref braced(struct parser *p, enum sh_mode mode)
{
	sh_ref node = sh_node_new(p, SH_PARAMETER, p->at);
	struct chain chain = {node, 0};
	uint32_t from = p->at;
	p->at += 2;
	bool length = prefix_here(p, '#'), indirect = !length && prefix_here(p, '!');
	p->at += length || indirect;
	parameter_name(p, node);
	enum sh_operation op = peek(p) == '[' ? subscript(p) : SH_PLAIN;
	enum sh_operation more = operation(p, op);
	op = more != op && op != SH_PLAIN && more > SH_REQUIRED ? SH_OTHER : more;
	bool quoted = mode == MODE_DOUBLE || mode == MODE_BRACE_DOUBLE || mode == MODE_HEREDOC;
	bool pattern = op >= SH_CUT_PREFIX;
	if (peek(p) != '}')
		sh_add(p, &chain, sh_word(p, quoted && !pattern ? MODE_BRACE_DOUBLE : MODE_BRACE));
	sh_at(p, node)->op = (uint8_t)(length ? SH_LENGTH : op);
	sh_at(p, node)->flags = indirect ? SH_INDIRECT : 0;
	if (peek(p) == '}')
		p->at++;
	else
		sh_error(p, &chain, from);
	sh_close(p, node);
	return node;
}

static sh_ref plain_parameter(struct parser *p)
{
	sh_ref node = sh_node_new(p, SH_PARAMETER, p->at++);
	if (peek(p) >= '0' && peek(p) <= '9') {
		sh_at(p, node)->name_from = p->at++;
		sh_at(p, node)->name_to = p->at;
	} else {
		parameter_name(p, node);
	}
	sh_close(p, node);
	return node;
}

/* `$[...]`, old arithmetic. */
static sh_ref old_arithmetic(struct parser *p)
{
	uint32_t from = p->at, to = from + 2, open = 1;
	for (; to < p->end; to++) {
		open += byte_at(p, to) == '[';
		if (byte_at(p, to) == ']' && --open == 0)
			break;
	}
	return arithmetic(p, from, from + 2, to, to < p->end);
}

/* What begins with `$`, or 0 when the dollar is a letter. */
static sh_ref dollar(struct parser *p, enum sh_mode mode)
{
	char next = byte_at(p, p->at + 1);
	bool bare = mode == MODE_COMMAND || mode == MODE_BRACE || mode == MODE_REGULAR;
	if (next == '(' && byte_at(p, p->at + 2) == '(') {
		uint32_t n = sh_arithmetic_length(p, p->at + 1);
		if (n)
			return arithmetic(p, p->at, p->at + 3, p->at + 1 + n - 2, 2);
	}
	if (next == '(')
		return substitution(p, SH_SUBSTITUTION, 2);
	if (next == '{')
		return braced(p, mode);
	if (next == '[' && mode != MODE_REGULAR)
		return old_arithmetic(p);
	if (bare && next == '\'')
		return single(p, SH_ANSI, 2);
	if (bare && next == '"')
		return double_quoted(p, 2);
	return sh_name_byte(next) || special_parameter(next) ? plain_parameter(p) : 0;
}

static bool ends_bare(const struct parser *p, char c, bool regular)
{
	if (regular)
		return memchr(" \t\n", c, 3);
	return memchr(" \t\n;&|<>()", c, 10) &&
		!((c == '<' || c == '>') && byte_at(p, p->at + 1) == '(');
}

static bool ends_here(const struct parser *p, enum sh_mode mode, uint32_t parentheses)
{
	char c = peek(p);
	if (p->at >= p->end)
		return true;
	switch (mode) {
	case MODE_COMMAND:
		return ends_bare(p, c, false);
	case MODE_REGULAR:
		return !parentheses && ends_bare(p, c, true);
	case MODE_DOUBLE:
		return quote_here(p) > 0;
	case MODE_BRACE:
	case MODE_BRACE_DOUBLE:
		return c == '}';
	default:
		return false;
	}
}

/* `@(a|b)` and the like: behind it, or 0. */
static uint32_t extended_glob(struct parser *p)
{
	enum { LOOKS = 64 };
	uint32_t open = 0, at = p->at + 1;
	if (!memchr("?*+@!", peek(p), 5) || !peek(p) || byte_at(p, at) != '(')
		return 0;
	if (p->looked_ahead > (uint64_t)p->tree->text.n * LOOKS)
		return 0;
	for (; at < p->end && byte_at(p, at) != '\n'; at++) {
		char c = byte_at(p, at);
		at += c == '\\';
		open += c == '(';
		if (c == ')' && --open == 0)
			return at + 1;
	}
	p->looked_ahead += at - p->at;
	return 0;
}

static bool quotes(enum sh_mode mode)
{
	return mode == MODE_COMMAND || mode == MODE_BRACE || mode == MODE_REGULAR;
}

/* A part that is no literal, or 0. */
static sh_ref special_part(struct parser *p, enum sh_mode mode)
{
	char c = peek(p);
	bool in_double = mode == MODE_DOUBLE || mode == MODE_BRACE_DOUBLE;
	if (p->depth >= MAX_DEPTH)
		return 0;
	if (c == '$')
		return dollar(p, mode);
	if (c == '`' || (p->backtick && c == '\\' && byte_at(p, p->at + 1) == '`'))
		return backticks(p, in_double);
	if (c == '\'' && quotes(mode))
		return single(p, SH_SINGLE, 1);
	if (mode != MODE_DOUBLE && mode != MODE_HEREDOC && quote_here(p))
		return double_quoted(p, quote_here(p));
	if ((c == '<' || c == '>') && mode == MODE_COMMAND && byte_at(p, p->at + 1) == '(')
		return substitution(p, SH_PROCESS, 2);
	return 0;
}

static enum sh_quoting quoting_of(enum sh_mode mode)
{
	if (mode == MODE_DOUBLE || mode == MODE_BRACE_DOUBLE)
		return SH_IN_DOUBLE;
	return mode == MODE_HEREDOC ? SH_IN_HEREDOC : SH_BARE;
}

static void end_literal(struct parser *p, enum sh_mode mode, struct chain *chain, uint32_t from)
{
	if (from == p->at)
		return;
	sh_ref node = sh_node_new(p, SH_LITERAL, from);
	sh_at(p, node)->op = (uint8_t)quoting_of(mode);
	sh_close(p, node);
	sh_add(p, chain, node);
}

/* Goes over one letter of a literal. */
static void step(struct parser *p, enum sh_mode mode, uint32_t *parentheses)
{
	char c = peek(p);
	uint32_t glob = mode == MODE_COMMAND ? extended_glob(p) : 0;
	if (mode == MODE_REGULAR && c == '(')
		++*parentheses;
	if (mode == MODE_REGULAR && c == ')' && *parentheses)
		--*parentheses;
	if (glob)
		p->at = glob;
	else
		p->at += c == '\\' ? 2 : 1;
	if (p->at > p->end)
		p->at = p->end;
}

void sh_parts(struct parser *p, enum sh_mode mode, struct chain *chain)
{
	uint32_t literal = p->at, parentheses = 0;
	p->depth++;
	while (!ends_here(p, mode, parentheses)) {
		uint32_t at = p->at;
		struct chain part = {0};
		part.last = special_part(p, mode);
		if (!part.last) {
			step(p, mode, &parentheses);
			continue;
		}
		uint32_t behind = p->at;
		p->at = at;
		end_literal(p, mode, chain, literal);
		p->at = literal = behind;
		sh_add(p, chain, part.last);
	}
	end_literal(p, mode, chain, literal);
	p->depth--;
}

sh_ref sh_word(struct parser *p, enum sh_mode mode)
{
	sh_ref node = sh_node_new(p, SH_WORD, p->at);
	struct chain chain = {node, 0};
	sh_parts(p, mode, &chain);
	sh_close(p, node);
	return node;
}
