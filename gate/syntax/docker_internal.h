/* What docker.c and docker_words.c share. */
#ifndef SYNTAX_DOCKER_INTERNAL_H
#define SYNTAX_DOCKER_INTERNAL_H

#include "syntax/docker.h"

bool docker_is_blank(char);
bool docker_is_exec(slice arguments, struct arena *);
/* The next word at or after *at that begins a heredoc; *at moves behind it. */
bool docker_next_heredoc(
	slice arguments, uint32_t *at, struct arena *, struct docker_heredoc *ret_heredoc);

#endif
