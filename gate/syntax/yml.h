/*
 * YAML through libyaml's events into one node array with spans. Aliases are
 * replayed by reference; anchors, merge keys and duplicate keys stay visible.
 * Scalars keep text and style: what `on` or `0x10` means is the reader's
 * business. Limits: MAX_YAML_DEPTH, MAX_YAML_EVENTS, MAX_YAML_DIRECTIVES.
 */
#ifndef SYNTAX_YML_H
#define SYNTAX_YML_H

#include "source/source.h"

/* YML_NULL: nothing stands there (`key:`); `~` and `null` are scalars. */
enum yml_kind { YML_NULL, YML_SCALAR, YML_SEQUENCE, YML_MAPPING, YML_ALIAS };
enum yml_style { YML_PLAIN, YML_SINGLE, YML_DOUBLE, YML_LITERAL, YML_FOLDED };

struct yml_node {
	enum yml_kind kind;
	enum yml_style style;
	/* Bytes of the text, quotes and `|` or `>` included, tag and anchor not. Blocks end with
	   their last child. */
	uint32_t from, to;
	uint32_t line, column; /* 1-based */
	slice value;           /* scalars: decoded; length counts, may hold NUL */
	slice tag, anchor;     /* "" = none */
	uint32_t child, next;  /* mappings: key, value, key, value ...; 0 = none */
	uint32_t target;       /* ALIAS: node it stands for, 0 = unknown anchor */
	bool duplicate;        /* key that stands in its mapping already */
};

struct yml_tree {
	slice text;
	struct yml_node *nodes; /* [0] unused */
	uint32_t n;
	uint32_t root; /* of the first document, 0 = empty; those of others follow as `next` */
	uint32_t documents;
	uint32_t depth; /* collections within each other at the deepest place, aliases replayed */
	bool complete;
	uint32_t error_at, error_line, error_column;
	slice error;
	/* Place + 1 of the first NEL, LS or PS, 0 = none. YAML 1.1 (and this reader) breaks lines
	   there, YAML 1.2 does not: the text means different things to different readers. */
	uint32_t ambiguous_break;
};

struct yml_tree *yml_parse(slice text, struct arena *);
/* Follows aliases. */
uint32_t yml_real(const struct yml_tree *, uint32_t node);
/* Value node of a key in a mapping (aliases followed; the last one of duplicates), 0 when missing.
   Merge keys are not looked into. */
uint32_t yml_get(const struct yml_tree *, uint32_t mapping, const char *key);
slice yml_scalar(const struct yml_tree *, uint32_t node); /* "" when not a scalar */
/*
 * Where the bytes of a scalar's value stand: pieces that are the same in the file, and such (escapes,
 * folded line ends) that stand for a range of it. False when `node` is no scalar, or when the bytes
 * do not give its value; then the map is unknown.
 */
bool yml_map(const struct yml_tree *, uint32_t node, struct arena *, const struct segment **ret,
	uint32_t *ret_n);

#endif
