/* Knows what the operators of pip, Poetry and conda say about the least and the greatest version. */
#include "loads/requirement.h"
#include "loads/pep440.h"

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

bool requirement_split(slice text, slice *ret_name, slice *ret_specifier)
{
	text = slice_trim(text);
	size_t n = 0;
	while (n < text.n && is_name(text.p[n]))
		n++;
	if (!n || text.p[0] == '-' || text.p[0] == '.')
		return false;
	slice rest = slice_trim(slice_after(text, n));
	if (slice_starts(rest, S("[")))
		rest = slice_trim(slice_after(rest, slice_find(rest, ']') + 1));
	rest = slice_cut(rest, 0, slice_find(rest, ';'));
	rest = slice_cut(rest, 0, slice_search(rest, S(" #")));
	rest = slice_trim(slice_cut(rest, 0, slice_search(rest, S(" --"))));
	if (rest.n >= 2 && rest.p[0] == '(' && rest.p[rest.n - 1] == ')')
		rest = slice_cut(rest, 1, rest.n - 1);
	*ret_name = slice_cut(text, 0, n);
	*ret_specifier = rest;
	return true;
}

slice requirement_name(slice name, struct arena *arena)
{
	char *out = arena_alloc(arena, name.n);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '-' || c == '_' || c == '.') {
			if (n && out[n - 1] != '-')
				out[n++] = '-';
			continue;
		}
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return (slice){out, n};
}

/* What one clause leaves possible: at least `low`, below `high` (or up to it). */
struct bounds {
	struct pep440 low, high;
	bool has_low, has_high, high_included;
};

static slice operator_of(slice clause)
{
	size_t n = 0;
	while (n < clause.n && memchr("<>=!~^", clause.p[n], 6))
		n++;
	return slice_cut(clause, 0, n);
}

/* ^1.2.3 lets all below the next change of the first number that is not zero. */
static uint32_t caret_numbers(const struct pep440 *version)
{
	for (uint32_t i = 0; i < version->release_n; i++)
		if (version->release[i])
			return i + 1;
	return version->release_n;
}

static void below_next(struct bounds *bounds, const struct pep440 *version, uint32_t n)
{
	bounds->has_low = bounds->has_high = true;
	bounds->low = *version;
	bounds->high = pep440_next(version, n);
}

static void exactly(struct bounds *bounds, const struct pep440 *version)
{
	if (version->wildcard) {
		below_next(bounds, version, version->release_n);
		return;
	}
	bounds->has_low = bounds->has_high = bounds->high_included = true;
	bounds->low = bounds->high = *version;
}

/* False when the clause cannot be read. */
static bool read_clause(slice clause, enum dialect dialect, struct bounds *bounds)
{
	slice sign = operator_of(clause);
	slice text = slice_trim(slice_after(clause, sign.n));
	struct pep440 version;
	*bounds = (struct bounds){0};
	if (slice_is(sign, "!=") || slice_is(clause, "*"))
		return true;
	if (!pep440_read(text, &version))
		return false;
	if (slice_is(sign, "==") || slice_is(sign, "===")) {
		exactly(bounds, &version);
	} else if (slice_is(sign, ">=") || slice_is(sign, ">")) {
		bounds->has_low = true;
		bounds->low = version;
	} else if (slice_is(sign, "<") || slice_is(sign, "<=")) {
		bounds->has_high = true;
		bounds->high = version;
		bounds->high_included = sign.n == 2;
	} else if (slice_is(sign, "~=") && version.release_n > 1) {
		below_next(bounds, &version, version.release_n - 1);
	} else if (slice_is(sign, "^")) {
		below_next(bounds, &version, caret_numbers(&version));
	} else if (slice_is(sign, "~")) {
		below_next(bounds, &version, version.release_n > 1 ? 2 : 1);
	} else if (slice_is(sign, "=") && dialect == DIALECT_CONDA) {
		below_next(bounds, &version, version.release_n);
	} else if (!sign.n && dialect != DIALECT_PIP) {
		exactly(bounds, &version);
	} else {
		return false;
	}
	return true;
}

static bool is_below(const struct bounds *bounds, const struct pep440 *minimum)
{
	if (!bounds->has_high)
		return false;
	int order = pep440_compare(&bounds->high, minimum);
	return order < 0 || (order == 0 && !bounds->high_included);
}

/* conda writes `name version build`, with one `=` or blanks between. */
static slice without_build(slice clause, enum dialect dialect)
{
	if (dialect != DIALECT_CONDA)
		return clause;
	slice version = slice_trim(slice_after(clause, operator_of(clause).n));
	size_t end = slice_find(version, ' ');
	if (slice_find(version, '=') < end)
		end = slice_find(version, '=');
	return slice_cut(clause, 0, (size_t)(version.p - clause.p) + end);
}

enum versions_answer requirement_at_least(slice specifier, enum dialect dialect, slice minimum_text)
{
	struct pep440 minimum;
	bool guaranteed = false;
	if (!pep440_read(minimum_text, &minimum) || slice_find(specifier, '|') < specifier.n)
		return VERSIONS_UNKNOWN;
	while (specifier.n) {
		size_t end = slice_find(specifier, ',');
		slice clause = slice_trim(slice_cut(specifier, 0, end));
		struct bounds bounds;
		specifier = slice_after(specifier, end + 1);
		if (!clause.n || !read_clause(without_build(clause, dialect), dialect, &bounds))
			continue;
		if (is_below(&bounds, &minimum))
			return VERSIONS_NO;
		if (bounds.has_low && pep440_compare(&bounds.low, &minimum) >= 0)
			guaranteed = true;
	}
	return guaranteed ? VERSIONS_YES : VERSIONS_UNKNOWN;
}
