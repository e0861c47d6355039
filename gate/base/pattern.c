/*
 * Knows how globs match: greedy with one remembered star a level, so a match
 * costs at most text.n steps for each star.
 */
#include "base/pattern.h"

/* Does `pattern` begin with `**` at `at`? */
static bool double_star(slice pattern, size_t at)
{
	return at + 1 < pattern.n && pattern.p[at] == '*' && pattern.p[at + 1] == '*';
}

static bool one_byte(slice pattern, size_t *at, char byte, bool path)
{
	char c = pattern.p[*at];
	if (c == '?') {
		*at += 1;
		return !(path && byte == '/');
	}
	if (c == '\\' && *at + 1 < pattern.n)
		c = pattern.p[++*at];
	*at += 1;
	return c == byte;
}

struct star {
	size_t pattern, text; /* where to go on, SIZE_MAX = no star yet */
	bool crosses;         /* `**` or not a path: also matches `/` */
};

/* Goes back to the latest star that may take one byte more. */
static bool retry(struct star *stars, int n, slice text, size_t *p, size_t *t)
{
	for (int i = n - 1; i >= 0; i--) {
		if (stars[i].pattern == SIZE_MAX || stars[i].text >= text.n)
			continue;
		if (!stars[i].crosses && text.p[stars[i].text] == '/') {
			stars[i].pattern = SIZE_MAX;
			continue;
		}
		stars[i].text++;
		*p = stars[i].pattern;
		*t = stars[i].text;
		if (i == 0)
			stars[1].pattern = SIZE_MAX;
		return true;
	}
	return false;
}

static bool match(slice pattern, slice text, bool path)
{
	/* [0]: latest star that crosses folders, [1]: latest one since that does not. */
	struct star stars[2] = {{SIZE_MAX, 0, true}, {SIZE_MAX, 0, false}};
	size_t p = 0, t = 0;
	for (;;) {
		if (p < pattern.n && pattern.p[p] == '*') {
			bool crosses = !path || double_star(pattern, p);
			p += double_star(pattern, p) ? 2 : 1;
			if (path && crosses && p < pattern.n && pattern.p[p] == '/')
				p++; /* `**` and its slash match nothing as well */
			stars[crosses ? 0 : 1] = (struct star){p, t, crosses};
			if (crosses)
				stars[1].pattern = SIZE_MAX;
			continue;
		}
		if (t == text.n && p == pattern.n)
			return true;
		if (t < text.n && p < pattern.n && one_byte(pattern, &p, text.p[t], path)) {
			t++;
			continue;
		}
		if (!retry(stars, 2, text, &p, &t))
			return false;
	}
}

bool glob_match(slice pattern, slice text)
{
	return match(pattern, text, false);
}

bool glob_path(slice pattern, slice path)
{
	bool rooted = pattern.n && pattern.p[0] == '/';
	if (rooted)
		pattern = slice_after(pattern, 1);
	while (pattern.n && pattern.p[pattern.n - 1] == '/')
		pattern.n--;
	bool anywhere = !rooted && slice_find(pattern, '/') == pattern.n;
	/* The path itself and each folder above it. */
	for (size_t end = path.n; end > 0; end = slice_rfind(slice_cut(path, 0, end), '/')) {
		slice part = slice_cut(path, 0, end);
		if (match(pattern, part, true))
			return true;
		size_t slash = slice_rfind(part, '/');
		if (anywhere && slash < part.n &&
			match(pattern, slice_after(part, slash + 1), true))
			return true;
		if (slash == part.n)
			break;
	}
	return false;
}
