/*
 * Knows how lines of a Dockerfile become instructions: parser directives, the
 * escape character, comments between continuations, flags, heredocs, ONBUILD.
 */
#include "syntax/docker.h"

#include "base/num.h"
#include "base/vec.h"
#include "syntax/docker_internal.h"

enum { ZEROES = 8 };

struct docker_parser {
	struct docker_file *file;
	struct arena *arena;
	slice text;
	uint32_t at;
	bool directives; /* only directives so far */
	bool escape_seen, syntax_seen;
	struct {
		VEC(struct segment);
	} pieces; /* of the instruction at hand */
	uint32_t length;
	struct {
		VEC(struct docker_instruction);
	} instructions;
	struct {
		VEC(struct docker_flag);
	} flags;
	struct {
		VEC(struct docker_heredoc);
	} heredocs;
};

static const struct {
	slice name;
	enum docker_keyword keyword;
} keywords[] = {
	{{"ADD", 3}, DOCKER_ADD},
	{{"ARG", 3}, DOCKER_ARG},
	{{"CMD", 3}, DOCKER_CMD},
	{{"COPY", 4}, DOCKER_COPY},
	{{"ENTRYPOINT", 10}, DOCKER_ENTRYPOINT},
	{{"ENV", 3}, DOCKER_ENV},
	{{"EXPOSE", 6}, DOCKER_EXPOSE},
	{{"FROM", 4}, DOCKER_FROM},
	{{"HEALTHCHECK", 11}, DOCKER_HEALTHCHECK},
	{{"LABEL", 5}, DOCKER_LABEL},
	{{"MAINTAINER", 10}, DOCKER_MAINTAINER},
	{{"ONBUILD", 7}, DOCKER_ONBUILD},
	{{"RUN", 3}, DOCKER_RUN},
	{{"SHELL", 5}, DOCKER_SHELL},
	{{"STOPSIGNAL", 10}, DOCKER_STOPSIGNAL},
	{{"USER", 4}, DOCKER_USER},
	{{"VOLUME", 6}, DOCKER_VOLUME},
	{{"WORKDIR", 7}, DOCKER_WORKDIR},
};

bool docker_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void mistake(struct docker_parser *parser, uint32_t at, const char *what)
{
	if (!parser->file->complete)
		return;
	parser->file->complete = false;
	parser->file->error_at = at;
	parser->file->error = what;
}

/* The next line with its end, as a span of the file; false at the end. */
static bool next_line(struct docker_parser *parser, span *ret_line)
{
	if (parser->at >= parser->text.n)
		return false;
	size_t end = slice_find(slice_after(parser->text, parser->at), '\n');
	*ret_line = (span){parser->at, u32(parser->at + end)};
	if (ret_line->to < parser->text.n)
		ret_line->to++;
	parser->at = ret_line->to;
	return true;
}

static slice text_of(const struct docker_parser *parser, span at)
{
	return slice_cut(parser->text, at.from, at.to);
}

static span without_end(const struct docker_parser *parser, span line)
{
	while (line.to > line.from &&
		(parser->text.p[line.to - 1] == '\n' || parser->text.p[line.to - 1] == '\r'))
		line.to--;
	return line;
}

static span without_indent(const struct docker_parser *parser, span line)
{
	while (line.from < line.to && docker_is_blank(parser->text.p[line.from]))
		line.from++;
	return line;
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool same_letters(slice a, slice upper)
{
	if (a.n != upper.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if ((is_letter(a.p[i]) ? a.p[i] & ~0x20 : a.p[i]) != upper.p[i])
			return false;
	return true;
}

static void take_directive(struct docker_parser *parser, span line, slice name, slice value)
{
	struct docker_file *file = parser->file;
	if (same_letters(name, S("SYNTAX"))) {
		if (!parser->syntax_seen)
			file->syntax = value;
		parser->syntax_seen = true;
	}
	if (!same_letters(name, S("ESCAPE")))
		return;
	bool valid = slice_is(value, "\\") || slice_is(value, "`");
	if (!valid || parser->escape_seen)
		mistake(parser, line.from, "the directive `escape` is given twice or wrongly");
	else
		file->escape = value.p[0];
	parser->escape_seen = true;
}

/* `# name = value` before anything else; any other line ends the directives. */
static void look_for_directive(struct docker_parser *parser, span line)
{
	slice text = text_of(parser, line);
	bool comment = text.n && text.p[0] == '#';
	slice rest = slice_trim(slice_after(text, 1));
	size_t n = 0;
	while (n < rest.n && (is_letter(rest.p[n]) || (n && rest.p[n] >= '0' && rest.p[n] <= '9')))
		n++;
	slice value = slice_trim(slice_after(rest, n));
	slice name = slice_cut(rest, 0, n);
	bool known = same_letters(name, S("SYNTAX")) || same_letters(name, S("ESCAPE")) ||
		same_letters(name, S("CHECK"));
	parser->directives = comment && known && value.n > 1 && value.p[0] == '=';
	if (parser->directives)
		take_directive(parser, line, name, slice_trim(slice_after(value, 1)));
}

static void add_piece(struct docker_parser *parser, span piece)
{
	uint32_t n = piece.to - piece.from;
	if (!n)
		return;
	*VEC_PUSH(&parser->pieces, parser->arena) = (struct segment){
		.child = parser->length,
		.length = n,
		.parent = piece.from,
		.parent_length = n,
	};
	parser->length += n;
}

/* Without the escape character at its end, when that makes the next line part of this one. */
static bool continues(const struct docker_parser *parser, span *line)
{
	const char *p = parser->text.p;
	char escape = parser->file->escape;
	uint32_t to = line->to;
	while (to > line->from && (p[to - 1] == ' ' || p[to - 1] == '\t'))
		to--;
	if (to == line->from || p[to - 1] != escape)
		return false;
	if (to - 1 > line->from && p[to - 2] == escape)
		return false;
	line->to = to - 1;
	return true;
}

static void take_continuations(struct docker_parser *parser, uint32_t *to)
{
	span line;
	bool more = true;
	while (more && next_line(parser, &line)) {
		*to = line.to;
		line = without_end(parser, line);
		span inside = without_indent(parser, line);
		if (inside.from == inside.to || parser->text.p[inside.from] == '#')
			continue;
		more = continues(parser, &line);
		add_piece(parser, line);
	}
}

/* The pieces as one text. */
static void join_pieces(struct docker_parser *parser, struct docker_instruction *instruction)
{
	char *text = arena_alloc(parser->arena, (size_t)parser->length + ZEROES);
	struct segment *segments = arena_array(parser->arena, parser->pieces.n, sizeof *segments);
	for (uint32_t i = 0; i < parser->pieces.n; i++) {
		segments[i] = parser->pieces.at[i];
		memcpy(text + segments[i].child, parser->text.p + segments[i].parent,
			segments[i].length);
	}
	memset(text + parser->length, 0, ZEROES);
	instruction->text = (slice){text, parser->length};
	instruction->segments = segments;
	instruction->segments_n = parser->pieces.n;
}

static enum docker_keyword keyword_of(slice name)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (same_letters(name, keywords[i].name))
			return keywords[i].keyword;
	return DOCKER_UNKNOWN;
}

static uint32_t skip_blanks(slice text, uint32_t at)
{
	while (at < text.n && docker_is_blank(text.p[at]))
		at++;
	return at;
}

static uint32_t take_name(struct docker_instruction *instruction, uint32_t at)
{
	slice text = instruction->text;
	uint32_t from = skip_blanks(text, at);
	uint32_t to = from;
	while (to < text.n && !docker_is_blank(text.p[to]))
		to++;
	instruction->name = (struct docker_word){slice_cut(text, from, to), from};
	instruction->keyword = keyword_of(instruction->name.text);
	return skip_blanks(text, to);
}

/* End of a word of flags: quotes hold blanks, a backslash takes the next byte. */
static uint32_t flag_end(slice text, uint32_t at)
{
	char quote = 0;
	for (; at < text.n; at++) {
		char c = text.p[at];
		if (!quote && docker_is_blank(c))
			break;
		if (c == '\\')
			at++;
		else if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '\'' || c == '"')
			quote = c;
	}
	return at < text.n ? at : u32(text.n);
}

static uint32_t take_flags(struct docker_parser *parser, slice text, uint32_t at)
{
	parser->flags.n = 0;
	while (slice_starts(slice_after(text, at), S("--"))) {
		uint32_t to = flag_end(text, at);
		slice word = slice_cut(text, at + 2, to);
		size_t equals = slice_find(word, '=');
		if (word.n)
			*VEC_PUSH(&parser->flags, parser->arena) = (struct docker_flag){
				slice_cut(word, 0, equals), slice_after(word, equals + 1), at};
		at = skip_blanks(text, to);
		if (!word.n)
			break;
	}
	return at;
}

static void *kept(struct arena *arena, const void *items, uint32_t n, size_t size)
{
	void *copy = arena_array(arena, n, size);
	if (n)
		memcpy(copy, items, n * size);
	return copy;
}

static void read_head(struct docker_parser *parser, struct docker_instruction *instruction)
{
	uint32_t at = take_name(instruction, 0);
	at = take_flags(parser, instruction->text, at);
	if (instruction->keyword == DOCKER_ONBUILD) {
		instruction->onbuild = true;
		at = take_name(instruction, at);
		at = take_flags(parser, instruction->text, at);
	}
	instruction->arguments = at;
	instruction->flags =
		kept(parser->arena, parser->flags.at, parser->flags.n, sizeof *parser->flags.at);
	instruction->flags_n = parser->flags.n;
}

static bool ends_heredoc(
	const struct docker_parser *parser, span line, const struct docker_heredoc *heredoc)
{
	slice text = text_of(parser, without_end(parser, line));
	while (heredoc->chomp && text.n && text.p[0] == '\t')
		text = slice_after(text, 1);
	return slice_eq(text, heredoc->name);
}

static void take_heredoc(struct docker_parser *parser, struct docker_heredoc *heredoc, uint32_t *to)
{
	span line;
	heredoc->from = heredoc->to = parser->length;
	while (!heredoc->terminated && next_line(parser, &line)) {
		*to = line.to;
		heredoc->terminated = ends_heredoc(parser, line, heredoc);
		add_piece(parser, line);
		if (!heredoc->terminated)
			heredoc->to = parser->length;
	}
	if (!heredoc->terminated)
		mistake(parser, u32(parser->text.n), "a heredoc has no end");
}

/* The line feed that parts the line from its heredocs stands in the file as the line's end. */
static void add_line_feed(struct docker_parser *parser, uint32_t to)
{
	bool written = to && parser->text.p[to - 1] == '\n';
	*VEC_PUSH(&parser->pieces, parser->arena) = (struct segment){
		.child = parser->length,
		.length = 1,
		.parent = written ? to - 1 : to,
		.parent_length = written,
	};
	parser->length++;
}

/* Joins once more when there are heredocs, and then slices of the text are taken anew. */
static void take_heredocs(struct docker_parser *parser, struct docker_instruction *instruction)
{
	parser->heredocs.n = 0;
	bool may_hold = instruction->keyword == DOCKER_RUN || instruction->keyword == DOCKER_COPY ||
		instruction->keyword == DOCKER_ADD;
	slice arguments = docker_arguments(instruction);
	if (!may_hold || !slice_has(arguments, S("<<")) || docker_is_exec(arguments, parser->arena))
		return;
	struct docker_heredoc found;
	for (uint32_t at = 0; docker_next_heredoc(arguments, &at, parser->arena, &found);)
		*VEC_PUSH(&parser->heredocs, parser->arena) = found;
	if (!parser->heredocs.n)
		return;
	add_line_feed(parser, instruction->to);
	for (uint32_t i = 0; i < parser->heredocs.n; i++)
		take_heredoc(parser, &parser->heredocs.at[i], &instruction->to);
	join_pieces(parser, instruction);
	read_head(parser, instruction);
	instruction->heredocs = kept(parser->arena, parser->heredocs.at, parser->heredocs.n,
		sizeof *parser->heredocs.at);
	instruction->heredocs_n = parser->heredocs.n;
}

static void take_instruction(struct docker_parser *parser, span line, uint32_t to)
{
	struct docker_instruction instruction = {.from = line.from};
	parser->pieces.n = 0;
	parser->length = 0;
	bool more = continues(parser, &line);
	add_piece(parser, line);
	if (more)
		take_continuations(parser, &to);
	if (!parser->length)
		return;
	instruction.to = to;
	instruction.line_n = parser->length;
	join_pieces(parser, &instruction);
	read_head(parser, &instruction);
	take_heredocs(parser, &instruction);
	if (instruction.keyword == DOCKER_UNKNOWN)
		mistake(parser, instruction.from, "an instruction is not known");
	*VEC_PUSH(&parser->instructions, parser->arena) = instruction;
}

struct docker_file *docker_parse(slice text, struct arena *arena)
{
	struct docker_file *file = ARENA_NEW(arena, struct docker_file);
	struct docker_parser parser = {
		.file = file, .arena = arena, .text = text, .directives = true};
	file->text = text;
	file->escape = '\\';
	file->complete = true;
	parser.at = slice_starts(text, S("\xef\xbb\xbf")) ? 3 : 0;
	span line;
	while (next_line(&parser, &line)) {
		uint32_t to = line.to;
		line = without_indent(&parser, without_end(&parser, line));
		if (parser.directives)
			look_for_directive(&parser, line);
		if (line.from < line.to && text.p[line.from] != '#')
			take_instruction(&parser, line, to);
	}
	file->instructions = parser.instructions.at;
	file->n = parser.instructions.n;
	return file;
}

slice docker_arguments(const struct docker_instruction *instruction)
{
	slice line = slice_cut(instruction->text, 0, instruction->line_n);
	slice arguments = slice_after(line, instruction->arguments);
	while (arguments.n && docker_is_blank(arguments.p[arguments.n - 1]))
		arguments.n--;
	return arguments;
}

slice docker_flag(const struct docker_instruction *instruction, const char *name)
{
	for (uint32_t i = 0; i < instruction->flags_n; i++)
		if (slice_is(instruction->flags[i].name, name))
			return instruction->flags[i].value;
	return S("");
}
