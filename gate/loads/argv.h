/*
 * A command given as a list of arguments, written as one line of shell: each
 * argument quoted as it needs, each byte with its place in the file, so that
 * the analysis of shell text serves exec forms, compose and Kubernetes too.
 */
#ifndef LOADS_ARGV_H
#define LOADS_ARGV_H

#include "base/vec.h"
#include "source/source.h"

struct argv {
	struct arena *arena; /* of the facts */
	struct {
		VEC(char);
	} text;
	struct {
		VEC(struct segment);
	} segments;
	bool references; /* `$(NAME)` is replaced before the command runs, as Kubernetes does */
};

/* One argument: the text of `word`, whose segments lead to the file. */
void argv_add(struct argv *, const struct source *word);
/* Shell text that stands nowhere: a command that an image runs by itself. */
void argv_add_command(struct argv *, slice command);
/* The line as a script of the file that `root` is. */
const struct source *argv_source(struct argv *, const struct source *root);

#endif
