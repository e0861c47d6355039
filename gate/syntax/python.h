/*
 * Python 3.8-3.14 (and type stubs) to a tree, tolerant of errors.
 *
 * py_parse never fails: it always gives a tree, possibly with PY_ERROR nodes
 * and complete == false. Linear in the input, depth <= MAX_DEPTH, allocates in
 * the given arena only. Text is UTF-8 (see py_decode for others).
 *
 * Grammar: the reference of CPython 3.14. Layout of children, in order:
 *
 *  MODULE       statements
 *  BLOCK        statements                     (body of a compound statement)
 *  FUNCTION     DECORATOR* [TYPE_PARAMS] PARAMS [RETURNS] BLOCK    name = `name`
 *  CLASS        DECORATOR* [TYPE_PARAMS] ARGUMENTS (bases, KEYWORDs; always there) BLOCK
 *  ARGUMENTS    expression | STARRED | KEYWORD | DOUBLE_STARRED
 *  PARAMS       PARAM*;  PARAM: [ANNOTATION] [default]  `op` = enum py_param
 *  LAMBDA       PARAMS expression
 *  DECORATOR RETURNS ANNOTATION STARRED AWAIT KEYWORD DOUBLE_STARRED   one expression
 *  TYPE_PARAMS  NAME-like TYPE_PARAM nodes ([bound] [default]; `op` = PY_MUL of *T, PY_POW of **T)
 *  ASSIGN       target+ value                  ANNASSIGN target ANNOTATION [value]
 *  AUGASSIGN    target value (`op` = operator) TYPE_ALIAS NAME [TYPE_PARAMS] value
 *  FOR          target iterable BLOCK [ELSE]   WHILE test BLOCK [ELSE]
 *  IF           test BLOCK (ELIF: test BLOCK)* [ELSE: BLOCK]
 *  WITH         WITH_ITEM+ BLOCK;  WITH_ITEM: expression [target]
 *  TRY          BLOCK EXCEPT* [ELSE] [FINALLY];  EXCEPT: [expression] BLOCK, name = `name`
 *               (`op` = PY_MUL of except*)
 *  MATCH        subject CASE+;  CASE: PATTERN-expression [GUARD] BLOCK
 *               In a pattern a class is a CALL, alternatives are a BINOP, `p as x` is NAMED x p
 *  RETURN RAISE DELETE ASSERT EXPR YIELD YIELD_FROM     expressions
 *  IMPORT       ALIAS+;  IMPORT_FROM ALIAS+ (`name` = module text, `op` = number of dots)
 *  ALIAS        name = dotted name, alias = bound name or empty; `*` for a star import
 *  GLOBAL NONLOCAL  NAME+     PASS BREAK CONTINUE  none
 *  CALL         callee ARGUMENTS               ATTRIBUTE value, name = attribute
 *  SUBSCRIPT    value index (TUPLE when several)   SLICE  up to three, missing ones are NONE nodes
 *  TUPLE LIST SET   elements                   DICT  key value pairs, DOUBLE_STARRED alone
 *  LISTCOMP SETCOMP GENEXP  element COMP_FOR+;  DICTCOMP key value COMP_FOR+
 *  COMP_FOR     target iterable condition*     NAMED target value (walrus)
 *  IFEXP        body test orelse               BOOLOP BINOP  left right (`op`)
 *  UNARYOP      operand                        COMPARE left right (`op`), chains nest to the left
 *  STRING       one or more adjacent STRING_PARTs, in order
 *  STRING_PART  f- and t-strings: FORMAT_FIELD children; others none. flags: PY_BYTES, PY_RAW,
 *               PY_FORMAT, PY_TEMPLATE, PY_UNICODE
 *  FORMAT_FIELD expression [FORMAT_SPEC];  FORMAT_SPEC: FORMAT_FIELD*; `op` = letter behind `!`,
 *               name = text up to and with `=` of a field that shows itself (`{x=}`)
 *  Spans of FUNCTION and CLASS begin behind their decorators, that of PARAM ends before its default
 *  (as in CPython). Every node but the root has a parent.
 *  NAME NUMBER CONSTANT (True False None ...)  ERROR (skipped tokens, children allowed)
 */
#ifndef SYNTAX_PYTHON_H
#define SYNTAX_PYTHON_H

#include "base/arena.h"

enum py_kind {
	PY_NONE, /* index 0 is never a real node: 0 means "no node" */
	PY_MODULE,
	PY_BLOCK,
	PY_FUNCTION,
	PY_CLASS,
	PY_ARGUMENTS,
	PY_PARAMS,
	PY_PARAM,
	PY_LAMBDA,
	PY_DECORATOR,
	PY_RETURNS,
	PY_ANNOTATION,
	PY_STARRED,
	PY_DOUBLE_STARRED,
	PY_AWAIT,
	PY_KEYWORD,
	PY_TYPE_PARAMS,
	PY_TYPE_PARAM,
	PY_ASSIGN,
	PY_ANNASSIGN,
	PY_AUGASSIGN,
	PY_TYPE_ALIAS,
	PY_FOR,
	PY_WHILE,
	PY_IF,
	PY_ELIF,
	PY_ELSE,
	PY_WITH,
	PY_WITH_ITEM,
	PY_TRY,
	PY_EXCEPT,
	PY_FINALLY,
	PY_MATCH,
	PY_CASE,
	PY_GUARD,
	PY_RETURN,
	PY_RAISE,
	PY_DELETE,
	PY_ASSERT,
	PY_EXPR,
	PY_YIELD,
	PY_YIELD_FROM,
	PY_IMPORT,
	PY_IMPORT_FROM,
	PY_ALIAS,
	PY_GLOBAL,
	PY_NONLOCAL,
	PY_PASS,
	PY_BREAK,
	PY_CONTINUE,
	PY_CALL,
	PY_ATTRIBUTE,
	PY_SUBSCRIPT,
	PY_SLICE,
	PY_TUPLE,
	PY_LIST,
	PY_SET,
	PY_DICT,
	PY_LISTCOMP,
	PY_SETCOMP,
	PY_GENEXP,
	PY_DICTCOMP,
	PY_COMP_FOR,
	PY_NAMED,
	PY_IFEXP,
	PY_BOOLOP,
	PY_BINOP,
	PY_UNARYOP,
	PY_COMPARE,
	PY_STRING,
	PY_STRING_PART,
	PY_FORMAT_FIELD,
	PY_FORMAT_SPEC,
	PY_NAME,
	PY_NUMBER,
	PY_CONSTANT,
	PY_ERROR,
	PY_KINDS
};

enum py_op {
	PY_OP_NONE,
	PY_ADD,
	PY_SUB,
	PY_MUL,
	PY_DIV,
	PY_FLOORDIV,
	PY_MOD,
	PY_POW,
	PY_MATMUL,
	PY_LSHIFT,
	PY_RSHIFT,
	PY_BITAND,
	PY_BITOR,
	PY_BITXOR,
	PY_AND,
	PY_OR,
	PY_NOT,
	PY_POS,
	PY_NEG,
	PY_INVERT,
	PY_EQ,
	PY_NE,
	PY_LT,
	PY_LE,
	PY_GT,
	PY_GE,
	PY_IS,
	PY_IS_NOT,
	PY_IN,
	PY_NOT_IN,
	PY_TRUE,
	PY_FALSE,
	PY_NONE_VALUE,
	PY_ELLIPSIS
};

enum py_param {
	PY_PARAM_POSITIONAL_ONLY,
	PY_PARAM_PLAIN,
	PY_PARAM_ARGS,
	PY_PARAM_KEYWORD_ONLY,
	PY_PARAM_KWARGS
};

enum py_flag {
	PY_ASYNC = 1,
	PY_BYTES = 2,
	PY_RAW = 4,
	PY_FORMAT = 8,
	PY_TEMPLATE = 16,
	PY_UNICODE = 32,
	PY_PARENTHESISED = 64,
	PY_NOT_ASCII = 128 /* NAME needs NFKC */
};

typedef uint32_t py_ref; /* index into nodes; 0 = none */

struct py_node {
	uint8_t kind; /* enum py_kind */
	uint8_t op;   /* enum py_op, or as said above */
	uint16_t flags;
	uint32_t from, to;  /* CPython's col_offset/end_col_offset: without enclosing parentheses */
	py_ref child, next; /* first child, next sibling */
	uint32_t name_from, name_to; /* of FUNCTION, CLASS, ATTRIBUTE, KEYWORD, PARAM, ALIAS ... */
	uint32_t alias_from, alias_to; /* ALIAS only: bound name */
};

struct py_tree {
	slice text;
	struct py_node *nodes; /* [0] is unused, [root] the module */
	uint32_t n;
	py_ref root;
	uint32_t read_to;  /* all of the text, or where it became more than is kept */
	bool complete;     /* no error node, no limit reached, every string terminated */
	uint32_t error_at; /* first place that did not parse, when !complete */
	const char *error; /* fixed text for it */
};

struct py_tree *py_parse(slice text, struct arena *);

/* Identifier text of a NAME, or of the `name` of another node: NFKC-normalised as Python does
   (PEP 3131), so `ｆrom_pretrained` equals `from_pretrained`. Points into the text when ASCII. */
slice py_name(const struct py_tree *, py_ref, struct arena *);
slice py_alias(const struct py_tree *, py_ref, struct arena *);
/* Source text of a node. */
slice py_text(const struct py_tree *, py_ref);
/* Value of a STRING or STRING_PART without FORMAT_FIELDs, as UTF-8: prefixes, quotes, escapes and
   \N{...} (unknown names stay as written) resolved, parts joined. false for f-strings with fields
   (walk the children instead). Lone surrogates become U+FFFD. */
bool py_string(const struct py_tree *, py_ref, struct arena *, slice *ret_value);
/* For an f-string STRING_PART: calls `literal` for literal pieces (decoded) and `field` for
   FORMAT_FIELDs, in order. */
void py_format(const struct py_tree *, py_ref part, struct arena *, void *context,
	void (*literal)(void *context, slice text), void (*field)(void *context, py_ref field));

/* k-th child, 0 when there are fewer. */
py_ref py_child(const struct py_tree *, py_ref, unsigned k);
/* Parent of each node, as an array of n refs in `arena`. */
py_ref *py_parents(const struct py_tree *, struct arena *);

/*
 * PEP 263: finds the encoding and gives UTF-8. UTF-8 with and without BOM needs no copy; latin-1,
 * cp1252, iso-8859-15, ascii and the common encodings of other scripts (gbk, big5, euc-jp, koi8-r,
 * cp1251 ...) are translated (*ret_text in `arena`, with eight zero bytes behind);
 * anything else, and bytes that do not fit, fail with a reason in *ret_reason. A file that fails
 * must be reported: it may run.
 */
enum py_decode_status { PY_DECODED_SAME, PY_DECODED_COPY, PY_DECODE_FAILED };
enum py_decode_status py_decode(
	slice bytes, struct arena *, slice *ret_text, const char **ret_reason);

#endif
