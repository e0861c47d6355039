/* What the files that read GitHub's YAML share. */
#ifndef CI_GITHUB_INTERNAL_H
#define CI_GITHUB_INTERNAL_H

#include "ci/github.h"
#include "ci/template.h"
#include "syntax/yml.h"

struct github {
	const struct source *source;
	const struct yml_tree *tree;
	struct facts *facts;
	struct arena *scratch;
	struct ci_pipeline *pipeline;
	uint32_t *ends; /* of each node: index behind its last descendant */
	struct variables *inputs;
	const slice *triggers;
	uint32_t triggers_n;
	bool untrusted;
	struct variables *environment;  /* `env:` of the workflow */
	slice shell, working_directory; /* `defaults.run` of the workflow */
};

/* Nodes */
span github_span(const struct github *, uint32_t node);
/* First child of a mapping or sequence, aliases followed; 0 = none. */
uint32_t github_first(const struct github *, uint32_t node);
/* Key after `key` in a mapping. */
uint32_t github_next_key(const struct github *, uint32_t key);
struct hfg_value github_value(const struct github *, const struct template_scope *, uint32_t node);

/* github_matrix.c: `strategy.matrix` as variables, names in lower case, `a.b` for members. */
const struct variables *github_matrix(const struct github *, uint32_t matrix);

/* github_rights.c */
void github_triggers(struct github *, uint32_t on);
void github_permissions(const struct github *, uint32_t permissions, struct hfg_reach *);
/* Secrets that expressions in `node` and below name, and in the `env:` of the workflow. */
void github_secrets(const struct github *, uint32_t job, uint32_t environment, struct hfg_reach *);
bool github_checks_out_outside(const struct github *, uint32_t step);

#endif
