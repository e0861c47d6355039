/*
 * Commands and their options. One table a command drives the parsing, its
 * --help, the completions of three shells and the manual page.
 */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* What an option's value, or an operand, is: for checks and completion. */
enum opt_value {
	OPT_FLAG, /* no value */
	OPT_TEXT,
	OPT_NUMBER, /* 1 or more */
	OPT_FILE,
	OPT_FOLDER,
	OPT_WORD,   /* one of `words` */
	OPT_RULES,  /* ids or names, separated by commas */
	OPT_FORMAT, /* FORMAT or FORMAT=FILE */
	OPT_COMMAND,
	OPT_NOTHING, /* the command takes no operands */
};

enum { OPT_HELP = 0 }; /* the id of --help, which every command has; others start at 1 */

struct option {
	int id;
	char letter; /* 0 = none */
	const char *name;
	const char *argument; /* as in the help: `FILE`; NULL = flag */
	enum opt_value value;
	const char *words; /* OPT_WORD: separated by blanks */
	const char *help;
};

struct given {
	const struct option *option;
	slice value; /* "" for flags */
};

struct arguments {
	const struct given *given; /* in the order of the command line */
	unsigned given_n;
	const slice *operands;
	unsigned operands_n;
	bool help; /* --help was among them: nothing else was checked */
};

struct command {
	const char *name, *summary;
	const char *synopsis; /* operands, as in the help: `[PATH...]` */
	const char *details;  /* a short paragraph, "" = none */
	const char *example;  /* lines of commands, each ended by a newline */
	const struct option *options;
	unsigned options_n;
	enum opt_value operand;
	const char *operand_words; /* OPT_WORD: separated by blanks */
	unsigned operands_max;
	bool quiet_about; /* not in the list of `hfgate --help` */
	/* Exit status 0, 1 or 3, or a negative HFG_E... with `err` filled. */
	int (*run)(const struct arguments *, struct hfg_err *);
};

extern const struct command *const commands[];
extern const unsigned commands_n;
const struct command *command_find(slice name);

/* `--name value`, `--name=value`, `-nvalue`, `-n value`, `--`; options may follow operands. Memory is
   the arena's. HFG_EUSAGE names the mistake and, where there is one, the nearest right word. */
int opt_parse(const struct command *, const slice *words, unsigned n, struct arena *,
	struct arguments *ret, struct hfg_err *);

/* Calls `each` for the words of a list separated by blanks. */
void opt_words(const char *words, void (*each)(void *context, slice word), void *context);
/* HFG_EUSAGE: unknown `kind` "word" (did you mean "x"?). `list`: the right words, blanks between. */
int opt_unknown(const char *kind, slice word, const char *list, struct hfg_err *);

void opt_help(const struct command *, struct buf *);
void opt_overview(struct buf *); /* of all commands */

#endif
