/*
 * What the words of a shell script may be. Variables come from `variables`
 * (scopes around each other, the innermost first), arrays and positional
 * parameters beside. What nobody sets is decided by the environment; what a
 * command prints is open. Memory belongs to `arena`.
 */
#ifndef VALUES_SHELL_VALUES_H
#define VALUES_SHELL_VALUES_H

#include "syntax/shell.h"
#include "values/variables.h"

/* In flags while a script is walked: the value depends on a parameter of the function at hand. */
#define SHELL_FROM_PARAMETER (UINT32_C(1) << 31)

/* One word after expansion. */
struct shell_item {
	struct hfg_value value;
	sh_ref word; /* it was written as; one word may become several items */
	bool whole;  /* the item is the word, nothing was split */
	bool quoted; /* the word begins with a quote or a letter: no list of options in a variable */
};

struct shell_items {
	VEC(struct shell_item);
};

enum shell_arguments {
	SHELL_SCRIPT_ARGUMENTS,   /* $1 is what the script is called with */
	SHELL_FUNCTION_ARGUMENTS, /* ... a function, by callers that are not looked at */
	SHELL_KNOWN_ARGUMENTS,    /* ... `items` */
};

struct shell_values {
	const struct source *source;
	const struct sh_tree *tree;
	struct arena *arena;
	struct variables *variables;
	struct map arrays; /* name -> index in lists */
	struct {
		VEC(struct shell_items);
	} lists;
	enum shell_arguments arguments;
	struct shell_items items;
};

void shell_values_init(struct shell_values *, const struct source *, const struct sh_tree *,
	struct arena *, struct variables *);
/* All of a WORD as one text. */
struct hfg_value shell_value(struct shell_values *, sh_ref word);
/* One part of a word: PARAMETER, SUBSTITUTION, ... */
struct hfg_value shell_part_value(struct shell_values *, sh_ref part);
/* The items a WORD becomes: "$@" and "${x[@]}" give many, an unquoted $x is split at blanks. */
void shell_expand(struct shell_values *, sh_ref word, struct shell_items *);
/* Carries out an ASSIGN; `via` says how, for people. */
void shell_assign(struct shell_values *, sh_ref assign, const char *via);
/* Sets a variable; the place of `at` is added to the trail. */
void shell_set(struct shell_values *, slice name, struct hfg_value, const char *via, uint32_t at);

#endif
