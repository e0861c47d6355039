/*
 * Prints what the Dockerfile reader made of a file, in the notation of BuildKit's
 * own parser tests, or the values of words from standard input, one a line.
 *
 * usage: docker_dump FILE            instructions as s-expressions
 *        docker_dump --plain FILE    line, keyword, words
 *        docker_dump --values A=1 .. values of words, unknown parts empty
 */
#include "syntax/docker.h"
#include "values/docker_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static slice read_all(struct arena *arena, FILE *file)
{
	enum { PIECE = 1 << 16, ZEROES = 8 };
	size_t n = 0, room = PIECE;
	char *bytes = arena_alloc(arena, room + ZEROES);
	for (size_t got; (got = fread(bytes + n, 1, room - n, file)) > 0;) {
		n += got;
		if (n < room)
			continue;
		char *grown = arena_alloc(arena, room * 2 + ZEROES);
		memcpy(grown, bytes, n);
		bytes = grown;
		room *= 2;
	}
	memset(bytes + n, 0, ZEROES);
	return (slice){bytes, n};
}

static void print_quoted(slice text)
{
	putchar('"');
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c == '\t')
			printf("\\t");
		else
			putchar(c);
	}
	putchar('"');
}

static void print_flags(const struct docker_instruction *instruction)
{
	for (uint32_t i = 0; i < instruction->flags_n; i++) {
		const struct docker_flag *flag = &instruction->flags[i];
		slice text = slice_cut(instruction->text, flag->at, instruction->line_n);
		size_t n = 2 + flag->name.n;
		n += text.n > n && text.p[n] == '=' ? flag->value.n + 1 : 0;
		printf(i ? " " : " [");
		print_quoted(slice_cut(text, 0, n > text.n ? text.n : n));
	}
	if (instruction->flags_n)
		putchar(']');
}

static void print_words(struct docker_words words)
{
	for (uint32_t i = 0; i < words.n; i++) {
		putchar(' ');
		print_quoted(words.at[i].text);
	}
}

/* JSON strings are printed decoded by the reader of this output: as they stand. */
static void print_exec(struct docker_words words)
{
	for (uint32_t i = 0; i < words.n; i++)
		printf(" \"" SLICE_FMT "\"", SLICE_ARG(words.at[i].text));
}

static void print_pairs(const struct docker_instruction *instruction, struct docker_words words)
{
	bool old = words.n && slice_find(words.at[0].text, '=') == words.at[0].text.n;
	if (old && words.n > 1) {
		slice line = slice_cut(instruction->text, 0, instruction->line_n);
		putchar(' ');
		print_quoted(words.at[0].text);
		putchar(' ');
		print_quoted(slice_trim(slice_after(line, words.at[1].at)));
		printf(" \"\"");
		return;
	}
	for (uint32_t i = 0; i < words.n; i++) {
		size_t equals = slice_find(words.at[i].text, '=');
		putchar(' ');
		print_quoted(slice_cut(words.at[i].text, 0, equals));
		putchar(' ');
		print_quoted(slice_after(words.at[i].text, equals + 1));
		printf(" \"=\"");
	}
}

static bool takes_list(enum docker_keyword keyword)
{
	return keyword == DOCKER_ADD || keyword == DOCKER_COPY || keyword == DOCKER_VOLUME ||
		keyword == DOCKER_CMD || keyword == DOCKER_ENTRYPOINT || keyword == DOCKER_RUN ||
		keyword == DOCKER_SHELL;
}

static bool takes_one(enum docker_keyword keyword)
{
	return keyword == DOCKER_CMD || keyword == DOCKER_ENTRYPOINT || keyword == DOCKER_RUN ||
		keyword == DOCKER_MAINTAINER || keyword == DOCKER_USER ||
		keyword == DOCKER_WORKDIR || keyword == DOCKER_STOPSIGNAL;
}

/* `CMD` and a command, in either form. */
static void print_check(const struct docker_instruction *instruction, struct docker_words words,
	struct arena *arena)
{
	struct docker_instruction inner = *instruction;
	struct docker_words exec;
	putchar(' ');
	print_quoted(words.at[0].text);
	if (words.n < 2)
		return;
	inner.arguments = words.at[1].at;
	if (docker_exec_words(&inner, arena, &exec)) {
		print_exec(exec);
		return;
	}
	putchar(' ');
	print_quoted(docker_arguments(&inner));
}

static void print_arguments(const struct docker_file *file,
	const struct docker_instruction *instruction, struct arena *arena)
{
	struct docker_words words = docker_words(file, instruction, arena), exec;
	enum docker_keyword keyword = instruction->keyword;
	if (keyword == DOCKER_HEALTHCHECK && words.n) {
		print_check(instruction, words, arena);
	} else if (takes_list(keyword) && docker_exec_words(instruction, arena, &exec)) {
		print_exec(exec);
	} else if (takes_one(keyword)) {
		putchar(' ');
		print_quoted(docker_arguments(instruction));
	} else if (keyword == DOCKER_ENV || keyword == DOCKER_LABEL) {
		print_pairs(instruction, words);
	} else {
		print_words(words);
	}
}

static void print_lower(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		putchar(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] | 0x20 : text.p[i]);
}

static void print_instruction(const struct docker_file *file,
	const struct docker_instruction *instruction, struct arena *arena)
{
	printf(instruction->onbuild ? "(onbuild (" : "(");
	print_lower(instruction->name.text);
	print_flags(instruction);
	print_arguments(file, instruction, arena);
	printf(instruction->onbuild ? "))\n" : ")\n");
}

static void print_plain(const struct docker_file *file,
	const struct docker_instruction *instruction, struct arena *arena)
{
	uint32_t line = 1;
	for (uint32_t i = 0; i < instruction->from; i++)
		line += file->text.p[i] == '\n';
	printf("%u%s ", line, instruction->onbuild ? " ONBUILD" : "");
	print_lower(instruction->name.text);
	struct docker_words words = docker_words(file, instruction, arena);
	for (uint32_t i = 0; i < words.n; i++)
		printf(" " SLICE_FMT, SLICE_ARG(words.at[i].text));
	for (uint32_t i = 0; i < instruction->heredocs_n; i++)
		printf(" heredoc:%u", instruction->heredocs[i].to - instruction->heredocs[i].from);
	putchar('\n');
}

static void print_value(const struct docker_context *context, slice word)
{
	struct hfg_value value = docker_value(context, word, 0);
	for (size_t i = 0; value.n && i < value.texts[0].n; i++)
		if (value.state != HFG_SHAPED || value.texts[0].p[i] != '*')
			putchar(value.texts[0].p[i]);
	putchar('\n');
}

static int print_values(struct arena *arena, char **settings)
{
	struct docker_context context = {.arena = arena, .escape = '\\'};
	struct variables *variables = variables_new(arena, NULL);
	for (; *settings; settings++) {
		slice setting = slice_of(*settings);
		size_t equals = slice_find(setting, '=');
		struct hfg_value value = value_of_text(
			arena, slice_after(setting, equals + 1), "environment", (span){0, 0});
		variables_set(variables, slice_cut(setting, 0, equals), &value);
	}
	context.variables = variables;
	slice input = read_all(arena, stdin);
	while (input.n) {
		size_t end = slice_find(input, '\n');
		slice word = slice_cut(input, 0, end);
		context.source =
			source_new(arena, S("word"), arena_copy(arena, word), HFG_DOCKERFILE);
		print_value(&context, word);
		input = slice_after(input, end + 1);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct arena arena;
	arena_init(&arena);
	if (argc > 1 && slice_is(slice_of(argv[1]), "--values"))
		return print_values(&arena, argv + 2);
	bool plain = argc > 2;
	FILE *input = argc > 1 ? fopen(argv[argc - 1], "rb") : NULL;
	if (!input)
		return 2;
	struct docker_file *file = docker_parse(read_all(&arena, input), &arena);
	for (uint32_t i = 0; i < file->n; i++)
		(plain ? print_plain : print_instruction)(file, &file->instructions[i], &arena);
	if (!file->complete)
		printf("error %u %s\n", file->error_at, file->error);
	fclose(input);
	arena_free(&arena);
	return 0;
}
