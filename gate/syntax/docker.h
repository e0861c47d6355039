/*
 * Dockerfiles as BuildKit reads them: instructions with their logical line
 * (continuations joined, comments inside them left out), flags, heredocs and
 * words. Tolerant: what BuildKit would refuse is kept, `complete` says so.
 * Linear in the bytes; no recursion.
 */
#ifndef SYNTAX_DOCKER_H
#define SYNTAX_DOCKER_H

#include "source/source.h"

enum docker_keyword {
	DOCKER_UNKNOWN,
	DOCKER_ADD,
	DOCKER_ARG,
	DOCKER_CMD,
	DOCKER_COPY,
	DOCKER_ENTRYPOINT,
	DOCKER_ENV,
	DOCKER_EXPOSE,
	DOCKER_FROM,
	DOCKER_HEALTHCHECK,
	DOCKER_LABEL,
	DOCKER_MAINTAINER,
	DOCKER_ONBUILD,
	DOCKER_RUN,
	DOCKER_SHELL,
	DOCKER_STOPSIGNAL,
	DOCKER_USER,
	DOCKER_VOLUME,
	DOCKER_WORKDIR,
};

/* Part of an instruction's `text`, as written: quotes and escapes are still there. */
struct docker_word {
	slice text;
	uint32_t at;
};

struct docker_flag {
	slice name, value; /* `--mount=type=cache`: mount, type=cache */
	uint32_t at;
};

struct docker_heredoc {
	slice name;
	uint32_t from, to; /* the body in `text`, without the line of its end */
	bool chomp;        /* `<<-`: leading tabs go */
	bool expands;      /* the name is not quoted */
	bool terminated;
};

struct docker_instruction {
	enum docker_keyword keyword; /* of the inner instruction of ONBUILD */
	bool onbuild;
	uint32_t from, to; /* in the file, heredocs included */
	/* The logical line; behind it, after a line feed, the lines of its heredocs with their ends.
	   Eight zero bytes follow. */
	slice text;
	const struct segment *segments; /* from `text` to the file */
	uint32_t segments_n;
	uint32_t line_n;           /* length of the logical line */
	struct docker_word name;   /* the keyword as written */
	uint32_t arguments;        /* where in `text` they begin, behind the flags */
	struct docker_flag *flags; /* flags_n of them */
	uint32_t flags_n;
	struct docker_heredoc *heredocs;
	uint32_t heredocs_n;
};

struct docker_file {
	slice text;
	struct docker_instruction *instructions;
	uint32_t n;
	char escape;  /* backslash, or back-tick after `# escape=` */
	slice syntax; /* of `# syntax=`, "" = none */
	bool complete;
	uint32_t error_at;
	const char *error; /* fixed text */
};

struct docker_words {
	struct docker_word *at;
	uint32_t n;
};

struct docker_file *docker_parse(slice text, struct arena *);
/* The arguments of the logical line. */
slice docker_arguments(const struct docker_instruction *);
/* Arguments cut at blanks; quotes hold blanks together in ARG, ENV and LABEL only. */
struct docker_words docker_words(
	const struct docker_file *, const struct docker_instruction *, struct arena *);
/* The exec form `["a", "b"]`: false when the arguments are no JSON list of texts. The words are the
   insides of the JSON strings, escapes still there. */
bool docker_exec_words(
	const struct docker_instruction *, struct arena *, struct docker_words *ret_words);
/* Value of a flag, "" when it is not there. */
slice docker_flag(const struct docker_instruction *, const char *name);

#endif
