/*
 * Knows how a rule's report becomes a finding: which span is underlined, which
 * key groups it, how a repository is named in a sentence, and what of it must be
 * copied to outlive the call of the rule.
 */
#include "policy/findings.h"

#include <stdio.h>

enum {
	MOST_NAMED = 4,     /* alternatives in a sentence: more do not help */
	LONGEST_NAME = 200, /* bytes; real names are shorter than 100 */
};

static struct found *found_of(struct hfg_finding *finding)
{
	return (struct found *)finding;
}

static struct found *add(struct hfg_findings *findings)
{
	struct found *found = ARENA_NEW(&findings->arena, struct found);
	*VEC_PUSH(&findings->list, &findings->arena) = found;
	found->arena = &findings->arena;
	found->undecided = findings->undecided;
	found->public.rule = findings->rule;
	found->public.ceiling = HFG_LEVEL_ERROR;
	found->public.confidence = HFG_CONFIDENCE_HIGH;
	return found;
}

/* A name as it may stand in a sentence: never longer than a line. */
static slice shortened(struct arena *arena, slice text)
{
	if (text.n <= LONGEST_NAME)
		return text;
	size_t end = LONGEST_NAME;
	while (end > 0 && ((unsigned char)text.p[end] & 0xc0) == 0x80)
		end--;
	return arena_printf(arena, SLICE_FMT "...", SLICE_ARG(slice_cut(text, 0, end)));
}

static slice alternatives(struct arena *arena, const struct hfg_value *value)
{
	slice text = arena_printf(arena, "one of ");
	uint32_t shown = value->n < MOST_NAMED ? value->n : MOST_NAMED;
	for (uint32_t i = 0; i < shown; i++)
		text = arena_printf(arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(text), i ? ", " : "",
			SLICE_ARG(shortened(arena, value->texts[i])));
	if (shown == value->n)
		return text;
	return arena_printf(arena, SLICE_FMT " and %u more", SLICE_ARG(text), value->n - shown);
}

slice hfg_repo_text(struct hfg_findings *findings, const struct hfg_load *load)
{
	struct arena *arena = &findings->arena;
	const struct hfg_value *repo = &load->repo;
	if (repo->n > 1)
		return alternatives(arena, repo);
	if (repo->n == 1)
		return shortened(arena, repo->texts[0]);
	if (repo->expression.n)
		return shortened(arena, repo->expression);
	if (load->sink && load->sink->library.n)
		return arena_printf(
			arena, "the default of " SLICE_FMT, SLICE_ARG(load->sink->library));
	return S("an unnamed repository");
}

slice hfg_text(struct hfg_findings *findings, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	slice text = arena_vprintf(&findings->arena, format, arguments);
	va_end(arguments);
	return text;
}

void *hfg_memory(struct hfg_findings *findings, size_t count, size_t size)
{
	return arena_array(&findings->arena, count, size);
}

struct hfg_finding *hfg_found(
	struct hfg_findings *findings, const struct hfg_load *load, const char *format, ...)
{
	struct found *found = add(findings);
	struct hfg_finding *finding = &found->public;
	finding->load = load;
	finding->source = load->source;
	finding->path = load->path;
	finding->at = load->callee_at.to > load->callee_at.from ? load->callee_at : load->at;
	va_list arguments;
	va_start(arguments, format);
	finding->message = arena_vprintf(&findings->arena, format, arguments);
	va_end(arguments);
	return finding;
}

struct hfg_finding *hfg_found_at(struct hfg_findings *findings, const struct source *source,
	slice path, span at, const char *format, ...)
{
	struct found *found = add(findings);
	struct hfg_finding *finding = &found->public;
	finding->source = source;
	finding->path = path;
	finding->at = at;
	va_list arguments;
	va_start(arguments, format);
	finding->message = arena_vprintf(&findings->arena, format, arguments);
	va_end(arguments);
	return finding;
}

void hfg_point(struct hfg_finding *finding, span at)
{
	if (at.to > at.from)
		finding->at = at;
}

void hfg_at_most(struct hfg_finding *finding, enum hfg_level level)
{
	if (level < finding->ceiling)
		finding->ceiling = level;
}

void hfg_confidence(struct hfg_finding *finding, enum hfg_confidence confidence)
{
	finding->confidence = confidence;
}

void hfg_also(struct hfg_finding *finding, slice path, uint32_t line, uint32_t column,
	const char *format, ...)
{
	struct found *found = found_of(finding);
	struct arena *arena = found->arena;
	va_list arguments;
	va_start(arguments, format);
	slice message = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	*VEC_PUSH(&found->places, arena) = (struct hfg_place){
		.path = path.n ? path : finding->path,
		.line = line,
		.column = column,
		.message = message,
	};
}

void hfg_help(struct hfg_finding *finding, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	finding->help = arena_vprintf(found_of(finding)->arena, format, arguments);
	va_end(arguments);
}

void hfg_mend(struct hfg_finding *finding, bool safe, uint32_t offset, uint32_t length, slice text)
{
	struct found *found = found_of(finding);
	struct arena *arena = found->arena;
	finding->edits_safe = safe && (found->mends.n == 0 || finding->edits_safe);
	*VEC_PUSH(&found->mends, arena) = (struct hfg_edit){
		.offset = offset, .length = length, .text = arena_copy(arena, text)};
}

void hfg_group(struct hfg_finding *finding, slice key)
{
	finding->group_key = arena_copy(found_of(finding)->arena, key);
}

static void settle_position(struct found *found)
{
	struct hfg_finding *finding = &found->public;
	if (finding->source) {
		struct position from = source_position(finding->source, finding->at.from);
		struct position to = source_position_end(finding->source, finding->at.to);
		finding->line = from.line;
		finding->column = from.column;
		finding->end_line = to.line;
		finding->end_column = to.column;
		found->offset = from.offset;
		return;
	}
	const struct hfg_load *load = finding->load;
	finding->line = load ? load->line : 1;
	finding->column = load ? load->column : 1;
	finding->end_line = load ? load->end_line : 1;
	finding->end_column = load ? load->end_column : 1;
	found->offset = finding->at.from;
}

static void keep_places(struct arena *arena, struct found *found)
{
	const struct hfg_place *from = found->places.at;
	struct hfg_place *to = arena_array(arena, found->places.n, sizeof *to);
	for (uint32_t i = 0; i < found->places.n; i++) {
		to[i] = from[i];
		to[i].path = arena_copy(arena, from[i].path);
		to[i].message = arena_copy(arena, from[i].message);
	}
	found->places.at = to;
	found->places.room = found->places.n;
	found->public.also = to;
	found->public.also_n = found->places.n;
}

static void keep_mends(struct arena *arena, struct found *found)
{
	struct hfg_edit *to = arena_array(arena, found->mends.n, sizeof *to);
	for (uint32_t i = 0; i < found->mends.n; i++) {
		to[i] = found->mends.at[i];
		to[i].text = arena_copy(arena, to[i].text);
	}
	found->mends.at = to;
	found->mends.room = found->mends.n;
	found->public.edits = to;
	found->public.edits_n = found->mends.n;
}

struct found *findings_keep(struct arena *arena, const struct found *call)
{
	struct found *found = ARENA_NEW(arena, struct found);
	*found = *call;
	found->arena = arena;
	struct hfg_finding *finding = &found->public;
	if (!finding->load)
		finding->path = arena_copy(arena, finding->path);
	finding->message = arena_copy(arena, finding->message);
	finding->help = arena_copy(arena, finding->help);
	finding->group_key = arena_copy(arena, finding->group_key);
	keep_places(arena, found);
	keep_mends(arena, found);
	settle_position(found);
	return found;
}

void findings_forget(struct hfg_findings *findings)
{
	arena_reset(&findings->arena);
	findings->list.at = NULL;
	findings->list.n = findings->list.room = 0;
}
