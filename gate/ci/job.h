/*
 * What a pipeline runs, whatever its dialect: jobs with steps, each with the
 * script it runs, what that script sees, and what stands beside it.
 */
#ifndef CI_JOB_H
#define CI_JOB_H

#include "base/vec.h"
#include "hfgate/ci.h"
#include "source/source.h"
#include "values/variables.h"

struct ci_step {
	span at;     /* of the whole step, in the pipeline's file */
	slice label; /* `step 3 (Test)` */
	slice uses;  /* `./.github/actions/x`, `actions/checkout@v4`; "" = runs a script */
	slice working_directory;
	const struct source *script; /* NULL = none; its language is that of the step's shell */
	const struct variables *environment;
	const struct hfg_reach *reach;
};

struct ci_job {
	slice id; /* "" for an action */
	span at;  /* of the id */
	slice uses;
	struct {
		VEC(struct ci_step);
	} steps;
};

struct ci_pipeline {
	const struct source *source;
	struct {
		VEC(struct ci_job);
	} jobs;
};

#endif
