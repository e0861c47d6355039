/*
 * Knows how bytes of Python become tokens: line joining, indentation, keywords,
 * numbers, quotes, and where a broken string or bracket is taken to end.
 */
#include "syntax/python_lex.h"

#include "syntax/python.h"

enum class {
	CLASS_OTHER,
	CLASS_BLANK,
	CLASS_LINE,
	CLASS_WORD,
	CLASS_DIGIT,
	CLASS_QUOTE,
	CLASS_OPEN,
	CLASS_CLOSE,
	CLASS_OPERATOR
};

#define BLANKS  [' '] = CLASS_BLANK, ['\t'] = CLASS_BLANK, ['\f'] = CLASS_BLANK
#define LINES   ['\n'] = CLASS_LINE, ['\r'] = CLASS_LINE
#define LETTERS ['A' ... 'Z'] = CLASS_WORD, ['a' ... 'z'] = CLASS_WORD
#define OTHERS  ['_'] = CLASS_WORD, [0x80 ... 0xff] = CLASS_WORD, ['0' ... '9'] = CLASS_DIGIT
#define QUOTES  ['\''] = CLASS_QUOTE, ['"'] = CLASS_QUOTE
#define OPENING ['('] = CLASS_OPEN, ['['] = CLASS_OPEN, ['{'] = CLASS_OPEN
#define CLOSING [')'] = CLASS_CLOSE, [']'] = CLASS_CLOSE, ['}'] = CLASS_CLOSE
#define OPERATORS \
	['%' ... '&'] = CLASS_OPERATOR, ['*' ... '/'] = CLASS_OPERATOR, \
		 [':' ... '>'] = CLASS_OPERATOR, ['!'] = CLASS_OPERATOR, ['@'] = CLASS_OPERATOR, \
		 ['^'] = CLASS_OPERATOR, ['|'] = CLASS_OPERATOR, ['~'] = CLASS_OPERATOR

static const uint8_t class_of[256] = {
	BLANKS, LINES, LETTERS, OTHERS, QUOTES, OPENING, CLOSING, OPERATORS};
static const bool in_word[256] = {['A' ... 'Z'] = true,
	['a' ... 'z'] = true,
	['0' ... '9'] = true,
	['_'] = true,
	[0x80 ... 0xff] = true};

static const bool may_be_skipped[256] = {
	['\t'] = true, ['\f'] = true, ['#'] = true, ['\\'] = true, ['\n'] = true, ['\r'] = true};

/* Collision-free over the 35 keywords. */
#define KEYWORD_HASH(first, second, last, n) \
	(((unsigned)(first)*44 + (unsigned)(second)*9 + (unsigned)(last)*19 + (unsigned)(n)*54) & \
		63)
#define KEYWORD(first, second, last, word, token) \
	[KEYWORD_HASH(first, second, last, sizeof(word) - 1)] = {word, sizeof(word) - 1, token}

static const struct {
	char word[9];
	uint8_t n, token;
} keywords[64] = {
	KEYWORD('F', 'a', 'e', "False", TOK_FALSE),
	KEYWORD('N', 'o', 'e', "None", TOK_NONE),
	KEYWORD('T', 'r', 'e', "True", TOK_TRUE),
	KEYWORD('a', 'n', 'd', "and", TOK_AND),
	KEYWORD('a', 's', 's', "as", TOK_AS),
	KEYWORD('a', 's', 't', "assert", TOK_ASSERT),
	KEYWORD('a', 's', 'c', "async", TOK_ASYNC),
	KEYWORD('a', 'w', 't', "await", TOK_AWAIT),
	KEYWORD('b', 'r', 'k', "break", TOK_BREAK),
	KEYWORD('c', 'l', 's', "class", TOK_CLASS),
	KEYWORD('c', 'o', 'e', "continue", TOK_CONTINUE),
	KEYWORD('d', 'e', 'f', "def", TOK_DEF),
	KEYWORD('d', 'e', 'l', "del", TOK_DEL),
	KEYWORD('e', 'l', 'f', "elif", TOK_ELIF),
	KEYWORD('e', 'l', 'e', "else", TOK_ELSE),
	KEYWORD('e', 'x', 't', "except", TOK_EXCEPT),
	KEYWORD('f', 'i', 'y', "finally", TOK_FINALLY),
	KEYWORD('f', 'o', 'r', "for", TOK_FOR),
	KEYWORD('f', 'r', 'm', "from", TOK_FROM),
	KEYWORD('g', 'l', 'l', "global", TOK_GLOBAL),
	KEYWORD('i', 'f', 'f', "if", TOK_IF),
	KEYWORD('i', 'm', 't', "import", TOK_IMPORT),
	KEYWORD('i', 'n', 'n', "in", TOK_IN),
	KEYWORD('i', 's', 's', "is", TOK_IS),
	KEYWORD('l', 'a', 'a', "lambda", TOK_LAMBDA),
	KEYWORD('n', 'o', 'l', "nonlocal", TOK_NONLOCAL),
	KEYWORD('n', 'o', 't', "not", TOK_NOT),
	KEYWORD('o', 'r', 'r', "or", TOK_OR),
	KEYWORD('p', 'a', 's', "pass", TOK_PASS),
	KEYWORD('r', 'a', 'e', "raise", TOK_RAISE),
	KEYWORD('r', 'e', 'n', "return", TOK_RETURN),
	KEYWORD('t', 'r', 'y', "try", TOK_TRY),
	KEYWORD('w', 'h', 'e', "while", TOK_WHILE),
	KEYWORD('w', 'i', 'h', "with", TOK_WITH),
	KEYWORD('y', 'i', 'd', "yield", TOK_YIELD),
};

static inline unsigned peek(const struct py_lexer *lexer, uint32_t at)
{
	return at < lexer->n ? lexer->p[at] : 0;
}

void py_lex_error(struct py_lexer *lexer, uint32_t at, const char *error)
{
	if (lexer->now.errors++)
		return;
	lexer->now.error = error;
	lexer->now.error_at = at;
}

void py_lex_start(struct py_lexer *lexer, slice text, bool recover)
{
	lexer->p = (const unsigned char *)text.p;
	lexer->n = (uint32_t)text.n;
	lexer->recover = recover;
	lexer->now = (struct py_place){.line_start = true};
	lexer->indent[0] = 0;
	lexer->bracket[0] = 0;
	if (slice_starts(text, S("\xef\xbb\xbf")))
		lexer->now.at = 3;
}

/* Past the line end at `at`: CR LF is one. */
static inline uint32_t past_line_end(const struct py_lexer *lexer, uint32_t at)
{
	return at + (peek(lexer, at) == '\r' && peek(lexer, at + 1) == '\n' ? 2 : 1);
}

static inline uint32_t line_end(const struct py_lexer *lexer, uint32_t at)
{
	while (at < lexer->n && lexer->p[at] != '\n' && lexer->p[at] != '\r')
		at++;
	return at;
}

static inline bool is_line_end(unsigned byte)
{
	return byte == '\n' || byte == '\r';
}

/* Column of the first byte that is not indentation; leaves it in *at. Blank and comment lines are
   passed. */
static uint32_t indentation(const struct py_lexer *lexer, uint32_t *at)
{
	uint32_t column = 0, i = *at;
	for (;; i++) {
		for (; peek(lexer, i) == ' '; i++)
			column++;
		unsigned byte = peek(lexer, i);
		if (byte == '\t') {
			column = (column / 8 + 1) * 8;
		} else if (byte == '\f') {
			column = 0;
		} else if (byte == '#' || is_line_end(byte)) {
			i = line_end(lexer, i);
			if (i >= lexer->n)
				break;
			i = past_line_end(lexer, i) - 1;
			column = 0;
		} else if (byte == '\\' && is_line_end(peek(lexer, i + 1))) {
			i = past_line_end(lexer, i + 1) - 1;
		} else {
			break;
		}
	}
	*at = i;
	return i < lexer->n ? column : 0;
}

/* Pops levels deeper than `column`. */
static void dedent(struct py_lexer *lexer, uint32_t column)
{
	struct py_place *now = &lexer->now;
	while (now->indents && lexer->indent[now->indents] > column) {
		now->indents--;
		now->dedents++;
	}
	if (lexer->indent[now->indents] != column)
		py_lex_error(lexer, now->at, "indentation matches no outer level");
}

static bool indent(struct py_lexer *lexer, uint32_t column)
{
	struct py_place *now = &lexer->now;
	if (now->indents == PY_MAX_INDENT) {
		py_lex_error(lexer, now->at, "too many levels of indentation");
		return false;
	}
	lexer->indent[++now->indents] = column;
	return true;
}

/* At the start of a logical line or among its DEDENTs. True when a token was made. */
static bool layout(struct py_lexer *lexer, struct py_token *token)
{
	struct py_place *now = &lexer->now;
	bool indented = false;
	if (now->line_start) {
		uint32_t column = indentation(lexer, &now->at);
		now->line_start = false;
		uint32_t current = lexer->indent[now->indents];
		if (column > current)
			indented = indent(lexer, column);
		else if (column < current)
			dedent(lexer, column);
		if (now->at >= lexer->n)
			now->line_start = true;
	}
	*token = (struct py_token){now->at, now->at, TOK_INDENT, 0};
	if (indented)
		return true;
	if (!now->dedents)
		return false;
	now->dedents--;
	token->kind = TOK_DEDENT;
	return true;
}

static slice word_at(const struct py_lexer *lexer, uint32_t from)
{
	uint32_t to = from;
	while (to < lexer->n && in_word[lexer->p[to]])
		to++;
	return (slice){(const char *)lexer->p + from, to - from};
}

static uint8_t keyword(slice word)
{
	if (word.n < 2 || word.n > 8)
		return TOK_NAME;
	unsigned char first = (unsigned char)word.p[0], second = (unsigned char)word.p[1];
	unsigned char last = (unsigned char)word.p[word.n - 1];
	unsigned hash = KEYWORD_HASH(first, second, last, word.n);
	if (keywords[hash].n == word.n && memcmp(keywords[hash].word, word.p, word.n) == 0)
		return keywords[hash].token;
	return TOK_NAME;
}

/* Keywords that no expression contains: inside brackets they show that a bracket is not closed. */
static bool begins_statement(uint8_t token)
{
	switch (token) {
	case TOK_ASSERT:
	case TOK_BREAK:
	case TOK_CLASS:
	case TOK_CONTINUE:
	case TOK_DEF:
	case TOK_DEL:
	case TOK_ELIF:
	case TOK_EXCEPT:
	case TOK_FINALLY:
	case TOK_GLOBAL:
	case TOK_IMPORT:
	case TOK_NONLOCAL:
	case TOK_PASS:
	case TOK_RAISE:
	case TOK_RETURN:
	case TOK_TRY:
	case TOK_WHILE:
	case TOK_WITH:
		return true;
	default:
		return false;
	}
}

/* Keywords that may stand in an expression, but hardly at the start of a line that is not indented
   deeper than the statement. */
static bool may_begin_statement(uint8_t token)
{
	return token == TOK_FROM || token == TOK_IF || token == TOK_FOR || token == TOK_ASYNC ||
		token == TOK_ELSE;
}

/* Inside brackets, at the line end *at: whether the next line is a statement of its own. If not,
   *at moves to its first byte. */
static bool statement_follows(const struct py_lexer *lexer, uint32_t *at)
{
	uint32_t next = past_line_end(lexer, *at);
	uint32_t column = indentation(lexer, &next);
	uint8_t token = keyword(word_at(lexer, next));
	if (begins_statement(token))
		return true;
	bool outer = column <= lexer->indent[lexer->now.indents];
	if (outer && (may_begin_statement(token) || peek(lexer, next) == '@'))
		return true;
	if (outer && lexer->now.depth >= MAX_DEPTH && in_word[peek(lexer, next)])
		return true;
	*at = next;
	return false;
}

/* A line end inside brackets, at *at, which moves behind it; false when the brackets end here. */
static bool join_line(struct py_lexer *lexer, uint32_t *at)
{
	if (!lexer->recover) {
		*at = past_line_end(lexer, *at);
		return true;
	}
	if (!statement_follows(lexer, at))
		return true;
	py_lex_error(lexer, *at, "bracket is not closed");
	lexer->now.depth = 0;
	return false;
}

/* Blanks, comments and joined lines. Stops at a line end that is a token. */
static void skip_blanks(struct py_lexer *lexer)
{
	uint32_t at = lexer->now.at;
	for (;;) {
		while (peek(lexer, at) == ' ')
			at++;
		unsigned byte = peek(lexer, at);
		if (!may_be_skipped[byte])
			break;
		if (byte == '#')
			at = line_end(lexer, at);
		else if (byte == '\t' || byte == '\f')
			at++;
		else if (byte == '\\' && is_line_end(peek(lexer, at + 1)))
			at = past_line_end(lexer, at + 1);
		else if (byte == '\\' || !lexer->now.depth || !join_line(lexer, &at))
			break;
	}
	lexer->now.at = at;
}

static void at_end(struct py_lexer *lexer, struct py_token *token)
{
	struct py_place *now = &lexer->now;
	if (now->depth) {
		py_lex_error(lexer, now->at, "bracket is not closed");
		now->unbalanced = true;
		now->depth = 0;
	}
	token->kind = now->line_start ? TOK_EOF : TOK_NEWLINE;
	now->line_start = true;
}

/* Flags of a string prefix, or -1. */
static int prefix_flags(slice word)
{
	int flags = 0;
	for (size_t i = 0; i < word.n; i++) {
		int flag = 0;
		switch (word.p[i] | 0x20) {
		case 'r':
			flag = PY_RAW;
			break;
		case 'b':
			flag = PY_BYTES;
			break;
		case 'f':
			flag = PY_FORMAT;
			break;
		case 't':
			flag = PY_TEMPLATE;
			break;
		case 'u':
			flag = PY_UNICODE;
			break;
		default:
			return -1;
		}
		if (flags & flag)
			return -1;
		flags |= flag;
	}
	bool alone = (flags & ~PY_RAW) == 0 || ((flags & ~PY_RAW) & ((flags & ~PY_RAW) - 1)) == 0;
	return alone && flags != (PY_RAW | PY_UNICODE) ? flags : -1;
}

struct py_quote py_lex_quote(slice text, uint32_t from, uint32_t *ret_body)
{
	struct py_quote quote = {0};
	uint32_t at = from;
	for (; at < text.n && text.p[at] != '\'' && text.p[at] != '"'; at++)
		quote.raw = quote.raw || (text.p[at] | 0x20) == 'r';
	if (at < text.n)
		quote.mark = (unsigned char)text.p[at];
	char three[3] = {(char)quote.mark, (char)quote.mark, (char)quote.mark};
	quote.triple = slice_starts(slice_after(text, at), (slice){three, 3});
	*ret_body = at + (quote.triple ? 3 : 1);
	return quote;
}

/* Past the backslash at `at` and what it takes along. */
static inline uint32_t past_escape(const struct py_lexer *lexer, uint32_t at)
{
	if (is_line_end(peek(lexer, at + 1)))
		return past_line_end(lexer, at + 1);
	return at + 2 < lexer->n ? at + 2 : lexer->n;
}

/* Past the closing quote; an unclosed string ends with its line. */
static uint32_t single_end(struct py_lexer *lexer, uint32_t at, unsigned mark)
{
	while (at < lexer->n) {
		unsigned byte = lexer->p[at];
		if (byte == mark)
			return at + 1;
		if (is_line_end(byte))
			break;
		at = byte == '\\' ? past_escape(lexer, at) : at + 1;
	}
	py_lex_error(lexer, at, "string is not closed");
	return at;
}

static inline bool triple_at(const struct py_lexer *lexer, uint32_t at, unsigned mark)
{
	return peek(lexer, at) == mark && peek(lexer, at + 1) == mark &&
		peek(lexer, at + 2) == mark;
}

/* Past three closing quotes. Without them the string is taken to end with its first line, so that
   the code behind it is still seen; `unclosed_triple` keeps that linear. */
static uint32_t triple_end(struct py_lexer *lexer, uint32_t from, unsigned mark)
{
	bool *unclosed = &lexer->now.unclosed_triple[mark == '"'];
	for (uint32_t at = from; at < lexer->n && !*unclosed;) {
		unsigned byte = lexer->p[at];
		if (byte == '\\')
			at = past_escape(lexer, at);
		else if (byte == mark && triple_at(lexer, at, mark))
			return at + 3;
		else
			at++;
	}
	*unclosed = true;
	py_lex_error(lexer, from, "triple-quoted string is not closed");
	return line_end(lexer, from);
}

/* A string whose quote is at `at`, its prefix before. */
static void lex_string(struct py_lexer *lexer, struct py_token *token, uint32_t at, uint8_t flags)
{
	unsigned mark = lexer->p[at];
	bool triple = triple_at(lexer, at, mark);
	uint32_t body = at + (triple ? 3 : 1);
	token->flags = flags;
	if (flags & (PY_FORMAT | PY_TEMPLATE)) {
		token->kind = TOK_FORMAT;
		lexer->now.at = body;
		return;
	}
	token->kind = TOK_STRING;
	lexer->now.at = triple ? triple_end(lexer, body, mark) : single_end(lexer, body, mark);
}

void py_lex_plain(struct py_lexer *lexer, struct py_token *token, uint32_t from)
{
	uint32_t at = from;
	while (lexer->p[at] != '\'' && lexer->p[at] != '"')
		at++;
	token->from = from;
	lex_string(lexer, token, at, 0);
	token->to = lexer->now.at;
}

static void lex_word(struct py_lexer *lexer, struct py_token *token)
{
	uint32_t at = token->from;
	unsigned all = 0;
	for (; at < lexer->n && in_word[lexer->p[at]]; at++)
		all |= lexer->p[at];
	slice word = {(const char *)lexer->p + token->from, at - token->from};
	if (word.n <= 2 && class_of[peek(lexer, at)] == CLASS_QUOTE) {
		int flags = prefix_flags(word);
		if (flags >= 0) {
			lex_string(lexer, token, at, (uint8_t)flags);
			return;
		}
	}
	lexer->now.at = at;
	token->flags = all >= 0x80 ? PY_NOT_ASCII : 0;
	token->kind = keyword(word);
}

static inline bool is_digit(unsigned byte)
{
	return byte - '0' < 10;
}

static uint32_t digits_end(const struct py_lexer *lexer, uint32_t at)
{
	while (is_digit(peek(lexer, at)) || peek(lexer, at) == '_')
		at++;
	return at;
}

static uint32_t based_end(const struct py_lexer *lexer, uint32_t at)
{
	static const bool in_base[256] = {
		['0' ... '9'] = true, ['a' ... 'f'] = true, ['A' ... 'F'] = true, ['_'] = true};
	bool hexadecimal = (peek(lexer, at + 1) | 0x20) == 'x';
	for (at += 2; hexadecimal ? in_base[peek(lexer, at)]
				  : is_digit(peek(lexer, at)) || peek(lexer, at) == '_';)
		at++;
	return at;
}

static uint32_t decimal_end(const struct py_lexer *lexer, uint32_t at)
{
	at = digits_end(lexer, at);
	if (peek(lexer, at) == '.')
		at = digits_end(lexer, at + 1);
	if ((peek(lexer, at) | 0x20) == 'e') {
		unsigned sign = peek(lexer, at + 1);
		uint32_t digits = at + (sign == '+' || sign == '-' ? 2 : 1);
		if (is_digit(peek(lexer, digits)))
			at = digits_end(lexer, digits);
	}
	return (peek(lexer, at) | 0x20) == 'j' ? at + 1 : at;
}

static void lex_number(struct py_lexer *lexer, struct py_token *token)
{
	uint32_t at = token->from;
	unsigned base = peek(lexer, at + 1) | 0x20;
	token->kind = TOK_NUMBER;
	if (lexer->p[at] == '0' && (base == 'x' || base == 'o' || base == 'b'))
		at = based_end(lexer, at);
	else
		at = decimal_end(lexer, at);
	if ((peek(lexer, at) | 0x20) == 'l' && !in_word[peek(lexer, at + 1)]) {
		py_lex_error(lexer, at, "number of Python 2");
		at++;
	}
	lexer->now.at = at;
}

static void open_bracket(struct py_lexer *lexer, unsigned byte)
{
	uint32_t depth = ++lexer->now.depth;
	if (depth <= MAX_DEPTH)
		lexer->bracket[depth] = (uint8_t)byte;
}

/* Depth after a closing bracket that does not match the innermost one. */
static uint32_t depth_behind(const struct py_lexer *lexer, unsigned open)
{
	uint32_t depth = lexer->now.depth;
	for (uint32_t i = depth; i > lexer->now.format_depth && i <= MAX_DEPTH; i--)
		if (lexer->bracket[i] == open)
			return i - 1;
	return depth;
}

static void close_bracket(struct py_lexer *lexer, unsigned byte)
{
	struct py_place *now = &lexer->now;
	unsigned open = byte == ')' ? '(' : byte - 2;
	if (now->depth && (now->depth > MAX_DEPTH || lexer->bracket[now->depth] == open)) {
		now->depth--;
		return;
	}
	now->unbalanced = true;
	py_lex_error(lexer, now->at, "bracket does not match");
	if (now->depth)
		now->depth = depth_behind(lexer, open);
}

static uint8_t bracket_token(unsigned byte)
{
	switch (byte) {
	case '(':
		return TOK_OPEN_ROUND;
	case ')':
		return TOK_CLOSE_ROUND;
	case '[':
		return TOK_OPEN_SQUARE;
	case ']':
		return TOK_CLOSE_SQUARE;
	case '{':
		return TOK_OPEN_CURLY;
	default:
		return TOK_CLOSE_CURLY;
	}
}

static const bool is_augmentable[128] = {['+'] = true,
	['-'] = true,
	['*'] = true,
	['/'] = true,
	['%'] = true,
	['@'] = true,
	['&'] = true,
	['|'] = true,
	['^'] = true};
static const uint8_t simple_operator[128] = {['+'] = TOK_PLUS,
	['-'] = TOK_MINUS,
	['*'] = TOK_STAR,
	['/'] = TOK_SLASH,
	['%'] = TOK_PERCENT,
	['@'] = TOK_AT,
	['&'] = TOK_AMPERSAND,
	['|'] = TOK_BAR,
	['^'] = TOK_CARET,
	['~'] = TOK_TILDE,
	['<'] = TOK_LT,
	['>'] = TOK_GT,
	['='] = TOK_ASSIGN,
	['.'] = TOK_DOT,
	[','] = TOK_COMMA,
	[':'] = TOK_COLON,
	[';'] = TOK_SEMICOLON,
	['!'] = TOK_EXCLAMATION};

/* Token of two equal bytes, or 0. */
static uint8_t doubled(unsigned byte)
{
	switch (byte) {
	case '*':
		return TOK_STARSTAR;
	case '/':
		return TOK_SLASHSLASH;
	case '<':
		return TOK_LSHIFT;
	case '>':
		return TOK_RSHIFT;
	default:
		return 0;
	}
}

/* Token of `byte` followed by `=`, or 0. */
static uint8_t compared(const struct py_lexer *lexer, unsigned byte)
{
	switch (byte) {
	case '=':
		return TOK_EQ;
	case '!':
		return TOK_NE;
	case '<':
		return TOK_LE;
	case '>':
		return TOK_GE;
	case ':':
		return lexer->now.format_depth == lexer->now.depth && lexer->now.depth ? 0
										       : TOK_WALRUS;
	default:
		return 0;
	}
}

static void lex_operator(struct py_lexer *lexer, struct py_token *token)
{
	uint32_t at = token->from;
	unsigned byte = lexer->p[at], next = peek(lexer, at + 1);
	uint32_t n = 1;
	uint8_t kind = simple_operator[byte], longer = 0;
	bool augmentable = is_augmentable[byte];
	if (next == '=' && (longer = compared(lexer, byte)))
		kind = longer, n = 2;
	else if (next == byte && (longer = doubled(byte)))
		kind = longer, n = 2, augmentable = true;
	else if (byte == '-' && next == '>')
		kind = TOK_ARROW, n = 2, augmentable = false;
	else if (byte == '<' && next == '>')
		kind = TOK_NE, n = 2;
	else if (byte == '.' && next == '.' && peek(lexer, at + 2) == '.')
		kind = TOK_ELLIPSIS, n = 3;
	token->kind = kind;
	if (augmentable && peek(lexer, at + n) == '=') {
		token->kind = TOK_AUGMENTED;
		token->flags = kind;
		n++;
	}
	lexer->now.at = at + n;
}

static void lex_other(struct py_lexer *lexer, struct py_token *token)
{
	py_lex_error(lexer, token->from, "character has no place in Python");
	token->kind = TOK_ERROR;
	lexer->now.at++;
}

static void lex_line_end(struct py_lexer *lexer, struct py_token *token)
{
	token->kind = TOK_NEWLINE;
	lexer->now.at = past_line_end(lexer, token->from);
	lexer->now.line_start = true;
}

static void lex_bracket(struct py_lexer *lexer, struct py_token *token, bool opens)
{
	unsigned byte = lexer->p[token->from];
	token->kind = bracket_token(byte);
	if (opens)
		open_bracket(lexer, byte);
	else
		close_bracket(lexer, byte);
	lexer->now.at++;
}

static void lex_by_class(struct py_lexer *lexer, struct py_token *token)
{
	unsigned byte = lexer->p[token->from];
	switch ((enum class)class_of[byte]) {
	case CLASS_WORD:
		lex_word(lexer, token);
		break;
	case CLASS_DIGIT:
		lex_number(lexer, token);
		break;
	case CLASS_QUOTE:
		lex_string(lexer, token, token->from, 0);
		break;
	case CLASS_OPEN:
		lex_bracket(lexer, token, true);
		break;
	case CLASS_CLOSE:
		lex_bracket(lexer, token, false);
		break;
	case CLASS_OPERATOR:
		if (byte == '.' && is_digit(peek(lexer, token->from + 1)))
			lex_number(lexer, token);
		else
			lex_operator(lexer, token);
		break;
	case CLASS_LINE:
		lex_line_end(lexer, token);
		break;
	default:
		lex_other(lexer, token);
	}
}

void py_lex(struct py_lexer *lexer, struct py_token *token)
{
	if ((lexer->now.line_start || lexer->now.dedents) && layout(lexer, token))
		return;
	skip_blanks(lexer);
	token->from = lexer->now.at;
	token->flags = 0;
	if (token->from >= lexer->n)
		at_end(lexer, token);
	else
		lex_by_class(lexer, token);
	token->to = lexer->now.at;
}

/* Past the backslash at `at` in literal text: it takes no brace along, except those of \N{...}. */
static uint32_t past_format_escape(const struct py_lexer *lexer, uint32_t at, bool raw)
{
	unsigned next = peek(lexer, at + 1);
	if (next == '{' || next == '}')
		return at + 1;
	if (raw || next != 'N' || peek(lexer, at + 2) != '{')
		return past_escape(lexer, at);
	for (at += 3; in_word[peek(lexer, at)] || peek(lexer, at) == ' ' || peek(lexer, at) == '-';)
		at++;
	return peek(lexer, at) == '}' ? at + 1 : at;
}

enum py_literal_end py_lex_literal(struct py_lexer *lexer, struct py_quote quote, bool spec)
{
	uint32_t *at = &lexer->now.at;
	while (*at < lexer->n) {
		unsigned byte = lexer->p[*at];
		if (byte == quote.mark && (!quote.triple || triple_at(lexer, *at, byte))) {
			if (spec)
				return PY_LITERAL_BROKEN;
			*at += quote.triple ? 3 : 1;
			return PY_LITERAL_CLOSED;
		}
		if (!quote.triple && is_line_end(byte))
			return PY_LITERAL_BROKEN;
		if (spec && byte == '}')
			return PY_LITERAL_CLOSED;
		if (byte == '{') {
			if (spec || peek(lexer, *at + 1) != '{')
				return PY_LITERAL_FIELD;
			++*at;
		}
		*at = byte == '\\' ? past_format_escape(lexer, *at, quote.raw) : *at + 1;
	}
	return PY_LITERAL_BROKEN;
}

uint32_t py_lex_field_start(struct py_lexer *lexer)
{
	uint32_t outer = lexer->now.format_depth;
	open_bracket(lexer, '{');
	lexer->now.format_depth = lexer->now.depth;
	lexer->now.at++;
	return outer;
}

void py_lex_field_end(struct py_lexer *lexer, uint32_t outer)
{
	lexer->now.format_depth = outer;
}
