/* Image builds: what ARG and ENV make of words, how lists of arguments become shell text. */
#include "unit.h"
#include "base/buf.h"
#include "loads/argv.h"
#include "loads/docker.h"
#include "values/docker_values.h"

struct scene {
	struct arena arena;
	struct facts facts;
	struct catalogue *catalogue;
};

static void run(struct scene *scene, slice text)
{
	arena_init(&scene->arena);
	scene->facts = (struct facts){.arena = &scene->arena};
	scene->catalogue = catalogue_new(&scene->arena);
	slice copy = arena_copy(&scene->arena, text);
	struct docker_input input = {
		.source = source_new(&scene->arena, S("Dockerfile"), copy, HFG_DOCKERFILE),
		.file = docker_parse(copy, &scene->arena),
		.catalogue = scene->catalogue,
		.scratch = &scene->arena,
	};
	docker_loads(&input, &scene->facts);
}

static slice child_text(const struct scene *scene, uint32_t index)
{
	return scene->facts.children.at[index].source->text;
}

static slice seen(const struct scene *scene, uint32_t index, const char *name)
{
	const struct hfg_value *value =
		variables_get(scene->facts.children.at[index].environment, slice_of(name));
	return value && value->n ? value->texts[0] : S("?");
}

void test_loads_docker__every_instruction_sees_its_own_variables(void)
{
	struct scene scene;
	run(&scene,
		S("ARG A=1\nFROM x AS one\nRUN a\nARG A\nENV B=$A$A\nRUN b\nENV B=3\nRUN c\n"
		  "FROM ONE\nRUN d\nENV B=\"${C:-4}\"\nRUN e"));
	CHECK_NUMBER(scene.facts.children.n, 5);
	CHECK_TEXT(seen(&scene, 0, "A"), "?");
	CHECK_TEXT(seen(&scene, 1, "A"), "1");
	CHECK_TEXT(seen(&scene, 1, "B"), "11");
	CHECK_TEXT(seen(&scene, 2, "B"), "3");
	CHECK_TEXT(seen(&scene, 3, "B"), "3");
	CHECK_TEXT(seen(&scene, 3, "A"), "?");
	CHECK_TEXT(seen(&scene, 4, "B"), "4");
	arena_free(&scene.arena);
}

void test_loads_docker__the_image_starts_entrypoint_and_command(void)
{
	struct scene scene;
	run(&scene,
		S("FROM vllm/vllm-openai:v1\nCMD [\"--model\", \"a/b\"]\nFROM x\n"
		  "ENTRYPOINT [\"vllm\", \"serve\"]\nCMD [\"a'b\", \"c\\u0020d\"]\n"
		  "FROM x\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"hf\"]\n"));
	CHECK_NUMBER(scene.facts.children.n, 3);
	CHECK_TEXT(child_text(&scene, 0), "vllm serve --model a/b");
	CHECK_TEXT(child_text(&scene, 1), "vllm serve 'a'\\''b' 'c d'");
	CHECK_TEXT(child_text(&scene, 2), "hf");
	const struct source *child = scene.facts.children.at[0].source;
	slice text = source_root(child)->text;
	CHECK_TEXT(slice_cut(text, source_outer(child, 19), source_outer_end(child, 22)), "a/b");
	arena_free(&scene.arena);
}

void test_loads_docker__add_is_pinned_by_checksum_or_commit(void)
{
	struct scene scene;
	run(&scene,
		S("FROM x\nADD https://huggingface.co/a/b/resolve/main/m.bin /m\n"
		  "ADD --checksum=sha256:00 https://huggingface.co/a/b/resolve/main/m.bin /m\n"
		  "ADD [\"https://huggingface.co/a/c.git#v1:sub\", \"/m\"]\n"
		  "ADD https://example.com/a/b/resolve/main/m.bin /m\n"));
	CHECK_NUMBER(scene.facts.loads.n, 3);
	CHECK_NUMBER(scene.facts.loads.at[0]->revision_class, HFG_REVISION_MUTABLE);
	CHECK_NUMBER(scene.facts.loads.at[1]->revision_class, HFG_REVISION_LOCKED);
	CHECK_TEXT(hfg_one(&scene.facts.loads.at[2]->repo), "a/c");
	CHECK_TEXT(hfg_one(&scene.facts.loads.at[2]->revision), "v1");
	arena_free(&scene.arena);
}

void test_loads_docker__doubling_values_stop(void)
{
	struct scene scene;
	struct buf text = {0};
	buf_text(&text, "FROM x\nENV A=xxxxxxxx\n");
	for (int i = 0; i < 200; i++)
		buf_text(&text, "ENV A=$A$A\nRUN true\n");
	for (int i = 0; i < 2000; i++)
		buf_printf(&text, "FROM s%d AS s%d\nENV E%d=1\nRUN true\n", i, i + 1, i);
	run(&scene, buf_slice(&text));
	CHECK_NUMBER(scene.facts.children.n, 2200);
	for (uint32_t i = 0; i < 200; i++)
		CHECK(seen(&scene, i, "A").n <= 1 << 14);
	buf_free(&text);
	arena_free(&scene.arena);
}
