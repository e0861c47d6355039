/*
 * Knows PEP 263: where a Python file names its encoding, under which aliases, and how
 * the single-byte encodings of the West map to Unicode; others go through the C library.
 */
#include "syntax/python.h"
#include "base/utf8.h"

#include <iconv.h>

enum encoding { UNKNOWN, UTF_8, ASCII, LATIN_1, LATIN_9, CP1252 };

/* Bytes behind a copy, so that readers may look past its end. */
enum { PADDING = 8, LONGEST_NAME = 32 };

static const struct {
	const char *name;
	enum encoding encoding;
} aliases[] = {
	{"utf-8", UTF_8},
	{"utf8", UTF_8},
	{"u8", UTF_8},
	{"utf", UTF_8},
	{"cp65001", UTF_8},
	{"utf-8-sig", UTF_8},
	{"ascii", ASCII},
	{"us-ascii", ASCII},
	{"646", ASCII},
	{"ansi-x3.4-1968", ASCII},
	{"iso646-us", ASCII},
	{"latin-1", LATIN_1},
	{"latin1", LATIN_1},
	{"latin", LATIN_1},
	{"l1", LATIN_1},
	{"8859", LATIN_1},
	{"cp819", LATIN_1},
	{"iso-8859-1", LATIN_1},
	{"iso8859-1", LATIN_1},
	{"iso8859", LATIN_1},
	{"iso-latin-1", LATIN_1},
	{"iso-8859-15", LATIN_9},
	{"iso8859-15", LATIN_9},
	{"latin-9", LATIN_9},
	{"latin9", LATIN_9},
	{"l9", LATIN_9},
	{"cp1252", CP1252},
	{"1252", CP1252},
	{"windows-1252", CP1252},
};

static const uint16_t cp1252_high[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
	0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

static slice first_line(slice text)
{
	size_t n = 0;
	while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
		n++;
	return slice_cut(text, 0, n);
}

static slice after_line(slice text)
{
	size_t n = first_line(text).n;
	bool two = n + 1 < text.n && text.p[n] == '\r' && text.p[n + 1] == '\n';
	return slice_after(text, n + (two ? 2 : 1));
}

static slice without_indentation(slice line)
{
	while (line.n && memchr(" \t\f", line.p[0], 3))
		line = slice_after(line, 1);
	return line;
}

static bool in_encoding_name(char byte)
{
	return byte == '-' || byte == '_' || byte == '.' || (byte >= '0' && byte <= '9') ||
		((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Encoding named in a comment line (`coding:` or `coding=`), or an empty slice. */
static slice named_encoding(slice line)
{
	slice comment = without_indentation(line);
	if (!slice_starts(comment, S("#")))
		return (slice){0};
	for (;;) {
		size_t at = slice_search(comment, S("coding"));
		if (at == comment.n)
			return (slice){0};
		comment = slice_after(comment, at + 6);
		if (!comment.n || (comment.p[0] != ':' && comment.p[0] != '='))
			continue;
		slice name = slice_after(comment, 1);
		while (name.n && (name.p[0] == ' ' || name.p[0] == '\t'))
			name = slice_after(name, 1);
		size_t n = 0;
		while (n < name.n && in_encoding_name(name.p[n]))
			n++;
		if (n)
			return slice_cut(name, 0, n);
	}
}

static slice declared_encoding(slice bytes)
{
	slice line = first_line(bytes), name = named_encoding(line);
	slice code = without_indentation(line);
	if (name.n || (code.n && code.p[0] != '#'))
		return name;
	return named_encoding(first_line(after_line(bytes)));
}

static char normal_letter(char letter)
{
	if (letter == '_')
		return '-';
	return letter >= 'A' && letter <= 'Z' ? (char)(letter | 0x20) : letter;
}

/* As CPython's tokenizer: utf-8 and latin-1 with anything behind a dash are themselves. */
static enum encoding with_suffix(slice name)
{
	if (slice_starts(name, S("utf-8-")))
		return UTF_8;
	if (slice_starts(name, S("latin-1-")) || slice_starts(name, S("iso-8859-1-")) ||
		slice_starts(name, S("iso-latin-1-")))
		return LATIN_1;
	return UNKNOWN;
}

static enum encoding encoding_of(slice name)
{
	char letters[LONGEST_NAME];
	if (!name.n)
		return UTF_8;
	if (name.n > LONGEST_NAME)
		return UNKNOWN;
	for (size_t i = 0; i < name.n; i++)
		letters[i] = normal_letter(name.p[i]);
	slice normal = {letters, name.n};
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (slice_is(normal, aliases[i].name))
			return aliases[i].encoding;
	return with_suffix(normal);
}

/* Encodings of other scripts that the C library translates as CPython does; names normalised. */
static const char *system_encoding(slice name)
{
	static const struct {
		const char *python, *system;
	} rows[] = {{"gbk", "GBK"}, {"cp936", "GBK"}, {"gb2312", "GB2312"}, {"euc-cn", "GB2312"},
		{"gb18030", "GB18030"}, {"big5", "BIG5"}, {"euc-jp", "EUC-JP"},
		{"euc-kr", "EUC-KR"}, {"cp932", "CP932"}, {"cp949", "CP949"}, {"koi8-r", "KOI8-R"},
		{"koi8-u", "KOI8-U"}, {"cp866", "CP866"}, {"cp1251", "CP1251"},
		{"windows-1251", "CP1251"}, {"cp1250", "CP1250"}, {"windows-1250", "CP1250"},
		{"iso-8859-2", "ISO-8859-2"}, {"iso-8859-5", "ISO-8859-5"},
		{"iso-8859-7", "ISO-8859-7"}};
	char letters[LONGEST_NAME];
	if (name.n > LONGEST_NAME)
		return NULL;
	for (size_t i = 0; i < name.n; i++)
		letters[i] = normal_letter(name.p[i]);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (slice_is((slice){letters, name.n}, rows[i].python))
			return rows[i].system;
	return NULL;
}

/* Through iconv; each byte gives at most four of UTF-8. */
static enum py_decode_status translate_foreign(
	slice bytes, const char *encoding, struct arena *arena, slice *ret_text)
{
	iconv_t conversion = iconv_open("UTF-8", encoding);
	if (conversion == (iconv_t)-1)
		return PY_DECODE_FAILED;
	size_t room = bytes.n * 4, left = bytes.n;
	char *text = arena_alloc(arena, room + PADDING), *out = text;
	char *in = (char *)(uintptr_t)bytes.p; /* iconv does not write to its input */
	size_t bad = iconv(conversion, &in, &left, &out, &room);
	iconv_close(conversion);
	if (bad == (size_t)-1 || left)
		return PY_DECODE_FAILED;
	memset(out, 0, PADDING);
	*ret_text = (slice){text, (size_t)(out - text)};
	return PY_DECODED_COPY;
}

static size_t first_high_byte(slice bytes)
{
	size_t at = 0;
	while (at < bytes.n && (unsigned char)bytes.p[at] < 0x80)
		at++;
	return at;
}

/* Code point of a byte of 0x80 and above; 0 when it has none. */
static uint32_t code_point(enum encoding encoding, unsigned char byte)
{
	static const uint16_t latin_9[][2] = {{0xa4, 0x20ac}, {0xa6, 0x160}, {0xa8, 0x161},
		{0xb4, 0x17d}, {0xb8, 0x17e}, {0xbc, 0x152}, {0xbd, 0x153}, {0xbe, 0x178}};
	if (encoding == ASCII)
		return 0;
	if (encoding == CP1252 && byte < 0xa0)
		return cp1252_high[byte - 0x80];
	if (encoding == LATIN_9)
		for (size_t i = 0; i < sizeof latin_9 / sizeof *latin_9; i++)
			if (latin_9[i][0] == byte)
				return latin_9[i][1];
	return byte;
}

/* Single bytes to UTF-8, at most three each. */
static bool translate(slice bytes, enum encoding encoding, struct arena *arena, slice *ret_text)
{
	char *text = arena_alloc(arena, bytes.n * 3 + PADDING);
	size_t n = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char byte = (unsigned char)bytes.p[i];
		uint32_t code = byte < 0x80 ? byte : code_point(encoding, byte);
		if (byte >= 0x80 && !code)
			return false;
		n += utf8_encode(code, text + n);
	}
	memset(text + n, 0, PADDING);
	*ret_text = (slice){text, n};
	return true;
}

static enum py_decode_status failed(const char *reason, const char **ret_reason)
{
	*ret_reason = reason;
	return PY_DECODE_FAILED;
}

enum py_decode_status py_decode(
	slice bytes, struct arena *arena, slice *ret_text, const char **ret_reason)
{
	bool marked = slice_starts(bytes, S("\xef\xbb\xbf"));
	slice name = declared_encoding(slice_after(bytes, marked ? 3 : 0));
	enum encoding encoding = encoding_of(name);
	const char *foreign = encoding == UNKNOWN && !marked ? system_encoding(name) : NULL;
	if (foreign && translate_foreign(bytes, foreign, arena, ret_text) == PY_DECODED_COPY)
		return PY_DECODED_COPY;
	if (encoding == UNKNOWN)
		return failed("the encoding its coding line names is not read", ret_reason);
	if (marked && encoding != UTF_8)
		return failed("byte order mark of UTF-8, but another coding line", ret_reason);
	if (encoding == UTF_8 && utf8_valid(bytes) < bytes.n)
		return failed("not UTF-8, and no coding line names another encoding", ret_reason);
	if (encoding == UTF_8 || first_high_byte(bytes) == bytes.n) {
		*ret_text = bytes;
		return PY_DECODED_SAME;
	}
	if (!translate(bytes, encoding, arena, ret_text))
		return failed(
			"bytes that the encoding of its coding line does not have", ret_reason);
	return PY_DECODED_COPY;
}
