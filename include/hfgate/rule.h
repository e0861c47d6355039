/*
 * What a rule may see and do. A rule keeps nothing, reads no file and runs on
 * one thread; it reports with hfg_found and friends. One rule is one file:
 * rules/hfgNNN_name.c defines `const struct hfg_rule hfgNNN_name` and its page
 * is rules/hfgNNN_name.md. The table of rules is generated from file names.
 */
#ifndef HFGATE_RULE_H
#define HFGATE_RULE_H

#include "hfgate/load.h"

enum hfg_level { HFG_LEVEL_NONE, HFG_LEVEL_NOTE, HFG_LEVEL_WARNING, HFG_LEVEL_ERROR };
enum hfg_confidence { HFG_CONFIDENCE_LOW, HFG_CONFIDENCE_MEDIUM, HFG_CONFIDENCE_HIGH };

struct hfg_findings; /* where a rule reports to; opaque */
struct hfg_finding;  /* hfgate/finding.h */

/* A fact about a file that is not a load: what could not be read, what hides. */
enum hfg_trouble_kind {
	HFG_TROUBLE_UNREADABLE,  /* could not be opened, read or decoded */
	HFG_TROUBLE_LIMIT,       /* over a limit */
	HFG_TROUBLE_PARSE,       /* does not parse where a load could stand */
	HFG_TROUBLE_LINK,        /* symbolic link that leaves the tree or dangles */
	HFG_TROUBLE_HIDDEN_TEXT, /* bidirectional or zero-width characters, disguised identifiers */
	HFG_TROUBLE_OPAQUE,      /* encodings and constructs that hide text from every reader */
};

struct hfg_trouble {
	enum hfg_trouble_kind kind;
	const struct source *source; /* NULL when the file could not be read */
	slice path;
	span at;      /* in `source` */
	slice reason; /* one clause, for people */
	bool blocks;  /* the verdict cannot be a pass */
};

/* Names from data files under rules/data, sorted; see hfg_data. */
struct hfg_name_list {
	const slice *names;
	uint32_t n;
};

/* What rules may ask about the whole run. */
struct hfg_project {
	const struct hfg_load *const *loads;
	uint32_t loads_n;
	const struct hfg_trouble *troubles;
	uint32_t troubles_n;
	/* Policy, as far as rules need it. An empty list means: no such policy. */
	struct hfg_name_list allow_namespaces, allow_models, deny_models, trusted_code;
	bool lock_required;
	/* Data files by name (`namespaces`, `retired`, `malicious`, `confusables`), one line each as
	   written: fields separated by a tab. Returns an empty list for an unknown name. */
	struct hfg_name_list (*data)(const struct hfg_project *, const char *name);
	const void *context;
};

struct hfg_rule {
	const char *id;      /* `HFG101` */
	const char *name;    /* `unpinned-revision` */
	const char *summary; /* one sentence, no full stop */
	const char *cwe;     /* `CWE-494` */
	/* Rules of one cause share their groups: one mend takes all their findings away. NULL: a
	   cause of its own. */
	const char *cause;
	/* Level for weights or code in CI, image or application under `recommended`. The policy
	   lowers it for data, tests, examples and documentation. */
	enum hfg_level level;
	/* Score for code scanning: "9.5", "8.0", "5.5" or "2.0". */
	const char *security_severity;
	/* Data assets do not lower the level (code runs, names lie, whatever the asset is). */
	bool any_asset;
	void (*load)(const struct hfg_load *, const struct hfg_project *, struct hfg_findings *);
	void (*trouble)(
		const struct hfg_trouble *, const struct hfg_project *, struct hfg_findings *);
	void (*project)(const struct hfg_project *, struct hfg_findings *);
};

/*
 * Reports one finding of the running rule on `load` (NULL with hfg_found_at).
 * The message is one sentence that names the model and needs no context. The
 * returned finding may be refined by the functions below until the rule returns.
 */
struct hfg_finding *hfg_found(struct hfg_findings *, const struct hfg_load *, const char *format,
	...) __attribute__((format(printf, 3, 4)));
struct hfg_finding *hfg_found_at(struct hfg_findings *, const struct source *, slice path, span at,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Underline `at` of the load's own source instead of the callee. */
void hfg_point(struct hfg_finding *, span at);
/* At most this level, whatever the policy's table says. */
void hfg_at_most(struct hfg_finding *, enum hfg_level);
void hfg_confidence(struct hfg_finding *, enum hfg_confidence);
/* One more place that explains the finding. */
void hfg_also(struct hfg_finding *, slice path, uint32_t line, uint32_t column, const char *format,
	...) __attribute__((format(printf, 5, 6)));
/* The `= help:` line: an edit, not advice. */
void hfg_help(struct hfg_finding *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A byte edit in the load's outermost file that mends the finding; `safe` = changes no behaviour
   besides what the rule asks for. */
void hfg_mend(struct hfg_finding *, bool safe, uint32_t offset, uint32_t length, slice text);
/* Findings with the same key and rule are one group: shown once, mended once. Default: the
   repository and the revision of the load. */
void hfg_group(struct hfg_finding *, slice key);

/* `acme/tiny-vl`, `one of acme/a, acme/b`, or the expression when the name is open; for messages.
   Memory belongs to the findings. */
slice hfg_repo_text(struct hfg_findings *, const struct hfg_load *);
/* printf into memory of the findings. */
slice hfg_text(struct hfg_findings *, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Zeroed memory for count * size bytes; lives as long as the findings. */
void *hfg_memory(struct hfg_findings *, size_t count, size_t size);

#endif
