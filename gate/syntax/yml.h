/*
 * YAML through libyaml's events into one node array with spans. Aliases are
 * replayed by reference; anchors, merge keys and duplicate keys stay visible.
 * Scalars keep text and style: what `on` or `0x10` means is the reader's
 * business. Limits: MAX_YAML_DEPTH, MAX_YAML_EVENTS, MAX_YAML_DIRECTIVES.
 */
#ifndef SYNTAX_YML_H
#define SYNTAX_YML_H

#include "base/arena.h"

enum yml_kind { YML_NULL, YML_SCALAR, YML_SEQUENCE, YML_MAPPING, YML_ALIAS };
enum yml_style { YML_PLAIN, YML_SINGLE, YML_DOUBLE, YML_LITERAL, YML_FOLDED };

struct yml_node {
	enum yml_kind kind;
	enum yml_style style;
	uint32_t from, to;     /* bytes of the text, quotes and indicators included */
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
	uint32_t root; /* of the first document, 0 = empty */
	uint32_t documents;
	bool complete;
	uint32_t error_at, error_line, error_column;
	slice error;
};

struct yml_tree *yml_parse(slice text, struct arena *);
/* Follows aliases. */
uint32_t yml_real(const struct yml_tree *, uint32_t node);
/* Value node of a key in a mapping (aliases followed), 0 when missing. */
uint32_t yml_get(const struct yml_tree *, uint32_t mapping, const char *key);
slice yml_scalar(const struct yml_tree *, uint32_t node); /* "" when not a scalar */

#endif
