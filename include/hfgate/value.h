/*
 * What a text in an analysed program may be when it runs.
 *
 * Joins only lose knowledge, they never invent: two possible texts stay two
 * texts, and what cannot be known is open with the reason. All memory belongs
 * to the facts of the run and lives until its end.
 */
#ifndef HFGATE_VALUE_H
#define HFGATE_VALUE_H

#include "hfgate/slice.h"

enum hfg_state {
	HFG_ABSENT, /* the argument was not given */
	HFG_ONE,    /* exactly texts[0] */
	HFG_SOME,   /* one of texts[0..n), 2 <= n <= MAX_SOME */
	HFG_SHAPED, /* texts[0] with `*` where a part is unknown: "org/" + name is org/ and a star */
	HFG_OPEN,   /* cannot be known; `why` says why */
};

/* Why a value, or the rest of it, is open. */
enum hfg_why {
	HFG_WHY_NONE,
	HFG_WHY_PARAMETER, /* parameter of a function: its callers decide */
	HFG_WHY_ATTRIBUTE, /* attribute of an object whose class does not tell */
	HFG_WHY_CLI,       /* command-line option without a usable default */
	HFG_WHY_ENVIRONMENT,
	HFG_WHY_INPUT,  /* CI input, request, prompt: somebody outside types it */
	HFG_WHY_CONFIG, /* read from a file at run time */
	HFG_WHY_CALL,   /* result of a call that is not modelled */
	HFG_WHY_LOOP,
	HFG_WHY_IMPORT, /* a name of a module outside the project */
	HFG_WHY_SUBSCRIPT,
	HFG_WHY_UNKNOWN,
	HFG_WHY_LIMIT, /* a limit of the analysis was reached */
};

/* Properties beside the texts. They combine. */
enum hfg_value_flag {
	HFG_V_NONE = 1 << 0,   /* None is one of the possible values */
	HFG_V_LOCAL = 1 << 1,  /* surely a path on this machine: tempfile, Path, just saved, ... */
	HFG_V_OBJECT = 1 << 2, /* surely not a text: a model object, a number, a function */
	HFG_V_DEFAULT =
		1 << 3, /* the texts are a default which a caller, option or variable may replace */
	HFG_V_REST = 1 << 4,       /* besides the texts, others are possible (`why` says why) */
	HFG_V_BOOL_TRUE = 1 << 5,  /* the literal True */
	HFG_V_BOOL_FALSE = 1 << 6, /* the literal False */
	HFG_V_HUB_PATH = 1 << 7,   /* a local path that a Hub download returned */
	HFG_V_PINNED_MAP =
		1 << 8, /* taken from a table of the project that maps names to full commits */
	HFG_V_ENTRY =
		1 << 9, /* decided at an entry point: script option, environment, configuration */
};

/* One step of the way a text came: where, and through what. */
struct hfg_hop {
	slice path;            /* "" = the file of the load itself */
	uint32_t line, column; /* 1-based, code points */
	const char *via;       /* one of the fixed words: literal module-constant local attribute
	                    parameter-default argparse click typer environment or-default dict-table
	                    f-string imported loop conditional class-attribute dataclass-field
	                    call-argument keyword-dict config */
	slice text; /* what stands there, for people: `MODEL`, `--model`, `HF_MODEL_ID` */
};

struct hfg_value {
	enum hfg_state state;
	enum hfg_why why;
	uint32_t flags; /* enum hfg_value_flag */
	uint32_t n, trail_n;
	const slice *texts;          /* sorted by first appearance, no duplicates */
	const struct hfg_hop *trail; /* nearest to the load first */
	slice expression; /* source text of the argument, at most 80 bytes, "" when absent */
	span at; /* of the argument's expression, in the load's own source; 0,0 when absent */
};

/* The one text, or "" when there is not exactly one. */
static inline slice hfg_one(const struct hfg_value *value)
{
	return value->state == HFG_ONE ? value->texts[0] : (slice){NULL, 0};
}

/* Forty lower-case hexadecimal digits: the only thing the Hub's clients treat as immutable. */
static inline bool hfg_is_commit(slice text)
{
	if (text.n != 40)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!memchr("0123456789abcdef", text.p[i], 16))
			return false;
	return true;
}

#endif
