/* Every limit of the program, with its reason. What hits one is reported, never skipped. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Offsets are 32 bit and sums of two stay so; real sources are smaller by a factor of ten. */
#define MAX_SOURCE (32u << 20)
/* Notebooks carry images; only their cells are kept. */
#define MAX_NOTEBOOK (256u << 20)
/* Nesting of brackets and blocks in a source. CPython itself stops at 100 blocks and 200 brackets. */
#define MAX_DEPTH 200
/* GitLab and action.yml stop at 100, workflows at 50; libyaml is quadratic in flow nesting. */
#define MAX_YAML_DEPTH 100
/* GitHub's own limit on parse events after alias replay. */
#define MAX_YAML_EVENTS 1000000
/* libyaml is quadratic in %TAG lines. */
#define MAX_YAML_DIRECTIVES 16
#define MAX_JSON_DEPTH      128
/* step -> shell -> heredoc -> -c: deeper nesting is not written by people. */
#define MAX_CHILD_DEPTH 4
/* More alternatives than this are no longer a choice but a table: the value becomes open. */
#define MAX_SOME 16
/* A longer way than this helps nobody; also the depth of value propagation. */
#define MAX_TRAIL 32
/* Constants imported through re-exports: package __init__ chains are two or three deep. */
#define MAX_IMPORT_HOPS 8
/* Wrappers of wrappers; each round searches the tree once more. */
#define MAX_WRAPPER_ROUNDS 3
/* Kept findings; all are counted. SARIF consumers show 5,000. */
#define MAX_FINDINGS 10000
/* PCRE2: matches on tokens and names only, so these are never met by honest input. */
#define MAX_PCRE_MATCH    100000
#define MAX_PCRE_HEAP_KIB 16384
/* One process, one core each is enough for a tree that is in memory; more help on cold disks. */
#define MAX_JOBS 64

/* libgit2 hangs on some damaged repositories and dies of others; honest answers come within one. */
#define GIT_ANSWER_SECONDS 10
#define GIT_MEMORY         (1u << 30)
/* A tree of trees that names itself again and again is small on disk and endless when listed. */
#define MAX_TREE_ENTRIES 4000000
/* Every level costs a step for each folder below it; the deepest work trees have some thirty. */
#define MAX_FOLDER_DEPTH 500
/* git itself refuses deeper trees by default. */
#define MAX_TREE_DEPTH 2048

#endif
