/*
 * What several rules must agree on: which loads are judged at all, when a text
 * names a repository, when remote code counts as unpinned, and how a finding
 * says where a value comes from and how a commit is looked up.
 */
#ifndef HFGATE_JUDGING_H
#define HFGATE_JUDGING_H

#include "hfgate/rule.h"
#include "hfgate/text.h"

/* Fetched from the Hub by code that means it: not a mocked name, not a placeholder. */
static inline bool judged(const struct hfg_load *load)
{
	return !load->test_expectation && !load->suppressed_default;
}

/* A plain HTTP client: whether it reaches the Hub at all is known from the address only. */
static inline bool is_plain_transport(const struct hfg_load *load)
{
	return slice_is(load->sink->library, "transport");
}

static inline bool judged_on_hub(const struct hfg_load *load)
{
	if (load->repo.n == 0 && is_plain_transport(load))
		return false;
	return judged(load) && hfg_on_hub(load);
}

static inline bool has_flag(const struct hfg_value *value, enum hfg_value_flag flag)
{
	return (value->flags & (uint32_t)flag) != 0;
}

/* Part of the name before the `/`, or "" for a name without one. */
static inline slice name_namespace(slice name)
{
	size_t at = slice_find(name, '/');
	return at < name.n ? slice_cut(name, 0, at) : (slice){NULL, 0};
}

/* A path by its look: `./x`, `/x`, `~/x`, `C:\x`, `a/b/c`. */
static inline bool name_is_path(slice name)
{
	if (name.n == 0 || memchr("./~\\", name.p[0], 4))
		return true;
	if (slice_find(name, '\\') < name.n || slice_find(name, ':') < name.n)
		return true;
	return slice_find(name, '/') != slice_rfind(name, '/');
}

/* `org/name` or a shape with a known owner, `org/...*`. */
static inline bool name_has_owner(slice name)
{
	slice owner = name_namespace(name);
	return owner.n > 0 && !name_is_path(name) && slice_find(owner, '*') == owner.n;
}

/* The line of a sorted data list whose first field is `name`, or "". */
static inline slice list_line(struct hfg_name_list list, slice name)
{
	uint32_t low = 0, high = list.n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		slice line = list.names[middle];
		int order = slice_cmp(slice_cut(line, 0, slice_find(line, '\t')), name);
		if (order == 0)
			return line;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (slice){NULL, 0};
}

/* Field `index` of a line whose fields are separated by tabs; "" when there are fewer. */
static inline slice list_field(slice line, unsigned index)
{
	for (; index > 0 && line.n; index--)
		line = slice_after(line, slice_find(line, '\t') + 1);
	return slice_cut(line, 0, slice_find(line, '\t'));
}

/* `datasets/` and the like: where the repository stands below huggingface.co. */
static inline const char *type_prefix(const struct hfg_load *load)
{
	if (slice_is(load->repo_type, "dataset"))
		return "datasets/";
	return slice_is(load->repo_type, "space") ? "spaces/" : "";
}

/* Where a name without owner is served from today: `openai-community/gpt2`; "" when unknown. */
static inline slice name_redirect(
	const struct hfg_load *load, const struct hfg_project *project, slice name)
{
	bool dataset = slice_is(load->repo_type, "dataset");
	return list_field(
		list_line(project->data(project, dataset ? "bare-datasets" : "bare"), name), 1);
}

/* A text that may be a repository of the Hub, or a directory: a bare word. */
static inline bool name_is_bare(slice name)
{
	return !name_is_path(name) && slice_find(name, '/') == name.n &&
		slice_find(name, '*') == name.n;
}

/* How sure it is that the load names a repository of the Hub. */
enum naming {
	NAMING_OPEN,  /* no name is known */
	NAMING_BARE,  /* a word that may as well be a directory */
	NAMING_KNOWN, /* at least one repository */
};

static inline enum naming name_naming(
	const struct hfg_load *load, const struct hfg_project *project, slice name)
{
	if (name_has_owner(name))
		return NAMING_KNOWN;
	if (!name_is_bare(name))
		return NAMING_OPEN;
	bool served = load->kind == HFG_METRIC || name_redirect(load, project, name).n > 0;
	return served ? NAMING_KNOWN : NAMING_BARE;
}

static inline enum naming load_naming(
	const struct hfg_load *load, const struct hfg_project *project)
{
	enum naming best = NAMING_OPEN;
	for (uint32_t i = 0; i < load->repo.n && best != NAMING_KNOWN; i++) {
		enum naming naming = name_naming(load, project, load->repo.texts[i]);
		best = naming > best ? naming : best;
	}
	return best;
}

/* Metrics of the library itself: `evaluate.load("accuracy")` is a Space of its maintainers. */
static inline bool is_library_metric(const struct hfg_load *load)
{
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (!name_is_bare(load->repo.texts[i]))
			return false;
	return load->kind == HFG_METRIC && load->repo.n > 0;
}

/* Decided outside the program, without a usable default. */
static inline bool value_at_entry(const struct hfg_value *value)
{
	return has_flag(value, HFG_V_ENTRY) || value->why == HFG_WHY_CLI ||
		value->why == HFG_WHY_ENVIRONMENT || value->why == HFG_WHY_CONFIG ||
		value->why == HFG_WHY_INPUT;
}

/* Python of the Hub runs at this load. */
static inline bool runs_hub_code(const struct hfg_load *load)
{
	return judged_on_hub(load) &&
		(load->remote_code == HFG_CODE_ON || load->remote_code == HFG_CODE_ALWAYS);
}

static inline bool revision_floats(enum hfg_revision_class class)
{
	return class == HFG_REVISION_ABSENT || class == HFG_REVISION_MUTABLE ||
		class == HFG_REVISION_PULL_REQUEST || class == HFG_REVISION_SHORT ||
		class == HFG_REVISION_FLOATING_DEFAULT;
}

/* HFG105 fails this load: the name is known here and so is that its code is not pinned. Rules
   about the same missing pin are then notes. */
static inline bool code_surely_unpinned(
	const struct hfg_load *load, const struct hfg_project *project)
{
	bool unseen = load->opaque_keywords && load->revision.state == HFG_ABSENT;
	if (!runs_hub_code(load) || load->pass_through || unseen)
		return false;
	if (load_naming(load, project) != NAMING_KNOWN)
		return false;
	return revision_floats(load->revision_class) || !load->sink->revision_supported;
}

/* Caps what every rule caps: values that only pass through, and names that may be directories. */
static inline void soften(
	struct hfg_finding *finding, const struct hfg_load *load, const struct hfg_project *project)
{
	if (load->pass_through)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	if (load_naming(load, project) == NAMING_BARE) {
		hfg_at_most(finding, HFG_LEVEL_NOTE);
		hfg_confidence(finding, HFG_CONFIDENCE_LOW);
	}
}

/* For rules that ask for a pin: one failing rule per missing pin, HFG105 where code runs. Without a
   name there is nothing to pin here; pictures and texts fetched by address are worth a note. */
static inline void soften_pin(
	struct hfg_finding *finding, const struct hfg_load *load, const struct hfg_project *project)
{
	soften(finding, load, project);
	if (code_surely_unpinned(load, project))
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	if (is_plain_transport(load) && load->asset == HFG_ASSET_DATA)
		hfg_at_most(finding, HFG_LEVEL_NOTE);
	if (load_naming(load, project) == NAMING_OPEN)
		hfg_at_most(
			finding, value_at_entry(&load->repo) ? HFG_LEVEL_WARNING : HFG_LEVEL_NOTE);
}

/* Adds the place where the value was written, when that is not the call itself. */
static inline void show_origin(
	struct hfg_finding *finding, const struct hfg_load *load, const struct hfg_value *value)
{
	if (value->trail_n == 0)
		return;
	const struct hfg_hop *origin = &value->trail[value->trail_n - 1];
	if (origin->path.n == 0 && origin->line == load->line)
		return;
	slice path = origin->path.n ? origin->path : load->path;
	slice text = origin->text.n ? origin->text : value->expression;
	hfg_also(finding, path, origin->line, origin->column,
		"`" SLICE_FMT "` is decided here (%s)", SLICE_ARG(text), origin->via);
}

/* Only what a shell takes literally may stand in a command that people copy. */
static inline bool name_is_plain(slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || memchr("._-/", c, 4);
		if (!word)
			return false;
	}
	return name.n > 0;
}

/* How to find the commit: a command when the name is one that may stand in a command. */
static inline slice commit_lookup(struct hfg_findings *findings, const struct hfg_load *load)
{
	slice name = hfg_one(&load->repo);
	if (!name_has_owner(name) || !name_is_plain(name))
		return S("the repository's page on the Hub lists its commits");
	return hfg_text(findings,
		"`git ls-remote https://huggingface.co/%s" SLICE_FMT " HEAD` prints it",
		type_prefix(load), SLICE_ARG(name));
}

/* The pin as it is written at this load: `revision="..."`, `--revision ...`. */
static inline slice pin_with(
	struct hfg_findings *findings, const struct hfg_load *load, slice commit)
{
	slice pin = load->sink->pin;
	size_t star = slice_find(pin, '*');
	if (!pin.n)
		return hfg_text(findings, "revision=\"" SLICE_FMT "\"", SLICE_ARG(commit));
	return hfg_text(findings, SLICE_FMT SLICE_FMT SLICE_FMT, SLICE_ARG(slice_cut(pin, 0, star)),
		SLICE_ARG(commit), SLICE_ARG(slice_after(pin, star + 1)));
}

static inline slice pin_text(struct hfg_findings *findings, const struct hfg_load *load)
{
	return pin_with(findings, load, S("<40 hex digits>"));
}

/* The edit that pins without a `revision` argument. */
static inline slice way_out(struct hfg_findings *findings, const struct hfg_load *load)
{
	if (load->sink->way_out.n)
		return load->sink->way_out;
	slice name = hfg_one(&load->repo);
	bool plain = name_has_owner(name) && name_is_plain(name);
	return hfg_text(findings,
		"`hf download " SLICE_FMT
		" --revision <40 hex digits> --local-dir DIR`, then load DIR "
		"with HF_HUB_OFFLINE=1",
		SLICE_ARG(plain ? name : S("ORG/NAME")));
}

/* The commit written with upper-case digits: looked up as a branch, never cached as a commit. */
static inline bool is_commit_in_upper_case(slice text)
{
	bool upper = false;
	for (size_t i = 0; i < text.n; i++) {
		upper = upper || (text.p[i] >= 'A' && text.p[i] <= 'F');
		if (!memchr("0123456789abcdefABCDEF", text.p[i], 22))
			return false;
	}
	return upper && text.n == 40;
}

/* A literal argument that an edit may replace: its text is the whole expression, in this file. */
static inline bool is_literal_here(const struct hfg_load *load, const struct hfg_value *value)
{
	slice text = hfg_one(value), written = value->expression;
	if (load->language != HFG_PYTHON || !slice_ends(load->path, S(".py")))
		return false;
	return written.n == text.n + 2 && memchr("\"'", written.p[0], 2) &&
		written.p[0] == written.p[written.n - 1] &&
		slice_eq(slice_cut(written, 1, 1 + text.n), text);
}

/* Replaces the text between the quotes of a literal argument. */
static inline void mend_literal(struct hfg_finding *finding, const struct hfg_load *load,
	const struct hfg_value *value, bool safe, slice text)
{
	if (is_literal_here(load, value))
		hfg_mend(
			finding, safe, value->at.from + 1, value->at.to - value->at.from - 2, text);
}

/* The policy lists this name under trusted-code. */
static inline bool code_name_is_trusted(const struct hfg_project *project, slice name)
{
	for (uint32_t i = 0; i < project->trusted_code.n; i++)
		if (glob_match(project->trusted_code.names[i], name))
			return true;
	return false;
}

/* Every repository the load may mean is trusted, and there is one. */
static inline bool code_is_trusted(const struct hfg_project *project, const struct hfg_load *load)
{
	if (load->repo.n == 0 || load->repo.state == HFG_OPEN)
		return false;
	for (uint32_t i = 0; i < load->repo.n; i++)
		if (!code_name_is_trusted(project, load->repo.texts[i]))
			return false;
	return (load->repo.flags & HFG_V_REST) == 0;
}

#endif
