/*
 * Knows how BuildKit replaces variables in the words of an instruction, and
 * which of its ways to edit a value leave it known.
 */
#include "values/docker_values.h"

#include "base/num.h"

/* `${A:-${B:-c}}`: deeper defaults are not written by people. */
enum { MAX_DEFAULT_DEPTH = 8 };

/* `ENV A=$A$A` doubles; no name, path or command line is longer. */
enum { MAX_VALUE_TEXT = 16384 };

struct word_reader {
	const struct docker_context *in;
	slice word;
	uint32_t at; /* of the word in the source */
	unsigned depth;
	char *text; /* literal bytes since the last variable */
	uint32_t text_n, text_at;
	struct hfg_value value;
	bool any;
};

static struct hfg_value value_of_word(
	const struct docker_context *, slice word, uint32_t at, unsigned depth);

static span place(const struct word_reader *reader, size_t from, size_t to)
{
	return (span){reader->at + u32(from), reader->at + u32(to)};
}

static void tell_where(const struct word_reader *reader, struct hfg_value *value, uint32_t offset,
	const char *via, slice text)
{
	struct hfg_hop *hop = ARENA_NEW(reader->in->arena, struct hfg_hop);
	struct position position = source_position(reader->in->source, offset);
	*hop = (struct hfg_hop){
		.line = position.line, .column = position.column, .via = via, .text = text};
	if (value->trail_n && value->trail[0].line)
		return;
	value->trail = hop;
	value->trail_n = 1;
}

static size_t longest(const struct hfg_value *value)
{
	size_t n = 0;
	for (uint32_t i = 0; i < value->n; i++)
		n = value->texts[i].n > n ? value->texts[i].n : n;
	return n;
}

static void add_value(struct word_reader *reader, const struct hfg_value *part)
{
	if (longest(&reader->value) + longest(part) > MAX_VALUE_TEXT)
		reader->value = value_open(HFG_WHY_LIMIT, (slice){NULL, 0}, part->at);
	else if (reader->any)
		reader->value = value_concat(reader->in->arena, &reader->value, part);
	else
		reader->value = *part;
	reader->any = true;
}

static void end_literal(struct word_reader *reader)
{
	if (!reader->text_n)
		return;
	slice text = {reader->text, reader->text_n};
	struct hfg_value part = value_of_text(reader->in->arena, text, "literal", (span){0, 0});
	part.trail_n = 0;
	tell_where(reader, &part, reader->at + reader->text_at, "literal", part.texts[0]);
	add_value(reader, &part);
	reader->text_n = 0;
}

static void add_byte(struct word_reader *reader, size_t at)
{
	if (!reader->text_n)
		reader->text_at = u32(at);
	reader->text[reader->text_n++] = reader->word.p[at];
}

static bool is_name_byte(char c)
{
	return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Names of shells count as well: `$1`, `$@`. They are never set. */
static size_t name_end(slice word, size_t at)
{
	if (at < word.n && word.p[at] && memchr("@*#?-$!", word.p[at], 7))
		return at + 1;
	bool number = at < word.n && is_digit(word.p[at]);
	while (number && at < word.n && is_digit(word.p[at]))
		at++;
	if (number)
		return at;
	while (at < word.n && is_name_byte(word.p[at]))
		at++;
	return at;
}

/* Where the brace that opens before `at` closes; word.n when it does not. */
static size_t brace_end(const struct word_reader *reader, size_t at)
{
	slice word = reader->word;
	for (unsigned open = 1; at < word.n; at++) {
		if (word.p[at] == reader->in->escape)
			at++;
		else if (word.p[at] == '$' && at + 1 < word.n && word.p[at + 1] == '{')
			open++;
		else if (word.p[at] == '}' && --open == 0)
			return at;
	}
	return word.n;
}

static struct hfg_value variable(struct word_reader *reader, slice name, span at)
{
	const struct hfg_value *known = variables_get(reader->in->variables, name);
	struct hfg_value value =
		known ? *known : value_open(HFG_WHY_ENVIRONMENT, (slice){NULL, 0}, at);
	if (!known)
		value.flags |= HFG_V_ENTRY;
	return value;
}

static bool is_filled(const struct hfg_value *value)
{
	for (uint32_t i = 0; i < value->n; i++)
		if (!value->texts[i].n)
			return false;
	return value->n > 0;
}

/* `${NAME:-word}` and `${NAME-word}`. */
static struct hfg_value with_default(
	struct word_reader *reader, const struct hfg_value *value, slice word, uint32_t at)
{
	if (is_filled(value))
		return *value;
	struct hfg_value other = value_of_word(reader->in, word, at, reader->depth + 1);
	if (value->state == HFG_OPEN && value->why != HFG_WHY_ENVIRONMENT)
		return value_either(reader->in->arena, value, &other);
	if (value->state == HFG_OPEN)
		other.flags |= HFG_V_DEFAULT | HFG_V_ENTRY;
	return other;
}

/* What stands between the braces. */
static struct hfg_value braced(struct word_reader *reader, size_t from, size_t to)
{
	slice inside = slice_cut(reader->word, from, to);
	size_t n = name_end(inside, 0);
	span at = place(reader, from, to);
	struct hfg_value value = variable(reader, slice_cut(inside, 0, n), at);
	slice rest = slice_after(inside, n);
	if (!rest.n)
		return value;
	bool colon = rest.p[0] == ':';
	char how = rest.n > colon ? rest.p[colon] : 0;
	size_t skipped = (size_t)colon + 1;
	slice word = slice_after(rest, skipped);
	if (how == '?')
		return value;
	if (how == '-')
		return with_default(reader, &value, word, reader->at + u32(from + n + skipped));
	if (how == '+' && is_filled(&value))
		return value_of_word(
			reader->in, word, reader->at + u32(from + n + skipped), reader->depth + 1);
	return value_open(HFG_WHY_UNKNOWN, arena_copy(reader->in->arena, inside), at);
}

/* At a `$`; the place behind what it stands for, or `at` when it stands for itself. */
static size_t take_variable(struct word_reader *reader, size_t at)
{
	slice word = reader->word;
	bool brace = at + 1 < word.n && word.p[at + 1] == '{';
	size_t from = at + 1 + brace;
	size_t to = brace ? brace_end(reader, from) : name_end(word, from);
	if (from == to || (brace && to == word.n))
		return at;
	end_literal(reader);
	struct hfg_value value = brace
		? braced(reader, from, to)
		: variable(reader, slice_cut(word, from, to), place(reader, at, to));
	slice name = slice_cut(word, from, name_end(word, from));
	tell_where(reader, &value, reader->at + u32(at), "environment",
		arena_copy(reader->in->arena, name));
	add_value(reader, &value);
	return to + brace;
}

static void read_word(struct word_reader *reader)
{
	slice word = reader->word;
	char quote = 0, escape = reader->in->escape;
	for (size_t i = 0; i < word.n;) {
		char c = word.p[i];
		size_t next = i;
		if (c == '$' && quote != '\'')
			next = take_variable(reader, i);
		if (next > i) {
			i = next;
			continue;
		}
		bool marks = !quote || (i + 1 < word.n && memchr("\"$", word.p[i + 1], 2)) ||
			(i + 1 < word.n && word.p[i + 1] == escape);
		if (c == escape && quote != '\'' && i + 1 == word.n)
			break;
		if (c == escape && quote != '\'' && marks)
			add_byte(reader, ++i);
		else if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? 0 : c;
		else
			add_byte(reader, i);
		i++;
	}
	end_literal(reader);
}

static struct hfg_value value_of_word(
	const struct docker_context *in, slice word, uint32_t at, unsigned depth)
{
	span whole = {at, at + u32(word.n)};
	if (depth > MAX_DEFAULT_DEPTH)
		return value_open(HFG_WHY_LIMIT, (slice){NULL, 0}, whole);
	struct word_reader reader = {.in = in, .word = word, .at = at, .depth = depth};
	reader.text = arena_alloc(in->arena, word.n + 1);
	read_word(&reader);
	if (!reader.any)
		reader.value = value_of_text(in->arena, S(""), "literal", whole);
	reader.value.at = whole;
	return reader.value;
}

struct hfg_value docker_value(const struct docker_context *in, slice word, uint32_t at)
{
	enum { LONGEST_EXPRESSION = 80 };
	struct hfg_value value = value_of_word(in, word, at, 0);
	value.expression = arena_copy(in->arena, slice_cut(word, 0, LONGEST_EXPRESSION));
	return value;
}
