/*
 * Knows how one account name imitates another: letters that look alike,
 * separators that come and go, one edit. A name counts as an imitation only of
 * a brand of rules/data/namespaces.txt or of an allowed namespace, and never
 * when it is itself known or allowed.
 */
#include "hfgate/judging.h"

enum {
	LONGEST = 96,          /* the Hub allows no longer names */
	SHORTEST_ALIKE = 4,    /* below, unrelated names look alike: `ibm`, `lbm` */
	SHORTEST_ONE_EDIT = 6, /* below, one edit joins unrelated names: `intel`, `inter` */
};

/* A name reduced to how it looks. */
struct look {
	char text[LONGEST];
	size_t n;
	bool foreign; /* a letter of another script stood for a Latin one */
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_separator(char c)
{
	return c == '-' || c == '_' || c == '.';
}

static bool same_but_case(slice a, slice b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (small(a.p[i]) != small(b.p[i]))
			return false;
	return true;
}

static void look_add(struct look *look, char c)
{
	if (look->n < LONGEST)
		look->text[look->n++] = c;
}

/* The letter that a sans-serif font draws in (nearly) the same way. */
static char drawn_as(char c)
{
	switch (c) {
	case 'I':
	case 'i':
	case '1':
	case '|':
		return 'l';
	case '0':
		return 'o';
	case '5':
		return 's';
	default:
		return small(c);
	}
}

static void look_add_code(struct look *look, const struct hfg_project *project, uint32_t code)
{
	char key[16];
	size_t n = 0;
	for (int shift = 16; shift >= 0; shift -= 4)
		if (shift < 16 || code >> 16)
			key[n++] = "0123456789ABCDEF"[code >> shift & 15];
	slice latin =
		list_field(list_line(project->data(project, "confusables"), (slice){key, n}), 1);
	look->foreign = look->foreign || latin.n > 0;
	for (size_t i = 0; i < latin.n; i++)
		look_add(look, drawn_as(latin.p[i]));
	if (latin.n == 0)
		look_add(look, '?');
}

/* `rn` and `vv` are drawn like `m` and `w`; replaced in place. */
static void join_pairs(struct look *look)
{
	size_t to = 0;
	for (size_t i = 0; i < look->n; i++) {
		bool pair = i + 1 < look->n;
		char c = look->text[i];
		if (pair && c == 'r' && look->text[i + 1] == 'n')
			c = 'm', i++;
		else if (pair && c == 'v' && look->text[i + 1] == 'v')
			c = 'w', i++;
		look->text[to++] = c;
	}
	look->n = to;
}

static slice look_of(struct look *look, const struct hfg_project *project, slice name)
{
	*look = (struct look){.n = 0};
	for (size_t i = 0; i < name.n;) {
		uint32_t code = 0;
		unsigned length = utf8_decode(name, i, &code);
		if (length > 1)
			look_add_code(look, project, code);
		else if (!is_separator(name.p[i]))
			look_add(look, drawn_as(name.p[i]));
		i += length ? length : 1;
	}
	join_pairs(look);
	return (slice){look->text, look->n};
}

static slice without(char *room, slice name, bool keep_separators)
{
	size_t n = 0;
	for (size_t i = 0; i < name.n && n < LONGEST; i++)
		if (keep_separators || !is_separator(name.p[i]))
			room[n++] = small(name.p[i]);
	return (slice){room, n};
}

static bool only_separators_differ(slice a, slice b)
{
	char left[LONGEST], right[LONGEST];
	return slice_eq(without(left, a, false), without(right, b, false));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `Qwen1`: a brand with one digit at its end. */
static bool digit_appended(slice name, slice brand)
{
	return name.n == brand.n + 1 && is_digit(name.p[name.n - 1]) &&
		same_but_case(slice_cut(name, 0, brand.n), brand);
}

static bool one_edit(slice name, slice brand)
{
	char left[LONGEST], right[LONGEST];
	if (brand.n < SHORTEST_ONE_EDIT)
		return false;
	return distance(without(left, name, true), without(right, brand, true), 1) == 1;
}

/* What makes `name` an imitation of `brand`, or NULL. */
static const char *imitation(const struct hfg_project *project, slice name, slice brand)
{
	struct look name_look, brand_look;
	if (same_but_case(name, brand) || brand.n < SHORTEST_ALIKE || name.n > LONGEST)
		return NULL;
	if (slice_eq(look_of(&name_look, project, name), look_of(&brand_look, project, brand))) {
		if (name_look.foreign)
			return "a letter of another script stands for a Latin one";
		return only_separators_differ(name, brand) ? "only separators differ"
							   : "characters look alike";
	}
	if (digit_appended(name, brand))
		return "a digit is appended";
	return one_edit(name, brand) ? "one character differs" : NULL;
}

static bool is_allowed(const struct hfg_project *project, slice name)
{
	for (uint32_t i = 0; i < project->allow_namespaces.n; i++)
		if (glob_match(project->allow_namespaces.names[i], name))
			return true;
	return false;
}

static bool is_known(const struct hfg_project *project, slice name)
{
	struct hfg_name_list known = project->data(project, "namespaces");
	if (list_line(known, name).n)
		return true;
	for (uint32_t i = 0; i < known.n; i++)
		if (same_but_case(list_field(known.names[i], 0), name))
			return true;
	return false;
}

struct likeness {
	slice brand;
	const char *how;
};

static struct likeness find_likeness(const struct hfg_project *project, slice name)
{
	struct hfg_name_list known = project->data(project, "namespaces");
	for (uint32_t i = 0; i < known.n; i++) {
		slice brand = list_field(known.names[i], 0);
		if (!slice_is(list_field(known.names[i], 1), "brand"))
			continue;
		const char *how = imitation(project, name, brand);
		if (how)
			return (struct likeness){brand, how};
	}
	for (uint32_t i = 0; i < project->allow_namespaces.n; i++) {
		slice allowed = project->allow_namespaces.names[i];
		bool literal = slice_find(allowed, '*') == allowed.n &&
			slice_find(allowed, '?') == allowed.n;
		const char *how = literal ? imitation(project, name, allowed) : NULL;
		if (how)
			return (struct likeness){allowed, how};
	}
	return (struct likeness){{NULL, 0}, NULL};
}

static void judge_name(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings, slice name)
{
	slice owner = name_namespace(name);
	if (is_known(project, owner) || is_allowed(project, owner))
		return;
	struct likeness likeness = find_likeness(project, owner);
	if (!likeness.how)
		return;
	struct hfg_finding *finding =
		hfg_found(findings, load, SLICE_FMT " is not from " SLICE_FMT ": %s",
			SLICE_ARG(name), SLICE_ARG(likeness.brand), likeness.how);
	hfg_point(finding, load->repo.at);
	hfg_help(finding,
		"write \"" SLICE_FMT SLICE_FMT "\", or add \"" SLICE_FMT
		"\" to allow.namespaces when it is meant",
		SLICE_ARG(likeness.brand), SLICE_ARG(slice_after(name, owner.n)), SLICE_ARG(owner));
	show_origin(finding, load, &load->repo);
	hfg_confidence(finding, HFG_CONFIDENCE_MEDIUM);
	hfg_group(finding, name);
}

static void judge(const struct hfg_load *load, const struct hfg_project *project,
	struct hfg_findings *findings)
{
	if (!judged_on_hub(load))
		return;
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (name_has_owner(load->repo.texts[i]))
			judge_name(load, project, findings, load->repo.texts[i]);
}

const struct hfg_rule hfg203_lookalike_namespace = {
	.id = "HFG203",
	.name = "lookalike-namespace",
	.summary = "The account name imitates a well-known or an allowed one",
	.cwe = "CWE-1007",
	.level = HFG_LEVEL_ERROR,
	.security_severity = "8.0",
	.any_asset = true,
	.load = judge,
};
