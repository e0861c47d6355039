/*
 * The keys of the policy file: one table that drives reading, "did you mean",
 * `config show` and the JSON Schema. Private to policy/.
 */
#ifndef POLICY_CONFIG_KEYS_H
#define POLICY_CONFIG_KEYS_H

#include "policy/policy.h"

/* Mappings of the file. What their keys fill differs: their comments say what. */
enum key_group {
	GROUP_FILE,
	GROUP_ALLOW,
	GROUP_DENY,
	GROUP_PATHS,
	GROUP_SUPPRESS,
	GROUP_LOCK,
	GROUP_LIMITS,
	GROUP_RULE,     /* one entry of `rules:`; fills struct policy_rule */
	GROUP_APPROVAL, /* one entry of an approval list; fills struct policy_approval */
};

enum key_type {
	KEY_VERSION,
	KEY_WORD,      /* one of `words`; an enum */
	KEY_NUMBER,    /* least..most; uint32_t */
	KEY_SWITCH,    /* true or false; bool */
	KEY_TEXT,      /* slice */
	KEY_DATE,      /* slice, YYYY-MM-DD */
	KEY_WORDS,     /* list of `words`; a bit each in a uint32_t */
	KEY_GLOBS,     /* list of texts; struct policy_globs */
	KEY_APPROVALS, /* list of names or GROUP_APPROVAL mappings; struct policy_list */
	KEY_GROUP,     /* mapping of `child` */
	KEY_RULES,     /* mapping from a rule to GROUP_RULE */
	KEY_SINKS,     /* rows of the sink catalogue; kept as text */
};

struct key_word {
	const char *word;
	uint32_t value;
};

struct config_key {
	enum key_group group;
	const char *name;
	enum key_type type;
	size_t field; /* offset in what the group fills */
	enum key_group child;
	const struct key_word *words; /* ends with a NULL word */
	uint32_t least, most;         /* numbers; texts: most bytes, 0 = MOST_TEXT */
	uint32_t number;              /* default of a number */
	const char *fallback;         /* default of a word, switch or text; NULL = none */
	/* What is wrong with a text, or NULL. For lists: with each entry. */
	const char *(*check)(slice);
	const char *pattern; /* the same as an ECMAScript expression, for the schema; NULL = any */
	bool required;
	const char *help; /* one sentence without full stop */
};

enum { MOST_TEXT = 1000 }; /* bytes of a name, path or reason: people read them */

extern const struct config_key config_keys[];
extern const unsigned config_keys_n;

/* `lock.path`, with the group's name in front. */
slice key_path(const struct config_key *, struct arena *);
/* Sets a scalar of `record` from its text. What is wrong with it, in `ret_wrong`; false then. */
bool key_set(const struct config_key *, void *record, slice text, const char **ret_wrong);
/* What is wrong with one entry of a list, or NULL. */
const char *key_check_entry(const struct config_key *, slice text);
/* Is a scalar without quotes a text by YAML's core schema: not null, a truth value or a number? */
bool key_is_plain_text(slice scalar);
/* Words of a key as `a, b or c`. */
void key_list_words(const struct config_key *, struct buf *);
/* The word for a value, or NULL. */
const char *key_word_of(const struct config_key *, uint32_t value);

#endif
