/*
 * Knows which characters are invisible, which turn the direction of text, and
 * which letters look like ASCII. Letters that honest authors put beside ASCII
 * (Greek in formulas, phonetic letters, ligatures, superscripts) are left out,
 * or count only between two ASCII letters.
 */
#include "syntax/hidden.h"
#include "base/utf8.h"
#include "base/vec.h"

struct finder {
	slice text;
	size_t at;
	size_t word_from; /* no word begins before: the end of the word judged last */
	struct arena *arena;
	struct {
		VEC(struct hidden);
	} found;
	uint32_t total;
};

static void report(
	struct finder *finder, size_t from, size_t to, enum hidden_reason reason, uint32_t code)
{
	finder->total++;
	if (finder->found.n < MAX_HIDDEN)
		*VEC_PUSH(&finder->found, finder->arena) = (struct hidden){
			.at = {(uint32_t)from, (uint32_t)to}, .reason = reason, .code = code};
}

/* Character classes */

static bool is_direction(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_direction_mark(uint32_t code)
{
	return code == 0x200e || code == 0x200f || code == 0x61c;
}

static bool is_invisible(uint32_t code)
{
	return code == 0xad || code == 0x34f || code == 0x180e || code == 0x3164 ||
		code == 0xffa0 || code == 0xfeff || (code >= 0x200b && code <= 0x200d) ||
		(code >= 0x2060 && code <= 0x2064);
}

static bool is_selector(uint32_t code)
{
	return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

static bool is_tag(uint32_t code)
{
	return code >= 0xe0000 && code <= 0xe007f;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

static bool is_name(char c)
{
	return is_word(c) || c == '/' || c == '.' || c == '-';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Letters of scripts whose letters can pass for Latin ones; they make up words with ASCII. */
static bool is_word_code(uint32_t code)
{
	return (code >= 0xc0 && code <= 0x24f) || (code >= 0x370 && code <= 0x58f) ||
		(code >= 0x13a0 && code <= 0x13ff) || (code >= 0xff21 && code <= 0xff5a) ||
		(code >= 0x1d400 && code <= 0x1d7ff);
}

static bool is_disguised_ascii(uint32_t code)
{
	return code == 0x17f || (code >= 0xff21 && code <= 0xff3a) ||
		(code >= 0xff41 && code <= 0xff5a) || (code >= 0x1d400 && code <= 0x1d6a3) ||
		(code >= 0x1d7ce && code <= 0x1d7ff);
}

static bool is_in(uint32_t code, const uint16_t *codes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (codes[i] == code)
			return true;
	return false;
}

/* From confusables.txt of UTS 39: same shape as an ASCII letter in common fonts. */
static bool looks_ascii(uint32_t code)
{
	static const uint16_t codes[] = {
		/* Cyrillic a e o p c y x s i j h d q w l, capitals A B E K M H O P C T X S I J Y */
		0x430, 0x435, 0x43e, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458, 0x4bb, 0x501,
		0x51b, 0x51d, 0x4cf, 0x410, 0x412, 0x415, 0x41a, 0x41c, 0x41d, 0x41e, 0x420, 0x421,
		0x422, 0x425, 0x405, 0x406, 0x408, 0x4ae, 0x4c0,
		/* Greek o, lunate c, yot, capitals A B E Z H I K M N O P T Y X */
		0x3bf, 0x3f2, 0x3f3, 0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39a, 0x39c, 0x39d,
		0x39f, 0x3a1, 0x3a4, 0x3a5, 0x3a7,
		/* Armenian o n u h g, capitals S L O */
		0x585, 0x578, 0x57d, 0x570, 0x581, 0x54f, 0x53c, 0x555,
		/* Cherokee D R T i A J E W M H G h Z 4 V S L C P K B */
		0x13a0, 0x13a1, 0x13a2, 0x13a5, 0x13aa, 0x13ab, 0x13ac, 0x13b3, 0x13b7, 0x13bb,
		0x13c0, 0x13c2, 0x13c3, 0x13ce, 0x13d9, 0x13da, 0x13de, 0x13df, 0x13e2, 0x13e6,
		0x13f4};
	return is_in(code, codes, sizeof codes / sizeof *codes);
}

/* Greek letters of formulas: a v p i k u x y t n w. */
static bool looks_ascii_inside(uint32_t code)
{
	static const uint16_t codes[] = {
		0x3b1, 0x3bd, 0x3c1, 0x3b9, 0x3ba, 0x3c5, 0x3c7, 0x3b3, 0x3c4, 0x3b7, 0x3c9};
	return is_in(code, codes, sizeof codes / sizeof *codes);
}

/* Neighbours */

static char byte_before(const struct finder *finder, size_t at)
{
	return at ? finder->text.p[at - 1] : '\n';
}

static char byte_at(const struct finder *finder, size_t at)
{
	return at < finder->text.n ? finder->text.p[at] : '\n';
}

/* A full stop or a dash belongs to a name when the name goes on behind it. */
static bool name_goes_on(const struct finder *finder, size_t at)
{
	char c = byte_at(finder, at);
	bool joint = c == '.' || c == '-';
	return joint ? is_word(byte_at(finder, at + 1)) : is_name(c);
}

/* Between two characters of a name, or between a name and a quote. */
static bool within_name(const struct finder *finder, size_t from, size_t to)
{
	char before = byte_before(finder, from);
	if (is_quote(before) || !is_name(before))
		return is_quote(before) && name_goes_on(finder, to);
	return is_quote(byte_at(finder, to)) || name_goes_on(finder, to);
}

/* End of the run of characters of one class that begins at `at`; *ret_count of them. */
static size_t run_end(
	const struct finder *finder, size_t at, bool (*in_class)(uint32_t), uint32_t *ret_count)
{
	*ret_count = 0;
	for (;;) {
		uint32_t code;
		unsigned n = utf8_decode(finder->text, at, &code);
		if (!n || !in_class(code))
			return at;
		at += n;
		++*ret_count;
	}
}

static bool ignorable(uint32_t code)
{
	return is_invisible(code) || is_direction_mark(code);
}

/* Words */

struct word {
	size_t from, to;
	uint32_t letters;          /* ASCII */
	uint32_t looks, disguised; /* counts */
	uint32_t other;            /* letters that look like nothing else */
	uint32_t code;             /* the first that looks or is disguised */
};

static size_t word_start(const struct finder *finder, size_t at)
{
	while (at > finder->word_from && is_word(finder->text.p[at - 1]))
		at--;
	return at;
}

static void count_code(const struct finder *finder, struct word *word, uint32_t code, unsigned n)
{
	size_t from = word->to;
	bool inside = is_letter(byte_before(finder, from)) && is_letter(byte_at(finder, from + n));
	bool looks = looks_ascii(code) || (inside && looks_ascii_inside(code));
	bool disguised = is_disguised_ascii(code);
	word->looks += looks;
	word->disguised += disguised;
	word->other += !looks && !disguised;
	if (!word->code && (looks || disguised))
		word->code = code;
}

static struct word word_around(const struct finder *finder, size_t at)
{
	struct word word = {.from = word_start(finder, at)};
	word.to = word.from;
	while (word.to < finder->text.n) {
		uint32_t code;
		unsigned n = utf8_decode(finder->text, word.to, &code);
		if (n == 1 && is_word((char)code))
			word.letters += is_letter((char)code);
		else if (n > 1 && is_word_code(code))
			count_code(finder, &word, code, n);
		else
			break;
		word.to += n;
	}
	return word;
}

static void look_at_word(struct finder *finder)
{
	struct word word = word_around(finder, finder->at);
	finder->at = finder->word_from = word.to;
	/* `a-zа-я` in a pattern is no word. */
	if (!word.letters || word.other || word.letters + word.looks + word.disguised < 3)
		return;
	if (word.looks)
		report(finder, word.from, word.to, HIDDEN_CONFUSABLE, word.code);
	else if (word.disguised)
		report(finder, word.from, word.to, HIDDEN_DISGUISED, word.code);
}

/* Characters */

static void look_at_ignorable(struct finder *finder, uint32_t code)
{
	uint32_t count;
	size_t end = run_end(finder, finder->at, ignorable, &count);
	bool mark = finder->at == 0 && code == 0xfeff;
	if (!mark && within_name(finder, finder->at, end))
		report(finder, finder->at, end,
			is_direction_mark(code) ? HIDDEN_BIDI : HIDDEN_INVISIBLE, code);
	finder->at = end;
}

static void look_at_selectors(struct finder *finder, uint32_t code)
{
	uint32_t count;
	size_t end = run_end(finder, finder->at, is_selector, &count);
	if (count >= 3 || within_name(finder, finder->at, end))
		report(finder, finder->at, end, HIDDEN_SELECTORS, code);
	finder->at = end;
}

/* The flags of England, Scotland and Wales are a black flag and tags. */
static void look_at_tags(struct finder *finder, uint32_t code)
{
	enum { LONGEST_FLAG = 7 }; /* five letters or digits at most, and the cancel tag */
	uint32_t count;
	size_t end = run_end(finder, finder->at, is_tag, &count);
	bool flag = slice_ends(slice_cut(finder->text, 0, finder->at), S("\xf0\x9f\x8f\xb4"));
	if (!flag || count > LONGEST_FLAG)
		report(finder, finder->at, end, HIDDEN_TAG, code);
	finder->at = end;
}

static void look_at_direction(struct finder *finder, uint32_t code)
{
	uint32_t count;
	size_t end = run_end(finder, finder->at, is_direction, &count);
	report(finder, finder->at, end, HIDDEN_BIDI, code);
	finder->at = end;
}

static void look_at_character(struct finder *finder)
{
	uint32_t code;
	unsigned n = utf8_decode(finder->text, finder->at, &code);
	if (!n)
		finder->at++;
	else if (is_word_code(code))
		look_at_word(finder);
	else if (is_direction(code))
		look_at_direction(finder, code);
	else if (ignorable(code))
		look_at_ignorable(finder, code);
	else if (is_selector(code))
		look_at_selectors(finder, code);
	else if (is_tag(code))
		look_at_tags(finder, code);
	else
		finder->at += n;
}

static void skip_ascii(struct finder *finder)
{
	slice text = finder->text;
	while (finder->at + 8 <= text.n) {
		uint64_t word;
		memcpy(&word, text.p + finder->at, sizeof word);
		if (word & 0x8080808080808080u)
			break;
		finder->at += 8;
	}
	while (finder->at < text.n && (unsigned char)text.p[finder->at] < 0x80)
		finder->at++;
}

struct hidden_list hidden_find(slice text, struct arena *arena)
{
	struct finder finder = {.text = text, .arena = arena};
	for (skip_ascii(&finder); finder.at < text.n; skip_ascii(&finder))
		look_at_character(&finder);
	return (struct hidden_list){finder.found.at, finder.found.n, finder.total};
}

const char *hidden_reason_text(enum hidden_reason reason)
{
	switch (reason) {
	case HIDDEN_BIDI:
		return "bidirectional control";
	case HIDDEN_INVISIBLE:
		return "invisible character in a name";
	case HIDDEN_TAG:
		return "invisible tag characters";
	case HIDDEN_SELECTORS:
		return "variation selectors that select nothing";
	case HIDDEN_CONFUSABLE:
		return "letters of another script that look like ASCII";
	case HIDDEN_DISGUISED:
		return "letters that stand for ASCII ones";
	}
	return "";
}
