/* Knows the spelling and the order of versions: epochs, pre-, post-, dev-releases, local parts. */
#include "loads/pep440.h"

struct cursor {
	slice text;
	size_t at;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char here(const struct cursor *cursor)
{
	return cursor->at < cursor->text.n ? lower(cursor->text.p[cursor->at]) : '\0';
}

/* Digits as a number that stays at its greatest when there are too many. */
static bool number(struct cursor *cursor, uint64_t *ret_number)
{
	if (!is_digit(here(cursor)))
		return false;
	uint64_t value = 0;
	for (; is_digit(here(cursor)); cursor->at++) {
		uint64_t digit = (uint64_t)(here(cursor) - '0');
		if (value > (UINT64_MAX - digit) / 10)
			value = UINT64_MAX / 10;
		else
			value = value * 10 + digit;
	}
	*ret_number = value;
	return true;
}

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

static bool word(struct cursor *cursor, const char *wanted)
{
	slice rest = slice_after(cursor->text, cursor->at);
	size_t n = strlen(wanted);
	if (rest.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(rest.p[i]) != wanted[i])
			return false;
	cursor->at += n;
	return true;
}

/* One of `words` with its optional separators and number; the cursor stays when there is none. */
static bool marked(
	struct cursor *cursor, const char *const *words, size_t *ret_which, uint64_t *ret_number)
{
	size_t start = cursor->at;
	if (is_separator(here(cursor)))
		cursor->at++;
	for (size_t i = 0; words[i]; i++) {
		if (!word(cursor, words[i]))
			continue;
		if (is_separator(here(cursor)))
			cursor->at++;
		*ret_number = 0;
		number(cursor, ret_number);
		*ret_which = i;
		return true;
	}
	cursor->at = start;
	return false;
}

static bool release(struct cursor *cursor, struct pep440 *version)
{
	uint64_t first;
	if (!number(cursor, &first))
		return false;
	if (here(cursor) == '!') {
		version->epoch = first;
		cursor->at++;
		if (!number(cursor, &first))
			return false;
	}
	version->release[version->release_n++] = first;
	while (here(cursor) == '.') {
		struct cursor next = {cursor->text, cursor->at + 1};
		uint64_t value;
		if (!number(&next, &value))
			break;
		if (version->release_n == MAX_RELEASE)
			return false;
		version->release[version->release_n++] = value;
		*cursor = next;
	}
	return true;
}

static void pre_release(struct cursor *cursor, struct pep440 *version)
{
	/* Longer words first. */
	static const char *const words[] = {
		"alpha", "beta", "preview", "pre", "rc", "a", "b", "c", NULL};
	static const char phases[] = "abrrrabr";
	size_t which;
	version->phase = 'z';
	if (marked(cursor, words, &which, &version->phase_n))
		version->phase = phases[which];
}

static void post_release(struct cursor *cursor, struct pep440 *version)
{
	static const char *const words[] = {"post", "rev", "r", NULL};
	size_t which;
	if (marked(cursor, words, &which, &version->post_n)) {
		version->post = true;
		return;
	}
	struct cursor next = {cursor->text, cursor->at + 1};
	if (here(cursor) == '-' && number(&next, &version->post_n)) {
		version->post = true;
		*cursor = next;
	}
}

/* Letters and digits in parts, a separator between each two. */
static bool local_part(struct cursor *cursor, struct pep440 *version)
{
	if (here(cursor) != '+')
		return true;
	bool in_part = false;
	for (cursor->at++; here(cursor); cursor->at++) {
		char c = here(cursor);
		bool inside = is_digit(c) || (c >= 'a' && c <= 'z');
		if (!inside && !(in_part && is_separator(c)))
			return false;
		in_part = inside;
	}
	version->local = in_part;
	return in_part;
}

bool pep440_read(slice text, struct pep440 *ret_version)
{
	static const char *const dev[] = {"dev", NULL};
	struct pep440 version = {0};
	struct cursor cursor = {slice_trim(text), 0};
	size_t which;
	if (here(&cursor) == 'v')
		cursor.at++;
	if (!release(&cursor, &version))
		return false;
	pre_release(&cursor, &version);
	post_release(&cursor, &version);
	version.dev = marked(&cursor, dev, &which, &version.dev_n);
	version.wildcard = word(&cursor, ".*");
	if (!local_part(&cursor, &version) || cursor.at != cursor.text.n)
		return false;
	*ret_version = version;
	return true;
}

static int order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int release_order(const struct pep440 *a, const struct pep440 *b)
{
	uint32_t n = a->release_n > b->release_n ? a->release_n : b->release_n;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t left = i < a->release_n ? a->release[i] : 0;
		uint64_t right = i < b->release_n ? b->release[i] : 0;
		if (left != right)
			return order(left, right);
	}
	return 0;
}

/* A dev-release of nothing else stands before all pre-releases. */
static char phase_of(const struct pep440 *version)
{
	return version->phase == 'z' && !version->post && version->dev ? '0' : version->phase;
}

int pep440_compare(const struct pep440 *a, const struct pep440 *b)
{
	int result = order(a->epoch, b->epoch);
	if (!result)
		result = release_order(a, b);
	if (!result)
		result = phase_of(a) - phase_of(b);
	if (!result)
		result = order(a->phase_n, b->phase_n);
	if (!result)
		result = order(a->post, b->post);
	if (!result)
		result = order(a->post_n, b->post_n);
	if (!result)
		result = order(!a->dev, !b->dev);
	if (!result)
		result = order(a->dev_n, b->dev_n);
	return result ? result : order(a->local, b->local);
}

struct pep440 pep440_next(const struct pep440 *version, uint32_t n)
{
	struct pep440 next = {.epoch = version->epoch, .phase = 'z'};
	for (uint32_t i = 0; i < n && i < MAX_RELEASE; i++)
		next.release[next.release_n++] = i < version->release_n ? version->release[i] : 0;
	if (next.release_n && next.release[next.release_n - 1] < UINT64_MAX)
		next.release[next.release_n - 1]++;
	return next;
}
