/*
 * Knows every spelling of a Hub name: which host, which prefix, where the
 * revision hides, and what is a path instead.
 */
#include "loads/reference.h"

#include "base/pattern.h"

static const slice url_schemes[] = {
	{"https://", 8},
	{"http://", 7},
};
static const slice hub_hosts[] = {
	{"huggingface.co/", 15},
	{"www.huggingface.co/", 19},
	{"hf.co/", 6},
};
static const struct {
	slice prefix;
	const char *type;
} type_prefixes[] = {
	{{"datasets/", 9}, "dataset"},
	{{"spaces/", 7}, "space"},
	{{"kernels/", 8}, "kernel"},
	{{"models/", 7}, "model"},
	{{"buckets/", 8}, "bucket"},
};
static const char *const placeholder_globs[] = {
	"path/to*",
	"*/path/to/*",
	"*<*>*",
	"your-*",
	"your_*",
	"*/your-*",
	"*/your_*",
	"my-org/*",
	"username/*",
	"user/*",
};

enum { LONGEST_NAME = 96, LONGEST_TEXT = 2048 };

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_' || c == '*' || (unsigned char)c >= 0x80;
}

/* One part of an id: word characters, dots and dashes, a word character at both ends. */
static bool is_part(slice part)
{
	if (!part.n || !is_word(part.p[0]) || !is_word(part.p[part.n - 1]))
		return false;
	for (size_t i = 0; i < part.n; i++)
		if (!is_word(part.p[i]) && part.p[i] != '-' && part.p[i] != '.')
			return false;
	return true;
}

bool reference_is_id(slice text)
{
	size_t slash = slice_find(text, '/');
	slice name = slash < text.n ? slice_after(text, slash + 1) : text;
	if (slash < text.n && !is_part(slice_cut(text, 0, slash)))
		return false;
	if (!is_part(name) || name.n > LONGEST_NAME)
		return false;
	return !slice_has(text, S("--")) && !slice_has(text, S("..")) &&
		!slice_ends(text, S(".git"));
}

static bool is_placeholder(slice text)
{
	for (size_t i = 0; i < sizeof placeholder_globs / sizeof *placeholder_globs; i++)
		if (glob_match(slice_of(placeholder_globs[i]), text))
			return true;
	return false;
}

static bool is_path(slice text)
{
	if (!text.n)
		return false;
	bool drive = text.n > 2 && text.p[1] == ':' && (text.p[2] == '\\' || text.p[2] == '/');
	return text.p[0] == '/' || text.p[0] == '.' || text.p[0] == '~' || drive ||
		text.p[text.n - 1] == '/' || slice_starts(text, S("file://")) ||
		slice_find(text, '\\') < text.n;
}

/* What follows the host of a Hub address, or an empty slice with a null pointer. */
static slice after_hub_host(slice text)
{
	for (size_t s = 0; s < sizeof url_schemes / sizeof *url_schemes; s++) {
		if (!slice_starts(text, url_schemes[s]))
			continue;
		slice rest = slice_after(text, url_schemes[s].n);
		size_t at = slice_find(slice_cut(rest, 0, slice_find(rest, '/')), '@');
		if (at < slice_find(rest, '/'))
			rest = slice_after(rest, at + 1);
		for (size_t h = 0; h < sizeof hub_hosts / sizeof *hub_hosts; h++)
			if (slice_starts(rest, hub_hosts[h]))
				return slice_after(rest, hub_hosts[h].n);
	}
	return (slice){NULL, 0};
}

bool reference_is_hub_url(slice text)
{
	return after_hub_host(text).p != NULL;
}

static slice take_type(slice text, slice *ret_type)
{
	for (size_t i = 0; i < sizeof type_prefixes / sizeof *type_prefixes; i++) {
		if (!slice_starts(text, type_prefixes[i].prefix))
			continue;
		*ret_type = slice_of(type_prefixes[i].type);
		return slice_after(text, type_prefixes[i].prefix.n);
	}
	return text;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static slice percent_decoded(slice text, struct arena *arena)
{
	if (slice_find(text, '%') == text.n)
		return text;
	char *out = arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		bool escape = text.p[i] == '%' && i + 2 < text.n && hex(text.p[i + 1]) >= 0 &&
			hex(text.p[i + 2]) >= 0;
		out[n++] =
			escape ? (char)(hex(text.p[i + 1]) * 16 + hex(text.p[i + 2])) : text.p[i];
		i += escape ? 2 : 0;
	}
	return (slice){out, n};
}

/* Takes the text up to the next `/` (or all) from *rest. */
static slice take_segment(slice *rest)
{
	size_t slash = slice_find(*rest, '/');
	slice segment = slice_cut(*rest, 0, slash);
	*rest = slice_after(*rest, slash + 1);
	return segment;
}

/* A revision at the start of *rest: refs/pr/N and refs/convert/X hold slashes, others do not. */
static slice take_revision(slice *rest)
{
	slice all = *rest;
	if (!slice_starts(all, S("refs/")))
		return take_segment(rest);
	slice copy = all;
	for (int i = 0; i < 3; i++)
		take_segment(&copy);
	size_t n = all.n - copy.n;
	if (n && copy.n + n <= all.n && all.p[n - 1] == '/')
		n--;
	*rest = copy;
	return slice_cut(all, 0, n);
}

static bool is_route(slice word)
{
	static const char *const routes[] = {"resolve", "raw", "blob", "tree", "blame"};
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
		if (slice_is(word, routes[i]))
			return true;
	return false;
}

/* `rest` = what follows the host: [type/]ns/name[/resolve/REV/path]. */
static struct reference read_url(slice rest, struct arena *arena)
{
	struct reference result = {.kind = REFERENCE_HUB};
	rest = slice_cut(rest, 0, slice_find(rest, '?'));
	rest = slice_cut(rest, 0, slice_find(rest, '#'));
	rest = take_type(rest, &result.type);
	slice whole = rest;
	slice owner = take_segment(&rest);
	slice after_owner = rest;
	slice name = take_segment(&rest);
	if (is_route(name) || !name.n) { /* legacy id without namespace */
		result.repo = owner;
		rest = after_owner;
	} else {
		result.repo = slice_cut(whole, 0, owner.n + 1 + name.n);
	}
	if (slice_ends(result.repo, S(".git")))
		result.repo.n -= 4;
	slice route = take_segment(&rest);
	if (is_route(route)) {
		result.revision = percent_decoded(take_revision(&rest), arena);
		result.path = percent_decoded(rest, arena);
	}
	if (!reference_is_id(result.repo) || slice_is(owner, "api") || slice_is(owner, "docs"))
		result.kind = REFERENCE_NOTHING;
	return result;
}

/* After `hf://`: [type/]ns/name[@rev][/path]. */
static struct reference read_hf_uri(slice rest, struct arena *arena)
{
	struct reference result = {.kind = REFERENCE_HUB};
	rest = take_type(rest, &result.type);
	slice whole = rest;
	slice owner = take_segment(&rest);
	slice name = slice_cut(rest, 0, slice_find(rest, '/'));
	size_t at = slice_find(name, '@');
	result.repo = slice_cut(whole, 0, owner.n + 1 + at);
	if (at < name.n) {
		rest = slice_after(rest, at + 1);
		result.revision = percent_decoded(take_revision(&rest), arena);
		result.path = rest;
	} else {
		take_segment(&rest);
		result.path = rest;
	}
	if (!reference_is_id(result.repo))
		result.kind = REFERENCE_NOTHING;
	return result;
}

/* `org/name@rev`; without `@` just the id. */
static struct reference read_at(slice text)
{
	size_t at = slice_find(text, '@');
	struct reference result = {.kind = REFERENCE_HUB, .repo = slice_cut(text, 0, at)};
	slice rest = slice_after(text, at + 1);
	result.revision = slice_cut(rest, 0, slice_find(rest, ':'));
	if (!reference_is_id(result.repo))
		result.kind = is_path(text) ? REFERENCE_LOCAL : REFERENCE_NOTHING;
	return result;
}

static struct reference read_id(slice text)
{
	struct reference result = {.kind = REFERENCE_HUB, .repo = text};
	if (is_path(text) || !reference_is_id(text))
		result.kind = REFERENCE_LOCAL;
	return result;
}

/* `owner/repo[:ref]` on GitHub; anything with two slashes or a leading dot is a folder. */
static struct reference read_github(slice text)
{
	size_t colon = slice_find(text, ':');
	struct reference result = {.kind = REFERENCE_OTHER_HUB, .repo = slice_cut(text, 0, colon)};
	result.revision = slice_after(text, colon + 1);
	if (is_path(text) || slice_find(result.repo, '/') == result.repo.n)
		result.kind = REFERENCE_LOCAL;
	return result;
}

static struct reference read_hf_hub(slice text)
{
	static const slice prefixes[] = {{"hf-hub:", 7}, {"hf_hub:", 7}, {"hf-hub://", 9}};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (slice_starts(text, prefixes[i]))
			return read_at(slice_after(text, prefixes[i].n));
	return (struct reference){
		.kind = is_path(text) ? REFERENCE_LOCAL : REFERENCE_OTHER_HUB, .repo = text};
}

static struct reference read_form(
	slice text, enum sink_form form, const struct catalogue *catalogue)
{
	switch (form) {
	case SINK_FORM_AT:
		return read_at(text);
	case SINK_FORM_HF_HUB:
		return read_hf_hub(text);
	case SINK_FORM_TASK:
		return read_github(text);
	case SINK_FORM_PATH:
		return (struct reference){.kind = REFERENCE_LOCAL, .path = text};
	case SINK_FORM_BUILDER:
		if (catalogue_is_builder(catalogue, text))
			return (struct reference){.kind = REFERENCE_BUILDER, .repo = text};
		return read_id(text);
	case SINK_FORM_CATALOGUE:
		if (slice_find(text, '/') == text.n)
			return (struct reference){.kind = REFERENCE_OTHER_HUB, .repo = text};
		return read_id(text);
	default:
		return read_id(text);
	}
}

struct reference reference_read(
	slice text, enum sink_form form, const struct catalogue *catalogue, struct arena *arena)
{
	text = slice_trim(text);
	if (!text.n || text.n > LONGEST_TEXT)
		return (struct reference){.kind = REFERENCE_NOTHING};
	struct reference result;
	slice rest = after_hub_host(text);
	if (rest.p)
		result = read_url(rest, arena);
	else if (slice_starts(text, S("hf://")))
		result = read_hf_uri(slice_after(text, 5), arena);
	else if (slice_starts(text, S("hf-hub:")) || slice_starts(text, S("hf_hub:")))
		result = read_hf_hub(text);
	else if (slice_has(text, S("://")))
		result = (struct reference){.kind = REFERENCE_OTHER_HUB, .path = text};
	else
		result = read_form(text, form, catalogue);
	result.placeholder = is_placeholder(text);
	return result;
}

bool reference_in_text(slice text)
{
	enum { LONGEST_ADDRESS = 200 };
	static const slice host = {"hf.co/", 6}, long_host = {"huggingface.co/", 15};
	for (slice rest = text;;) {
		size_t at = slice_search(rest, long_host);
		if (at == rest.n)
			return slice_has(text, host);
		rest = slice_after(rest, at + long_host.n);
		slice behind = slice_cut(rest, 0, LONGEST_ADDRESS);
		if (slice_has(behind, S("/resolve/")) || slice_has(behind, S("/raw/")) ||
			slice_has(behind, S("/blob/")))
			return true;
	}
}
