/*
 * sh and bash as one array of nodes with exact spans. Never fails: what does
 * not parse is an ERROR node and `complete` is false. Linear; nesting deeper
 * than MAX_DEPTH is an error. Line ends are LF: the caller takes NUL and CR out
 * (shell_clean), as bash does with NUL.
 */
#ifndef SYNTAX_SHELL_H
#define SYNTAX_SHELL_H

#include "base/arena.h"
#include "base/vec.h"
#include "source/source.h"

typedef uint32_t sh_ref; /* 0 = none */

enum sh_kind {
	SH_ERROR,
	SH_LIST,         /* commands in order */
	SH_PIPELINE,     /* two or more commands */
	SH_COMMAND,      /* ASSIGN, WORD, REDIRECT in order of the source */
	SH_DECLARE,      /* the same for declare, export, local, readonly, typeset */
	SH_ASSIGN,       /* name; child: index WORD with HAS_INDEX, then WORD or ARRAY or nothing */
	SH_ARRAY,        /* ASSIGN ([k]=v) and WORD */
	SH_REDIRECT,     /* op; child: WORD, then HEREDOC of `<<` */
	SH_HEREDOC,      /* the body; parts, or one SINGLE when the delimiter is quoted */
	SH_WORD,         /* parts */
	SH_LITERAL,      /* op: enum sh_quoting */
	SH_SINGLE,       /* '...': the span holds the quotes; name: the inside */
	SH_ANSI,         /* $'...' likewise */
	SH_DOUBLE,       /* "..." and $"...": parts */
	SH_PARAMETER,    /* $x, ${x...}: name; op: enum sh_operation; child: WORD of the operand */
	SH_SUBSTITUTION, /* $(...) and `...`: LIST */
	SH_PROCESS,      /* <(...) and >(...): LIST */
	SH_ARITHMETIC,   /* $((...)), $[...] and ((...)) */
	SH_IF,           /* LIST condition, LIST body, ..., LIST of else when the number is odd */
	SH_LOOP,         /* while, until: LIST condition, LIST body */
	SH_FOR,          /* for, select: name; WORDs (op 1 = `in` stands there), LIST body */
	SH_CASE,         /* WORD, CASE_ITEMs */
	SH_CASE_ITEM,    /* WORDs, LIST */
	SH_GROUP,        /* { ...; }: LIST */
	SH_SUBSHELL,     /* ( ... ): LIST */
	SH_FUNCTION,     /* name; a compound command */
	SH_TEST,         /* [[ ... ]]: WORDs */
};

enum sh_flag {
	SH_AND = 1,    /* runs when the command before it succeeded */
	SH_OR = 2,     /* ... failed */
	SH_APPEND = 4, /* += */
	SH_HAS_INDEX = 8,
	SH_QUOTED = 16,    /* the delimiter of a heredoc is quoted */
	SH_STRIP = 32,     /* <<- */
	SH_BACKTICK = 64,  /* of SUBSTITUTION */
	SH_INDIRECT = 128, /* ${!x} */
};

/* What a backslash does in a literal. */
enum sh_quoting { SH_BARE, SH_IN_DOUBLE, SH_IN_HEREDOC, SH_IN_HEREDOC_STRIP };

enum sh_operation {
	SH_PLAIN,
	SH_LENGTH,         /* ${#x} */
	SH_DEFAULT,        /* ${x-w}, ${x:-w} */
	SH_ASSIGN_DEFAULT, /* ${x=w}, ${x:=w} */
	SH_ALTERNATIVE,    /* ${x+w}, ${x:+w} */
	SH_REQUIRED,       /* ${x?w}, ${x:?w} */
	SH_CUT_PREFIX,
	SH_CUT_LONG_PREFIX,
	SH_CUT_SUFFIX,
	SH_CUT_LONG_SUFFIX,
	SH_ELEMENTS, /* ${x[@]}, ${x[*]} */
	SH_ELEMENT,  /* ${x[i]} */
	SH_OTHER,    /* ${x/a/b}, ${x:1:2}, ${x^^}, ${x@Q} */
};

enum sh_redirect {
	SH_REDIRECT_IN,      /* < */
	SH_REDIRECT_OUT,     /* > >| &> */
	SH_REDIRECT_APPEND,  /* >> &>> */
	SH_REDIRECT_HEREDOC, /* << <<- */
	SH_REDIRECT_STRING,  /* <<< */
	SH_REDIRECT_OTHER,   /* >& <& <> */
};

struct sh_node {
	uint8_t kind, op;
	uint16_t flags;
	uint32_t from, to;
	uint32_t name_from, name_to;
	sh_ref child, next;
};

struct sh_tree {
	slice text;
	struct sh_node *nodes; /* [0] unused, [1] the root LIST */
	uint32_t n;
	bool complete;
	uint32_t error_at; /* first ERROR */
};

/* The nodes live in `arena`. */
struct sh_tree *sh_parse(slice text, struct arena *);

static inline slice sh_span(const struct sh_tree *tree, sh_ref node)
{
	return slice_cut(tree->text, tree->nodes[node].from, tree->nodes[node].to);
}

static inline slice sh_name(const struct sh_tree *tree, sh_ref node)
{
	return slice_cut(tree->text, tree->nodes[node].name_from, tree->nodes[node].name_to);
}

/* Text put together of pieces, each with its place. */
struct sh_text {
	struct arena *arena;
	char *p;
	uint32_t n, room;
	struct {
		VEC(struct segment);
	} segments;
};

void sh_text_add(struct sh_text *, slice bytes, span at);
/* Eight zero bytes follow the result. */
slice sh_text_slice(struct sh_text *);
/* Adds what a LITERAL, SINGLE or ANSI part means; nothing for other kinds. */
void sh_text_part(struct sh_text *, const struct sh_tree *, sh_ref part);
/* The meaning of a WORD, DOUBLE or HEREDOC of constant parts only; false: it has others. */
bool sh_constant(const struct sh_tree *, sh_ref word, struct arena *, slice *ret_text);

/* `source` itself, or a child of it without NUL bytes and without CR before LF. */
const struct source *shell_clean(const struct source *, struct arena *);

#endif
