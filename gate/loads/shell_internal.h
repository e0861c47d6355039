/* What the files about shell scripts share; nobody else includes it. */
#ifndef LOADS_SHELL_INTERNAL_H
#define LOADS_SHELL_INTERNAL_H

#include "loads/classify.h"
#include "loads/shell.h"
#include "values/shell_values.h"

enum {
	MAX_CALLS = 16,      /* functions that call functions */
	MAX_STEPS = 100000,  /* commands walked in calls of functions */
	MAX_RUNNERS = 16,    /* sudo env nice ... in front of one command */
	MAX_SNAPSHOT = 1000, /* variables copied for a script inside the script */
};

struct walker {
	const struct shell_input *in;
	struct facts *facts;
	const struct source *source;
	const struct sh_tree *tree;
	struct shell_values values;
	struct map functions; /* name -> compound command */
	slice function;
	bool calling; /* inside a call of a function of the script: loads are told at the call */
	span call_at, call_name_at;
	unsigned calls;
	sh_ref active[MAX_CALLS]; /* bodies of the functions that are being called */
	bool cut;                 /* some call was not followed */
	uint32_t steps;
	sh_ref piped; /* the command before this one in the pipeline */
	uint32_t first_load;
	struct hfg_load *clone; /* the latest `git clone` of the Hub */
	struct {
		VEC(const struct hfg_load *);
	} pushed; /* clones that something was pushed to */
};

/* A simple command: its words after expansion. */
struct command {
	const struct shell_item *items;
	uint32_t n;
	sh_ref node; /* COMMAND, for its redirections; 0 = none */
};

static inline struct command command_after(struct command command, uint32_t n)
{
	n = n < command.n ? n : command.n;
	return (struct command){command.items + n, command.n - n, command.node};
}

/* The text of an item as far as it is known: `*` where it is not, "" when nothing is. */
static inline slice item_text(const struct shell_item *item)
{
	return item->value.n && item->value.state != HFG_OPEN ? item->value.texts[0]
							      : (slice){NULL, 0};
}

static inline slice command_text(const struct command *command, uint32_t i)
{
	return i < command->n ? item_text(&command->items[i]) : (slice){NULL, 0};
}

/* shell_run.c: what a command runs, through `sudo`, `env`, `docker exec` and the like */
void shell_run(struct walker *, struct command);

/* shell_sink.c */
/* The loads of a command whose first `taken` words are those of the row. */
void shell_sink(struct walker *, struct command, const struct sink *, uint32_t taken);
/* The address in a word of git, pip, curl: as a plain https address; false: not the Hub. */
bool shell_address(slice text, enum sink_each, struct arena *, slice *ret_url, slice *ret_revision);

/* shell_child.c */
void shell_child_item(struct walker *, const struct shell_item *, enum hfg_language);
/* What the command reads from its standard input, when that stands in the script. */
void shell_child_input(struct walker *, sh_ref command, enum hfg_language);

#endif
