/*
 * Knows how a callee finds its row: patterns are kept by the last name of the
 * call, the heaviest that fits wins. A pattern that names a module and a class
 * holds for the class wherever below that module it is defined, since libraries
 * move their classes between files; a function is matched by its full name.
 */
#include "loads/catalogue_private.h"
#include "base/die.h"
#include "base/embedded.h"
#include "base/pattern.h"

/* Longest receiver that is compared with the hints for variables. */
enum { MAX_HINT = 64 };

/* Weights: a module outweighs any receiver, an exact name any glob, then letters count. */
enum { WEIGHT_MODULE = 1 << 20, WEIGHT_EXACT = 1 << 16, MAX_LETTERS = WEIGHT_EXACT - 1 };

/* A callee, cut into what patterns speak about. */
struct callee {
	slice qualified, method;
	slice rest;     /* qualified without the method; "" when the root is unknown */
	slice outer;    /* rest without its last name */
	slice receiver; /* last name before the method */
	bool has_receiver;
	char hint[MAX_HINT];
	size_t hint_n;
	const slice *imports;
	uint32_t imports_n;
};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool has_upper(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_upper(text.p[i]))
			return true;
	return false;
}

static bool is_glob(slice text)
{
	return slice_find(text, '*') < text.n || slice_find(text, '?') < text.n;
}

static slice last_name(slice dotted)
{
	size_t dot = slice_rfind(dotted, '.');
	return dot < dotted.n ? slice_after(dotted, dot + 1) : dotted;
}

/* All before the last name. */
static slice before_last(slice dotted)
{
	size_t dot = slice_rfind(dotted, '.');
	return slice_cut(dotted, 0, dot < dotted.n ? dot : 0);
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9') || c == '_' ||
		(unsigned char)c >= 0x80;
}

const char *catalogue_pattern_mistake(slice text)
{
	if (!text.n || text.p[0] == '.' || text.p[text.n - 1] == '.')
		return "a callee is a dotted name such as torch.load or *.from_pretrained";
	for (size_t i = 0; i < text.n; i++)
		if (!is_name_byte(text.p[i]) && !memchr(".*?", text.p[i], 3))
			return "a callee is a dotted name; only * and ? may stand beside letters";
	if (is_glob(last_name(text)))
		return "the last name of a callee must be written out, without * or ?";
	slice rest = before_last(text);
	if (is_glob(before_last(rest)) && !slice_is(before_last(rest), "*"))
		return "* and ? may only stand in the class, the name before the last";
	return NULL;
}

static enum pattern_shape shape_of(slice text, slice rest)
{
	if (!rest.n)
		return PATTERN_BARE;
	slice receiver = last_name(rest);
	if (slice_starts(rest, S("*.")) || (receiver.n == rest.n && is_glob(rest)))
		return PATTERN_ANY;
	if (receiver.n < rest.n && (is_glob(receiver) || has_upper(receiver)))
		return PATTERN_CLASS;
	return is_upper(last_name(text).p[0]) ? PATTERN_CONSTRUCTOR : PATTERN_FUNCTION;
}

static uint32_t weight_of(const struct pattern *pattern)
{
	uint32_t letters = 0;
	for (size_t i = 0; i < pattern->text.n && letters < MAX_LETTERS; i++)
		letters += pattern->text.p[i] != '*' && pattern->text.p[i] != '?';
	if (pattern->module.n)
		letters += WEIGHT_MODULE;
	if (!is_glob(pattern->receiver))
		letters += WEIGHT_EXACT;
	return letters;
}

static struct pattern pattern_of(slice text)
{
	slice rest = before_last(text);
	struct pattern pattern = {
		.text = text, .method = last_name(text), .shape = shape_of(text, rest)};
	if (pattern.shape == PATTERN_ANY || pattern.shape == PATTERN_CLASS)
		pattern.receiver = last_name(rest);
	if (pattern.shape == PATTERN_CLASS)
		pattern.module = before_last(rest);
	if (pattern.shape == PATTERN_CONSTRUCTOR || pattern.shape == PATTERN_FUNCTION)
		pattern.module = rest;
	pattern.of_class = has_upper(pattern.receiver);
	pattern.weight = weight_of(&pattern);
	return pattern;
}

void catalogue_add_pattern(struct catalogue *catalogue, slice text, const struct sink *sink)
{
	if (!catalogue->patterns.n)
		*VEC_PUSH(&catalogue->patterns, catalogue->arena) = (struct pattern){0};
	struct pattern pattern = pattern_of(text);
	pattern.sink = sink;
	uint32_t added = catalogue->patterns.n;
	uint32_t *link = map_put(&catalogue->methods, pattern.method, NULL);
	while (*link && catalogue->patterns.at[*link].weight > pattern.weight)
		link = &catalogue->patterns.at[*link].next;
	pattern.next = *link;
	*link = added;
	*VEC_PUSH(&catalogue->patterns, catalogue->arena) = pattern;
}

/* `_` and case do not count in variables: `image_processor_cls` speaks of an image processor. */
static void take_hint(struct callee *callee)
{
	for (size_t i = 0; i < callee->receiver.n && callee->hint_n < MAX_HINT; i++) {
		char c = callee->receiver.p[i];
		if (c != '_')
			callee->hint[callee->hint_n++] = is_upper(c) ? (char)(c | 0x20) : c;
	}
}

/* The name that ends where the method's dot stands: `cls` of `f(x).cls.from_pretrained`. */
static slice written_receiver(slice written)
{
	slice rest = before_last(written);
	size_t from = rest.n;
	while (from && is_name_byte(rest.p[from - 1]))
		from--;
	return slice_after(rest, from);
}

static bool root_known(slice qualified)
{
	slice root = slice_cut(qualified, 0, slice_find(qualified, '.'));
	return root.n && is_name_byte(root.p[0]) && !slice_is(root, "self") &&
		!slice_is(root, "cls");
}

static struct callee callee_of(slice qualified, slice written, slice method)
{
	struct callee callee = {.qualified = qualified, .method = method};
	if (root_known(qualified) && slice_eq(last_name(qualified), method))
		callee.rest = before_last(qualified);
	callee.outer = before_last(callee.rest);
	callee.receiver = callee.rest.n ? last_name(callee.rest) : written_receiver(written);
	callee.has_receiver = callee.rest.n || slice_rfind(written, '.') < written.n ||
		slice_find(qualified, '.') < qualified.n;
	take_hint(&callee);
	return callee;
}

/* `tokenizer_class`, `_tokenizer`, `Tokenizer_cls`: variables rather than classes. */
static bool is_variable(slice name)
{
	return name.n && (slice_find(name, '_') < name.n || !is_upper(name.p[0]));
}

static bool receiver_fits(const struct pattern *pattern, const struct callee *callee)
{
	if (slice_is(pattern->receiver, "*"))
		return true;
	if (pattern->of_class || pattern->shape == PATTERN_CLASS)
		return glob_match(pattern->receiver, callee->receiver);
	return is_variable(callee->receiver) &&
		glob_match(pattern->receiver, (slice){callee->hint, callee->hint_n});
}

/* `module` itself or a module below it. */
static bool below(slice module, slice name)
{
	return slice_starts(name, module) && (name.n == module.n || name.p[module.n] == '.');
}

static bool imported(const struct callee *callee, const slice *modules, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < callee->imports_n; k++)
			if (slice_eq(modules[i], callee->imports[k]))
				return true;
	return n == 0;
}

static bool refused(const struct sink *sink, const struct callee *callee)
{
	for (uint32_t i = 0; i < sink->not_receivers_n; i++)
		if (glob_match(sink->not_receivers[i], callee->receiver))
			return true;
	return false;
}

static bool shape_fits(const struct pattern *pattern, const struct callee *callee)
{
	switch (pattern->shape) {
	case PATTERN_BARE:
		return !callee->has_receiver;
	case PATTERN_ANY:
		return callee->has_receiver && receiver_fits(pattern, callee);
	case PATTERN_CLASS:
		return below(pattern->module, callee->outer) && receiver_fits(pattern, callee);
	case PATTERN_CONSTRUCTOR:
		return below(pattern->module, callee->rest);
	case PATTERN_FUNCTION:
		return slice_eq(pattern->module, callee->rest);
	}
	return false;
}

static bool fits(const struct pattern *pattern, const struct callee *callee)
{
	if (!shape_fits(pattern, callee))
		return false;
	if (!pattern->sink)
		return true;
	if (!pattern->module.n &&
		!imported(callee, pattern->sink->evidence, pattern->sink->evidence_n))
		return false;
	return !refused(pattern->sink, callee);
}

const struct sink *catalogue_find(const struct catalogue *catalogue, slice qualified, slice written,
	slice method, const slice *imports, uint32_t imports_n)
{
	const uint32_t *first = map_get(&catalogue->methods, method);
	if (!first)
		return NULL;
	struct callee callee = callee_of(qualified, written, method);
	callee.imports = imports;
	callee.imports_n = imports_n;
	for (uint32_t i = *first; i; i = catalogue->patterns.at[i].next)
		if (fits(&catalogue->patterns.at[i], &callee))
			return catalogue->patterns.at[i].sink;
	return NULL;
}

static bool names_image(const struct sink *sink, slice image)
{
	for (uint32_t i = 0; i < sink->images_n; i++)
		if (glob_match(sink->images[i], image))
			return true;
	return false;
}

const struct sink *catalogue_field(const struct catalogue *catalogue, slice field, slice image)
{
	const struct sink *general = NULL;
	for (uint32_t i = catalogue->fields.n; i > 0; i--) {
		const struct sink *sink = catalogue->fields.at[i - 1];
		if (!slice_eq(sink->public.callee, field))
			continue;
		if (names_image(sink, image))
			return sink;
		if (!sink->images_n && !general)
			general = sink;
	}
	return general;
}

slice catalogue_entrypoint(const struct catalogue *catalogue, slice image)
{
	for (uint32_t i = catalogue->images.n; i > 0; i--)
		if (names_image(catalogue->images.at[i - 1], image))
			return catalogue->images.at[i - 1]->entrypoint;
	return S("");
}

bool catalogue_method(const struct catalogue *catalogue, slice method)
{
	return map_get(&catalogue->methods, method) != NULL;
}

bool catalogue_is_builder(const struct catalogue *catalogue, slice name)
{
	return map_get(&catalogue->builders, name) != NULL;
}

uint32_t catalogue_size(const struct catalogue *catalogue)
{
	return catalogue->rows.n;
}

const struct sink *catalogue_at(const struct catalogue *catalogue, uint32_t index)
{
	return catalogue->rows.at[index];
}

const slice *catalogue_words(const struct catalogue *catalogue, uint32_t *ret_n)
{
	*ret_n = catalogue->words.n;
	return catalogue->words.at;
}

int catalogue_add(struct catalogue *catalogue, slice yaml, slice path, uint32_t first_line,
	struct hfg_err *err)
{
	slice mistakes = catalogue_read(catalogue, yaml, path, first_line);
	if (mistakes.n)
		return err_set(err, HFG_EUSAGE, SLICE_FMT, SLICE_ARG(mistakes));
	catalogue_collect_words(catalogue);
	catalogue_collect_command_words(catalogue);
	return 0;
}

static void add_built_in(void *context, slice name, slice text)
{
	struct catalogue *catalogue = context;
	if (!slice_starts(name, S("rules/sinks/")))
		return;
	slice mistakes = catalogue_read(catalogue, text, name, 1);
	if (mistakes.n)
		BUG(arena_cstr(catalogue->arena, mistakes));
}

struct catalogue *catalogue_new(struct arena *arena)
{
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);
	catalogue->arena = arena;
	map_init(&catalogue->methods, arena);
	map_init(&catalogue->builders, arena);
	map_init(&catalogue->first_words, arena);
	embedded_each(catalogue, add_built_in);
	catalogue_collect_words(catalogue);
	catalogue_collect_command_words(catalogue);
	return catalogue;
}

const struct sink *catalogue_sink(const struct catalogue *catalogue, const struct hfg_sink *public)
{
	(void)catalogue;
	_Static_assert(offsetof(struct sink, public) == 0, "a row begins with what rules see");
	return (const struct sink *)public;
}
