/* base/: memory, maps, text. */
#include "base/arena.h"
#include "base/distance.h"
#include "base/map.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "unit.h"

void test_base_arena__grows_and_keeps_contents(void)
{
	struct arena arena;
	arena_init(&arena);
	struct {
		VEC(uint32_t);
	} numbers = {0};
	for (uint32_t i = 0; i < 100000; i++)
		*VEC_PUSH(&numbers, &arena) = i;
	CHECK_NUMBER(numbers.n, 100000);
	bool same = true;
	for (uint32_t i = 0; i < numbers.n; i++)
		same = same && numbers.at[i] == i;
	CHECK(same);
	arena_free(&arena);
}

void test_base_map__keeps_order_and_values(void)
{
	struct arena arena;
	arena_init(&arena);
	struct map map;
	map_init(&map, &arena);
	for (uint32_t i = 0; i < 5000; i++)
		*map_put(&map, arena_printf(&arena, "key %u", i), NULL) = i;
	bool ordered = map.n == 5000;
	for (uint32_t i = 0; i < map.n; i++)
		ordered = ordered && map.entries[i].value == i;
	CHECK(ordered);
	CHECK_NUMBER(*map_get(&map, S("key 4711")), 4711);
	CHECK(map_get(&map, S("key 5000")) == NULL);
	arena_free(&arena);
}

void test_base_pattern__globs(void)
{
	CHECK(glob_match(S("transformers.Auto*.from_pretrained"),
		S("transformers.AutoModel.from_pretrained")));
	CHECK(!glob_match(S("transformers.Auto*"), S("diffusers.AutoModel")));
	CHECK(glob_match(S("*a*b*c"), S("xxaxxbxxc")));
	CHECK(!glob_match(S("a?c"), S("ac")));
	CHECK(glob_match(S("a\\*b"), S("a*b")));
	CHECK(!glob_match(S("a\\*b"), S("axb")));
	CHECK(glob_match(S("*"), S("")));
}

void test_base_pattern__path_globs(void)
{
	CHECK(glob_path(S("tests"), S("tests/a.py")));
	CHECK(glob_path(S("tests"), S("src/tests/a.py")));
	CHECK(!glob_path(S("/tests"), S("src/tests/a.py")));
	CHECK(glob_path(S("src/*.py"), S("src/a.py")));
	CHECK(!glob_path(S("src/*.py"), S("src/b/a.py")));
	CHECK(glob_path(S("src/**/*.py"), S("src/b/c/a.py")));
	CHECK(glob_path(S("src/**/*.py"), S("src/a.py")));
	CHECK(glob_path(S("*_test.py"), S("deep/down/a_test.py")));
}

void test_base_utf8__ill_formed(void)
{
	CHECK_NUMBER(utf8_valid(S("plain ascii text")), 16);
	CHECK_NUMBER(utf8_valid(S("ok \xc0\xaf")), 3);
	CHECK_NUMBER(utf8_valid(S("\xed\xa0\x80")), 0);
	CHECK_NUMBER(utf8_count(S("h\xc3\xa9llo")), 5);
	CHECK_NUMBER(utf16_count(S("\xf0\x9f\xa4\x97!")), 3);
}

void test_base_distance__counts_transpositions(void)
{
	CHECK_NUMBER(distance(S("strict"), S("strct"), 3), 1);
	CHECK_NUMBER(distance(S("ab"), S("ba"), 3), 1);
	CHECK_NUMBER(distance(S("abc"), S("xyz"), 1), 2);
	slice names[] = {S("baseline"), S("recommended"), S("strict")};
	CHECK_TEXT(nearest(S("strct"), names, 3), "strict");
	CHECK_TEXT(nearest(S("quux"), names, 3), "");
}
