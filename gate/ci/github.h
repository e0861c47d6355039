/*
 * GitHub workflows and composite actions: which scripts they run and what
 * stands beside them. Local actions and reusable workflows are joined by path.
 */
#ifndef CI_GITHUB_H
#define CI_GITHUB_H

#include "ci/job.h"
#include "loads/facts.h"

/*
 * Reads a file of language HFG_GITHUB_WORKFLOW or HFG_GITHUB_ACTION. Its scripts become children of
 * `facts`; what GitHub would refuse becomes a trouble that blocks. NULL when it could not be read.
 */
struct ci_pipeline *github_read(const struct source *, struct facts *, struct arena *scratch);

#endif
