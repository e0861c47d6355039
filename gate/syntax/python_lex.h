/*
 * Tokens of Python, one at a time and without memory of its own. The parser reads
 * format strings itself: after TOK_FORMAT it takes literal pieces with py_lex_literal
 * and tokens of fields with py_lex. Everything that changes is in `now`, so a copy of
 * it (at bracket depths that stay above the copied one) is a place to return to.
 */
#ifndef SYNTAX_PYTHON_LEX_H
#define SYNTAX_PYTHON_LEX_H

#include "base/limits.h"
#include "hfgate/slice.h"

enum py_token_kind {
	TOK_EOF,
	TOK_NEWLINE,
	TOK_INDENT,
	TOK_DEDENT,
	TOK_NAME,
	TOK_NUMBER,
	TOK_STRING,
	TOK_FORMAT, /* prefix and opening quote of an f- or t-string */
	TOK_ERROR,
	TOK_FALSE,
	TOK_NONE,
	TOK_TRUE,
	TOK_AND,
	TOK_AS,
	TOK_ASSERT,
	TOK_ASYNC,
	TOK_AWAIT,
	TOK_BREAK,
	TOK_CLASS,
	TOK_CONTINUE,
	TOK_DEF,
	TOK_DEL,
	TOK_ELIF,
	TOK_ELSE,
	TOK_EXCEPT,
	TOK_FINALLY,
	TOK_FOR,
	TOK_FROM,
	TOK_GLOBAL,
	TOK_IF,
	TOK_IMPORT,
	TOK_IN,
	TOK_IS,
	TOK_LAMBDA,
	TOK_NONLOCAL,
	TOK_NOT,
	TOK_OR,
	TOK_PASS,
	TOK_RAISE,
	TOK_RETURN,
	TOK_TRY,
	TOK_WHILE,
	TOK_WITH,
	TOK_YIELD,
	TOK_OPEN_ROUND,
	TOK_CLOSE_ROUND,
	TOK_OPEN_SQUARE,
	TOK_CLOSE_SQUARE,
	TOK_OPEN_CURLY,
	TOK_CLOSE_CURLY,
	TOK_COMMA,
	TOK_COLON,
	TOK_SEMICOLON,
	TOK_DOT,
	TOK_ELLIPSIS,
	TOK_ARROW,
	TOK_WALRUS,
	TOK_EXCLAMATION,
	TOK_ASSIGN,
	TOK_PLUS,
	TOK_MINUS,
	TOK_STAR,
	TOK_STARSTAR,
	TOK_SLASH,
	TOK_SLASHSLASH,
	TOK_PERCENT,
	TOK_AT,
	TOK_LSHIFT,
	TOK_RSHIFT,
	TOK_AMPERSAND,
	TOK_BAR,
	TOK_CARET,
	TOK_TILDE,
	TOK_EQ,
	TOK_NE,
	TOK_LT,
	TOK_LE,
	TOK_GT,
	TOK_GE,
	TOK_AUGMENTED, /* flags = the token kind of its operator */
	TOK_KINDS
};

struct py_token {
	uint32_t from, to;
	uint8_t kind;
	uint8_t flags; /* enum py_flag; the operator of TOK_AUGMENTED */
};

/* CPython stops at 100 levels of indentation. */
enum { PY_MAX_INDENT = 100 };

struct py_place {
	uint32_t at;
	uint32_t depth;        /* open brackets, fields of format strings included */
	uint32_t format_depth; /* depth of the innermost open field, 0 outside of fields */
	uint32_t indents, dedents;
	uint32_t errors, error_at;
	const char *error; /* first thing that is not Python, or NULL */
	bool line_start;
	bool unbalanced;         /* brackets do not match: lex again with `recover` */
	bool unclosed_triple[2]; /* a triple quote without end was seen (' and ") */
};

struct py_lexer {
	const unsigned char *p;
	uint32_t n;
	bool recover; /* let statements that begin a line close open brackets */
	struct py_place now;
	uint32_t indent[PY_MAX_INDENT + 1];
	uint8_t bracket[MAX_DEPTH + 1];
};

enum py_literal_end { PY_LITERAL_FIELD, PY_LITERAL_CLOSED, PY_LITERAL_BROKEN };

struct py_quote {
	unsigned char mark; /* ' or " */
	bool triple, raw;
};

/* `text` is at most MAX_SOURCE long. */
void py_lex_start(struct py_lexer *, slice text, bool recover);
void py_lex(struct py_lexer *, struct py_token *);
void py_lex_error(struct py_lexer *, uint32_t at, const char *error);

/* How the string token (or opening) at `from` is quoted; *ret_body is where its text begins. */
struct py_quote py_lex_quote(slice text, uint32_t from, uint32_t *ret_body);
/* Reads literal text of a format string up to `{` (FIELD: it is next), past the closing quote
   (CLOSED), or, in a format specification (`spec`), up to `}` (CLOSED too: it is next). */
enum py_literal_end py_lex_literal(struct py_lexer *, struct py_quote, bool spec);
/* Passes the `{` of a field; the tokens up to its end come from py_lex. Returns the format_depth
   to hand to py_lex_field_end. */
uint32_t py_lex_field_start(struct py_lexer *);
void py_lex_field_end(struct py_lexer *, uint32_t outer);
/* Reads the format string at `from` as if it had no fields, up to the first closing quote. */
void py_lex_plain(struct py_lexer *, struct py_token *, uint32_t from);

#endif
