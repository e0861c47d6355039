/* loads/python_possible: files that hold no load are told from others by their bytes. */
#include "base/find.h"
#include "loads/python_possible.h"
#include "unit.h"

static bool possible(slice text)
{
	struct arena arena;
	arena_init(&arena);
	struct python_sieve sieve;
	python_sieve_catalogue(&sieve, catalogue_new(&arena));
	bool answer = python_possible(&sieve, 0, text, &arena);
	arena_free(&arena);
	return answer;
}

void test_loads_possible__calls_and_aliases(void)
{
	CHECK(possible(S("AutoModel.from_pretrained('x')")));
	CHECK(possible(S("AutoModel.from_pretrained  (\n'x')")));
	CHECK(possible(S("AutoModel.from_pretrained \\\n ('x')")));
	CHECK(possible(S("f = AutoModel.from_pretrained\nf('x')")));
	CHECK(possible(S("f = (AutoModel.from_pretrained)")));
	CHECK(possible(S("f = M.from_pretrained if c else None\n")));
	CHECK(possible(S("from huggingface_hub import snapshot_download as get\nget('x')")));
	CHECK(possible(S("f = partial(M.from_pretrained, 'x')")));
	CHECK(possible(S("getattr(M, 'from_pretrained')('x')")));
	CHECK(possible(S("getattr(M, name)('x')")));
	CHECK(possible(S("TABLE['a']('x')")));
	CHECK(possible(S("f'{M.from_pretrained(x)}'")));
	CHECK(possible(S("M.from_pretrained \"x\")")));
}

void test_loads_possible__comments_texts_and_definitions(void)
{
	CHECK(!possible(S("# M.from_pretrained('x')\n")));
	CHECK(!possible(S("'''>>> M.from_pretrained('x')'''\n")));
	CHECK(!possible(S("def from_pretrained(cls): pass\n")));
	CHECK(!possible(S("x = getattr(args, 'seed', None)\n")));
	CHECK(!possible(S("f(from_pretrained=1)\n")));
	CHECK(!possible(S("x.from_pretrained.__doc__\n")));
}

void test_loads_possible__everyday_methods_need_their_library(void)
{
	CHECK(!possible(S("json.load(file)\n")));
	CHECK(possible(S("import torch\ntorch.load(file)\n")));
	CHECK(possible(S("from torch import load\nload(file)\n")));
	CHECK(!possible(S("config.get('x')\n")));
	CHECK(possible(S("import requests\nrequests.get(url)\n")));
}

static bool calls(slice wrapper_name, slice method, slice text)
{
	struct arena arena;
	arena_init(&arena);
	struct wrapper wrapper = {.file = 1, .name = wrapper_name, .method = method};
	struct wrapper_set *set = wrapper_set_new(&arena);
	wrapper_set_add(set, &wrapper, S("pkg/models/loader.py"), NULL);
	uint32_t n;
	const slice *names = wrapper_set_names(set, &arena, &n);
	struct python_sieve sieve;
	python_sieve_wrappers(&sieve, set, names, n);
	bool answer = python_possible(&sieve, 0, text, &arena);
	CHECK(!python_possible(&sieve, 1, text, &arena));
	arena_free(&arena);
	return answer;
}

void test_loads_possible__callers_of_functions(void)
{
	slice name = S("build");
	CHECK(calls(name, name, S("from pkg.models.loader import build\nbuild('x')")));
	CHECK(calls(name, name, S("from pkg import build\nbuild('x')")));
	CHECK(calls(name, name, S("import pkg.models.loader as l\nl.build('x')")));
	CHECK(calls(name, name, S("from pkg.models import loader\nloader.build('x')")));
	CHECK(calls(name, name, S("from .loader import *\nbuild('x')")));
	CHECK(!calls(name, name, S("from other import build\nbuild('x')")));
	CHECK(!calls(name, name, S("import pkg\nself.build('x')")));
	CHECK(!calls(name, name, S("from pkg import other\ndef build(): pass\nbuild()")));
	CHECK(!calls(name, name, S("from pkg import build\nprint('build()')")));
}

void test_loads_possible__callers_of_methods(void)
{
	slice name = S("Loader.build"), method = S("build");
	CHECK(calls(name, method, S("from pkg import Loader\nLoader().build('x')")));
	CHECK(calls(name, method, S("from pkg.models.loader import make\nmake().build('x')")));
	CHECK(!calls(name, method, S("from pkg import Other\nOther().build('x')")));
}

void test_loads_possible__wrappers_of_the_round_before_are_not_new(void)
{
	struct arena arena;
	arena_init(&arena);
	struct wrapper old = {.file = 1, .name = S("build"), .method = S("build")};
	struct wrapper new = {.file = 1, .name = S("make"), .method = S("make")};
	struct wrapper_set *before = wrapper_set_new(&arena), *set = wrapper_set_new(&arena);
	wrapper_set_add(before, &old, S("a.py"), NULL);
	wrapper_set_add(set, &old, S("a.py"), before);
	wrapper_set_add(set, &new, S("a.py"), before);
	uint32_t n;
	const slice *names = wrapper_set_names(set, &arena, &n);
	CHECK_NUMBER(n, 1);
	CHECK_TEXT(names[0], "make");
	arena_free(&arena);
}

void test_base_find__agrees_with_a_plain_search(void)
{
	enum { LENGTH = 100, LONGEST = 6 };
	char text[LENGTH];
	for (unsigned i = 0; i < LENGTH; i++)
		text[i] = "aab"[(i * i / 7 + i / 3) % 3];
	for (unsigned from = 0; from < LENGTH; from++)
		for (unsigned n = 0; n <= LONGEST && from + n <= LENGTH; n++)
			for (unsigned cut = 0; cut <= LENGTH; cut++) {
				slice word = {text + from, n}, part = {text, cut};
				CHECK(find_text(part, word) == slice_has(part, word));
			}
	CHECK(!find_text(S(""), S("ab")));
}
