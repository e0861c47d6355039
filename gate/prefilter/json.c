/*
 * Knows how JSON writes one text in many ways: letters as escapes, and the text
 * of a cell as a list whose strings are joined without anything between them.
 */
#include "prefilter/prefilter.h"

/* Control characters colour a terminal's output; no word has one. */
static bool has_escaped_letter(slice text)
{
	for (;;) {
		size_t at = slice_search(text, S("\\u"));
		if (at == text.n)
			return false;
		text = slice_after(text, at + 2);
		if (!slice_starts(text, S("001")) && !slice_starts(text, S("000")))
			return true;
	}
}

static slice after_blank(slice text)
{
	size_t n = 0;
	while (n < text.n &&
		(text.p[n] == ' ' || text.p[n] == '\n' || text.p[n] == '\r' || text.p[n] == '\t'))
		n++;
	return slice_after(text, n);
}

static bool is_word_byte(char c)
{
	unsigned char byte = (unsigned char)c;
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
		(byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '.' || byte >= 0x80;
}

/* The end of a string: is the next one a word's next part? A key has a colon behind it. */
static bool continues(slice text)
{
	text = after_blank(text);
	if (!text.n || text.p[0] != ',')
		return false;
	text = after_blank(slice_after(text, 1));
	if (text.n < 2 || text.p[0] != '"' || !is_word_byte(text.p[1]))
		return false;
	text = slice_after(text, 1);
	text = after_blank(slice_after(text, slice_find(text, '"') + 1));
	return !text.n || text.p[0] != ':';
}

static bool has_split_word(slice text)
{
	for (;;) {
		size_t at = slice_find(text, '"');
		if (at == text.n)
			return false;
		bool line_end = at >= 2 && text.p[at - 1] == 'n' && text.p[at - 2] == '\\';
		bool word = at && is_word_byte(text.p[at - 1]) && !line_end;
		text = slice_after(text, at + 1);
		if (word && continues(text))
			return true;
	}
}

bool prefilter_json_hides(slice text)
{
	return has_escaped_letter(text) || has_split_word(text);
}
