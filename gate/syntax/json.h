/*
 * JSON (RFC 8259, strict) to a node array with positions: what cJSON does not
 * give. Duplicate keys, NUL characters and lone surrogates are reported, not
 * hidden. Depth <= MAX_JSON_DEPTH.
 */
#ifndef SYNTAX_JSON_H
#define SYNTAX_JSON_H

#include "base/arena.h"

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_node {
	enum json_kind kind;
	uint32_t from, to;         /* of the value; strings with their quotes */
	uint32_t key_from, key_to; /* members of objects: the key with its quotes */
	uint32_t child, next;      /* 0 = none; node 0 is the root value */
	bool escaped;              /* string holds a backslash */
	bool duplicate; /* a later member of the same object has the same key: Python ignores this one */
};

struct json_tree {
	slice text;
	struct json_node *nodes;
	uint32_t n;
	bool complete;
	uint32_t error_at;
	const char *error; /* fixed text */
};

struct json_tree *json_parse(slice text, struct arena *);
/* Decoded text of a string node. */
slice json_string(const struct json_tree *, uint32_t node, struct arena *);
slice json_key(const struct json_tree *, uint32_t node, struct arena *);
/* Last member with that key (as Python reads it), or 0. */
uint32_t json_member(const struct json_tree *, uint32_t object, const char *key);

#endif
