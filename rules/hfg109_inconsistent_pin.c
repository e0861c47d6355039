/*
 * Knows every repository that one place of the project pins, and finds the
 * other places: forgotten ones, and ones pinned to different bytes.
 */
#include "base/map.h"
#include "judging.h"

/* What a pin of this repository looks like elsewhere; `load` NULL = none seen. */
struct pin {
	const struct hfg_load *load;
	slice commit;
};

static bool takes_part(const struct hfg_load *load)
{
	if (!judged_on_hub(load) || load->pass_through || load->opaque_keywords)
		return false;
	slice name = hfg_one(&load->repo);
	return name_has_owner(name) && slice_find(name, '*') == name.n;
}

/* Spaces and data sets may have the name of a model: `dataset org/name`. */
static slice repository_key(struct arena *arena, const struct hfg_load *load)
{
	return arena_printf(arena, SLICE_FMT " " SLICE_FMT, SLICE_ARG(load->repo_type),
		SLICE_ARG(hfg_one(&load->repo)));
}

static bool pinned_here(const struct hfg_load *load)
{
	return load->revision_class == HFG_REVISION_COMMIT &&
		hfg_is_commit(hfg_one(&load->revision));
}

/* The first pin of each repository, in report order, is the one the others are held against. */
static struct pin *collect_pins(
	const struct hfg_project *project, struct map *map, struct arena *arena)
{
	struct pin *pins = arena_array(arena, project->loads_n + 1u, sizeof *pins);
	uint32_t n = 0;
	for (uint32_t i = 0; i < project->loads_n; i++) {
		const struct hfg_load *load = project->loads[i];
		if (!takes_part(load) || !pinned_here(load))
			continue;
		bool is_new;
		uint32_t *index = map_put(map, repository_key(arena, load), &is_new);
		if (!is_new)
			continue;
		*index = n;
		pins[n++] = (struct pin){.load = load, .commit = hfg_one(&load->revision)};
	}
	return pins;
}

static void report(
	const struct hfg_load *load, const struct pin *pin, struct hfg_findings *findings)
{
	slice name = hfg_one(&load->repo);
	struct hfg_finding *finding = pinned_here(load)
		? hfg_found(findings, load, SLICE_FMT " is pinned to two different commits",
			  SLICE_ARG(name))
		: hfg_found(findings, load,
			  SLICE_FMT " floats here although it is pinned elsewhere",
			  SLICE_ARG(name));
	hfg_also(finding, pin->load->path, pin->load->line, pin->load->column,
		"pinned here to " SLICE_FMT, SLICE_ARG(pin->commit));
	hfg_help(finding, "write revision=\"" SLICE_FMT "\" here too", SLICE_ARG(pin->commit));
	hfg_group(finding, name);
}

static bool differs(const struct hfg_load *load, const struct pin *pin)
{
	if (pinned_here(load))
		return !slice_eq(hfg_one(&load->revision), pin->commit);
	return revision_floats(load->revision_class) && load->sink->revision_supported;
}

static void judge(const struct hfg_project *project, struct hfg_findings *findings)
{
	struct arena arena;
	struct map map;
	arena_init(&arena);
	map_init(&map, &arena);
	const struct pin *pins = collect_pins(project, &map, &arena);
	for (uint32_t i = 0; map.n && i < project->loads_n; i++) {
		const struct hfg_load *load = project->loads[i];
		if (!takes_part(load))
			continue;
		const uint32_t *index = map_get(&map, repository_key(&arena, load));
		if (index && differs(load, &pins[*index]))
			report(load, &pins[*index], findings);
	}
	arena_free(&arena);
}

const struct hfg_rule hfg109_inconsistent_pin = {
	.id = "HFG109",
	.name = "inconsistent-pin",
	.summary =
		"One repository is pinned in one place of the project and not, or differently, in "
		"another",
	.cwe = "CWE-494",
	.level = HFG_LEVEL_WARNING,
	.security_severity = "5.5",
	.project = judge,
};
