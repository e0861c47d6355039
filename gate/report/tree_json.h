/*
 * cJSON without its traps: every text is made valid first, running out of
 * memory ends the run, and what is printed is inert in a log. Keys are string
 * literals and are not copied.
 */
#ifndef REPORT_TREE_JSON_H
#define REPORT_TREE_JSON_H

#include "base/arena.h"
#include "base/buf.h"

#include <cjson/cJSON.h>

/* The arena holds the copies of texts while one of them is added. */
struct tree_json {
	struct arena arena;
	cJSON *root; /* an object */
};

void tree_json_init(struct tree_json *);
/* Prints with a line end and frees everything. */
void tree_json_finish(struct tree_json *, bool pretty, struct buf *);

/* `parent` is an object, or an array when `key` is NULL. */
cJSON *tree_json_object(cJSON *parent, const char *key);
cJSON *tree_json_array(cJSON *parent, const char *key);
void tree_json_text(struct tree_json *, cJSON *parent, const char *key, slice text);
void tree_json_word(cJSON *parent, const char *key, const char *word); /* our own text */
void tree_json_number(cJSON *parent, const char *key, double number);
void tree_json_bool(cJSON *parent, const char *key, bool value);
void tree_json_null(cJSON *parent, const char *key);

#endif
