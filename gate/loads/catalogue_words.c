/*
 * Knows which words betray a load to a search through bytes. A file can only
 * hold a load of a row when it holds the method's name, and when the row names
 * a library, that name too, and when it depends on a keyword, the keyword. The
 * rarest of these is taken.
 */
#include "loads/catalogue_private.h"

#include "base/find.h"

/* Names that stand in half of all programs, so that the library's name is the rarer one. */
static const char *const everyday[] = {"create_model", "from_config", "from_csv", "from_json",
	"from_parquet", "from_text", "get_file", "get_model", "get_tokenizer", "load_checkpoint",
	"load_config", "load_data", "load_from_disk", "load_local", "load_model", "load_module",
	"load_session", "load_state", "load_state_dict", "load_url", "make_env", "read_csv",
	"read_json", "read_parquet", "restore_from", NULL};

/* Modules whose names stand in many files that do not call them, as those do that are shorter than
   SHORT_MODULE. */
static const char *const everyday_modules[] = {"evaluate", "flair", "guidance", "lightning",
	"marshal", "shelve", "torch", "whisper", NULL};

enum { SHORT_MODULE = 5 };

/* Libraries that most files of a project import which loads anything: their methods are rarer. */
static const char *const common_modules[] = {"accelerate", "datasets", "diffusers",
	"huggingface_hub", "keras", "kernels", "lm_eval", "pandas", "tensorflow", "tokenizers",
	"torchvision", "transformers", NULL};

/* Addresses of the Hub, for rows that fetch any address; imports by a name in a text. */
static const char *const always[] = {
	"huggingface.co", "hf.co/", "hf://", "import_module", "__import__", NULL};

static bool is_one_of(slice word, const char *const *words)
{
	for (; *words; words++)
		if (slice_is(word, *words))
			return true;
	return false;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Two words in one: `from_pretrained`, `SentenceTransformer`. */
static bool is_compound(slice name)
{
	for (size_t i = 1; i + 1 < name.n; i++)
		if (name.p[i] == '_' || (is_lower(name.p[i - 1]) && is_upper(name.p[i])))
			return true;
	return false;
}

/* `HFLM`, `YOLO` */
static bool is_acronym(slice name)
{
	enum { SHORTEST = 4 };
	for (size_t i = 0; i < name.n; i++)
		if (!is_upper(name.p[i]))
			return false;
	return name.n >= SHORTEST;
}

static bool is_distinctive(slice name)
{
	enum { SHORTEST = 6 };
	return is_acronym(name) ||
		(name.n >= SHORTEST && is_compound(name) && !is_one_of(name, everyday));
}

static void add_word(struct catalogue *catalogue, struct map *seen, slice word)
{
	bool new;
	map_put(seen, word, &new);
	if (new)
		*VEC_PUSH(&catalogue->words, catalogue->arena) = word;
}

/* The module's name where an import holds it. */
static void add_import_of(struct catalogue *catalogue, struct map *seen, slice root)
{
	static const char *const before[] = {"import ", "from ", ", ", NULL};
	for (const char *const *word = before; *word; word++)
		add_word(catalogue, seen,
			arena_printf(catalogue->arena, "%s" SLICE_FMT, *word, SLICE_ARG(root)));
}

enum { USES = 4 };

/* The ways to reach a function of a module: torch.load, import torch as t, from torch import load,
   getattr(torch, ...). */
static unsigned uses_of(struct arena *arena, slice module, slice function, slice ret_uses[USES])
{
	size_t dot = slice_rfind(module, '.');
	slice last = dot < module.n ? slice_after(module, dot + 1) : module;
	unsigned n = 0;
	ret_uses[n++] =
		arena_printf(arena, SLICE_FMT "." SLICE_FMT, SLICE_ARG(last), SLICE_ARG(function));
	ret_uses[n++] = arena_printf(arena, SLICE_FMT " as ", SLICE_ARG(module));
	ret_uses[n++] = arena_printf(arena, SLICE_FMT " import", SLICE_ARG(module));
	if (last.n == module.n)
		ret_uses[n++] = arena_printf(arena, "getattr(" SLICE_FMT, SLICE_ARG(last));
	return n;
}

static void add_uses_of(struct catalogue *catalogue, struct map *seen, slice module, slice function)
{
	slice uses[USES];
	unsigned n = uses_of(catalogue->arena, module, function, uses);
	for (unsigned i = 0; i < n; i++)
		add_word(catalogue, seen, uses[i]);
}

static bool is_everyday_module(slice root)
{
	return root.n < SHORT_MODULE || is_one_of(root, everyday_modules);
}

static bool is_rare_module(slice module)
{
	slice root = slice_cut(module, 0, slice_find(module, '.'));
	return !is_everyday_module(root) && !is_one_of(root, common_modules);
}

static bool is_plain(slice name)
{
	return slice_find(name, '*') == name.n && slice_find(name, '?') == name.n;
}

/* Every part of a module's name stands in a file that imports it: the first will do, unless
   another is a word already. */
static void add_module(struct catalogue *catalogue, struct map *seen, const struct pattern *pattern)
{
	slice module = pattern->module, rest = module;
	while (rest.n) {
		size_t dot = slice_find(rest, '.');
		if (map_get(seen, slice_cut(rest, 0, dot)))
			return;
		rest = slice_after(rest, dot + 1);
	}
	slice root = slice_cut(module, 0, slice_find(module, '.'));
	if (is_everyday_module(root) && pattern->shape == PATTERN_FUNCTION)
		add_uses_of(catalogue, seen, module, pattern->method);
	else if (is_everyday_module(root))
		add_import_of(catalogue, seen, root);
	else
		add_word(catalogue, seen, root);
}

static bool fetches_any_address(const struct sink *sink)
{
	return sink->only_text && (sink->form == SINK_FORM_URL || sink->form == SINK_FORM_HF_URI);
}

static void add_words_of(
	struct catalogue *catalogue, struct map *seen, const struct pattern *pattern)
{
	const struct sink *sink = pattern->sink;
	const struct sink_argument *condition = &sink->only_if;
	if (fetches_any_address(sink))
		return;
	if (condition->names_n == 1 && is_distinctive(condition->names[0]))
		add_word(catalogue, seen, condition->names[0]);
	else if (pattern->module.n && is_rare_module(pattern->module))
		add_module(catalogue, seen, pattern);
	else if (is_distinctive(pattern->method))
		add_word(catalogue, seen, pattern->method);
	else if (is_distinctive(pattern->receiver) && is_plain(pattern->receiver))
		add_word(catalogue, seen, pattern->receiver);
	else if (pattern->module.n)
		add_module(catalogue, seen, pattern);
	else if (!sink->evidence_n)
		add_word(catalogue, seen, pattern->method);
	else
		for (uint32_t i = 0; i < sink->evidence_n; i++)
			add_word(catalogue, seen, sink->evidence[i]);
}

static slice root_of(slice module)
{
	return slice_cut(module, 0, slice_find(module, '.'));
}

static void add_clue(struct catalogue *catalogue, struct pattern *pattern, slice word)
{
	bool new;
	uint32_t *at = map_put(&catalogue->clue_words, word, &new);
	if (new)
		*at = catalogue->clue_words.n - 1;
	*VEC_PUSH(&catalogue->clues, catalogue->arena) = *at;
	pattern->clues_n++;
}

static void add_use_clues(struct catalogue *catalogue, struct pattern *pattern)
{
	slice uses[USES];
	unsigned n = uses_of(catalogue->arena, pattern->module, pattern->method, uses);
	for (unsigned i = 0; i < n; i++)
		add_clue(catalogue, pattern, uses[i]);
}

/* The words of one pattern, as add_words_of chooses them; none when its method says enough. */
static void add_clues_of(struct catalogue *catalogue, struct pattern *pattern)
{
	const struct sink *sink = pattern->sink;
	const struct sink_argument *condition = &sink->only_if;
	slice module = pattern->module;
	pattern->clues = catalogue->clues.n;
	pattern->clues_n = 0;
	if (condition->names_n == 1 && is_distinctive(condition->names[0]))
		add_clue(catalogue, pattern, condition->names[0]);
	else if (module.n && (fetches_any_address(sink) || is_rare_module(module)))
		add_clue(catalogue, pattern, root_of(module));
	else if (is_distinctive(pattern->method))
		return;
	else if (module.n && is_everyday_module(root_of(module)) &&
		pattern->shape == PATTERN_FUNCTION)
		add_use_clues(catalogue, pattern);
	else if (module.n)
		add_clue(catalogue, pattern, root_of(module));
	else
		for (uint32_t i = 0; i < sink->evidence_n; i++)
			add_clue(catalogue, pattern, sink->evidence[i]);
}

static bool clue_stands(struct catalogue_view *view, uint32_t clue)
{
	enum { UNKNOWN, MISSING, STANDS };
	if (view->known[clue] == UNKNOWN) {
		slice word = view->catalogue->clue_words.entries[clue].key;
		view->known[clue] = find_text(view->text, word) ? STANDS : MISSING;
	}
	return view->known[clue] == STANDS;
}

static bool pattern_possible(struct catalogue_view *view, const struct pattern *pattern)
{
	for (uint32_t i = 0; i < pattern->clues_n; i++)
		if (clue_stands(view, view->catalogue->clues.at[pattern->clues + i]))
			return true;
	return pattern->clues_n == 0;
}

struct catalogue_view catalogue_view(
	const struct catalogue *catalogue, slice text, struct arena *arena)
{
	return (struct catalogue_view){.catalogue = catalogue,
		.text = text,
		.known = arena_zalloc(arena, catalogue->clue_words.n)};
}

void catalogue_methods(
	const struct catalogue *catalogue, void *context, void (*each)(void *context, slice method))
{
	for (uint32_t i = 0; i < catalogue->methods.n; i++)
		each(context, catalogue->methods.entries[i].key);
}

bool catalogue_possible(struct catalogue_view *view, slice method)
{
	const uint32_t *first = map_get(&view->catalogue->methods, method);
	for (uint32_t i = first ? *first : 0; i; i = view->catalogue->patterns.at[i].next) {
		const struct pattern *pattern = &view->catalogue->patterns.at[i];
		if (pattern->sink && pattern_possible(view, pattern))
			return true;
	}
	return false;
}

/* Pairs of neighbouring bytes as a set of 64: a word holds another only when it holds its pairs. */
static uint64_t pairs_of(slice word)
{
	uint64_t pairs = 0;
	for (size_t i = 0; i + 1 < word.n; i++)
		pairs |= (uint64_t)1
			<< (((unsigned char)word.p[i] * 31u + (unsigned char)word.p[i + 1]) & 63);
	return pairs;
}

static bool holds_another(const struct catalogue *catalogue, uint32_t word, const uint64_t *pairs)
{
	const slice *words = catalogue->words.at;
	for (uint32_t i = 0; i < catalogue->words.n; i++)
		if (i != word && (pairs[i] & ~pairs[word]) == 0 && words[i].n < words[word].n &&
			slice_has(words[word], words[i]))
			return true;
	return false;
}

/* Drops the words in which another stands. */
static void keep_smallest(struct catalogue *catalogue)
{
	uint32_t n = catalogue->words.n, kept = 0;
	uint64_t *pairs = arena_array(catalogue->arena, n, sizeof *pairs);
	slice *words = arena_array(catalogue->arena, n, sizeof *words);
	for (uint32_t i = 0; i < n; i++)
		pairs[i] = pairs_of(catalogue->words.at[i]);
	for (uint32_t i = 0; i < n; i++)
		if (!holds_another(catalogue, i, pairs))
			words[kept++] = catalogue->words.at[i];
	memcpy(catalogue->words.at, words, kept * sizeof *words);
	catalogue->words.n = kept;
}

void catalogue_collect_words(struct catalogue *catalogue)
{
	struct map seen;
	map_init(&seen, catalogue->arena);
	map_init(&catalogue->clue_words, catalogue->arena);
	catalogue->words.n = catalogue->clues.n = 0;
	for (const char *const *word = always; *word; word++)
		add_word(catalogue, &seen, slice_of(*word));
	for (uint32_t i = 1; i < catalogue->patterns.n; i++)
		if (catalogue->patterns.at[i].sink) {
			add_words_of(catalogue, &seen, &catalogue->patterns.at[i]);
			add_clues_of(catalogue, &catalogue->patterns.at[i]);
		}
	keep_smallest(catalogue);
}
