/*
 * Knows the life of a parse (a second pass when brackets do not balance) and how the
 * finished tree is read.
 */
#include "syntax/python_parser.h"

/* Written code has about one node to eleven bytes, dense code one to six. */
enum { BYTES_PER_NODE = 6 };
/* 94 MB of nodes: enough for all written code under MAX_SOURCE, too few to exhaust memory. */
enum { MAX_NODES = 5 << 19, NODES_TO_CLOSE = 1 << 16 };

/* Beyond MAX_NODES the text is taken to end, so that only what is open gets its nodes. */
static void grow(struct py_parser *parser)
{
	uint32_t room = parser->room * 2;
	if (parser->n >= MAX_NODES) {
		py_fail(parser, "too many nodes");
		parser->lexer.n = parser->lexer.now.at;
		room = parser->room + NODES_TO_CLOSE;
	} else if (room > MAX_NODES) {
		room = MAX_NODES;
	}
	struct py_node *nodes = arena_alloc(parser->arena, (size_t)room * sizeof *nodes);
	memcpy(nodes, parser->nodes, (size_t)parser->n * sizeof *nodes);
	parser->nodes = nodes;
	parser->room = room;
}

py_ref py_node_new(struct py_parser *parser, enum py_kind kind, uint32_t from, py_ref child)
{
	if (parser->n == parser->room)
		grow(parser);
	uint32_t to = parser->behind > from ? parser->behind : from;
	parser->nodes[parser->n] =
		(struct py_node){.kind = (uint8_t)kind, .from = from, .to = to, .child = child};
	return parser->n++;
}

void py_fail(struct py_parser *parser, const char *error)
{
	py_lex_error(&parser->lexer, parser->token.from, error);
}

bool py_expect(struct py_parser *parser, unsigned token, const char *error)
{
	if (py_accept(parser, token))
		return true;
	py_fail(parser, error);
	return false;
}

py_ref py_error_node(struct py_parser *parser, const char *error)
{
	py_fail(parser, error);
	py_ref node = py_node_new(parser, PY_ERROR, parser->token.from, 0);
	parser->nodes[node].to = parser->nodes[node].from;
	return node;
}

span py_take_name(struct py_parser *parser)
{
	span name = {parser->token.from, parser->token.to};
	unsigned kind = parser->token.kind;
	bool is_keyword = kind >= TOK_FALSE && kind <= TOK_YIELD;
	if (kind != TOK_NAME)
		py_fail(parser, "name is missing");
	if (kind != TOK_NAME && !is_keyword)
		return (span){name.from, name.from};
	py_advance(parser);
	return name;
}

static uint8_t *innermost(struct py_parser *parser)
{
	uint32_t depth = parser->lexer.now.depth;
	return &parser->lexer.bracket[depth < MAX_DEPTH ? depth : MAX_DEPTH];
}

struct py_attempt py_try(struct py_parser *parser)
{
	return (struct py_attempt){
		parser->lexer.now, parser->token, parser->behind, parser->n, *innermost(parser)};
}

bool py_clean(const struct py_parser *parser, const struct py_attempt *start)
{
	return parser->lexer.now.errors == start->place.errors;
}

void py_undo(struct py_parser *parser, const struct py_attempt *start)
{
	parser->lexer.now = start->place;
	*innermost(parser) = start->bracket;
	parser->token = start->token;
	parser->behind = start->behind;
	parser->n = start->n;
}

static void parse_once(struct py_parser *parser, struct py_tree *tree, bool recover)
{
	py_lex_start(&parser->lexer, parser->text, recover);
	parser->n = 1;
	parser->behind = 0;
	parser->frames = 0;
	parser->reread = 0;
	parser->pattern = false;
	py_lex(&parser->lexer, &parser->token);
	tree->root = py_module(parser);
}

struct py_tree *py_parse(slice text, struct arena *arena)
{
	struct py_tree *tree = ARENA_NEW(arena, struct py_tree);
	struct py_parser parser;
	parser.text = text;
	parser.arena = arena;
	parser.room = (uint32_t)(text.n / BYTES_PER_NODE) + 64;
	if (parser.room > MAX_NODES)
		parser.room = MAX_NODES;
	parser.nodes = arena_alloc(arena, (size_t)parser.room * sizeof *parser.nodes);
	parser.nodes[0] = (struct py_node){0};
	parse_once(&parser, tree, false);
	if (parser.lexer.now.unbalanced)
		parse_once(&parser, tree, true);
	tree->text = text;
	tree->read_to = parser.lexer.n;
	tree->nodes = parser.nodes;
	tree->n = parser.n;
	tree->nodes[tree->root].to = (uint32_t)text.n;
	tree->error = parser.lexer.now.error;
	tree->error_at = parser.lexer.now.error_at;
	tree->complete = !tree->error;
	return tree;
}

slice py_text(const struct py_tree *tree, py_ref ref)
{
	return slice_cut(tree->text, tree->nodes[ref].from, tree->nodes[ref].to);
}

py_ref py_child(const struct py_tree *tree, py_ref ref, unsigned k)
{
	py_ref child = tree->nodes[ref].child;
	while (child && k--)
		child = tree->nodes[child].next;
	return child;
}

py_ref *py_parents(const struct py_tree *tree, struct arena *arena)
{
	py_ref *parents = arena_array(arena, tree->n, sizeof *parents);
	for (py_ref ref = 1; ref < tree->n; ref++)
		for (py_ref child = tree->nodes[ref].child; child; child = tree->nodes[child].next)
			parents[child] = ref;
	return parents;
}
