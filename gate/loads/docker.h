/*
 * Loads in Dockerfiles: addresses that ADD fetches, and variables that a serving
 * image reads. Commands (RUN, CMD, ENTRYPOINT, HEALTHCHECK) and files written by
 * COPY become child scripts with the ARG and ENV of their stage.
 */
#ifndef LOADS_DOCKER_H
#define LOADS_DOCKER_H

#include "loads/facts.h"
#include "syntax/docker.h"

struct docker_input {
	const struct source *source;    /* the file */
	const struct docker_file *file; /* lives as long as the facts */
	const struct catalogue *catalogue;
	struct arena *scratch;
};

/* Adds loads in source order of their stages, and children. Loads are complete but for number, line
   and column, path, context and reach. */
void docker_loads(const struct docker_input *, struct facts *);

#endif
