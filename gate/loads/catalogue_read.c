/*
 * Knows the syntax of a catalogue file (docs/sinks.md) and turns its YAML into
 * rows. Goes on after a mistake, so that all of them are told at once.
 */
#include "loads/catalogue_private.h"
#include "base/buf.h"
#include "base/distance.h"
#include "syntax/yml.h"

/* Keys that hold an argument, in one table with the places where they go. */
struct argument_key {
	slice name;
	size_t offset;
};

#define ARGUMENT(key, member) \
	{ \
		S_INIT(key), offsetof(struct sink, member) \
	}
#define S_INIT(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}

static const struct argument_key argument_keys[] = {
	ARGUMENT("repo", repo),
	ARGUMENT("revision", revision),
	ARGUMENT("code_revision", code_revision),
	ARGUMENT("safetensors", safetensors),
	ARGUMENT("weights_only", weights_only),
	ARGUMENT("remote_code", remote_code),
	ARGUMENT("filename", filename),
	ARGUMENT("subfolder", subfolder),
	ARGUMENT("local_files_only", local_files_only),
	ARGUMENT("type", type),
	ARGUMENT("endpoint", endpoint),
	ARGUMENT("second_repo", second_repo),
	ARGUMENT("only_if", only_if),
};

enum { ARGUMENTS = sizeof argument_keys / sizeof *argument_keys };

/* Words of a key, in the order of the enum they stand for. */
static const slice kind_words[] = {S_INIT("model"), S_INIT("tokenizer"), S_INIT("processor"),
	S_INIT("config"), S_INIT("dataset"), S_INIT("metric"), S_INIT("adapter"),
	S_INIT("pipeline"), S_INIT("file"), S_INIT("snapshot"), S_INIT("space"), S_INIT("kernel"),
	S_INIT("code"), S_INIT("deserialise")};
static const slice form_words[] = {S_INIT("id"), S_INIT("url"), S_INIT("at"), S_INIT("hf-uri"),
	S_INIT("hf-hub"), S_INIT("builder"), S_INIT("task"), S_INIT("path"), S_INIT("catalogue")};
static const slice hub_words[] = {S_INIT("huggingface"), S_INIT("github"), S_INIT("other")};
static const slice pickle_words[] = {S_INIT("no"), S_INIT("fallback"), S_INIT("always")};
static const slice type_words[] = {
	S_INIT("model"), S_INIT("dataset"), S_INIT("space"), S_INIT("kernel")};
static const slice code_words[] = {S_INIT("never"), S_INIT("always")};
static const slice yes_words[] = {S_INIT("no"), S_INIT("yes")};
static const slice file_keys[] = {S_INIT("library"), S_INIT("defaults"), S_INIT("sinks"),
	S_INIT("never"), S_INIT("builders")};
static const slice row_keys[] = {S_INIT("id"), S_INIT("call"), S_INIT("kind"), S_INIT("hub"),
	S_INIT("form"), S_INIT("repo_type"), S_INIT("pickle"), S_INIT("runs_code"),
	S_INIT("weights"), S_INIT("pinnable"), S_INIT("returns_path"), S_INIT("repo_optional"),
	S_INIT("not"), S_INIT("evidence"), S_INIT("safe_since"), S_INIT("pin_leak"), S_INIT("note"),
	S_INIT("way_out"), S_INIT("repo"), S_INIT("revision"), S_INIT("code_revision"),
	S_INIT("safetensors"), S_INIT("weights_only"), S_INIT("remote_code"), S_INIT("filename"),
	S_INIT("subfolder"), S_INIT("local_files_only"), S_INIT("type"), S_INIT("endpoint"),
	S_INIT("second_repo"), S_INIT("only_if"), S_INIT("only_text"), S_INIT("library")};

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

struct read_pattern {
	slice text;
	const struct sink *sink;
};

/* One text being read. */
struct reading {
	struct catalogue *catalogue;
	struct arena *arena;
	const struct yml_tree *tree;
	slice path, library;
	uint32_t first_line;
	uint32_t defaults; /* mapping, 0 = none */
	struct buf mistakes;
	struct {
		VEC(const struct sink *);
	} rows;
	struct {
		VEC(struct read_pattern);
	} patterns;
	struct {
		VEC(slice);
	} builders;
};

static void mistake_at(struct reading *reading, uint32_t line, uint32_t column, const char *format,
	...) __attribute__((format(printf, 4, 5)));

static void mistake_at(
	struct reading *reading, uint32_t line, uint32_t column, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	slice text = arena_vprintf(reading->arena, format, arguments);
	va_end(arguments);
	buf_printf(&reading->mistakes, "%s" SLICE_FMT ":%u:%u: " SLICE_FMT,
		reading->mistakes.n ? "\n" : "", SLICE_ARG(reading->path),
		line + reading->first_line - 1, column, SLICE_ARG(text));
}

static const struct yml_node *node_at(const struct reading *reading, uint32_t node)
{
	return &reading->tree->nodes[node];
}

#define MISTAKE(reading, node, ...) \
	mistake_at((reading), node_at((reading), (node))->line, \
		node_at((reading), (node))->column, __VA_ARGS__)

static void unknown_word(struct reading *reading, uint32_t node, const char *what,
	const slice *known, uint32_t known_n)
{
	slice word = yml_scalar(reading->tree, node);
	slice near = nearest(word, known, known_n);
	if (near.n)
		MISTAKE(reading, node, "unknown %s '" SLICE_FMT "', did you mean '" SLICE_FMT "'?",
			what, SLICE_ARG(word), SLICE_ARG(near));
	else
		MISTAKE(reading, node, "unknown %s '" SLICE_FMT "'", what, SLICE_ARG(word));
}

static bool known_word(slice word, const slice *known, uint32_t known_n, uint32_t *ret_index)
{
	for (uint32_t i = 0; i < known_n; i++)
		if (slice_eq(word, known[i])) {
			*ret_index = i;
			return true;
		}
	return false;
}

/* All keys of a mapping are among `known`, once each. */
static void check_keys(
	struct reading *reading, uint32_t mapping, const slice *known, uint32_t known_n)
{
	for (uint32_t key = node_at(reading, mapping)->child; key;) {
		uint32_t ignored;
		if (!known_word(yml_scalar(reading->tree, key), known, known_n, &ignored))
			unknown_word(reading, key, "key", known, known_n);
		else if (node_at(reading, key)->duplicate)
			MISTAKE(reading, key, "'" SLICE_FMT "' stands here twice",
				SLICE_ARG(yml_scalar(reading->tree, key)));
		uint32_t value = node_at(reading, key)->next;
		key = value ? node_at(reading, value)->next : 0;
	}
}

static bool is_mapping(struct reading *reading, uint32_t node, const char *what)
{
	if (node_at(reading, node)->kind == YML_MAPPING)
		return true;
	MISTAKE(reading, node, "%s is a mapping of keys", what);
	return false;
}

/* The value of a key of the row, or of the file's defaults. */
static uint32_t value_of(struct reading *reading, uint32_t row, const char *key)
{
	uint32_t value = yml_get(reading->tree, row, key);
	return value || !reading->defaults ? value : yml_get(reading->tree, reading->defaults, key);
}

static slice text_of(struct reading *reading, uint32_t row, const char *key)
{
	uint32_t value = value_of(reading, row, key);
	if (!value)
		return S("");
	if (node_at(reading, value)->kind != YML_SCALAR)
		MISTAKE(reading, value, "'%s' is a text", key);
	return yml_scalar(reading->tree, value);
}

/* Index of the word that the key holds, `fallback` when the key is missing. */
static uint32_t word_of(struct reading *reading, uint32_t row, const char *key, const slice *known,
	uint32_t known_n, uint32_t fallback)
{
	uint32_t value = value_of(reading, row, key);
	uint32_t index = fallback;
	if (value && !known_word(yml_scalar(reading->tree, value), known, known_n, &index))
		unknown_word(reading, value, key, known, known_n);
	return index;
}

#define WORD(reading, row, key, words, fallback) \
	word_of((reading), (row), (key), (words), COUNT(words), (fallback))

static bool yes_of(struct reading *reading, uint32_t row, const char *key, bool fallback)
{
	return WORD(reading, row, key, yes_words, fallback) == 1;
}

/* A text or a sequence of texts. */
static const slice *list_of(struct reading *reading, uint32_t row, const char *key, uint32_t *ret_n)
{
	struct {
		VEC(slice);
	} list = {0};
	uint32_t value = value_of(reading, row, key);
	*ret_n = 0;
	if (!value)
		return NULL;
	bool many = node_at(reading, value)->kind == YML_SEQUENCE;
	for (uint32_t i = many ? node_at(reading, value)->child : value; i;
		i = many ? node_at(reading, i)->next : 0) {
		if (node_at(reading, i)->kind != YML_SCALAR)
			MISTAKE(reading, i, "'%s' is a text or a list of texts", key);
		*VEC_PUSH(&list, reading->arena) = yml_scalar(reading->tree, i);
	}
	*ret_n = list.n;
	return list.at;
}

static size_t digits(slice text)
{
	size_t n = 0;
	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	return n;
}

/* `0 ` in front: positions are small, Python itself stops at 255 in old versions. */
static bool take_position(slice *text, struct sink_argument *argument)
{
	enum { MAX_POSITION_DIGITS = 3 };
	size_t n = digits(*text);
	argument->position = -1;
	if (!n)
		return true;
	if (n > MAX_POSITION_DIGITS)
		return false;
	argument->position = 0;
	for (size_t i = 0; i < n; i++)
		argument->position = argument->position * 10 + (text->p[i] - '0');
	slice rest = slice_after(*text, n);
	*text = slice_trim(rest);
	return !rest.n || text->n < rest.n;
}

static bool is_identifier(slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c != '_' && !(c >= '0' && c <= '9') &&
			!((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return name.n && !digits(slice_cut(name, 0, 1));
}

/* `a|b`: the spellings of a keyword; `a.b.c`: key c in key b of argument a. */
static bool take_names(struct reading *reading, slice text, struct sink_argument *argument)
{
	struct {
		VEC(slice);
	} names = {0};
	size_t dot = slice_find(text, '.');
	if (dot < text.n) {
		argument->via = text;
		text = slice_cut(text, 0, dot);
	}
	while (text.n) {
		size_t bar = slice_find(text, '|');
		slice name = slice_trim(slice_cut(text, 0, bar));
		if (!is_identifier(name))
			return false;
		*VEC_PUSH(&names, reading->arena) = name;
		text = slice_after(text, bar + 1);
	}
	argument->names = names.at;
	argument->names_n = names.n;
	return names.n || argument->position >= 0;
}

static bool parse_argument(struct reading *reading, slice text, struct sink_argument *argument)
{
	if (slice_is(text, "none"))
		return true;
	argument->given = true;
	size_t equals = slice_find(text, '=');
	if (equals < text.n)
		argument->fallback = slice_trim(slice_after(text, equals + 1));
	text = slice_trim(slice_cut(text, 0, equals));
	return take_position(&text, argument) && take_names(reading, text, argument);
}

static void read_arguments(struct reading *reading, uint32_t row, struct sink *sink)
{
	for (uint32_t i = 0; i < ARGUMENTS; i++) {
		const struct argument_key *key = &argument_keys[i];
		struct sink_argument *argument = (void *)((char *)sink + key->offset);
		argument->position = -1;
		uint32_t value = value_of(reading, row, key->name.p);
		if (value && !parse_argument(reading, yml_scalar(reading->tree, value), argument))
			MISTAKE(reading, value,
				"'" SLICE_FMT
				"' is written as POSITION NAME|NAME = DEFAULT, such as "
				"'0 repo_id', 'revision = None' or 'model_kwargs.revision'",
				SLICE_ARG(key->name));
	}
}

/* Forms whose text can hold a revision. */
static bool form_holds_revision(enum sink_form form)
{
	return form == SINK_FORM_URL || form == SINK_FORM_AT || form == SINK_FORM_HF_URI ||
		form == SINK_FORM_HF_HUB || form == SINK_FORM_TASK;
}

static bool kind_has_weights(enum hfg_kind kind, slice repo_type)
{
	switch (kind) {
	case HFG_MODEL:
	case HFG_ADAPTER:
	case HFG_PIPELINE:
	case HFG_DESERIALISE:
		return true;
	case HFG_FILE:
	case HFG_SNAPSHOT:
		return !repo_type.n || slice_is(repo_type, "model");
	default:
		return false;
	}
}

static enum hfg_remote_code code_of(struct reading *reading, uint32_t row, const struct sink *sink)
{
	if (WORD(reading, row, "runs_code", code_words, 0))
		return HFG_CODE_ALWAYS;
	return sink->remote_code.given ? HFG_CODE_ON : HFG_CODE_OFF;
}

static void read_public(struct reading *reading, uint32_t row, struct sink *sink)
{
	struct hfg_sink *public = &sink->public;
	public->id = text_of(reading, row, "id");
	public->library = text_of(reading, row, "library");
	if (!public->library.n)
	public->library = reading->library;
	public->kind = WORD(reading, row, "kind", kind_words, HFG_MODEL);
	public->hub = WORD(reading, row, "hub", hub_words, HFG_HUB_HUGGING_FACE);
	public->pickle = WORD(reading, row, "pickle", pickle_words, HFG_PICKLE_NO);
	public->remote_code = code_of(reading, row, sink);
	public->revision_supported = yes_of(
		reading, row, "pinnable", sink->revision.given || form_holds_revision(sink->form));
	public->safetensors_supported = sink->safetensors.given;
	public->weights_only_supported = sink->weights_only.given;
	public->carries_weights =
		yes_of(reading, row, "weights", kind_has_weights(public->kind, sink->repo_type));
	public->pin_leak = text_of(reading, row, "pin_leak");
	public->note = text_of(reading, row, "note");
	public->way_out = text_of(reading, row, "way_out");
}

static void read_repo_type(struct reading *reading, uint32_t row, struct sink *sink)
{
	enum { NO_TYPE = COUNT(type_words) };
	uint32_t type = WORD(reading, row, "repo_type", type_words, NO_TYPE);
	if (type != NO_TYPE)
		sink->repo_type = type_words[type];
}

static void check_callees(struct reading *reading, uint32_t row, const struct sink *sink)
{
	uint32_t at = yml_get(reading->tree, row, "call");
	for (uint32_t i = 0; i < sink->callees_n; i++) {
		const char *mistake = catalogue_pattern_mistake(sink->callees[i]);
		if (mistake)
			MISTAKE(reading, at, "'" SLICE_FMT "': %s", SLICE_ARG(sink->callees[i]),
				mistake);
	}
}

/* A row of its own for each pattern, so that what rules see names the pattern that matched. */
static void keep_row(struct reading *reading, const struct sink *row)
{
	for (uint32_t i = 0; i < row->callees_n; i++) {
		struct sink *sink = arena_alloc(reading->arena, sizeof *sink);
		*sink = *row;
		sink->public.callee = row->callees[i];
		if (!i)
			*VEC_PUSH(&reading->rows, reading->arena) = sink;
		*VEC_PUSH(&reading->patterns, reading->arena) =
			(struct read_pattern){row->callees[i], sink};
	}
}

static void read_row(struct reading *reading, uint32_t row)
{
	if (!is_mapping(reading, row, "a sink"))
		return;
	check_keys(reading, row, row_keys, COUNT(row_keys));
	struct sink sink = {0};
	sink.callees = list_of(reading, row, "call", &sink.callees_n);
	if (!sink.callees_n) {
		MISTAKE(reading, row, "a sink needs 'call', such as mylib.load_model");
		return;
	}
	check_callees(reading, row, &sink);
	sink.form = WORD(reading, row, "form", form_words, SINK_FORM_ID);
	read_repo_type(reading, row, &sink);
	read_arguments(reading, row, &sink);
	read_public(reading, row, &sink);
	if (!sink.public.id.n)
		sink.public.id = sink.callees[0];
	sink.not_receivers = list_of(reading, row, "not", &sink.not_receivers_n);
	sink.evidence = list_of(reading, row, "evidence", &sink.evidence_n);
	sink.safe_since = text_of(reading, row, "safe_since");
	sink.returns_path = yes_of(reading, row, "returns_path", false);
	sink.only_text = yes_of(reading, row, "only_text", false);
	sink.repo_optional = yes_of(reading, row, "repo_optional", false);
	sink.origin = arena_printf(reading->arena, SLICE_FMT ":%u", SLICE_ARG(reading->path),
		node_at(reading, row)->line + reading->first_line - 1);
	keep_row(reading, &sink);
}

static void read_rows(struct reading *reading, uint32_t rows)
{
	rows = yml_real(reading->tree, rows);
	if (node_at(reading, rows)->kind != YML_SEQUENCE) {
		MISTAKE(reading, rows, "'sinks' is a list of rows, each with a 'call'");
		return;
	}
	for (uint32_t i = node_at(reading, rows)->child; i; i = node_at(reading, i)->next)
		read_row(reading, yml_real(reading->tree, i));
}

static void read_never(struct reading *reading, uint32_t file)
{
	uint32_t at = yml_get(reading->tree, file, "never");
	uint32_t n;
	const slice *callees = list_of(reading, file, "never", &n);
	for (uint32_t i = 0; i < n; i++) {
		const char *mistake = catalogue_pattern_mistake(callees[i]);
		if (mistake)
			MISTAKE(reading, at, "'" SLICE_FMT "': %s", SLICE_ARG(callees[i]), mistake);
		*VEC_PUSH(&reading->patterns, reading->arena) =
			(struct read_pattern){callees[i], NULL};
	}
}

static void read_builders(struct reading *reading, uint32_t file)
{
	uint32_t n;
	const slice *names = list_of(reading, file, "builders", &n);
	for (uint32_t i = 0; i < n; i++)
		*VEC_PUSH(&reading->builders, reading->arena) = names[i];
}

static void read_file(struct reading *reading, uint32_t file)
{
	if (!is_mapping(reading, file, "a catalogue file"))
		return;
	check_keys(reading, file, file_keys, COUNT(file_keys));
	reading->library = yml_scalar(reading->tree, yml_get(reading->tree, file, "library"));
	if (!reading->library.n)
		MISTAKE(reading, file, "a catalogue file needs 'library'");
	read_never(reading, file);
	read_builders(reading, file);
	reading->defaults = yml_get(reading->tree, file, "defaults");
	if (reading->defaults && is_mapping(reading, reading->defaults, "'defaults'"))
		check_keys(reading, reading->defaults, row_keys, COUNT(row_keys));
	uint32_t rows = yml_get(reading->tree, file, "sinks");
	if (rows)
		read_rows(reading, rows);
}

static void read_document(struct reading *reading)
{
	const struct yml_tree *tree = reading->tree;
	if (!tree->complete) {
		mistake_at(reading, tree->error_line, tree->error_column, SLICE_FMT,
			SLICE_ARG(tree->error));
		return;
	}
	uint32_t root = yml_real(tree, tree->root);
	if (!root)
		return;
	if (node_at(reading, root)->kind == YML_SEQUENCE)
		read_rows(reading, root);
	else
		read_file(reading, root);
}

static void keep(struct reading *reading)
{
	struct catalogue *catalogue = reading->catalogue;
	for (uint32_t i = 0; i < reading->rows.n; i++)
		*VEC_PUSH(&catalogue->rows, catalogue->arena) = reading->rows.at[i];
	for (uint32_t i = 0; i < reading->patterns.n; i++)
		catalogue_add_pattern(
			catalogue, reading->patterns.at[i].text, reading->patterns.at[i].sink);
	for (uint32_t i = 0; i < reading->builders.n; i++)
		map_put(&catalogue->builders, reading->builders.at[i], NULL);
}

slice catalogue_read(struct catalogue *catalogue, slice yaml, slice path, uint32_t first_line)
{
	struct reading reading = {.catalogue = catalogue,
		.arena = catalogue->arena,
		.tree = yml_parse(yaml, catalogue->arena),
		.path = path,
		.library = S("policy"),
		.first_line = first_line};
	read_document(&reading);
	if (!reading.mistakes.n)
		keep(&reading);
	slice mistakes = arena_copy(catalogue->arena, buf_slice(&reading.mistakes));
	buf_free(&reading.mistakes);
	return mistakes;
}
