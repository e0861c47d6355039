/*
 * Knows what must stand in the bytes of a module so that a call in it can be a
 * load: a method of the catalogue, in code, where a call or an alias needs it.
 */
#include "loads/python_possible.h"

/* What leads to a callee whose name is not written as one. */
static const char *const indirect[] = {"getattr", "partial"};
enum { INDIRECT = sizeof indirect / sizeof *indirect };

static void add_name(void *context, slice method)
{
	py_word_set_add(context, method);
}

void python_sieve_catalogue(struct python_sieve *sieve, const struct catalogue *catalogue)
{
	*sieve = (struct python_sieve){.catalogue = catalogue};
	catalogue_methods(catalogue, &sieve->names, add_name);
	for (unsigned i = 0; i < INDIRECT; i++)
		py_word_set_add(&sieve->names, slice_of(indirect[i]));
}

void python_sieve_wrappers(struct python_sieve *sieve, const struct wrapper_set *wrappers)
{
	*sieve = (struct python_sieve){.wrappers = wrappers};
	wrapper_set_names(wrappers, &sieve->names, add_name);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\f';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

/* The byte behind a word and blanks; '\n' at the end of the text. */
static char byte_behind(slice text, size_t at)
{
	while (at < text.n && is_blank(text.p[at]))
		at++;
	return at < text.n ? text.p[at] : '\n';
}

/* All before the word, without blanks. */
static slice part_before(slice text, slice word)
{
	slice before = slice_cut(text, 0, (size_t)(word.p - text.p));
	while (before.n && is_blank(before.p[before.n - 1]))
		before.n--;
	return before;
}

static bool ends_in_word(slice text, slice word)
{
	if (!slice_ends(text, word))
		return false;
	return text.n == word.n || !is_letter(text.p[text.n - word.n - 1]);
}

static bool is_defined(slice text, slice word)
{
	slice before = part_before(text, word);
	return ends_in_word(before, S("def")) || ends_in_word(before, S("class"));
}

static bool is_called(slice text, slice word)
{
	char next = byte_behind(text, (size_t)(word.p + word.n - text.p));
	return (next == '(' || next == '\n' || next == '#' || next == '\\') &&
		!is_defined(text, word);
}

/* Is it called, or does another name get hold of it: `as y`, `y = x.method`? */
static bool is_used(slice text, slice word)
{
	char next = byte_behind(text, (size_t)(word.p + word.n - text.p));
	return is_called(text, word) || next == ')' || next == ';' || next == '\r' ||
		is_letter(next);
}

static bool is_indirect(slice word)
{
	for (unsigned i = 0; i < INDIRECT; i++)
		if (slice_is(word, indirect[i]))
			return true;
	return false;
}

static bool catalogue_word(struct catalogue_view *view, slice text, slice word)
{
	if (is_indirect(word))
		return is_used(text, word);
	return is_used(text, word) && catalogue_possible(view, word);
}

static bool sought(
	const struct python_sieve *sieve, struct catalogue_view *view, slice text, slice word)
{
	if (view->catalogue && catalogue_word(view, text, word))
		return true;
	return sieve->wrappers && is_called(text, word) &&
		wrapper_set_possible(sieve->wrappers, word, text);
}

bool python_possible(const struct python_sieve *sieve, slice text, struct arena *scratch)
{
	struct catalogue_view view = {.catalogue = NULL};
	if (sieve->catalogue) {
		view = catalogue_view(sieve->catalogue, text, scratch);
		if (slice_has(text, S("](")))
			return true;
	}
	struct py_words words = {.text = text};
	slice word;
	while (py_words_next(&words, &sieve->names, &word))
		if (sought(sieve, &view, text, word))
			return true;
	return words.unsure;
}
