/* What the files of the shell parser share; nobody else includes it. */
#ifndef SYNTAX_SHELL_PARSER_H
#define SYNTAX_SHELL_PARSER_H

#include "syntax/shell.h"

/* Where a word stands decides what ends it and what a backslash does. */
enum sh_mode {
	MODE_COMMAND,
	MODE_DOUBLE,       /* until the closing quote */
	MODE_BRACE,        /* ${x:-...}: until } */
	MODE_BRACE_DOUBLE, /* the same inside double quotes: ' is a letter */
	MODE_HEREDOC,      /* until the end of the region */
	MODE_ARITHMETIC,   /* until the end of the region */
	MODE_REGULAR,      /* after =~: ( ) | are letters */
};

enum sh_stop {
	STOP_THEN = 1,
	STOP_ELSE = 2, /* else, elif */
	STOP_FI = 4,
	STOP_DO = 8,
	STOP_DONE = 16,
	STOP_ESAC = 32,
	STOP_BRACE = 64,  /* } */
	STOP_PAREN = 128, /* ) */
	STOP_ITEM = 256,  /* ;; ;& ;;& */
};

struct pending {
	sh_ref redirect;
};

struct parser {
	struct sh_tree *tree;
	struct arena *arena;
	struct {
		VEC(struct sh_node);
	} nodes;
	struct {
		VEC(struct pending);
	} pending;        /* heredocs whose bodies begin after the next line end */
	uint32_t at, end; /* `end`: of the region being parsed */
	uint32_t depth;
	uint32_t stops;                 /* enum sh_stop of all lists around */
	uint64_t looked_ahead;          /* bytes; bounded, so that all of it is linear */
	bool backtick, quoted_backtick; /* inside `...`; inside "`...`" */
};

struct chain {
	sh_ref parent, last;
};

static inline char byte_at(const struct parser *p, uint32_t at)
{
	return at < p->end ? p->tree->text.p[at] : '\0';
}

static inline char peek(const struct parser *p)
{
	return byte_at(p, p->at);
}

static inline bool at_text(const struct parser *p, slice word)
{
	return slice_starts(slice_cut(p->tree->text, p->at, p->end), word);
}

sh_ref sh_node_new(struct parser *, enum sh_kind, uint32_t from);
void sh_close(struct parser *, sh_ref);
void sh_add(struct parser *, struct chain *, sh_ref child);
void sh_error(struct parser *, struct chain *, uint32_t from);
static inline struct sh_node *sh_at(struct parser *p, sh_ref node)
{
	return &p->nodes.at[node];
}

/* shell_word.c */
sh_ref sh_word(struct parser *, enum sh_mode);
/* Parts until the mode's end, as children of chain->parent. */
void sh_parts(struct parser *, enum sh_mode, struct chain *);
/* Parses [from, to) apart from what surrounds it: a heredoc's body, the inside of back-ticks. */
struct region {
	uint32_t end, stops;
	uint32_t pending;
};
struct region sh_region_enter(struct parser *, uint32_t from, uint32_t to);
void sh_region_leave(struct parser *, struct region, uint32_t at);
bool sh_name_start(char);
bool sh_name_byte(char);
/* Length of `$((...))`, `((...))` from `(` `(` on, 0 when it is no arithmetic. */
uint32_t sh_arithmetic_length(struct parser *, uint32_t from);

/* shell_command.c */
sh_ref sh_list(struct parser *, uint32_t stops);
void sh_blanks(struct parser *);
void sh_newlines(struct parser *);
sh_ref sh_compound(struct parser *, bool *ret_found);
bool sh_is_stop(struct parser *, uint32_t *ret_stop);
bool sh_keyword(struct parser *, const char *word);
bool sh_take_keyword(struct parser *, const char *word);
sh_ref sh_command(struct parser *);
void sh_redirects(struct parser *, struct chain *);
bool sh_redirect_here(const struct parser *);
sh_ref sh_redirect(struct parser *);
/* shell_simple.c */
sh_ref sh_simple(struct parser *);
sh_ref sh_array(struct parser *);

#endif
