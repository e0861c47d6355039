/* Knows the rolling hash over 100 UTF-16 units that code scanning identifies lines by. */
#include "report/line_hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

enum {
	WINDOW = 100,
	BASE = 37,
	END_OF_FILE = 65535,
};

struct rolling {
	struct arena *arena;
	struct {
		VEC(struct line_hash);
	} lines;
	uint32_t window[WINDOW], line_at[WINDOW]; /* line_at: 0 = no line starts there */
	uint64_t hash, leaving;                   /* BASE to the power WINDOW */
	uint32_t at, line;
	bool line_start, after_cr;
};

static void emit(struct rolling *rolling)
{
	uint32_t line = rolling->line_at[rolling->at];
	if (!line)
		return;
	while (rolling->lines.n < line)
		VEC_PUSH(&rolling->lines, rolling->arena);
	rolling->lines.at[line - 1].hash = rolling->hash;
	rolling->line_at[rolling->at] = 0;
}

static void roll(struct rolling *rolling, uint32_t unit)
{
	rolling->hash =
		BASE * rolling->hash + unit - rolling->leaving * rolling->window[rolling->at];
	rolling->window[rolling->at] = unit;
	rolling->at = (rolling->at + 1) % WINDOW;
}

static void feed(struct rolling *rolling, uint32_t unit)
{
	if (unit == ' ' || unit == '\t' || (rolling->after_cr && unit == '\n')) {
		rolling->after_cr = false;
		return;
	}
	rolling->after_cr = unit == '\r';
	if (unit == '\r')
		unit = '\n';
	emit(rolling);
	if (rolling->line_start)
		rolling->line_at[rolling->at] = ++rolling->line;
	rolling->line_start = unit == '\n';
	roll(rolling, unit);
}

static void feed_code(struct rolling *rolling, uint32_t code)
{
	if (code <= 0xffff) {
		feed(rolling, code);
		return;
	}
	feed(rolling, 0xd800 + ((code - 0x10000) >> 10));
	feed(rolling, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

static bool tail(slice text, size_t at, unsigned char first, unsigned char last)
{
	return at < text.n && (unsigned char)text.p[at] >= first &&
		(unsigned char)text.p[at] <= last;
}

/* Length of the maximal ill-formed part at `at`: decoders write one U+FFFD for each. */
static unsigned ill_formed(slice text, size_t at)
{
	unsigned char first = (unsigned char)text.p[at];
	unsigned char low = 0x80, high = 0xbf;
	unsigned wanted = first >= 0xf0 && first <= 0xf4 ? 3
		: first >= 0xe0 && first <= 0xef         ? 2
							 : 0;
	low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
	high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
	unsigned n = 1;
	while (n < wanted && tail(text, at + n, n == 1 ? low : 0x80, n == 1 ? high : 0xbf))
		n++;
	return n;
}

static void count_repeats(struct rolling *rolling)
{
	struct map seen;
	map_init(&seen, rolling->arena);
	for (uint32_t i = 0; i < rolling->lines.n; i++) {
		struct line_hash *line = &rolling->lines.at[i];
		slice key = {(const char *)&line->hash, sizeof line->hash};
		line->count = ++*map_put(&seen, key, NULL);
	}
}

void line_hash_file(struct line_hashes *hashes, slice text, struct arena *arena)
{
	struct rolling rolling = {.arena = arena, .line_start = true, .leaving = 1};
	for (unsigned i = 0; i < WINDOW; i++)
		rolling.leaving *= BASE;
	for (size_t at = 0; at < text.n;) {
		uint32_t code;
		unsigned n = utf8_decode(text, at, &code);
		feed_code(&rolling, n ? code : 0xfffd);
		at += n ? n : ill_formed(text, at);
	}
	feed(&rolling, END_OF_FILE);
	for (unsigned i = 0; i < WINDOW; i++) {
		emit(&rolling);
		roll(&rolling, 0);
	}
	count_repeats(&rolling);
	hashes->lines = rolling.lines.at;
	hashes->n = rolling.lines.n;
}
