/*
 * Knows the syntax of a catalogue file (docs/sinks.md) and turns its YAML into
 * rows. Goes on after a mistake, so that all of them are told at once.
 */
#include "loads/catalogue_private.h"
#include "base/buf.h"
#include "base/distance.h"
#include "syntax/yml.h"

#include <stddef.h>

/* Keys of a row; those that hold an argument last. */
enum key {
	KEY_ID,
	KEY_LIBRARY,
	KEY_CALL,
	KEY_COMMAND,
	KEY_EACH,
	KEY_SWITCHES,
	KEY_FIELD,
	KEY_IMAGE,
	KEY_ENTRYPOINT,
	KEY_KIND,
	KEY_HUB,
	KEY_FORM,
	KEY_REPO_TYPE,
	KEY_PICKLE,
	KEY_RUNS_CODE,
	KEY_WEIGHTS,
	KEY_PINNABLE,
	KEY_RETURNS_PATH,
	KEY_REPO_OPTIONAL,
	KEY_ONLY_TEXT,
	KEY_NOT,
	KEY_EVIDENCE,
	KEY_SAFE_SINCE,
	KEY_PIN_LEAK,
	KEY_NOTE,
	KEY_WAY_OUT,
	KEY_REPO,
	KEY_REVISION,
	KEY_CODE_REVISION,
	KEY_SAFETENSORS,
	KEY_WEIGHTS_ONLY,
	KEY_REMOTE_CODE,
	KEY_FILENAME,
	KEY_SUBFOLDER,
	KEY_LOCAL_FILES_ONLY,
	KEY_TYPE,
	KEY_ENDPOINT,
	KEY_SECOND_REPO,
	KEY_ONLY_IF,
	KEYS,
};

#define S_INIT(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}

static const slice row_keys[KEYS] = {
	[KEY_ID] = S_INIT("id"),
	[KEY_LIBRARY] = S_INIT("library"),
	[KEY_CALL] = S_INIT("call"),
	[KEY_COMMAND] = S_INIT("command"),
	[KEY_EACH] = S_INIT("each"),
	[KEY_SWITCHES] = S_INIT("switches"),
	[KEY_FIELD] = S_INIT("field"),
	[KEY_IMAGE] = S_INIT("image"),
	[KEY_ENTRYPOINT] = S_INIT("entrypoint"),
	[KEY_KIND] = S_INIT("kind"),
	[KEY_HUB] = S_INIT("hub"),
	[KEY_FORM] = S_INIT("form"),
	[KEY_REPO_TYPE] = S_INIT("repo_type"),
	[KEY_PICKLE] = S_INIT("pickle"),
	[KEY_RUNS_CODE] = S_INIT("runs_code"),
	[KEY_WEIGHTS] = S_INIT("weights"),
	[KEY_PINNABLE] = S_INIT("pinnable"),
	[KEY_RETURNS_PATH] = S_INIT("returns_path"),
	[KEY_REPO_OPTIONAL] = S_INIT("repo_optional"),
	[KEY_ONLY_TEXT] = S_INIT("only_text"),
	[KEY_NOT] = S_INIT("not"),
	[KEY_EVIDENCE] = S_INIT("evidence"),
	[KEY_SAFE_SINCE] = S_INIT("safe_since"),
	[KEY_PIN_LEAK] = S_INIT("pin_leak"),
	[KEY_NOTE] = S_INIT("note"),
	[KEY_WAY_OUT] = S_INIT("way_out"),
	[KEY_REPO] = S_INIT("repo"),
	[KEY_REVISION] = S_INIT("revision"),
	[KEY_CODE_REVISION] = S_INIT("code_revision"),
	[KEY_SAFETENSORS] = S_INIT("safetensors"),
	[KEY_WEIGHTS_ONLY] = S_INIT("weights_only"),
	[KEY_REMOTE_CODE] = S_INIT("remote_code"),
	[KEY_FILENAME] = S_INIT("filename"),
	[KEY_SUBFOLDER] = S_INIT("subfolder"),
	[KEY_LOCAL_FILES_ONLY] = S_INIT("local_files_only"),
	[KEY_TYPE] = S_INIT("type"),
	[KEY_ENDPOINT] = S_INIT("endpoint"),
	[KEY_SECOND_REPO] = S_INIT("second_repo"),
	[KEY_ONLY_IF] = S_INIT("only_if"),
};

/* Where the arguments go. */
static const size_t argument_offsets[KEYS] = {
	[KEY_REPO] = offsetof(struct sink, repo),
	[KEY_REVISION] = offsetof(struct sink, revision),
	[KEY_CODE_REVISION] = offsetof(struct sink, code_revision),
	[KEY_SAFETENSORS] = offsetof(struct sink, safetensors),
	[KEY_WEIGHTS_ONLY] = offsetof(struct sink, weights_only),
	[KEY_REMOTE_CODE] = offsetof(struct sink, remote_code),
	[KEY_FILENAME] = offsetof(struct sink, filename),
	[KEY_SUBFOLDER] = offsetof(struct sink, subfolder),
	[KEY_LOCAL_FILES_ONLY] = offsetof(struct sink, local_files_only),
	[KEY_TYPE] = offsetof(struct sink, type),
	[KEY_ENDPOINT] = offsetof(struct sink, endpoint),
	[KEY_SECOND_REPO] = offsetof(struct sink, second_repo),
	[KEY_ONLY_IF] = offsetof(struct sink, only_if),
};

/* Words of a key, in the order of the enum they stand for. */
static const slice kind_words[] = {S_INIT("model"), S_INIT("tokenizer"), S_INIT("processor"),
	S_INIT("config"), S_INIT("dataset"), S_INIT("metric"), S_INIT("adapter"),
	S_INIT("pipeline"), S_INIT("file"), S_INIT("snapshot"), S_INIT("space"), S_INIT("kernel"),
	S_INIT("code"), S_INIT("deserialise")};
static const slice form_words[] = {S_INIT("id"), S_INIT("url"), S_INIT("at"), S_INIT("hf-uri"),
	S_INIT("hf-hub"), S_INIT("builder"), S_INIT("task"), S_INIT("path"), S_INIT("catalogue"),
	S_INIT("quant"), S_INIT("kserve")};
static const slice each_words[] = {
	S_INIT("no"), S_INIT("file"), S_INIT("repository"), S_INIT("package")};
static const slice hub_words[] = {S_INIT("huggingface"), S_INIT("github"), S_INIT("other")};
static const slice pickle_words[] = {S_INIT("no"), S_INIT("fallback"), S_INIT("always")};
static const slice type_words[] = {
	S_INIT("model"), S_INIT("dataset"), S_INIT("space"), S_INIT("kernel")};
static const slice code_words[] = {S_INIT("never"), S_INIT("always")};
static const slice yes_words[] = {S_INIT("no"), S_INIT("yes")};

enum file_key { FILE_LIBRARY, FILE_DEFAULTS, FILE_SINKS, FILE_NEVER, FILE_BUILDERS, FILE_KEYS };
static const slice file_keys[FILE_KEYS] = {
	[FILE_LIBRARY] = S_INIT("library"),
	[FILE_DEFAULTS] = S_INIT("defaults"),
	[FILE_SINKS] = S_INIT("sinks"),
	[FILE_NEVER] = S_INIT("never"),
	[FILE_BUILDERS] = S_INIT("builders"),
};

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
	uint32_t defaults[KEYS]; /* value nodes, 0 = none */
	uint32_t values[KEYS];   /* of the row at hand, defaults included */
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
	struct {
		VEC(const struct sink *);
	} fields, images;
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

/* Value nodes of a mapping by the index of their key; what is not among `known` is a mistake. */
static void take_values(struct reading *reading, uint32_t mapping, const slice *known,
	uint32_t known_n, uint32_t *values)
{
	for (uint32_t key = node_at(reading, mapping)->child; key;) {
		uint32_t value = node_at(reading, key)->next, index;
		if (!known_word(yml_scalar(reading->tree, key), known, known_n, &index))
			unknown_word(reading, key, "key", known, known_n);
		else if (node_at(reading, key)->duplicate)
			MISTAKE(reading, key, "'" SLICE_FMT "' stands here twice",
				SLICE_ARG(known[index]));
		else
			values[index] = yml_real(reading->tree, value);
		key = node_at(reading, value)->next;
	}
}

static bool is_mapping(struct reading *reading, uint32_t node, const char *what)
{
	if (node_at(reading, node)->kind == YML_MAPPING)
		return true;
	MISTAKE(reading, node, "%s is a mapping of keys", what);
	return false;
}

static slice text_of(struct reading *reading, enum key key)
{
	uint32_t value = reading->values[key];
	if (!value)
		return S("");
	if (node_at(reading, value)->kind != YML_SCALAR)
		MISTAKE(reading, value, "'%s' is a text", row_keys[key].p);
	return yml_scalar(reading->tree, value);
}

/* Index of the word that the key holds, `fallback` when the key is missing. */
static uint32_t word_of(struct reading *reading, enum key key, const slice *known, uint32_t known_n,
	uint32_t fallback)
{
	uint32_t value = reading->values[key];
	uint32_t index = fallback;
	if (value && !known_word(yml_scalar(reading->tree, value), known, known_n, &index))
		unknown_word(reading, value, row_keys[key].p, known, known_n);
	return index;
}

#define WORD(reading, key, words, fallback) \
	word_of((reading), (key), (words), COUNT(words), (fallback))

static bool yes_of(struct reading *reading, enum key key, bool fallback)
{
	return WORD(reading, key, yes_words, fallback) == 1;
}

static uint32_t children(const struct reading *reading, uint32_t node)
{
	uint32_t n = 0;
	for (uint32_t i = node_at(reading, node)->child; i; i = node_at(reading, i)->next)
		n++;
	return n;
}

/* A text or a sequence of texts; `value` 0 gives none. */
static const slice *list_of(
	struct reading *reading, uint32_t value, const char *key, uint32_t *ret_n)
{
	*ret_n = 0;
	if (!value)
		return NULL;
	bool many = node_at(reading, value)->kind == YML_SEQUENCE;
	uint32_t n = many ? children(reading, value) : 1;
	slice *list = arena_array(reading->arena, n, sizeof *list);
	uint32_t node = many ? node_at(reading, value)->child : value;
	for (uint32_t i = 0; i < n; i++, node = node_at(reading, node)->next) {
		if (node_at(reading, node)->kind != YML_SCALAR)
			MISTAKE(reading, node, "'%s' is a text or a list of texts", key);
		list[i] = yml_scalar(reading->tree, node);
	}
	*ret_n = n;
	return list;
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
	argument->rest = slice_starts(rest, S("+"));
	rest = slice_after(rest, argument->rest);
	if (slice_starts(rest, S(":"))) {
		argument->via = slice_after(rest, 1);
		*text = S("");
		return argument->via.n > 0;
	}
	*text = slice_trim(rest);
	return !rest.n || text->n < rest.n;
}

/* `--model`, `-hf`, `--policy.path` */
static bool is_option(slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!memchr("_-.", c, 3) && !(c >= '0' && c <= '9') &&
			!((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return name.n > 1 && name.p[0] == '-';
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
	bool option = text.n && text.p[0] == '-';
	size_t dot = slice_find(text, option ? ':' : '.');
	if (dot < text.n) {
		argument->via = option ? slice_after(text, dot + 1) : text;
		text = slice_cut(text, 0, dot);
	}
	while (text.n) {
		size_t bar = slice_find(text, '|');
		slice name = slice_trim(slice_cut(text, 0, bar));
		if (!(option ? is_option(name) : is_identifier(name)))
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

static void read_arguments(struct reading *reading, struct sink *sink)
{
	for (enum key key = KEY_REPO; key < KEYS; key++) {
		struct sink_argument *argument = (void *)((char *)sink + argument_offsets[key]);
		argument->position = -1;
		uint32_t value = reading->values[key];
		if (value && !parse_argument(reading, yml_scalar(reading->tree, value), argument))
			MISTAKE(reading, value,
				"'%s' is written as POSITION NAME|NAME = DEFAULT, such as '0 "
				"repo_id', "
				"'revision = None' or 'model_kwargs.revision'",
				row_keys[key].p);
	}
}

/* Forms whose text can hold a revision. */
static bool form_holds_revision(enum sink_form form)
{
	return form == SINK_FORM_URL || form == SINK_FORM_AT || form == SINK_FORM_HF_URI ||
		form == SINK_FORM_HF_HUB || form == SINK_FORM_TASK || form == SINK_FORM_KSERVE;
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

static enum hfg_remote_code code_of(struct reading *reading, const struct sink *sink)
{
	if (WORD(reading, KEY_RUNS_CODE, code_words, 0))
		return HFG_CODE_ALWAYS;
	return sink->remote_code.given ? HFG_CODE_ON : HFG_CODE_OFF;
}

/* How people pin the load on this command's line. */
static slice pin_of(struct reading *reading, const struct sink *sink)
{
	const struct sink_argument *revision = &sink->revision;
	if (!sink->command)
		return S("");
	if (sink->each == SINK_EACH_REPOSITORY)
		return S("`git checkout *` right behind it");
	if (revision->names_n && !revision->via.n)
		return arena_printf(reading->arena, SLICE_FMT " *",
			SLICE_ARG(revision->names[revision->names_n - 1]));
	if (revision->via.n)
		return arena_printf(
			reading->arena, SLICE_FMT "=* in the list", SLICE_ARG(revision->via));
	if (sink->each == SINK_EACH_PACKAGE)
		return S("@* behind the address");
	return sink->form == SINK_FORM_URL ? S("/resolve/*/ in the address")
					   : S("@* behind the name");
}

static slice safe_of(struct reading *reading, const struct sink *sink)
{
	if (!sink->command || !sink->safetensors.names_n)
		return S("");
	return arena_printf(
		reading->arena, SLICE_FMT " safetensors", SLICE_ARG(sink->safetensors.names[0]));
}

static void read_public(struct reading *reading, struct sink *sink)
{
	struct hfg_sink *public = &sink->public;
	public->id = text_of(reading, KEY_ID);
	public->library = text_of(reading, KEY_LIBRARY);
	if (!public->library.n)
	public->library = reading->library;
	public->kind = WORD(reading, KEY_KIND, kind_words, HFG_MODEL);
	public->hub = WORD(reading, KEY_HUB, hub_words, HFG_HUB_HUGGING_FACE);
	public->pickle = WORD(reading, KEY_PICKLE, pickle_words, HFG_PICKLE_NO);
	public->remote_code = code_of(reading, sink);
	public->revision_supported = yes_of(
		reading, KEY_PINNABLE, sink->revision.given || form_holds_revision(sink->form));
	public->safetensors_supported = sink->safetensors.given;
	public->weights_only_supported = sink->weights_only.given;
	public->carries_weights =
		yes_of(reading, KEY_WEIGHTS, kind_has_weights(public->kind, sink->repo_type));
	public->pin_leak = text_of(reading, KEY_PIN_LEAK);
	public->note = text_of(reading, KEY_NOTE);
	public->way_out = text_of(reading, KEY_WAY_OUT);
	public->pin = pin_of(reading, sink);
	public->safe = safe_of(reading, sink);
}

static void read_repo_type(struct reading *reading, struct sink *sink)
{
	enum { NO_TYPE = COUNT(type_words) };
	uint32_t type = WORD(reading, KEY_REPO_TYPE, type_words, NO_TYPE);
	if (type != NO_TYPE)
		sink->repo_type = type_words[type];
}

static void check_callees(
	struct reading *reading, uint32_t node, const slice *callees, uint32_t n, bool command)
{
	for (uint32_t i = 0; i < n; i++) {
		const char *mistake = command ? catalogue_command_mistake(callees[i])
					      : catalogue_pattern_mistake(callees[i]);
		if (mistake)
			MISTAKE(reading, node, "'" SLICE_FMT "': %s", SLICE_ARG(callees[i]),
				mistake);
	}
}

static struct sink *copy_of(struct reading *reading, const struct sink *row, slice callee)
{
	struct sink *sink = arena_alloc(reading->arena, sizeof *sink);
	*sink = *row;
	sink->public.callee = callee;
	return sink;
}

/* A row of its own for each pattern, so that what rules see names the pattern that matched. */
static void keep_row(struct reading *reading, const struct sink *row)
{
	for (uint32_t i = 0; i < row->callees_n; i++) {
		struct sink *sink = copy_of(reading, row, row->callees[i]);
		if (!i)
			*VEC_PUSH(&reading->rows, reading->arena) = sink;
		*VEC_PUSH(&reading->patterns, reading->arena) =
			(struct read_pattern){row->callees[i], sink};
	}
	for (uint32_t i = 0; i < row->fields_n; i++) {
		const struct sink *sink = copy_of(reading, row, row->fields[i]);
		if (!i && !row->callees_n)
			*VEC_PUSH(&reading->rows, reading->arena) = sink;
		*VEC_PUSH(&reading->fields, reading->arena) = sink;
	}
	if (row->entrypoint.n)
		*VEC_PUSH(&reading->images, reading->arena) = copy_of(reading, row, S(""));
}

static void read_places(struct reading *reading, struct sink *sink)
{
	sink->fields = list_of(reading, reading->values[KEY_FIELD], "field", &sink->fields_n);
	sink->images = list_of(reading, reading->values[KEY_IMAGE], "image", &sink->images_n);
	sink->entrypoint = text_of(reading, KEY_ENTRYPOINT);
}

static void read_row(struct reading *reading, uint32_t row)
{
	if (!is_mapping(reading, row, "a sink"))
		return;
	memcpy(reading->values, reading->defaults, sizeof reading->values);
	take_values(reading, row, row_keys, KEYS, reading->values);
	struct sink sink = {0};
	uint32_t call = reading->values[KEY_CALL];
	sink.command = !call && reading->values[KEY_COMMAND];
	if (sink.command)
		call = reading->values[KEY_COMMAND];
	sink.callees = list_of(reading, call, sink.command ? "command" : "call", &sink.callees_n);
	read_places(reading, &sink);
	if (!sink.callees_n && !sink.fields_n && !sink.entrypoint.n) {
		MISTAKE(reading, row,
			"a sink needs 'call', such as mylib.load_model, or 'command'");
		return;
	}
	check_callees(reading, call, sink.callees, sink.callees_n, sink.command);
	sink.each = WORD(reading, KEY_EACH, each_words, SINK_EACH_NOT);
	sink.switches =
		list_of(reading, reading->values[KEY_SWITCHES], "switches", &sink.switches_n);
	sink.form = WORD(reading, KEY_FORM, form_words, SINK_FORM_ID);
	read_repo_type(reading, &sink);
	read_arguments(reading, &sink);
	read_public(reading, &sink);
	if (!sink.public.id.n)
		sink.public.id = sink.callees_n ? sink.callees[0]
			: sink.fields_n         ? sink.fields[0]
						: sink.entrypoint;
	sink.not_receivers =
		list_of(reading, reading->values[KEY_NOT], "not", &sink.not_receivers_n);
	sink.evidence =
		list_of(reading, reading->values[KEY_EVIDENCE], "evidence", &sink.evidence_n);
	sink.safe_since = text_of(reading, KEY_SAFE_SINCE);
	sink.returns_path = yes_of(reading, KEY_RETURNS_PATH, false);
	sink.only_text = yes_of(reading, KEY_ONLY_TEXT, false);
	sink.repo_optional = yes_of(reading, KEY_REPO_OPTIONAL, false);
	sink.origin = arena_printf(reading->arena, SLICE_FMT ":%u", SLICE_ARG(reading->path),
		node_at(reading, row)->line + reading->first_line - 1);
	keep_row(reading, &sink);
}

static void read_rows(struct reading *reading, uint32_t rows)
{
	if (node_at(reading, rows)->kind != YML_SEQUENCE) {
		MISTAKE(reading, rows, "'sinks' is a list of rows, each with a 'call'");
		return;
	}
	for (uint32_t i = node_at(reading, rows)->child; i; i = node_at(reading, i)->next)
		read_row(reading, yml_real(reading->tree, i));
}

static void read_never(struct reading *reading, uint32_t value)
{
	uint32_t n;
	const slice *callees = list_of(reading, value, "never", &n);
	check_callees(reading, value, callees, n, false);
	for (uint32_t i = 0; i < n; i++)
		*VEC_PUSH(&reading->patterns, reading->arena) =
			(struct read_pattern){callees[i], NULL};
}

static void read_builders(struct reading *reading, uint32_t value)
{
	uint32_t n;
	const slice *names = list_of(reading, value, "builders", &n);
	for (uint32_t i = 0; i < n; i++)
		*VEC_PUSH(&reading->builders, reading->arena) = names[i];
}

static void read_file(struct reading *reading, uint32_t file)
{
	uint32_t values[FILE_KEYS] = {0};
	if (!is_mapping(reading, file, "a catalogue file"))
		return;
	take_values(reading, file, file_keys, FILE_KEYS, values);
	reading->library = yml_scalar(reading->tree, values[FILE_LIBRARY]);
	if (!reading->library.n)
		MISTAKE(reading, file, "a catalogue file needs 'library'");
	uint32_t defaults = values[FILE_DEFAULTS];
	if (defaults && is_mapping(reading, defaults, "'defaults'"))
		take_values(reading, defaults, row_keys, KEYS, reading->defaults);
	if (values[FILE_SINKS])
		read_rows(reading, values[FILE_SINKS]);
	read_never(reading, values[FILE_NEVER]);
	read_builders(reading, values[FILE_BUILDERS]);
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
	for (uint32_t i = 0; i < reading->patterns.n; i++) {
		const struct read_pattern *pattern = &reading->patterns.at[i];
		if (pattern->sink && pattern->sink->command)
			catalogue_add_command(catalogue, pattern->text, pattern->sink);
		else
			catalogue_add_pattern(catalogue, pattern->text, pattern->sink);
	}
	for (uint32_t i = 0; i < reading->fields.n; i++)
		*VEC_PUSH(&catalogue->fields, catalogue->arena) = reading->fields.at[i];
	for (uint32_t i = 0; i < reading->images.n; i++)
		*VEC_PUSH(&catalogue->images, catalogue->arena) = reading->images.at[i];
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
