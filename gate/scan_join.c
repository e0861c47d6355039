/*
 * Knows how per-file results become one list: in the order of paths and
 * offsets, with numbers, lines, contexts, declared versions, and the download
 * behind each file that is deserialised.
 */
#include "scan_internal.h"

#include <stdlib.h>

static bool left_out(const struct run *run, uint32_t index)
{
	const struct tree_entry *entry = &run->entries[index];
	if (entry->ignored && !entry->named)
		return true;
	return policy_excludes(run->policy, entry->path, run->results[index].language);
}

static int by_place(const void *left, const void *right)
{
	const struct hfg_load *a = *(const struct hfg_load *const *)left;
	const struct hfg_load *b = *(const struct hfg_load *const *)right;
	int order = slice_cmp(a->path, b->path);
	if (order)
		return order;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	if (a->at.from != b->at.from)
		return a->at.from < b->at.from ? -1 : 1;
	if (a->at.to != b->at.to)
		return a->at.to < b->at.to ? -1 : 1;
	return slice_cmp(a->sink->id, b->sink->id);
}

/* A load is as exposed as the worst job that runs it. */
static void raise_context(struct hfg_load *load)
{
	for (uint32_t i = 0; i < load->reached_n; i++) {
		enum hfg_context context = hfg_reach_privileged(&load->reached[i])
			? HFG_CONTEXT_CI_PRIVILEGED
			: HFG_CONTEXT_CI;
		if (context < load->context)
			load->context = context;
	}
}

static void place(struct hfg_load *load, const struct policy *policy)
{
	struct position from = source_position(load->source, load->at.from);
	struct position to = source_position_end(load->source, load->at.to);
	load->path = load->source->path;
	load->line = from.line;
	load->column = from.column;
	load->end_line = to.line;
	load->end_column = to.column;
	load->context = policy_context(policy, load->path);
	raise_context(load);
}

static void apply_versions(
	struct hfg_load *load, const struct sink *sink, const struct versions *versions)
{
	if (!sink || !sink->safe_since.n)
		return;
	load->versions_make_safe =
		versions_at_least(versions, load->path, sink->safe_since) == VERSIONS_YES;
}

static bool is_download(const struct hfg_load *load)
{
	return (load->kind == HFG_FILE || load->kind == HFG_SNAPSHOT) && !load->local;
}

/* The download whose result a deserialiser reads: inside its argument, on the line the trail
   leads to, or the latest one before it in the same function. */
static uint32_t find_download(const struct scan *scan, const struct hfg_load *load)
{
	uint32_t latest = 0;
	for (uint32_t i = 0; i < scan->loads_n; i++) {
		const struct hfg_load *other = scan->loads[i];
		if (other->source != load->source || !is_download(other))
			continue;
		if (other->at.from >= load->at.from && other->at.to <= load->at.to)
			return other->number;
		for (uint32_t k = 0; k < load->repo.trail_n; k++)
			if (!load->repo.trail[k].path.n && load->repo.trail[k].line == other->line)
				return other->number;
		if (other->at.from < load->at.from && slice_eq(other->function, load->function))
			latest = other->number;
	}
	return latest;
}

static void gather_loads(struct scan *scan, struct run *run)
{
	uint32_t total = 0;
	for (uint32_t i = 0; i < run->entries_n; i++)
		total += left_out(run, i) ? 0 : run->results[i].facts.loads.n;
	scan->loads = arena_array(&scan->arena, total + 1, sizeof *scan->loads);
	for (uint32_t i = 0; i < run->entries_n; i++) {
		const struct facts *facts = &run->results[i].facts;
		if (left_out(run, i))
			continue;
		for (uint32_t k = 0; k < facts->loads.n; k++) {
			place(facts->loads.at[k], run->policy);
			scan->loads[scan->loads_n++] = facts->loads.at[k];
		}
	}
	qsort(scan->loads, scan->loads_n, sizeof *scan->loads, by_place);
}

/* What does not parse among tests, examples and documentation is told, and stands in nobody's way. */
static bool stands_in_the_way(const struct hfg_trouble *trouble, const struct policy *policy)
{
	if (trouble->kind != HFG_TROUBLE_PARSE)
		return trouble->blocks;
	return trouble->blocks && policy_context(policy, trouble->path) < HFG_CONTEXT_EXAMPLE;
}

static void gather_troubles(struct scan *scan, struct run *run)
{
	struct {
		VEC(struct hfg_trouble);
	} troubles = {0};
	for (uint32_t i = 0; i < run->entries_n; i++) {
		const struct facts *facts = &run->results[i].facts;
		if (left_out(run, i))
			continue;
		for (uint32_t k = 0; k < facts->troubles.n; k++) {
			struct hfg_trouble *trouble = VEC_PUSH(&troubles, &scan->arena);
			*trouble = facts->troubles.at[k];
			trouble->blocks = stands_in_the_way(trouble, run->policy);
		}
	}
	scan->troubles = troubles.at;
	scan->troubles_n = troubles.n;
}

static void count_files(struct scan *scan, const struct run *run)
{
	for (uint32_t i = 0; i < run->entries_n; i++) {
		const struct file_result *result = &run->results[i];
		if (!result->readable || left_out(run, i))
			continue;
		scan->files++;
		scan->bytes += result->bytes;
		scan->candidates += result->candidate;
		scan->languages[result->language]++;
	}
}

void scan_join(struct scan *scan, struct run *run, const struct versions *versions)
{
	gather_loads(scan, run);
	gather_troubles(scan, run);
	count_files(scan, run);
	for (uint32_t i = 0; i < scan->loads_n; i++) {
		struct hfg_load *load = scan->loads[i];
		load->number = i + 1;
		apply_versions(load, catalogue_sink(run->catalogue, load->sink), versions);
	}
	for (uint32_t i = 0; i < scan->loads_n; i++)
		if (scan->loads[i]->kind == HFG_DESERIALISE && scan->loads[i]->from_hub)
			scan->loads[i]->download = find_download(scan, scan->loads[i]);
}
