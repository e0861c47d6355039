/*
 * Knows which words betray a load to a search through bytes. A file can only
 * hold a load of a row when it holds the method's name, and when the row names
 * a library, that name too, and when it depends on a keyword, the keyword. The
 * rarest of these is taken.
 */
#include "loads/catalogue_private.h"

/* Names that stand in half of all programs, so that the library's name is the rarer one. */
static const char *const everyday[] = {"create_model", "from_config", "from_csv", "from_json",
	"from_parquet", "from_text", "get_file", "get_model", "get_tokenizer", "load_checkpoint",
	"load_config", "load_data", "load_from_disk", "load_local", "load_model", "load_module",
	"load_session", "load_state", "load_state_dict", "load_url", "make_env", "read_csv",
	"read_json", "read_parquet", "restore_from", NULL};

/* Where addresses of the Hub begin; rows that fetch any address need no other word. */
static const char *const hosts[] = {"huggingface.co", "hf.co/", "hf://", NULL};

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

/* Every part of a module's name stands in a file that imports it: the first will do, unless
   another is a word already. */
static void add_module(struct catalogue *catalogue, struct map *seen, slice module)
{
	slice rest = module;
	while (rest.n) {
		size_t dot = slice_find(rest, '.');
		if (map_get(seen, slice_cut(rest, 0, dot)))
			return;
		rest = slice_after(rest, dot + 1);
	}
	add_word(catalogue, seen, slice_cut(module, 0, slice_find(module, '.')));
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
	else if (is_distinctive(pattern->method))
		add_word(catalogue, seen, pattern->method);
	else if (pattern->module.n)
		add_module(catalogue, seen, pattern->module);
	else if (!sink->evidence_n)
		add_word(catalogue, seen, pattern->method);
	for (uint32_t i = 0; i < sink->evidence_n && !is_distinctive(pattern->method); i++)
		add_word(catalogue, seen, sink->evidence[i]);
}

void catalogue_collect_words(struct catalogue *catalogue)
{
	struct map seen;
	map_init(&seen, catalogue->arena);
	catalogue->words.n = 0;
	for (const char *const *host = hosts; *host; host++)
		add_word(catalogue, &seen, slice_of(*host));
	for (uint32_t i = 1; i < catalogue->patterns.n; i++)
		if (catalogue->patterns.at[i].sink)
			add_words_of(catalogue, &seen, &catalogue->patterns.at[i]);
}
