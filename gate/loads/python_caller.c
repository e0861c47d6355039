/*
 * Knows what a module must write to call a function of another one: the parts
 * of an import, without following it.
 */
#include "base/find.h"
#include "loads/python_internal.h"

static bool is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9') || byte == '_' || (unsigned char)byte >= 0x80;
}

static char byte_at(slice text, size_t at)
{
	return at < text.n ? text.p[at] : '\n';
}

/* The module's own name, and those of the packages around it that may hand it on; innermost
   first. False when there are no more. */
static bool next_part(slice *path, slice *ret_part)
{
	while (path->n) {
		size_t slash = slice_rfind(*path, '/');
		*ret_part = slash < path->n ? slice_after(*path, slash + 1) : *path;
		*path = slice_cut(*path, 0, slash < path->n ? slash : 0);
		if (!slice_is(*ret_part, "__init__"))
			return true;
	}
	return false;
}

static slice without_suffix(slice path)
{
	return slice_cut(path, 0, slice_rfind(path, '.'));
}

static bool has_part(slice text, slice path)
{
	slice part;
	while (next_part(&path, &part))
		if (find_text(text, part))
			return true;
	return false;
}

static bool is_part(slice name, slice path)
{
	slice part;
	while (next_part(&path, &part))
		if (slice_eq(name, part))
			return true;
	return false;
}

/* The name before the dot in front of a word: `b` of `a.b.word`; "" when there is no dot. */
static slice receiver_of(slice text, size_t at, bool *ret_dot)
{
	while (at && memchr(" \t", text.p[at - 1], 2))
		at--;
	*ret_dot = at && text.p[at - 1] == '.';
	if (!*ret_dot)
		return S("");
	size_t to = at - 1, from = to;
	while (from && is_word(text.p[from - 1]))
		from--;
	return slice_cut(text, from, to);
}

static bool renames_to(slice text, slice name)
{
	for (;;) {
		size_t at = slice_search(text, S(" as "));
		if (at == text.n)
			return false;
		text = slice_after(text, at + 4);
		if (slice_starts(text, name) && !is_word(byte_at(text, name.n)))
			return true;
	}
}

/* Does the name stand where it is neither called nor defined, as it does in an import? */
static bool may_import(slice text, slice name)
{
	size_t at = 0;
	for (;;) {
		at += slice_search(slice_after(text, at), name);
		if (at >= text.n)
			return find_text(text, S("import *"));
		bool whole = !is_word(byte_at(text, at + name.n)) &&
			(at == 0 || !is_word(text.p[at - 1]));
		if (whole && byte_at(text, at + name.n) != '(' &&
			(at == 0 || text.p[at - 1] != '.'))
			return true;
		at += name.n;
	}
}

static bool is_method(const struct wrapper *wrapper)
{
	return slice_find(wrapper->name, '.') < wrapper->name.n;
}

/* The class of a method is imported, or made by something in its module. */
static bool reaches_class(slice text, slice class_name, slice path)
{
	slice own;
	if (find_text(text, class_name))
		return has_part(text, path);
	return next_part(&path, &own) && find_text(text, own);
}

bool wrapper_reachable(const struct wrapper *wrapper, slice path, slice text)
{
	slice class_name = slice_cut(wrapper->name, 0, slice_find(wrapper->name, '.'));
	path = without_suffix(path);
	if (is_method(wrapper))
		return reaches_class(text, class_name, path);
	return has_part(text, path);
}

bool wrapper_may_be_called(const struct wrapper *wrapper, slice path, slice text, slice word)
{
	bool dot;
	slice receiver = receiver_of(text, (size_t)(word.p - text.p), &dot);
	if (is_method(wrapper))
		return true;
	if (!dot)
		return may_import(text, word);
	return !receiver.n || is_part(receiver, without_suffix(path)) || renames_to(text, receiver);
}
