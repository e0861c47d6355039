/* loads/catalogue: the rows that come with the program, look-ups, mistakes. */
#include "base/buf.h"
#include "loads/catalogue.h"
#include "unit.h"

struct built_in {
	struct arena arena;
	struct catalogue *catalogue;
};

/* In place: the catalogue remembers where its arena is. */
static void built_in(struct built_in *all)
{
	arena_init(&all->arena);
	all->catalogue = catalogue_new(&all->arena);
}

static slice method_of(slice name)
{
	size_t dot = slice_rfind(name, '.');
	return dot < name.n ? slice_after(name, dot + 1) : name;
}

static slice id_of(const struct sink *sink)
{
	return sink ? sink->public.id : S("nothing");
}

static slice find_id(const struct catalogue *catalogue, const char *qualified)
{
	slice name = slice_of(qualified);
	return id_of(catalogue_find(catalogue, name, name, method_of(name), NULL, 0));
}

/* A receiver whose origin is not known. */
static slice find_written(const struct catalogue *catalogue, const char *written, slice imported)
{
	slice name = slice_of(written);
	return id_of(
		catalogue_find(catalogue, S(""), name, method_of(name), &imported, imported.n > 0));
}

#define CHECK_FINDS(all, name, id)   CHECK_TEXT(find_id((all).catalogue, (name)), (id))
#define CHECK_GUESSES(all, name, id) CHECK_TEXT(find_written((all).catalogue, (name), S("")), (id))
#define CHECK_WITH(all, name, import, id) \
	CHECK_TEXT(find_written((all).catalogue, (name), S(import)), (id))

/* A callee that the pattern holds for. */
static slice example_of(struct arena *arena, slice pattern)
{
	slice rest = slice_starts(pattern, S("*.")) ? slice_after(pattern, 2) : pattern;
	struct buf text = {0};
	if (rest.n < pattern.n)
		buf_text(&text, "project.");
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '*')
			buf_text(&text, "xyz");
		else
			buf_byte(&text, rest.p[i]);
	slice example = arena_copy(arena, buf_slice(&text));
	buf_free(&text);
	return example;
}

static bool finds_itself(struct built_in *all, const struct sink *row, slice pattern)
{
	slice name = example_of(&all->arena, pattern);
	bool guessed = slice_starts(pattern, S("*")) || slice_find(pattern, '.') == pattern.n;
	const struct sink *found = catalogue_find(all->catalogue, guessed ? S("") : name, name,
		method_of(name), row->evidence, row->evidence_n);
	return found && found->public.id.n && slice_eq(found->public.id, row->public.id);
}

void test_loads_catalogue__every_pattern_of_every_row_finds_its_row(void)
{
	struct built_in all;
	built_in(&all);
	CHECK(catalogue_size(all.catalogue) > 200);
	for (uint32_t i = 0; i < catalogue_size(all.catalogue); i++) {
		const struct sink *row = catalogue_at(all.catalogue, i);
		for (uint32_t k = 0; k < row->callees_n && !row->command; k++)
			if (!finds_itself(&all, row, row->callees[k]))
				CHECK_SLICE(row->callees[k], row->public.id);
	}
	arena_free(&all.arena);
}

void test_loads_catalogue__rows_are_complete(void)
{
	struct built_in all;
	built_in(&all);
	for (uint32_t i = 0; i < catalogue_size(all.catalogue); i++) {
		const struct sink *row = catalogue_at(all.catalogue, i);
		bool reachable = row->repo.given || row->only_if.given || row->command;
		if (!reachable)
			CHECK_SLICE(row->public.id, S("a row needs repo or only_if"));
		for (uint32_t k = 0; k < i; k++)
			if (slice_eq(row->public.id, catalogue_at(all.catalogue, k)->public.id))
				CHECK_SLICE(row->public.id, S("ids are unique"));
	}
	arena_free(&all.arena);
}

void test_loads_catalogue__classes_are_found_below_their_library(void)
{
	struct built_in all;
	built_in(&all);
	CHECK_FINDS(all, "transformers.AutoModel.from_pretrained", "transformers.AutoModel");
	CHECK_FINDS(all, "transformers.models.auto.modeling_auto.AutoModel.from_pretrained",
		"transformers.AutoModel");
	CHECK_FINDS(all, "transformers.models.bert.modeling_bert.BertModel.from_pretrained",
		"transformers.PreTrainedModel");
	CHECK_FINDS(all, "sentence_transformers.SentenceTransformer.SentenceTransformer",
		"sentence_transformers.SentenceTransformer");
	CHECK_FINDS(all, "optimum.intel.openvino.modeling.OVModelForCausalLM.from_pretrained",
		"optimum.OVModel");
	CHECK_FINDS(all, "transformersx.AutoModel.from_pretrained", "generic.from_pretrained");
	arena_free(&all.arena);
}

void test_loads_catalogue__suffixes_decide_the_kind(void)
{
	struct built_in all;
	built_in(&all);
	CHECK_FINDS(
		all, "transformers.BertTokenizerFast.from_pretrained", "transformers.Tokenizer");
	CHECK_FINDS(all, "transformers.CLIPImageProcessor.from_pretrained",
		"transformers.ImageProcessor");
	CHECK_FINDS(all, "transformers.Wav2Vec2ProcessorWithLM.from_pretrained",
		"transformers.Processor");
	CHECK_FINDS(all, "transformers.BertConfig.from_pretrained", "transformers.Config");
	CHECK_FINDS(all, "transformers.BertForMaskedLM.from_pretrained",
		"transformers.PreTrainedModel");
	CHECK_FINDS(all, "diffusers.DDIMScheduler.from_pretrained", "diffusers.Config");
	CHECK_FINDS(all, "mylib.BarTokenizer.from_pretrained", "generic.tokenizer");
	CHECK_FINDS(all, "mylib.Bar.from_pretrained", "generic.from_pretrained");
	CHECK(!catalogue_find(all.catalogue, S("mylib.BarConfig.from_pretrained"), S(""),
		S("from_pretrained"), NULL, 0)
			->public.carries_weights);
	arena_free(&all.arena);
}

void test_loads_catalogue__variables_give_hints(void)
{
	struct built_in all;
	built_in(&all);
	CHECK_GUESSES(all, "self.tokenizer_class.from_pretrained", "generic.tokenizer");
	CHECK_GUESSES(all, "Tokenizer_cls.from_pretrained", "generic.tokenizer");
	CHECK_GUESSES(all, "self.feature_extractor.from_pretrained", "generic.processor");
	CHECK_GUESSES(all, "config_cls.from_pretrained", "generic.config");
	CHECK_GUESSES(all, "MODELS[name].from_pretrained", "generic.from_pretrained");
	CHECK_TEXT(id_of(catalogue_find(all.catalogue, S("self.scheduler.from_pretrained"),
			   S("self.scheduler.from_pretrained"), S("from_pretrained"), NULL, 0)),
		"generic.config");
	CHECK_TEXT(id_of(catalogue_find(all.catalogue, S("?.from_pretrained"),
			   S("f(x).from_pretrained"), S("from_pretrained"), NULL, 0)),
		"generic.from_pretrained");
	arena_free(&all.arena);
}

void test_loads_catalogue__what_is_never_a_load(void)
{
	struct built_in all;
	built_in(&all);
	CHECK_FINDS(all, "torch.nn.Embedding.from_pretrained", "nothing");
	CHECK_FINDS(all, "torch.nn.modules.sparse.EmbeddingBag.from_pretrained", "nothing");
	CHECK_GUESSES(all, "nn.Embedding.from_pretrained", "nothing");
	CHECK_FINDS(all, "optimum.intel.OVQuantizer.from_pretrained", "nothing");
	CHECK_FINDS(all, "accelerate.Accelerator.load_state", "nothing");
	CHECK_GUESSES(all, "self.accelerator.load_state", "nothing");
	CHECK_GUESSES(all, "model.load_state_dict", "nothing");
	CHECK_FINDS(all, "json.load", "nothing");
	CHECK_FINDS(all, "safetensors.torch.load", "nothing");
	CHECK_FINDS(all, "torch.utils.cpp_extension.load", "nothing");
	CHECK_FINDS(all, "project.pipeline", "nothing");
	CHECK_GUESSES(all, "self.load_dataset", "nothing");
	CHECK_FINDS(all, "torchtext.data.load_dataset", "nothing");
	CHECK_GUESSES(all, "LLM", "nothing");
	CHECK_GUESSES(all, "from_pretrained", "nothing");
	arena_free(&all.arena);
}

void test_loads_catalogue__evidence_is_an_import(void)
{
	struct built_in all;
	built_in(&all);
	CHECK_WITH(all, "load_dataset", "datasets", "datasets.load_dataset");
	CHECK_WITH(all, "load_dataset", "numpy", "nothing");
	CHECK_WITH(all, "model.load_adapter", "peft", "peft.load_adapter");
	CHECK_WITH(all, "model.load_adapter", "adapters", "adapters.load_adapter");
	CHECK_WITH(all, "model.load_adapter", "os", "nothing");
	CHECK_FINDS(all, "modelscope.hub.snapshot_download.snapshot_download",
		"modelscope.snapshot_download");
	CHECK_FINDS(all, "project.utils.hf_hub_download", "huggingface_hub.hf_hub_download");
	arena_free(&all.arena);
}

void test_loads_catalogue__arguments_are_read(void)
{
	struct built_in all;
	built_in(&all);
	const struct sink *sink = catalogue_find(
		all.catalogue, S("transformers.pipeline"), S(""), S("pipeline"), NULL, 0);
	CHECK(sink != NULL);
	CHECK_NUMBER(sink->repo.position, 1);
	CHECK_TEXT(sink->repo.names[0], "model");
	CHECK_NUMBER(sink->safetensors.position, 15);
	CHECK_TEXT(sink->safetensors.names[0], "model_kwargs");
	CHECK_TEXT(sink->safetensors.via, "model_kwargs.use_safetensors");
	CHECK(!sink->subfolder.given && sink->repo_optional);
	CHECK_NUMBER(sink->public.remote_code, HFG_CODE_ON);
	sink = catalogue_find(all.catalogue, S("awq.AutoAWQForCausalLM.from_pretrained"), S(""),
		S("from_pretrained"), NULL, 0);
	CHECK_TEXT(sink->remote_code.fallback, "True");
	CHECK_TEXT(sink->public.library, "awq");
	sink = catalogue_find(all.catalogue, S("llama_cpp.Llama.from_pretrained"), S(""),
		S("from_pretrained"), NULL, 0);
	CHECK(!sink->public.revision_supported && sink->public.way_out.n);
	sink = catalogue_find(all.catalogue, S("torch.load"), S(""), S("load"), NULL, 0);
	CHECK_TEXT(sink->safe_since, "torch>=2.6");
	CHECK_TEXT(sink->public.callee, "torch.load");
	CHECK(catalogue_is_builder(all.catalogue, S("imagefolder")));
	CHECK(!catalogue_is_builder(all.catalogue, S("squad")));
	arena_free(&all.arena);
}

/* Whatever stands in front of a method, a file with the call holds one of the words. */
void test_loads_catalogue__words_stand_in_every_load(void)
{
	static const char *const files[] = {"m = torch.load(f)", "from torch import save, load",
		"import torch as t\nt.load(f)", "import pickle as p",
		"from transformers import pipeline", "x.from_pretrained(y)", "from vllm import LLM",
		"from os import path, vllm", "import evaluate as e",
		"np.load(f, allow_pickle=True)", "u = 'https://huggingface.co/a/b'",
		"from timm import create_model", "from keras.models import load_model",
		"from sentence_transformers import SentenceTransformer", "import spacy"};
	struct built_in all;
	built_in(&all);
	uint32_t n;
	const slice *words = catalogue_words(all.catalogue, &n);
	CHECK(n > 100 && n < 250);
	for (uint32_t i = 0; i < sizeof files / sizeof *files; i++) {
		bool hit = false;
		for (uint32_t k = 0; k < n && !hit; k++)
			hit = slice_has(slice_of(files[i]), words[k]);
		if (!hit)
			CHECK_TEXT(S("no word"), files[i]);
	}
	for (uint32_t k = 0; k < n; k++)
		CHECK(words[k].n >= 4 && !slice_has(S("def load(self): return data"), words[k]));
	arena_free(&all.arena);
}

static void check_mistakes(const char *yaml, const char *wanted)
{
	struct built_in all;
	built_in(&all);
	struct hfg_err err = {0};
	uint32_t rows = catalogue_size(all.catalogue);
	CHECK_NUMBER(catalogue_add(all.catalogue, slice_of(yaml), S(".hfgate.yml"), 10, &err),
		HFG_EUSAGE);
	CHECK_TEXT(slice_of(err.message), wanted);
	CHECK_NUMBER(catalogue_size(all.catalogue), rows);
	arena_free(&all.arena);
}

void test_loads_catalogue__mistakes_are_located(void)
{
	check_mistakes("- call: acme.load\n  knid: model\n",
		".hfgate.yml:11:3: unknown key 'knid', did you mean 'kind'?");
	check_mistakes("- call: acme.load\n  kind: modle\n",
		".hfgate.yml:11:9: unknown kind 'modle', did you mean 'model'?");
	check_mistakes("- kind: model\n",
		".hfgate.yml:10:3: a sink needs 'call', such as mylib.load_model, or 'command'");
	check_mistakes("- call: acme.*\n",
		".hfgate.yml:10:9: 'acme.*': the last name of a callee must be written out, "
		"without * "
		"or ?");
	check_mistakes("- call: acme.load\n  repo: 0name\n  pickle: maybe\n",
		".hfgate.yml:11:9: 'repo' is written as POSITION NAME|NAME = DEFAULT, such as '0 "
		"repo_id', 'revision = None' or 'model_kwargs.revision'\n"
		".hfgate.yml:12:11: unknown pickle 'maybe'");
	check_mistakes("- call: acme.load\n  kind: model\n  kind: file\n",
		".hfgate.yml:12:3: 'kind' stands here twice");
	check_mistakes("- acme.load\n", ".hfgate.yml:10:3: a sink is a mapping of keys");
}

void test_loads_catalogue__user_rows_win(void)
{
	struct built_in all;
	built_in(&all);
	struct hfg_err err = {0};
	slice yaml = S("  - id: mine\n"
		       "    call: [acme.load, torch.load]\n"
		       "    repo: 1 name|repo = None\n"
		       "  - call: \"*.fetch_model\"\n"
		       "    repo: 0\n");
	CHECK_NUMBER(catalogue_add(all.catalogue, yaml, S(".hfgate.yml"), 7, &err), 0);
	CHECK_FINDS(all, "acme.load", "mine");
	CHECK_FINDS(all, "torch.load", "mine");
	CHECK_GUESSES(all, "self.store.fetch_model", "*.fetch_model");
	const struct sink *mine = catalogue_at(all.catalogue, catalogue_size(all.catalogue) - 2);
	CHECK_TEXT(mine->origin, ".hfgate.yml:7");
	CHECK_TEXT(mine->repo.names[1], "repo");
	CHECK_TEXT(mine->repo.fallback, "None");
	CHECK(catalogue_method(all.catalogue, S("fetch_model")));
	CHECK(!catalogue_method(all.catalogue, S("fetch_nothing")));
	arena_free(&all.arena);
}
