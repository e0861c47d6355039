/*
 * Knows how nodes become a tree and what their bytes mean: quotes taken away,
 * escapes decoded, each piece with its place.
 */
#include "syntax/shell_parser.h"

#include "base/num.h"
#include "base/utf8.h"

enum { ZEROES = 8 };

sh_ref sh_node_new(struct parser *p, enum sh_kind kind, uint32_t from)
{
	*VEC_PUSH(&p->nodes, p->arena) = (struct sh_node){.kind = (uint8_t)kind, .from = from};
	return p->nodes.n - 1;
}

void sh_close(struct parser *p, sh_ref node)
{
	p->nodes.at[node].to = p->at;
}

void sh_add(struct parser *p, struct chain *chain, sh_ref child)
{
	if (!child)
		return;
	if (chain->last)
		p->nodes.at[chain->last].next = child;
	else
		p->nodes.at[chain->parent].child = child;
	chain->last = child;
}

void sh_error(struct parser *p, struct chain *chain, uint32_t from)
{
	sh_ref node = sh_node_new(p, SH_ERROR, from);
	sh_close(p, node);
	sh_add(p, chain, node);
	if (p->tree->complete)
		p->tree->error_at = from;
	p->tree->complete = false;
}

struct sh_tree *sh_parse(slice text, struct arena *arena)
{
	struct sh_tree *tree = ARENA_NEW(arena, struct sh_tree);
	struct parser parser = {.tree = tree, .arena = arena, .end = u32(text.n)};
	tree->text = text;
	tree->complete = true;
	sh_node_new(&parser, SH_ERROR, 0);
	if (slice_starts(text, S("\xef\xbb\xbf")))
		parser.at = 3;
	sh_list(&parser, 0);
	tree->nodes = parser.nodes.at;
	tree->n = parser.nodes.n;
	return tree;
}

static void make_room(struct sh_text *text, size_t more)
{
	if (text->room - text->n >= more + ZEROES)
		return;
	size_t room = ((size_t)text->n + more + ZEROES) * 2;
	text->p = arena_grow(text->arena, text->p, text->n, room, 1);
	text->room = u32(room);
}

/* Does the piece go on where the last one ended, both byte for byte? */
static bool goes_on(const struct sh_text *text, slice bytes, span at)
{
	if (!text->segments.n)
		return false;
	const struct segment *last = &text->segments.at[text->segments.n - 1];
	return last->length == last->parent_length && bytes.n == at.to - at.from &&
		last->parent + last->parent_length == at.from;
}

void sh_text_add(struct sh_text *text, slice bytes, span at)
{
	if (!bytes.n)
		return;
	make_room(text, bytes.n);
	memcpy(text->p + text->n, bytes.p, bytes.n);
	if (goes_on(text, bytes, at)) {
		struct segment *last = &text->segments.at[text->segments.n - 1];
		last->length += u32(bytes.n);
		last->parent_length += u32(bytes.n);
	} else {
		*VEC_PUSH(&text->segments, text->arena) =
			(struct segment){text->n, u32(bytes.n), at.from, at.to - at.from};
	}
	text->n += u32(bytes.n);
}

slice sh_text_slice(struct sh_text *text)
{
	make_room(text, 0);
	memset(text->p + text->n, 0, ZEROES);
	return (slice){text->p, text->n};
}

/* Bytes of an escape at `at` that vanish (1: the backslash, 2: a joined line), 0: none. */
static unsigned escape_of(slice bytes, size_t at, enum sh_quoting quoting)
{
	if (bytes.p[at] != '\\' || at + 1 >= bytes.n)
		return 0;
	char next = bytes.p[at + 1];
	if (next == '\n')
		return 2;
	if (quoting == SH_BARE)
		return 1;
	return memchr("$`\\\"", next, quoting == SH_IN_DOUBLE ? 4 : 3) ? 1 : 0;
}

static void add_literal(struct sh_text *text, slice bytes, uint32_t from, enum sh_quoting quoting)
{
	for (size_t at = 0; at < bytes.n;) {
		size_t run = slice_find(slice_after(bytes, at), '\\');
		span place = {from + u32(at), from + u32(at + run)};
		sh_text_add(text, slice_cut(bytes, at, at + run), place);
		at += run;
		if (at >= bytes.n)
			return;
		unsigned gone = escape_of(bytes, at, quoting);
		size_t keep = gone == 2 ? 0 : 1;
		place = (span){from + u32(at), from + u32(at + gone + keep)};
		sh_text_add(text, slice_cut(bytes, at + gone, at + gone + keep), place);
		at += gone + keep;
	}
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 16;
}

/* Up to `most` digits of `base` at *at. */
static uint32_t number(slice bytes, size_t *at, int base, unsigned most)
{
	uint32_t value = 0;
	for (; most && *at < bytes.n && digit(bytes.p[*at]) < base; most--)
		value = value * (uint32_t)base + (uint32_t)digit(bytes.p[(*at)++]);
	return value;
}

static char letter_escape(char c)
{
	static const char letters[] = "abeEfnrtv\\'\"?", means[] = "\a\b\033\033\f\n\r\t\v\\'\"?";
	const char *hit = c ? strchr(letters, c) : NULL;
	return hit ? means[hit - letters] : '\0';
}

/* The escape of $'...' at `at`: its bytes in `out`, and how long it is written. */
static size_t ansi_escape(slice bytes, size_t at, char out[4], size_t *ret_n)
{
	char c = bytes.p[at + 1];
	size_t end = at + 2;
	*ret_n = 1;
	out[0] = letter_escape(c);
	if (out[0])
		return 2;
	if (c == 'u' || c == 'U') {
		uint32_t code = number(bytes, &end, 16, c == 'u' ? 4 : 8);
		*ret_n = utf8_encode(code < 0x110000 ? code : 0xfffd, out);
	} else if (c == 'x' && end < bytes.n && digit(bytes.p[end]) < 16) {
		out[0] = (char)number(bytes, &end, 16, 2);
	} else if (c >= '0' && c <= '7') {
		end = at + 1;
		out[0] = (char)number(bytes, &end, 8, 3);
	} else {
		out[0] = '\\';
		end = at + 1;
	}
	return end - at;
}

static void add_ansi(struct sh_text *text, slice bytes, uint32_t from)
{
	for (size_t at = 0; at < bytes.n;) {
		char out[4];
		size_t n = 1, length = 1;
		out[0] = bytes.p[at];
		if (bytes.p[at] == '\\' && at + 1 < bytes.n)
			length = ansi_escape(bytes, at, out, &n);
		sh_text_add(text, (slice){out, n}, (span){from + u32(at), from + u32(at + length)});
		at += length;
	}
}

/* The body of `<<-` without the tabs at the beginning of its lines. */
static void add_stripped(
	struct sh_text *text, const struct sh_tree *tree, span at, enum sh_quoting quoting)
{
	while (at.from < at.to) {
		bool start = at.from == 0 || tree->text.p[at.from - 1] == '\n';
		while (start && at.from < at.to && tree->text.p[at.from] == '\t')
			at.from++;
		slice rest = slice_cut(tree->text, at.from, at.to);
		size_t line = slice_find(rest, '\n');
		slice bytes = slice_cut(rest, 0, line + 1);
		if (quoting == SH_IN_HEREDOC_STRIP)
			add_literal(text, bytes, at.from, quoting);
		else
			sh_text_add(text, bytes, (span){at.from, at.from + u32(bytes.n)});
		at.from += u32(bytes.n);
	}
}

void sh_text_part(struct sh_text *text, const struct sh_tree *tree, sh_ref part)
{
	const struct sh_node *node = &tree->nodes[part];
	span inside = {node->name_from, node->name_to};
	if (node->kind == SH_LITERAL && node->op == SH_IN_HEREDOC_STRIP)
		add_stripped(text, tree, (span){node->from, node->to}, node->op);
	else if (node->kind == SH_SINGLE && node->flags & SH_STRIP)
		add_stripped(text, tree, inside, SH_BARE);
	else if (node->kind == SH_LITERAL)
		add_literal(text, sh_span(tree, part), node->from, node->op);
	else if (node->kind == SH_SINGLE)
		sh_text_add(text, sh_name(tree, part), inside);
	else if (node->kind == SH_ANSI)
		add_ansi(text, sh_name(tree, part), node->name_from);
}

static bool add_constant(struct sh_text *text, const struct sh_tree *tree, sh_ref word)
{
	for (sh_ref part = tree->nodes[word].child; part; part = tree->nodes[part].next) {
		enum sh_kind kind = tree->nodes[part].kind;
		if (kind == SH_DOUBLE && add_constant(text, tree, part))
			continue;
		if (kind != SH_LITERAL && kind != SH_SINGLE && kind != SH_ANSI)
			return false;
		sh_text_part(text, tree, part);
	}
	return true;
}

bool sh_constant(const struct sh_tree *tree, sh_ref word, struct arena *arena, slice *ret_text)
{
	struct sh_text text = {.arena = arena};
	if (!add_constant(&text, tree, word))
		return false;
	*ret_text = sh_text_slice(&text);
	return true;
}

/* A byte that no shell, or no shell on Unix, takes for one. */
static bool vanishes(slice text, size_t at)
{
	return !text.p[at] || (text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n');
}

const struct source *shell_clean(const struct source *source, struct arena *arena)
{
	struct sh_text text = {.arena = arena};
	slice all = source->text;
	size_t from = 0;
	if (slice_find(all, '\0') == all.n && !slice_has(all, S("\r\n")))
		return source;
	for (size_t at = 0; at <= all.n; at++) {
		if (at < all.n && !vanishes(all, at))
			continue;
		sh_text_add(&text, slice_cut(all, from, at), (span){u32(from), u32(at)});
		from = at + 1;
	}
	slice clean = sh_text_slice(&text);
	return source_child(
		arena, source, clean, source->language, text.segments.at, text.segments.n);
}
