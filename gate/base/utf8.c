/* Knows the well-formed byte sequences of UTF-8 and which code points are wide on a terminal. */
#include "base/utf8.h"

static bool is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

unsigned utf8_decode(slice text, size_t at, uint32_t *ret_code)
{
	if (at >= text.n)
		return 0;
	const unsigned char *p = (const unsigned char *)text.p + at;
	size_t left = text.n - at;
	uint32_t code;
	if (p[0] < 0x80) {
		*ret_code = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf && left >= 2 && is_tail(p[1])) {
		*ret_code = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
		return 2;
	}
	if ((p[0] & 0xf0) == 0xe0 && left >= 3 && is_tail(p[1]) && is_tail(p[2])) {
		code = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))
			return 0;
		*ret_code = code;
		return 3;
	}
	if (p[0] >= 0xf0 && p[0] <= 0xf4 && left >= 4 && is_tail(p[1]) && is_tail(p[2]) &&
		is_tail(p[3])) {
		code = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
			(uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
		if (code < 0x10000 || code > 0x10ffff)
			return 0;
		*ret_code = code;
		return 4;
	}
	return 0;
}

unsigned utf8_encode(uint32_t code, char out[4])
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

size_t utf8_valid(slice text)
{
	size_t at = 0;
	while (at < text.n) {
		uint64_t word;
		if (text.n - at >= sizeof word) {
			memcpy(&word, text.p + at, sizeof word);
			if (!(word & 0x8080808080808080u)) {
				at += sizeof word;
				continue;
			}
		}
		uint32_t code;
		unsigned n = utf8_decode(text, at, &code);
		if (!n)
			return at;
		at += n;
	}
	return text.n;
}

/* Sums `measure(code)` over the code points; an ill-formed byte counts as one. */
static uint32_t measured(slice text, uint32_t (*measure)(uint32_t code))
{
	uint32_t total = 0;
	for (size_t at = 0; at < text.n;) {
		uint32_t code;
		unsigned n = utf8_decode(text, at, &code);
		total += n ? measure(code) : 1;
		at += n ? n : 1;
	}
	return total;
}

static uint32_t one(uint32_t code)
{
	(void)code;
	return 1;
}

static uint32_t utf16_units(uint32_t code)
{
	return code > 0xffff ? 2 : 1;
}

static uint32_t columns(uint32_t code)
{
	bool combining = (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) ||
		(code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069) ||
		(code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff;
	if (combining)
		return 0;
	bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
		(code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
		(code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
		(code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1f64f) ||
		(code >= 0x1f900 && code <= 0x1f9ff) || (code >= 0x20000 && code <= 0x3fffd);
	return wide ? 2 : 1;
}

uint32_t utf8_count(slice text)
{
	return measured(text, one);
}

uint32_t utf16_count(slice text)
{
	return measured(text, utf16_units);
}

uint32_t utf8_width(slice text)
{
	return measured(text, columns);
}
