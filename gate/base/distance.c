/*
 * Knows optimal string alignment: rows of the dynamic programme hold the cost
 * of turning a prefix of `a` into prefixes of `b`; three rows suffice because a
 * transposition looks back two. Words longer than the rows are never alike.
 */
#include "base/distance.h"

enum { LONGEST = 128 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;
	return m < c ? m : c;
}

unsigned distance(slice a, slice b, unsigned limit)
{
	size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
	if (gap > limit || a.n > LONGEST || b.n > LONGEST)
		return limit + 1;
	unsigned rows[3][LONGEST + 1];
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		unsigned best = now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned change = a.p[i - 1] == b.p[j - 1] ? 0 : 1;
			now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + change);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
				a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
			best = now[j] < best ? now[j] : best;
		}
		if (best > limit)
			return limit + 1;
	}
	unsigned result = rows[a.n % 3][b.n];
	return result > limit ? limit + 1 : result;
}

slice nearest(slice word, const slice *candidates, size_t n)
{
	unsigned limit = word.n / 3 > 1 ? (unsigned)(word.n / 3) : 1;
	slice best = {NULL, 0};
	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(word, candidates[i], limit);
		if (d > limit)
			continue;
		best = candidates[i];
		if (d == 0)
			break;
		limit = d - 1;
	}
	return best;
}
