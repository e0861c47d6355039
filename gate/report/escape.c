/* Knows which characters deceive a terminal, a runner, a JSON reader or a URI parser. */
#include "report/escape.h"
#include "base/utf8.h"

/* Runners look for `##[command]`, `##vso[command]` and `##teamcity[command]` anywhere in a line;
   the longest word in use has eight letters. */
enum { MAX_RUNNER_WORD = 16 };

bool escape_hidden(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x00, 0x1f},
		{0x7f, 0x9f},
		{0xad, 0xad},
		{0x34f, 0x34f},
		{0x61c, 0x61c},
		{0x115f, 0x1160},
		{0x17b4, 0x17b5},
		{0x180b, 0x180f},
		{0x200b, 0x200f},
		{0x2028, 0x202e},
		{0x2060, 0x206f},
		{0x3164, 0x3164},
		{0xfeff, 0xfeff},
		{0xffa0, 0xffa0},
		{0xfff0, 0xfffb},
		{0x1d173, 0x1d17a},
		{0xe0000, 0xe0fff},
	};
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* Does a runner command start with the `#` at `at`? */
static bool runner_command(slice text, size_t at)
{
	if (at + 2 >= text.n || text.p[at] != '#' || text.p[at + 1] != '#')
		return false;
	for (size_t i = at + 2; i < text.n && i < at + 2 + MAX_RUNNER_WORD; i++) {
		char c = text.p[i];
		if (c == '[')
			return true;
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			return false;
	}
	return false;
}

static void hidden_code(struct buf *buf, uint32_t code)
{
	if (code == '\n')
		buf_text(buf, "\\n");
	else if (code == '\r')
		buf_text(buf, "\\r");
	else if (code == '\t')
		buf_text(buf, "\\t");
	else if (code < 0x100)
		buf_printf(buf, "\\x%02x", code);
	else
		buf_printf(buf, "\\u{%x}", code);
}

unsigned escape_one(struct buf *buf, slice text, size_t at)
{
	uint32_t code;
	unsigned n = utf8_decode(text, at, &code);
	if (!n)
		buf_printf(buf, "\\x%02x", (unsigned char)text.p[at]);
	else if (escape_hidden(code))
		hidden_code(buf, code);
	else if (runner_command(text, at))
		buf_text(buf, "\\x23");
	else
		buf_add(buf, slice_cut(text, at, at + n));
	return n ? n : 1;
}

void escape_terminal(struct buf *buf, slice text)
{
	for (size_t at = 0; at < text.n;)
		at += escape_one(buf, text, at);
}

static bool plain(slice text)
{
	return utf8_valid(text) == text.n && slice_find(text, '\0') == text.n;
}

const char *escape_utf8(struct arena *arena, slice text)
{
	if (plain(text))
		return arena_cstr(arena, text);
	size_t room;
	if (__builtin_mul_overflow(text.n, 3, &room))
		room = 0;
	char *out = arena_alloc(arena, room + 1);
	size_t length = 0;
	for (size_t at = 0; room && at < text.n;) {
		uint32_t code;
		unsigned n = utf8_decode(text, at, &code);
		length += utf8_encode(n && code ? code : 0xfffd, out + length);
		at += n ? n : 1;
	}
	out[length] = '\0';
	return out;
}

static void unicode_escape(struct buf *buf, uint32_t code)
{
	if (code <= 0xffff) {
		buf_printf(buf, "\\u%04x", code);
		return;
	}
	code -= 0x10000;
	buf_printf(buf, "\\u%04x\\u%04x", 0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff));
}

/* Control characters below 0x20 are the layout: inside strings the printer has escaped them. */
void escape_json(struct buf *buf, slice json)
{
	size_t kept = 0;
	for (size_t at = 0; at < json.n;) {
		unsigned char byte = (unsigned char)json.p[at];
		if (byte != '#' && byte != 0x7f && byte < 0x80) {
			at++;
			continue;
		}
		uint32_t code = 0xfffd;
		unsigned n = utf8_decode(json, at, &code);
		n = n ? n : 1;
		if (escape_hidden(code) || runner_command(json, at)) {
			buf_add(buf, slice_cut(json, kept, at));
			unicode_escape(buf, code);
			kept = at + n;
		}
		at += n;
	}
	buf_add(buf, slice_after(json, kept));
}

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		memchr("-._~/", c, 5);
}

const char *escape_uri(struct arena *arena, slice path)
{
	static const char digits[] = "0123456789ABCDEF";
	if (path.n > UINT32_MAX / 4)
		path.n = 0;
	char *out = arena_alloc(arena, path.n * 3 + 1);
	size_t length = 0;
	for (size_t i = 0; i < path.n; i++) {
		unsigned char byte = (unsigned char)path.p[i];
		if (unreserved(path.p[i])) {
			out[length++] = path.p[i];
			continue;
		}
		out[length++] = '%';
		out[length++] = digits[byte >> 4];
		out[length++] = digits[byte & 15];
	}
	out[length] = '\0';
	return out;
}
