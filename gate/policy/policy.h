/*
 * The user's policy: .hfgate.yml, presets, levels, allow and deny lists. Same
 * findings and same policy give the same verdict. Every mistake in the file is
 * found at once and told with line, column and a "did you mean".
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "hfgate/finding.h"

enum policy_preset { PRESET_BASELINE, PRESET_RECOMMENDED, PRESET_STRICT };

struct policy_rule { /* rules.<id|name> of the file */
	const struct hfg_rule *rule;
	bool has_level;
	enum hfg_level level; /* HFG_LEVEL_NONE = off */
	slice reason, until;  /* until: YYYY-MM-DD or "" */
	uint32_t contexts;    /* bit per enum hfg_context; 0 = all */
	uint32_t line;
};

struct policy_approval { /* an entry of allow.* or deny.models */
	slice name;      /* glob */
	slice reviewed, by, until, reason;
	uint32_t line;
};

struct policy_list {
	const struct policy_approval *at;
	uint32_t n;
};

struct policy_globs {
	const slice *at;
	uint32_t n;
};

struct policy {
	slice path; /* "" = built-in defaults */
	slice text;
	enum policy_preset preset;
	enum hfg_level fail_on;
	const struct policy_rule *rules;
	uint32_t rules_n;
	struct policy_list allow_namespaces, allow_models, allow_endpoints, deny_models,
		trusted_code;
	struct policy_globs exclude, tests, docs; /* path globs, added to the built-in ones */
	slice sinks_yaml;                         /* text of the `sinks:` value, "" = none */
	uint32_t sinks_line;
	uint32_t suppress_max_days, suppress_min_reason;
	slice lock_path;
	bool lock_require;
	slice policy_repo;
	uint32_t max_findings, max_source; /* limits.* */
};

/* Where the policy text comes from: today a file of the tree or a path; later the base commit. */
struct policy_origin {
	slice path; /* for messages */
	slice text;
};

/* Built-in defaults. */
void policy_init(struct policy *);
/* Reads a policy text. `rules` is the generated table. HFG_EUSAGE with all mistakes, one a line. */
int policy_read(struct policy *, const struct policy_origin *, struct arena *, struct hfg_err *,
	struct buf *ret_messages);
/* `2026-11-23` as days since 1970; false when it is not a date. */
bool policy_date(slice text, int64_t *ret_days);

/* The context of a path: tests, docs, examples, application. */
enum hfg_context policy_context(const struct policy *, slice path);

/* Level of one finding before grouping: rule x asset x context x preset, then the file's override,
   then the rule's own ceiling. `today` in days since 1970 (expired overrides do not count). */
enum hfg_level policy_level(const struct policy *, const struct hfg_finding *, int64_t today);

enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_NONE };

/* Effective values with their origin, one `key = value    # origin` a line. */
void policy_show(const struct policy *, struct buf *);
/* JSON Schema of the file. */
void policy_schema(struct buf *);

/* The generated table of all rules, by id. */
extern const struct hfg_rule *const hfg_rules[];
extern const uint32_t hfg_rules_n;
const struct hfg_rule *policy_find_rule(slice id_or_name);

#endif
