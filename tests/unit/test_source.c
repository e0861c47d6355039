/* source/: positions, kinds, memory trees. */
#include "source/kind.h"
#include "source/source.h"
#include "source/tree.h"
#include "unit.h"

#include <stdlib.h>

void test_source_source__positions_in_lines_of_all_kinds(void)
{
	struct arena arena;
	arena_init(&arena);
	slice text = S("a\nbc\r\nd\re\n");
	struct source *source = source_new(&arena, S("x.py"), text, HFG_PYTHON);
	CHECK_NUMBER(source_position(source, 0).line, 1);
	CHECK_NUMBER(source_position(source, 1).line, 1);
	CHECK_NUMBER(source_position(source, 2).line, 2);
	CHECK_NUMBER(source_position(source, 3).column, 2);
	CHECK_NUMBER(source_position(source, 5).line, 2);
	CHECK_NUMBER(source_position(source, 6).line, 3);
	CHECK_NUMBER(source_position(source, 8).line, 4);
	CHECK_NUMBER(source_position(source, 10).line, 5);
	CHECK_NUMBER(source_position(source, 99).offset, 10);
	CHECK_TEXT(source_line(source, 1), "a");
	CHECK_TEXT(source_line(source, 2), "bc");
	CHECK_TEXT(source_line(source, 3), "d");
	CHECK_TEXT(source_line(source, 4), "e");
	CHECK_TEXT(source_line(source, 5), "");
	CHECK_TEXT(source_line(source, 6), "");
	CHECK_TEXT(source_line(source, 0), "");
	arena_free(&arena);
}

void test_source_source__columns_in_three_units(void)
{
	struct arena arena;
	arena_init(&arena);
	/* U+00E9, U+1F600, a broken byte */
	slice text = S("\xc3\xa9\xf0\x9f\x98\x80\xffx\n");
	struct source *source = source_new(&arena, S("x.py"), text, HFG_PYTHON);
	struct position at = source_position(source, 7);
	CHECK_NUMBER(at.column, 4);
	CHECK_NUMBER(at.utf16_column, 5);
	CHECK_NUMBER(at.byte_column, 8);
	/* An earlier offset after a later one, and inside a character. */
	at = source_position(source, 2);
	CHECK_NUMBER(at.column, 2);
	CHECK_NUMBER(at.utf16_column, 2);
	source_position(source, 4);
	CHECK_NUMBER(source_position(source, 7).column, 4);
	arena_free(&arena);
}

void test_source_source__a_byte_order_mark_takes_no_column(void)
{
	struct arena arena;
	arena_init(&arena);
	struct source *source = source_new(&arena, S("x.py"), S("\xef\xbb\xbfmodel\n"), HFG_PYTHON);
	CHECK_NUMBER(source_position(source, 3).column, 1);
	CHECK_NUMBER(source_position(source, 3).byte_column, 4);
	CHECK_NUMBER(source_position(source, 5).column, 3);
	CHECK_NUMBER(source_position(source, 0).column, 1);
	arena_free(&arena);
}

void test_source_source__maps_a_child_through_escapes(void)
{
	struct arena arena;
	arena_init(&arena);
	/* Cell source "a\nb" written as the JSON text `"a\nb"`. */
	struct source *file = source_new(&arena, S("n.ipynb"), S("[\"a\\nb\"]"), HFG_NOTEBOOK);
	static const struct segment segments[] = {{0, 1, 2, 1}, {1, 1, 3, 2}, {2, 1, 5, 1}};
	struct source *cell = source_child(&arena, file, S("a\nb"), HFG_PYTHON, segments, 3);
	CHECK_NUMBER(source_outer(cell, 0), 2);
	CHECK_NUMBER(source_outer(cell, 1), 3);
	CHECK_NUMBER(source_outer(cell, 2), 5);
	CHECK_NUMBER(source_outer(cell, 3), 6);
	CHECK_NUMBER(source_outer_end(cell, 1), 3);
	CHECK_NUMBER(source_outer_end(cell, 2), 5);
	CHECK_NUMBER(source_outer_end(cell, 3), 6);
	CHECK(source_root(cell) == file);
	static const struct segment inner[] = {{0, 2, 1, 2}};
	struct source *deeper = source_child(&arena, cell, S("\nb"), HFG_SHELL, inner, 1);
	CHECK_NUMBER(source_outer(deeper, 0), 3);
	CHECK_NUMBER(source_outer(deeper, 1), 5);
	CHECK_NUMBER(source_outer_end(deeper, 2), 6);
	CHECK_NUMBER(source_position(deeper, 1).column, 6);
	arena_free(&arena);
}

static enum hfg_language kind(const char *path, enum kind_guess wanted)
{
	enum hfg_language language = HFG_OTHER_LANGUAGE;
	CHECK_NUMBER(kind_of_name(slice_of(path), &language), wanted);
	return language;
}

void test_source_kind__names(void)
{
	CHECK_NUMBER(kind("a/b.py", KIND_KNOWN), HFG_PYTHON);
	CHECK_NUMBER(kind("B.PYI", KIND_KNOWN), HFG_PYTHON);
	CHECK_NUMBER(kind("x.ipynb", KIND_KNOWN), HFG_NOTEBOOK);
	CHECK_NUMBER(kind(".github/workflows/ci.yml", KIND_KNOWN), HFG_GITHUB_WORKFLOW);
	CHECK_NUMBER(kind("sub/.github/workflows/ci.yaml", KIND_KNOWN), HFG_GITHUB_WORKFLOW);
	CHECK_NUMBER(kind("x.github/workflows/ci.yaml", KIND_KNOWN), HFG_CONFIG);
	CHECK_NUMBER(kind(".github/workflows/deep/ci.yml", KIND_KNOWN), HFG_CONFIG);
	CHECK_NUMBER(kind("tool/action.yml", KIND_KNOWN), HFG_GITHUB_ACTION);
	CHECK_NUMBER(kind(".gitlab-ci.yml", KIND_KNOWN), HFG_GITLAB_CI);
	CHECK_NUMBER(kind("Dockerfile", KIND_KNOWN), HFG_DOCKERFILE);
	CHECK_NUMBER(kind("Dockerfile.gpu", KIND_KNOWN), HFG_DOCKERFILE);
	CHECK_NUMBER(kind("gpu.Dockerfile", KIND_KNOWN), HFG_DOCKERFILE);
	CHECK_NUMBER(kind("Dockerfile.py", KIND_KNOWN), HFG_PYTHON);
	CHECK_NUMBER(kind("docker-compose.dev.yml", KIND_KNOWN), HFG_COMPOSE);
	CHECK_NUMBER(kind("rules.mk", KIND_KNOWN), HFG_MAKEFILE);
	CHECK_NUMBER(kind("requirements-dev.txt", KIND_KNOWN), HFG_CONFIG);
	CHECK_NUMBER(kind("uv.lock", KIND_KNOWN), HFG_CONFIG);
	CHECK_NUMBER(kind("notes.txt", KIND_SKIP), HFG_OTHER_LANGUAGE);
	CHECK_NUMBER(kind("model.bin", KIND_SKIP), HFG_OTHER_LANGUAGE);
	CHECK_NUMBER(kind("bin/train", KIND_LOOK), HFG_OTHER_LANGUAGE);
	CHECK(kind_declares_versions(S("a/requirements/base.in")));
	CHECK(!kind_declares_versions(S("config.json")));
}

void test_source_kind__first_bytes(void)
{
	static const struct {
		const char *text;
		enum hfg_language language;
	} cases[] = {
		{"#!/usr/bin/python3\n", HFG_PYTHON},
		{"#!/usr/bin/env python3.11 -u\n", HFG_PYTHON},
		{"#! /usr/bin/env -S python -X dev\r\n", HFG_PYTHON},
		{"#!/usr/bin/env -S A=1 uv run --script\n", HFG_PYTHON},
		{"#!/usr/bin/env -Spython3\n", HFG_PYTHON},
		{"\xef\xbb\xbf#!/opt/pypy3", HFG_PYTHON},
		{"#!/bin/sh\n'''exec' python3 \"$0\"\n", HFG_PYTHON},
		{"#!/bin/sh\nset -e\n", HFG_SHELL},
		{"#!/usr/bin/env node\n", HFG_JAVASCRIPT},
		{"#!/usr/bin/make -f\n", HFG_MAKEFILE},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum hfg_language language = HFG_OTHER_LANGUAGE;
		CHECK(kind_of_bytes(slice_of(cases[i].text), &language));
		CHECK_NUMBER(language, cases[i].language);
	}
	enum hfg_language language;
	CHECK(!kind_of_bytes(S("#!/usr/bin/perl\n"), &language));
	CHECK(!kind_of_bytes(S("import torch\n"), &language));
	CHECK(!kind_of_bytes(S("#!"), &language));
	CHECK(!kind_of_bytes(S(""), &language));
}

void test_source_tree__memory_is_sorted_and_padded(void)
{
	static const slice paths[] = {
		{"b.py", 4}, {"a/z.py", 6}, {"a.py", 4}, {"x.png", 5}, {"run", 3}};
	static const slice texts[] = {{"B", 1}, {"Z\0z", 3}, {"", 0}, {"", 0}, {"#!", 2}};
	struct hfg_err err = {0};
	struct tree_entry *entries;
	uint32_t n;
	struct tree *tree = tree_open_memory(paths, texts, 5);
	CHECK_NUMBER(tree_list(tree, &entries, &n, &err), 0);
	CHECK_NUMBER(n, 4);
	CHECK_TEXT(entries[0].path, "a.py");
	CHECK_TEXT(entries[1].path, "a/z.py");
	CHECK_TEXT(entries[2].path, "b.py");
	CHECK(entries[3].look && entries[3].readable);
	CHECK_NUMBER(tree_skipped_files(tree), 1);
	char *buffer = NULL;
	const char *reason;
	size_t room = 0;
	slice text;
	CHECK_NUMBER(tree_read(tree, 1, 10, &buffer, &room, &text, &reason), TREE_READ_OK);
	CHECK_SLICE(text, S("Z\0z"));
	CHECK(memcmp(text.p + text.n, "\0\0\0\0\0\0\0\0", 8) == 0);
	CHECK_NUMBER(tree_read(tree, 1, 2, &buffer, &room, &text, &reason), TREE_READ_TOO_BIG);
	CHECK_NUMBER(tree_settle(tree, &err), 0);
	free(buffer);
	tree_close(tree);
}
