/*
 * Which versions of a library the project declares: requirement files,
 * pyproject.toml, setup.py and setup.cfg, Pipfile, conda environments, lock
 * files, and `pip install` lines of Dockerfiles and CI files. Read-only once all
 * files are added.
 */
#ifndef LOADS_VERSIONS_H
#define LOADS_VERSIONS_H

#include "base/arena.h"

struct versions;

enum versions_answer { VERSIONS_NO, VERSIONS_YES, VERSIONS_UNKNOWN };

struct versions *versions_new(struct arena *);
/* True for names that versions_add reads. */
bool versions_wants(slice path);
/* `path` is relative to the root. Nothing is kept of `text`. Files it does not want add nothing. */
void versions_add(struct versions *, slice path, slice text);
/*
 * Is the library at least that version where `load_path` runs? `requirement` is `name>=version`.
 * The nearest enclosing folder that declares the library decides; CI files and what lies in
 * `requirements/` counts for the folder above. A lock file overrules the ranges of the pyproject.toml
 * or Pipfile beside it. YES: every declaration has a lower bound or pin that high. NO: one has an
 * upper bound or pin below. UNKNOWN: otherwise, also when nothing is declared.
 */
enum versions_answer versions_at_least(const struct versions *, slice load_path, slice requirement);

#endif
