/* Knows just enough YAML for the catalogue, until syntax/yml.c is there. */
#include "syntax/yml.h"
#include "base/limits.h"
#include "base/vec.h"
#include <yaml.h>

struct build {
	struct arena *arena;
	struct {
		VEC(struct yml_node);
	} nodes;
	uint32_t parents[MAX_YAML_DEPTH], last[MAX_YAML_DEPTH];
	uint32_t depth;
};

static uint32_t push(struct build *b, enum yml_kind kind, const yaml_event_t *e)
{
	struct yml_node *n = VEC_PUSH(&b->nodes, b->arena);
	uint32_t id = b->nodes.n - 1;
	n->kind = kind;
	n->line = (uint32_t)e->start_mark.line + 1;
	n->column = (uint32_t)e->start_mark.column + 1;
	if (b->depth) {
		uint32_t p = b->parents[b->depth - 1];
		if (b->last[b->depth - 1])
			b->nodes.at[b->last[b->depth - 1]].next = id;
		else
			b->nodes.at[p].child = id;
		b->last[b->depth - 1] = id;
	}
	return id;
}

struct yml_tree *yml_parse(slice text, struct arena *arena)
{
	struct yml_tree *t = ARENA_NEW(arena, struct yml_tree);
	struct build b = {.arena = arena};
	VEC_PUSH(&b.nodes, arena);
	yaml_parser_t parser;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
	t->complete = true;
	for (;;) {
		yaml_event_t e;
		if (!yaml_parser_parse(&parser, &e)) {
			t->complete = false;
			t->error = arena_copy(arena, slice_of(parser.problem));
			t->error_line = (uint32_t)parser.problem_mark.line + 1;
			t->error_column = (uint32_t)parser.problem_mark.column + 1;
			break;
		}
		yaml_event_type_t type = e.type;
		if (type == YAML_SCALAR_EVENT) {
			uint32_t id = push(&b, YML_SCALAR, &e);
			b.nodes.at[id].value = arena_copy(
				arena, (slice){(char *)e.data.scalar.value, e.data.scalar.length});
		} else if (type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT) {
			uint32_t id = push(&b,
				type == YAML_MAPPING_START_EVENT ? YML_MAPPING : YML_SEQUENCE, &e);
			b.parents[b.depth] = id, b.last[b.depth++] = 0;
		} else if (type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT)
			b.depth--;
		yaml_event_delete(&e);
		if (type == YAML_STREAM_END_EVENT)
			break;
	}
	yaml_parser_delete(&parser);
	t->nodes = b.nodes.at;
	t->n = b.nodes.n;
	t->root = b.nodes.n > 1;
	return t;
}

uint32_t yml_real(const struct yml_tree *t, uint32_t node)
{
	(void)t;
	return node;
}

uint32_t yml_get(const struct yml_tree *t, uint32_t mapping, const char *key)
{
	if (t->nodes[mapping].kind != YML_MAPPING)
		return 0;
	for (uint32_t k = t->nodes[mapping].child; k; k = t->nodes[t->nodes[k].next].next)
		if (slice_is(t->nodes[k].value, key))
			return t->nodes[k].next;
	return 0;
}

slice yml_scalar(const struct yml_tree *t, uint32_t node)
{
	return t->nodes[node].kind == YML_SCALAR ? t->nodes[node].value : S("");
}
