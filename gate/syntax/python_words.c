/*
 * Knows where strings and comments of Python end, and nothing else of the
 * language: at the first string that may end elsewhere it gives up.
 */
#include "syntax/python_words.h"

enum { LENGTHS = 31 };

static const bool in_word[256] = {['0' ... '9'] = true,
	['a' ... 'z'] = true,
	['A' ... 'Z'] = true,
	['_'] = true,
	[0x80 ... 0xff] = true};

/* What ends a run of bytes that mean nothing here. */
static const bool stops[256] = {['a' ... 'z'] = true,
	['A' ... 'Z'] = true,
	['0' ... '9'] = true,
	['_'] = true,
	[0x80 ... 0xff] = true,
	['\''] = true,
	['"'] = true,
	['#'] = true,
	[']'] = true};

static uint32_t length_bit(size_t n)
{
	return 1u << (n < LENGTHS ? n : LENGTHS);
}

void py_word_set_add(struct py_word_set *set, slice name)
{
	if (!name.n)
		return;
	set->lengths[(unsigned char)name.p[0]] |= length_bit(name.n);
	set->last[(unsigned char)name.p[name.n - 1]] = true;
}

static bool may_hold(const struct py_word_set *set, slice word)
{
	return set->lengths[(unsigned char)word.p[0]] & length_bit(word.n) &&
		set->last[(unsigned char)word.p[word.n - 1]];
}

static size_t give_up(struct py_words *words)
{
	words->unsure = true;
	return words->text.n;
}

static bool three_at(slice text, size_t at, char mark)
{
	return text.n - at >= 3 && text.p[at] == mark && text.p[at + 1] == mark &&
		text.p[at + 2] == mark;
}

/* Is the byte at `at` taken by backslashes before it, the first of which is not before `from`? */
static bool is_escaped(slice text, size_t from, size_t at)
{
	size_t n = 0;
	while (at - n > from && text.p[at - n - 1] == '\\')
		n++;
	return n % 2;
}

static size_t triple_end(struct py_words *words, size_t from, char mark)
{
	slice text = words->text;
	for (size_t at = from; at < text.n; at++) {
		at += slice_find(slice_after(text, at), mark);
		if (at < text.n && three_at(text, at, mark) && !is_escaped(text, from, at))
			return at + 3;
	}
	return give_up(words);
}

/* Past the backslash and what it takes along. */
static size_t past_escape(slice text, size_t at)
{
	bool pair = at + 2 < text.n && text.p[at + 1] == '\r' && text.p[at + 2] == '\n';
	return at + (pair ? 3 : 2);
}

static size_t single_end(struct py_words *words, size_t at, char mark)
{
	slice text = words->text;
	while (at < text.n && text.p[at] != '\n') {
		if (text.p[at] == mark)
			return at + 1;
		at = text.p[at] == '\\' ? past_escape(text, at) : at + 1;
	}
	return give_up(words);
}

/* A string inside a field: only what no version of Python reads otherwise. */
static size_t nested_end(struct py_words *words, size_t at, char outer, bool triple)
{
	slice text = words->text;
	char mark = text.p[at];
	if (mark == outer && (!triple || three_at(text, at, mark)))
		return give_up(words);
	for (at++; at < text.n; at++) {
		if (text.p[at] == mark)
			return at + 1;
		if (memchr("{}'\"\\\n#", text.p[at], 7))
			break;
	}
	return give_up(words);
}

/* Past the field whose brace is at `at`. */
static size_t field_end(struct py_words *words, size_t at, char outer, bool triple)
{
	slice text = words->text;
	unsigned depth = 0;
	while (at < text.n) {
		char byte = text.p[at];
		depth += byte == '{';
		depth -= byte == '}';
		if (!depth)
			return at + 1;
		if (byte == '\\' || byte == '#' || (byte == '\n' && !triple))
			break;
		bool quote = byte == '\'' || byte == '"';
		at = quote ? nested_end(words, at, outer, triple) : at + 1;
	}
	return give_up(words);
}

static size_t format_end(struct py_words *words, size_t at, char mark, bool triple)
{
	slice text = words->text;
	while (at < text.n && (triple || text.p[at] != '\n')) {
		char byte = text.p[at], next = at + 1 < text.n ? text.p[at + 1] : '\0';
		if (byte == mark && (!triple || three_at(text, at, mark)))
			return at + (triple ? 3 : 1);
		if (byte == '\\')
			at = next == '{' || next == '}' ? at + 1 : past_escape(text, at);
		else if (byte == '{')
			at = next == '{' ? at + 2 : field_end(words, at, mark, triple);
		else
			at++;
	}
	return give_up(words);
}

/* Passes the string whose quote is at `at`; of a format string only the quote. */
static void pass_string(struct py_words *words, bool format)
{
	size_t at = words->at;
	char mark = words->text.p[at];
	bool triple = three_at(words->text, at, mark);
	size_t body = at + (triple ? 3 : 1);
	if (format) {
		words->format_end = format_end(words, body, mark, triple);
		words->at = words->unsure ? words->text.n : body;
	} else if (triple) {
		words->at = triple_end(words, body, mark);
	} else {
		words->at = single_end(words, body, mark);
	}
}

/* `f`, `Rf`, `t`: the prefix of a format string. */
static bool is_format_prefix(slice word)
{
	unsigned formats = 0, raws = 0;
	for (size_t i = 0; i < word.n && i <= 2; i++) {
		char letter = (char)(word.p[i] | 0x20);
		formats += letter == 'f' || letter == 't';
		raws += letter == 'r';
	}
	return formats == 1 && raws + 1 == word.n;
}

static slice take_word(struct py_words *words)
{
	size_t from = words->at, to = from;
	while (to < words->text.n && in_word[(unsigned char)words->text.p[to]])
		to++;
	words->at = to;
	return slice_cut(words->text, from, to);
}

static void pass_bracket(struct py_words *words)
{
	size_t next = words->at + 1;
	while (next < words->text.n && words->text.p[next] == ' ')
		next++;
	words->calls_item |= next < words->text.n && words->text.p[next] == '(';
	words->at = next;
}

static void pass_mark(struct py_words *words)
{
	char byte = words->text.p[words->at];
	if (byte == ']')
		pass_bracket(words);
	else if (words->at < words->format_end)
		words->at++;
	else if (byte == '#')
		words->at += slice_find(slice_after(words->text, words->at), '\n');
	else
		pass_string(words, false);
}

bool py_words_next(struct py_words *words, const struct py_word_set *set, slice *ret_word)
{
	slice text = words->text;
	while (words->at < text.n) {
		unsigned char byte = (unsigned char)text.p[words->at];
		if (!stops[byte]) {
			words->at++;
			continue;
		}
		if (!in_word[byte]) {
			pass_mark(words);
			continue;
		}
		slice word = take_word(words);
		bool quote = words->at < text.n && memchr("'\"", text.p[words->at], 2);
		if (quote && words->at >= words->format_end && is_format_prefix(word))
			pass_string(words, true);
		else if (may_hold(set, word)) {
			*ret_word = word;
			return true;
		}
	}
	return false;
}
