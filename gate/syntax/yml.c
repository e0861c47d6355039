/*
 * Knows libyaml's events and what they do not say: marks count characters, not
 * bytes; properties belong to the node's span; blocks end where the next token
 * begins. Depth and replayed aliases are bounded here, because libyaml bounds
 * neither.
 */
#include "syntax/yml.h"
#include "base/die.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <yaml.h>

enum { MARK_STEP = 256 }; /* characters between two known offsets */

struct frame {
	uint32_t node, last; /* the collection and its latest child, 0 = none yet */
	uint64_t events;     /* counted when it opened */
};

struct builder {
	struct arena *arena;
	struct yml_tree *tree;
	struct {
		VEC(struct yml_node);
	} nodes;
	struct {
		VEC(uint32_t);
	} weights; /* events of each node and all below it, aliases replayed */
	struct {
		VEC(uint32_t);
	} heights; /* collections within each other below each node, itself included */
	struct {
		VEC(uint32_t);
	} marks; /* byte offset of every MARK_STEP-th character; empty in ASCII texts */
	struct {
		VEC(uint32_t);
	} lines; /* byte offset of each line's start */
	struct map anchors;
	struct frame frames[MAX_YAML_DEPTH];
	uint32_t depth;
	uint32_t last_root;
	uint64_t events;
	uint32_t text_from; /* behind the byte order mark */
};

/* Places */

static size_t sequence_length(slice text, size_t at)
{
	uint32_t code;
	unsigned n = utf8_decode(text, at, &code);
	return n ? n : 1;
}

static void find_marks(struct builder *builder)
{
	slice text = builder->tree->text;
	uint32_t count = 0;
	for (size_t at = builder->text_from; at < text.n; at += sequence_length(text, at))
		if (count++ % MARK_STEP == 0)
			*VEC_PUSH(&builder->marks, builder->arena) = (uint32_t)at;
}

static bool is_ascii(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

static void find_lines(struct builder *builder)
{
	slice text = builder->tree->text;
	*VEC_PUSH(&builder->lines, builder->arena) = builder->text_from;
	for (size_t at = builder->text_from; at < text.n; at++) {
		bool ends = text.p[at] == '\n' ||
			(text.p[at] == '\r' && (at + 1 == text.n || text.p[at + 1] != '\n'));
		if (ends)
			*VEC_PUSH(&builder->lines, builder->arena) = (uint32_t)at + 1;
	}
}

/* Byte offset of the character libyaml calls `index`. */
static uint32_t byte_of(const struct builder *builder, size_t index)
{
	slice text = builder->tree->text;
	size_t at = builder->text_from + index;
	if (builder->marks.n) {
		size_t mark = index / MARK_STEP;
		if (mark >= builder->marks.n)
			mark = builder->marks.n - 1;
		at = builder->marks.at[mark];
		for (size_t i = mark * MARK_STEP; i < index && at < text.n; i++)
			at += sequence_length(text, at);
	}
	return (uint32_t)(at < text.n ? at : text.n);
}

/* Index of the last element that is not greater than `at`; the first is never greater. */
static uint32_t last_not_after(const uint32_t *sorted, uint32_t n, uint32_t at)
{
	uint32_t low = 0, high = n;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (sorted[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Number of characters before `at`. */
static uint32_t characters_before(const struct builder *builder, uint32_t at)
{
	if (!builder->marks.n)
		return at - builder->text_from;
	uint32_t mark = last_not_after(builder->marks.at, builder->marks.n, at);
	uint32_t from = builder->marks.at[mark];
	return mark * MARK_STEP + utf8_count(slice_cut(builder->tree->text, from, at));
}

static void position_of(
	const struct builder *builder, uint32_t at, uint32_t *ret_line, uint32_t *ret_column)
{
	if (at < builder->text_from)
		at = builder->text_from;
	uint32_t line = last_not_after(builder->lines.at, builder->lines.n, at);
	*ret_line = line + 1;
	*ret_column = characters_before(builder, at) -
		characters_before(builder, builder->lines.at[line]) + 1;
}

static bool fail_at(struct builder *builder, uint32_t at, slice error)
{
	struct yml_tree *tree = builder->tree;
	tree->complete = false;
	tree->error = error;
	tree->error_at = at;
	position_of(builder, at, &tree->error_line, &tree->error_column);
	return false;
}

/* Nodes */

/* Behind `&anchor` and `!tag` before a node, and the blanks, comments and line ends after them. */
static uint32_t skip_properties(slice text, uint32_t from, uint32_t to)
{
	uint32_t at = from;
	while (at < to && (text.p[at] == '&' || text.p[at] == '!')) {
		while (at < to && !memchr(" \t\r\n", text.p[at], 4))
			at++;
		while (at < to && memchr(" \t\r\n#", text.p[at], 5)) {
			if (text.p[at] == '#')
				at += (uint32_t)slice_find(slice_cut(text, at, to), '\n');
			else
				at++;
		}
	}
	return at;
}

static uint32_t node_new(struct builder *builder, enum yml_kind kind, const yaml_event_t *event)
{
	struct yml_node *node = VEC_PUSH(&builder->nodes, builder->arena);
	*VEC_PUSH(&builder->weights, builder->arena) = 1;
	*VEC_PUSH(&builder->heights, builder->arena) = 0;
	uint32_t index = builder->nodes.n - 1;
	node->kind = kind;
	node->from = byte_of(builder, event->start_mark.index);
	node->to = byte_of(builder, event->end_mark.index);
	if (builder->depth) {
		struct frame *frame = &builder->frames[builder->depth - 1];
		uint32_t *link = frame->last ? &builder->nodes.at[frame->last].next
					     : &builder->nodes.at[frame->node].child;
		*link = index;
		frame->last = index;
		return index;
	}
	if (builder->last_root)
		builder->nodes.at[builder->last_root].next = index;
	else
		builder->tree->root = index;
	builder->last_root = index;
	return index;
}

static slice copied(struct builder *builder, const yaml_char_t *text)
{
	return text ? arena_copy(builder->arena, slice_of((const char *)text)) : S("");
}

static void set_properties(struct builder *builder, uint32_t index, const yaml_char_t *anchor,
	const yaml_char_t *tag, const yaml_mark_t *end)
{
	struct yml_node *node = &builder->nodes.at[index];
	if (anchor || tag) {
		uint32_t limit = node->kind == YML_SCALAR ? byte_of(builder, end->index)
							  : (uint32_t)builder->tree->text.n;
		node->from = skip_properties(builder->tree->text, node->from, limit);
		if (node->to < node->from)
			node->to = node->from;
	}
	node->anchor = copied(builder, anchor);
	node->tag = copied(builder, tag);
	position_of(builder, node->from, &node->line, &node->column);
	if (anchor)
		*map_put(&builder->anchors, node->anchor, NULL) = index;
}

static enum yml_style style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return YML_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return YML_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return YML_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return YML_FOLDED;
	default:
		return YML_PLAIN;
	}
}

/* The decoded text: a part of the source when it stands there as it is. */
static slice scalar_text(struct builder *builder, const struct yml_node *node, slice value)
{
	bool quoted = node->style == YML_SINGLE || node->style == YML_DOUBLE;
	uint32_t from = node->from + quoted;
	slice same = slice_cut(builder->tree->text, from, (size_t)from + value.n);
	if (slice_eq(same, value))
		return same;
	return arena_copy(builder->arena, value);
}

static bool add_scalar(struct builder *builder, const yaml_event_t *event)
{
	slice value = {(const char *)event->data.scalar.value, event->data.scalar.length};
	bool plain = style_of(event->data.scalar.style) == YML_PLAIN;
	bool nothing = plain && !value.n && !event->data.scalar.tag;
	uint32_t index = node_new(builder, nothing ? YML_NULL : YML_SCALAR, event);
	set_properties(builder, index, event->data.scalar.anchor, event->data.scalar.tag,
		&event->end_mark);
	struct yml_node *node = &builder->nodes.at[index];
	node->style = style_of(event->data.scalar.style);
	node->value = scalar_text(builder, node, value);
	return true;
}

static bool is_open(const struct builder *builder, uint32_t node)
{
	for (uint32_t i = 0; i < builder->depth; i++)
		if (builder->frames[i].node == node)
			return true;
	return false;
}

/* A node `height` collections high stands in the collection that is open. */
static void note_height(struct builder *builder, uint32_t height)
{
	uint32_t deepest = builder->depth + height;
	if (deepest > builder->tree->depth)
		builder->tree->depth = deepest;
	if (!builder->depth)
		return;
	uint32_t *above = &builder->heights.at[builder->frames[builder->depth - 1].node];
	if (*above < height + 1)
		*above = height + 1;
}

static bool add_alias(struct builder *builder, const yaml_event_t *event)
{
	uint32_t index = node_new(builder, YML_ALIAS, event);
	set_properties(builder, index, NULL, NULL, &event->end_mark);
	struct yml_node *node = &builder->nodes.at[index];
	node->value = copied(builder, event->data.alias.anchor);
	const uint32_t *target = map_get(&builder->anchors, node->value);
	if (!target)
		return fail_at(builder, node->from, S("alias of an unknown anchor"));
	if (is_open(builder, *target))
		return fail_at(builder, node->from, S("alias inside of what it stands for"));
	node->target = *target;
	builder->weights.at[index] = builder->weights.at[*target];
	builder->events += builder->weights.at[*target];
	note_height(builder, builder->heights.at[*target]);
	return true;
}

static bool open_collection(struct builder *builder, enum yml_kind kind, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	uint32_t index = node_new(builder, kind, event);
	set_properties(builder, index, anchor, tag, &event->end_mark);
	if (builder->depth == MAX_YAML_DEPTH)
		return fail_at(builder, builder->nodes.at[index].from, S("nesting is too deep"));
	builder->frames[builder->depth++] =
		(struct frame){.node = index, .events = builder->events - 1};
	return true;
}

/* Duplicate keys */

enum { FEW_KEYS = 8 };

/* The node's scalar text, aliases followed; false when it is a collection. */
static bool key_text(const struct yml_node *nodes, uint32_t key, slice *ret_text)
{
	const struct yml_node *node = &nodes[key];
	if (node->kind == YML_ALIAS)
		node = &nodes[node->target];
	if (node->kind == YML_SEQUENCE || node->kind == YML_MAPPING)
		return false;
	*ret_text = node->value;
	return true;
}

static uint32_t next_key(const struct yml_node *nodes, uint32_t key)
{
	uint32_t value = nodes[key].next;
	return value ? nodes[value].next : 0;
}

static bool stands_before(const struct yml_node *nodes, uint32_t first, uint32_t key, slice text)
{
	for (uint32_t i = first; i != key; i = next_key(nodes, i)) {
		slice other;
		if (key_text(nodes, i, &other) && slice_eq(other, text))
			return true;
	}
	return false;
}

static void mark_duplicates(struct builder *builder, uint32_t mapping)
{
	struct yml_node *nodes = builder->nodes.at;
	uint32_t first = nodes[mapping].child, count = 0;
	struct map seen;
	map_init(&seen, builder->arena);
	for (uint32_t i = first; i; i = next_key(nodes, i))
		count++;
	for (uint32_t i = first; i; i = next_key(nodes, i)) {
		slice text;
		if (!key_text(nodes, i, &text))
			continue;
		bool is_new = true;
		if (count <= FEW_KEYS)
			is_new = !stands_before(nodes, first, i, text);
		else
			map_put(&seen, text, &is_new);
		nodes[i].duplicate = !is_new;
	}
}

static bool close_collection(struct builder *builder, const yaml_event_t *event)
{
	struct frame *frame = &builder->frames[--builder->depth];
	struct yml_node *node = &builder->nodes.at[frame->node];
	slice rest = slice_after(builder->tree->text, node->from);
	bool bracket = slice_starts(rest, node->kind == YML_SEQUENCE ? S("[") : S("{"));
	if (bracket && event->end_mark.index > event->start_mark.index)
		node->to = byte_of(builder, event->end_mark.index);
	else if (frame->last)
		node->to = builder->nodes.at[frame->last].to;
	builder->weights.at[frame->node] = (uint32_t)(builder->events - frame->events);
	if (!builder->heights.at[frame->node])
		builder->heights.at[frame->node] = 1;
	note_height(builder, builder->heights.at[frame->node]);
	if (node->kind == YML_MAPPING)
		mark_duplicates(builder, frame->node);
	return true;
}

/* Events */

static bool take_event(struct builder *builder, const yaml_event_t *event)
{
	if (event->type != YAML_ALIAS_EVENT)
		builder->events++;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		builder->tree->documents++;
		map_init(&builder->anchors, builder->arena);
		return true;
	case YAML_SCALAR_EVENT:
		return add_scalar(builder, event);
	case YAML_ALIAS_EVENT:
		return add_alias(builder, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(builder, YML_SEQUENCE, event,
			event->data.sequence_start.anchor, event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return open_collection(builder, YML_MAPPING, event,
			event->data.mapping_start.anchor, event->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_collection(builder, event);
	default:
		return true;
	}
}

static bool fail_as_library(struct builder *builder, const yaml_parser_t *library)
{
	if (library->error == YAML_MEMORY_ERROR)
		die_no_memory();
	size_t at = library->error == YAML_READER_ERROR
		? builder->text_from + library->problem_offset
		: byte_of(builder, library->problem_mark.index);
	if (at > builder->tree->text.n)
		at = builder->tree->text.n;
	const char *problem = library->problem ? library->problem : "not YAML";
	slice error = library->context
		? arena_printf(builder->arena, "%s %s", problem, library->context)
		: arena_printf(builder->arena, "%s", problem);
	return fail_at(builder, (uint32_t)at, error);
}

static bool take_events(struct builder *builder, yaml_parser_t *library)
{
	for (;;) {
		yaml_event_t event;
		if (!yaml_parser_parse(library, &event))
			return fail_as_library(builder, library);
		bool last = event.type == YAML_STREAM_END_EVENT;
		uint32_t at = byte_of(builder, event.start_mark.index);
		bool ok = take_event(builder, &event);
		yaml_event_delete(&event);
		if (ok && builder->events > MAX_YAML_EVENTS)
			ok = fail_at(builder, at, S("too many nodes, aliases counted in full"));
		if (last || !ok)
			return ok;
	}
}

/* What libyaml must not see */

static bool starts_line(slice text, size_t at)
{
	slice before = slice_cut(text, 0, at);
	return at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == '\r' ||
		slice_ends(before, S("\xc2\x85")) || slice_ends(before, S("\xe2\x80\xa8")) ||
		slice_ends(before, S("\xe2\x80\xa9")) || slice_eq(before, S("\xef\xbb\xbf"));
}

static bool directives_ok(struct builder *builder)
{
	slice text = builder->tree->text;
	unsigned count = 0;
	for (size_t at = slice_find(text, '%'); at < text.n;) {
		if (starts_line(text, at) && ++count > MAX_YAML_DIRECTIVES)
			return fail_at(
				builder, (uint32_t)at, S("too many lines that begin with %"));
		at++;
		at += slice_find(slice_after(text, at), '%');
	}
	return true;
}

static uint32_t ambiguous_break(slice text)
{
	for (size_t at = 0; at + 1 < text.n; at++) {
		slice here = slice_cut(text, at, at + 3);
		if (slice_starts(here, S("\xc2\x85")) || slice_eq(here, S("\xe2\x80\xa8")) ||
			slice_eq(here, S("\xe2\x80\xa9")))
			return (uint32_t)at + 1;
	}
	return 0;
}

static bool text_ok(struct builder *builder)
{
	slice text = builder->tree->text;
	if (slice_starts(text, S("\xff\xfe")) || slice_starts(text, S("\xfe\xff")))
		return fail_at(builder, 0, S("the file is UTF-16; save it as UTF-8"));
	size_t valid = utf8_valid(text);
	if (valid < text.n)
		return fail_at(builder, (uint32_t)valid,
			S("bytes that are not UTF-8; save the file as UTF-8"));
	return directives_ok(builder);
}

static void prepare(struct builder *builder)
{
	slice text = builder->tree->text;
	builder->text_from = slice_starts(text, S("\xef\xbb\xbf")) ? 3 : 0;
	VEC_PUSH(&builder->nodes, builder->arena);
	VEC_PUSH(&builder->weights, builder->arena);
	VEC_PUSH(&builder->heights, builder->arena);
	map_init(&builder->anchors, builder->arena);
	find_lines(builder);
	if (!is_ascii(text)) {
		find_marks(builder);
		builder->tree->ambiguous_break = ambiguous_break(text);
	}
}

static void parse(struct builder *builder)
{
	slice text = builder->tree->text;
	prepare(builder);
	if (!text_ok(builder))
		return;
	yaml_parser_t library;
	if (!yaml_parser_initialize(&library))
		die_no_memory();
	yaml_parser_set_encoding(&library, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&library, (const unsigned char *)text.p + builder->text_from,
		text.n - builder->text_from);
	builder->tree->complete = take_events(builder, &library);
	yaml_parser_delete(&library);
}

struct yml_tree *yml_parse(slice text, struct arena *arena)
{
	struct builder *builder = ARENA_NEW(arena, struct builder);
	builder->arena = arena;
	builder->tree = ARENA_NEW(arena, struct yml_tree);
	builder->tree->text = text.p ? text : S("");
	u32(text.n);
	parse(builder);
	builder->tree->nodes = builder->nodes.at;
	builder->tree->n = builder->nodes.n;
	return builder->tree;
}

uint32_t yml_real(const struct yml_tree *tree, uint32_t node)
{
	if (node >= tree->n)
		return 0;
	return tree->nodes[node].kind == YML_ALIAS ? tree->nodes[node].target : node;
}

uint32_t yml_get(const struct yml_tree *tree, uint32_t mapping, const char *key)
{
	uint32_t found = 0;
	mapping = yml_real(tree, mapping);
	if (tree->nodes[mapping].kind != YML_MAPPING)
		return 0;
	for (uint32_t i = tree->nodes[mapping].child; i; i = next_key(tree->nodes, i)) {
		slice text;
		if (key_text(tree->nodes, i, &text) && slice_is(text, key))
			found = tree->nodes[i].next;
	}
	return yml_real(tree, found);
}

slice yml_scalar(const struct yml_tree *tree, uint32_t node)
{
	node = yml_real(tree, node);
	return tree->nodes[node].kind == YML_SCALAR ? tree->nodes[node].value : S("");
}
