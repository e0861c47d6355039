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
	bool nul;                  /* key or string holds NUL, as an escape */
	bool surrogate; /* key or string holds half a surrogate pair: decoded as U+FFFD */
	bool duplicate; /* a later member of the object has the same key: Python ignores this one */
};

struct json_tree {
	slice text;
	struct json_node *nodes;
	uint32_t n;
	bool complete;
	uint32_t error_at;
	const char *error; /* fixed text */
};

/* Memory for hostile input; honest notebooks without their outputs stay below a hundredth. */
enum { MAX_JSON_NODES = 2000000 };

struct json_tree *json_parse(slice text, struct arena *);
/* The same, but the values of members called one of `bare` are checked only: the node has no
   children. */
struct json_tree *json_parse_bare(
	slice text, const char *const *bare, uint32_t bare_n, struct arena *);
/* Decoded text of a string node. */
slice json_string(const struct json_tree *, uint32_t node, struct arena *);
slice json_key(const struct json_tree *, uint32_t node, struct arena *);
/* The character or escape at `at` of a string's inside, of a parsed tree: up to four bytes and how
   many bytes of the text it takes. */
size_t json_character(slice inside, size_t at, char ret_bytes[4], unsigned *ret_n);
/* Last member with that key (as Python reads it), or 0. */
uint32_t json_member(const struct json_tree *, uint32_t object, const char *key);

#endif
