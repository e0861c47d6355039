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

/* Room for the keys of the policy file; config_keys.c checks that they fit. */
enum { POLICY_KEYS = 48, POLICY_COMMAND_LINE = INT32_MAX };

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
	/* Rules that `rules:` may name; all of hfg_rules unless a test says otherwise. */
	const struct hfg_rule *const *known_rules;
	uint32_t known_rules_n;
	/* Where each key of the table was set: a line of `path`, 0 = built-in default. */
	uint32_t key_lines[POLICY_KEYS];
};

/* Where the policy text comes from: today a file of the tree or a path; later the base commit. */
struct policy_origin {
	slice path; /* for messages */
	slice text;
};

/* Built-in defaults. */
void policy_init(struct policy *);
/*
 * Reads a policy text over the defaults of policy_init. HFG_EUSAGE with all mistakes in
 * `ret_messages`, one `path:line:column: what` a line; the policy is not usable then.
 */
int policy_read(struct policy *, const struct policy_origin *, struct arena *, struct hfg_err *,
	struct buf *ret_messages);
/* The one policy file of a tree: `.hfgate.yml`, `.github/hfgate.yml` or `.gitlab/hfgate.yml`; "" when
   there is none. Two of them are HFG_EUSAGE. */
int policy_locate(bool (*exists)(void *context, slice path), void *context, slice *ret_path,
	struct hfg_err *);
/* For --preset and --fail-on: the word as in the file; false for an unknown one. */
bool policy_set_preset(struct policy *, slice word);
bool policy_set_fail_on(struct policy *, slice word);

/* `2026-11-23` as days since 1970; false when it is not a date. */
bool policy_date(slice text, int64_t *ret_days);

/* An approval or override with this `until` still counts on day `today` (the day itself counts). */
bool policy_in_force(slice until, int64_t today);

/* `paths.exclude` hides this file. CI files cannot be hidden. */
bool policy_excludes(const struct policy *, slice path, enum hfg_language);

/* The context of a path: tests, docs, examples, application; CI files are CI whatever `paths:` says. */
enum hfg_context policy_context(const struct policy *, slice path);

/* Level of one finding before grouping: rule x asset x context x preset, then the file's override,
   then the rule's own ceiling. `today` in days since 1970 (expired overrides do not count). */
enum hfg_level policy_level(const struct policy *, const struct hfg_finding *, int64_t today);

/* A file that was not read (HFG904), as opposed to one whose text hides something (HFG905). */
bool policy_trouble_is_unread(const struct hfg_trouble *);
/* False for a trouble that does not block, and where the file switches its rule off for the path. */
bool policy_trouble_blocks(const struct policy *, const struct hfg_trouble *, int64_t today);

/*
 * Fills the lists of the policy that rules may ask (approvals in force only) and `data`. Loads and
 * troubles are left alone. Memory, and that of data lists read later, is the arena's.
 */
void policy_project(struct hfg_project *, const struct policy *, int64_t today, struct arena *);

enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_NONE };

/* Effective values with their origin, one `key = value    # origin` a line. */
void policy_show(const struct policy *, struct buf *);
/* JSON Schema of the file. */
void policy_schema(struct buf *);

/* The generated table of all rules, by id. */
extern const struct hfg_rule *const hfg_rules[];
extern const uint32_t hfg_rules_n;
const struct hfg_rule *policy_find_rule(slice id_or_name);
/* The id or name of a rule nearest to `word`, "" when none is near. */
slice policy_nearest_rule(slice word);
const char *hfg_level_name(enum hfg_level);         /* `none`, `note`, `warning`, `error` */
const char *policy_preset_name(enum policy_preset); /* `recommended` */

#endif
