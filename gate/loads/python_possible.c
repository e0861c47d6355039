/*
 * Knows what must stand in the bytes of a module so that a call in it can be a
 * load: a method of the catalogue, in code, where a call or an alias needs it.
 */
#include "loads/python_possible.h"

#include "base/find.h"
#include "loads/reference.h"

static void add_name(void *context, slice method)
{
	py_word_set_add(context, method);
}

void python_sieve_catalogue(struct python_sieve *sieve, const struct catalogue *catalogue)
{
	*sieve = (struct python_sieve){.catalogue = catalogue};
	catalogue_methods(catalogue, &sieve->names, add_name);
	py_word_set_add(&sieve->names, S("getattr"));
}

void python_sieve_wrappers(struct python_sieve *sieve, const struct wrapper_set *wrappers,
	const slice *names, uint32_t n)
{
	*sieve = (struct python_sieve){.wrappers = wrappers};
	for (uint32_t i = 0; i < n; i++)
		py_word_set_add(&sieve->names, names[i]);
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
	size_t at = (size_t)(word.p + word.n - text.p);
	while (at < text.n && (is_blank(text.p[at]) || text.p[at] == '\n' || text.p[at] == '\r'))
		at++;
	return at < text.n && memchr("(#\\", text.p[at], 3) && !is_defined(text, word);
}

/* Is it called, does another name get hold of it (`as y`, `y = x.method`), is it handed on, or is
   what follows no Python at all? */
static bool is_used(slice text, slice word)
{
	char next = byte_behind(text, (size_t)(word.p + word.n - text.p));
	return !memchr("=.:[]{}+-*/%&|^<>!@", next, 19) && !is_defined(text, word);
}

/* partial(x.method, ...) is the only way in which handing on calls it. */
static bool is_partial(slice text, slice word)
{
	char next = byte_behind(text, (size_t)(word.p + word.n - text.p));
	return next != ',' || find_text(text, S("partial"));
}

/* getattr(x, "name"): only a plain text that is no method surely leads to no load. */
static bool reads_method(const struct catalogue *catalogue, slice text, slice word)
{
	enum { LONGEST = 200 };
	size_t at = (size_t)(word.p + word.n - text.p);
	slice arguments = slice_cut(text, at, at + LONGEST);
	size_t comma = slice_find(arguments, ',');
	if (memchr(arguments.p, '(', comma) != memrchr(arguments.p, '(', comma))
		return true;
	slice second = slice_trim(slice_after(arguments, comma + 1));
	if (second.n < 2 || !memchr("'\"", second.p[0], 2))
		return true;
	slice name = slice_after(second, 1);
	name = slice_cut(name, 0, slice_find(name, second.p[0]));
	char behind = byte_behind(second, name.n + 2);
	bool plain = (behind == ',' || behind == ')') && slice_find(name, '\\') == name.n;
	return !plain || catalogue_method(catalogue, name);
}

/* A text as both sieves see it. */
struct views {
	struct catalogue_view catalogue;
	struct wrapper_view wrappers;
	slice text;
};

static bool catalogue_word(struct views *views, slice word)
{
	if (slice_is(word, "getattr"))
		return reads_method(views->catalogue.catalogue, views->text, word);
	return is_used(views->text, word) && catalogue_possible(&views->catalogue, word) &&
		is_partial(views->text, word);
}

static bool is_sought(struct views *views, slice word)
{
	if (views->catalogue.catalogue && catalogue_word(views, word))
		return true;
	return views->wrappers.set && is_called(views->text, word) &&
		wrapper_possible(&views->wrappers, word);
}

bool python_possible(
	const struct python_sieve *sieve, uint32_t file, slice text, struct arena *scratch)
{
	if (sieve->catalogue && reference_in_text(text))
		return true;
	struct views views = {.text = text};
	if (sieve->catalogue)
		views.catalogue = catalogue_view(sieve->catalogue, text, scratch);
	if (sieve->wrappers)
		views.wrappers = wrapper_view(sieve->wrappers, file, text, scratch);
	struct py_words words = {.text = text};
	slice word;
	while (py_words_next(&words, &sieve->names, &word))
		if (is_sought(&views, word))
			return true;
	return words.unsure || (sieve->catalogue && words.calls_item);
}
