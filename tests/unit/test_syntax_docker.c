/* Dockerfiles: continuations, directives, heredocs, forms, hostile files; the comparison with
   BuildKit's own tests is in tests/oracle. */
#include "unit.h"
#include "syntax/docker.h"

static slice file_text(const struct docker_file *file, uint32_t index)
{
	return slice_cut(file->text, file->instructions[index].from, file->instructions[index].to);
}

static slice repeated(struct arena *arena, slice piece, uint32_t times)
{
	char *text = arena_alloc(arena, piece.n * times + 8);
	for (uint32_t i = 0; i < times; i++)
		memcpy(text + piece.n * i, piece.p, piece.n);
	memset(text + piece.n * times, 0, 8);
	return (slice){text, piece.n * times};
}

void test_syntax_docker__lines_are_joined_and_mapped(void)
{
	struct arena arena;
	arena_init(&arena);
	slice text = S("\xef\xbb\xbf# c\nFROM a\n  run one \\  \n# inside\n\n   two\\\r\n three\n");
	struct docker_file *file = docker_parse(text, &arena);
	CHECK_NUMBER(file->n, 2);
	CHECK(file->complete);
	const struct docker_instruction *run = &file->instructions[1];
	CHECK_NUMBER(run->keyword, DOCKER_RUN);
	CHECK_TEXT(docker_arguments(run), "one    two three");
	CHECK_TEXT(file_text(file, 1), "run one \\  \n# inside\n\n   two\\\r\n three\n");
	struct source *root = source_new(&arena, S("Dockerfile"), text, HFG_DOCKERFILE);
	struct source *line = source_child(
		&arena, root, run->text, HFG_DOCKERFILE, run->segments, run->segments_n);
	for (uint32_t i = 0; i < run->line_n; i++)
		CHECK(text.p[source_outer(line, i)] == run->text.p[i]);
	arena_free(&arena);
}

void test_syntax_docker__escape_directive(void)
{
	struct arena arena;
	arena_init(&arena);
	struct docker_file *file = docker_parse(
		S("# syntax=docker/dockerfile:1\n# ESCAPE = `\nRUN a `\nb \\\nRUN c"), &arena);
	CHECK_NUMBER(file->n, 2);
	CHECK_TEXT(file->syntax, "docker/dockerfile:1");
	CHECK_TEXT(docker_arguments(&file->instructions[0]), "a b \\");
	file = docker_parse(
		S("# a comment ends the directives\n# escape=`\nRUN a `\nRUN b"), &arena);
	CHECK_NUMBER(file->n, 2);
	CHECK_NUMBER(file->escape, '\\');
	file = docker_parse(S("# escape=x\nRUN a"), &arena);
	CHECK(!file->complete);
	CHECK_NUMBER(file->n, 1);
	arena_free(&arena);
}

void test_syntax_docker__heredocs(void)
{
	struct arena arena;
	arena_init(&arena);
	struct docker_file *file = docker_parse(S("COPY <<a.txt 3<<-\"E F\" /d/\nin a\na.txt\n\tin "
						  "b\n\tE F\nRUN echo $((1 << 2)) <<<x\nUSER u"),
		&arena);
	CHECK_NUMBER(file->n, 3);
	CHECK(file->complete);
	const struct docker_instruction *copy = &file->instructions[0];
	CHECK_NUMBER(copy->heredocs_n, 2);
	CHECK_TEXT(slice_cut(copy->text, copy->heredocs[0].from, copy->heredocs[0].to), "in a\n");
	CHECK_TEXT(slice_cut(copy->text, copy->heredocs[1].from, copy->heredocs[1].to), "\tin b\n");
	CHECK(copy->heredocs[0].expands && !copy->heredocs[1].expands);
	CHECK(copy->heredocs[1].chomp);
	CHECK_NUMBER(file->instructions[1].heredocs_n, 0);
	file = docker_parse(S("RUN <<END\nhf download a/b\nUSER u"), &arena);
	CHECK(!file->complete);
	CHECK_NUMBER(file->n, 1);
	CHECK(!file->instructions[0].heredocs[0].terminated);
	CHECK(slice_has(file->instructions[0].text, S("hf download a/b")));
	arena_free(&arena);
}

void test_syntax_docker__forms_and_flags(void)
{
	struct arena arena;
	arena_init(&arena);
	struct docker_file *file = docker_parse(
		S("ADD --checksum=sha256:ab --link https://x /y\nCMD [\"a\", \"b \\\"c\"] ignored\n"
		  "RUN [ -f x ] && y\nONBUILD RUN --mount=type=cache z"),
		&arena);
	CHECK_NUMBER(file->n, 4);
	CHECK_TEXT(docker_flag(&file->instructions[0], "checksum"), "sha256:ab");
	CHECK_TEXT(docker_arguments(&file->instructions[0]), "https://x /y");
	struct docker_words words;
	CHECK(docker_exec_words(&file->instructions[1], &arena, &words));
	CHECK_NUMBER(words.n, 2);
	CHECK_TEXT(words.at[1].text, "b \\\"c");
	CHECK(!docker_exec_words(&file->instructions[2], &arena, &words));
	CHECK(file->instructions[3].onbuild);
	CHECK_NUMBER(file->instructions[3].keyword, DOCKER_RUN);
	CHECK_TEXT(docker_arguments(&file->instructions[3]), "z");
	arena_free(&arena);
}

void test_syntax_docker__hostile(void)
{
	enum { MANY = 100000 };
	struct arena arena;
	arena_init(&arena);
	struct docker_file *file = docker_parse(repeated(&arena, S("RUN a \\\n"), MANY), &arena);
	CHECK_NUMBER(file->n, 1);
	CHECK_NUMBER(file->instructions[0].segments_n, MANY);
	file = docker_parse(repeated(&arena, S("RUN <<E\nE\n"), MANY), &arena);
	CHECK_NUMBER(file->n, MANY);
	file = docker_parse(repeated(&arena, S("RUN <<E "), MANY), &arena);
	CHECK_NUMBER(file->n, 1);
	CHECK(!file->complete);
	file = docker_parse(repeated(&arena, S("CMD [\""), MANY), &arena);
	CHECK_NUMBER(file->n, 1);
	file = docker_parse(repeated(&arena, S("ONBUILD "), MANY), &arena);
	CHECK_NUMBER(file->n, 1);
	file = docker_parse((slice){"RUN a\0b\\", 8}, &arena);
	CHECK_NUMBER(file->n, 1);
	arena_free(&arena);
}
