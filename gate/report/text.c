/* Knows what a finding looks like to somebody who reads a terminal or a log. */
#include "report/report.h"
#include "report/escape.h"
#include "report/snippet.h"
#include "report/words.h"

enum {
	MAX_MARKS = 3, /* the place, where the name comes from, where the revision comes from */
	MAX_ALSO_SHOWN = 5,  /* places of one group that are listed without --verbose */
	MAX_LISTED_OPEN = 80 /* bytes of an expression in the list of open values */
};

#define DOT " \xc2\xb7 "

static void plural(struct buf *buf, uint32_t n, const char *one)
{
	buf_printf(buf, "%u %s%s", n, one, n == 1 ? "" : "s");
}

static bool shown(const struct report *report, const struct hfg_finding *finding)
{
	const struct report_options *options = &report->options;
	if (options->quiet || finding->level == HFG_LEVEL_NONE)
		return false;
	if (finding->suppressed)
		return options->show_suppressed;
	if (!finding->primary && finding->group)
		return false;
	return finding->level > HFG_LEVEL_NOTE || options->verbose;
}

static const char *level_colour(const struct report *report, enum hfg_level level)
{
	if (!report->options.colour)
		return "";
	return level == HFG_LEVEL_ERROR      ? "\033[1;31m"
		: level == HFG_LEVEL_WARNING ? "\033[1;33m"
					     : "\033[1;36m";
}

static const char *no_colour(const struct report *report)
{
	return report->options.colour ? "\033[0m" : "";
}

static void write_headline(
	struct buf *buf, const struct report *report, const struct hfg_finding *finding)
{
	buf_text(buf, level_colour(report, finding->level));
	buf_text(buf, word_level(finding->level));
	buf_text(buf, no_colour(report));
	buf_printf(buf, "[%s]: ", finding->rule->id);
	escape_terminal(buf, finding->message);
	buf_byte(buf, '\n');
}

static void write_position(struct buf *buf, slice path, uint32_t line, uint32_t column)
{
	escape_terminal(buf, path);
	if (line)
		buf_printf(buf, ":%u", line);
	if (line && column)
		buf_printf(buf, ":%u", column);
}

static void write_arrow(struct buf *buf, const struct hfg_finding *finding, unsigned gutter)
{
	buf_printf(buf, "%*s--> ", (int)gutter, "");
	write_position(buf, finding->path, finding->line, finding->column);
	if (finding->load) {
		buf_printf(buf, " (%s", hfg_context_name(finding->load->context));
		if (finding->load->function.n) {
			buf_text(buf, ", in ");
			escape_terminal(buf, finding->load->function);
		}
		buf_byte(buf, ')');
	}
	buf_byte(buf, '\n');
}

/* What a finding shows of its source. */
struct view {
	struct snippet_mark marks[MAX_MARKS];
	unsigned n, gutter;
	const struct hfg_hop *name_from, *revision_from; /* in other files, NULL = none */
};

/* Offset of byte `offset` (outermost file) in its line. */
static size_t in_line(slice file, slice line, uint32_t offset)
{
	size_t start = line.n ? (size_t)(line.p - file.p) : offset;
	return offset > start ? offset - start : 0;
}

static struct snippet_mark place_mark(const struct hfg_finding *finding)
{
	const struct source *root = source_root(finding->source);
	slice line = source_line(root, finding->line);
	struct snippet_mark mark = {.line = finding->line, .symbol = '^'};
	mark.from = in_line(root->text, line, source_outer(finding->source, finding->at.from));
	mark.to = in_line(root->text, line, source_outer_end(finding->source, finding->at.to));
	if (finding->end_line > finding->line)
		mark.to = slice_trim(line).n ? line.n : mark.from + 1;
	return mark;
}

static bool has_line(const struct view *view, uint32_t line)
{
	for (unsigned i = 0; i < view->n; i++)
		if (view->marks[i].line == line)
			return true;
	return false;
}

/* Columns of a hop tell where it starts; its text, when it stands there, how far it goes. */
static struct snippet_mark hop_mark(
	const struct source *root, const struct hfg_hop *hop, slice label)
{
	slice line = source_line(root, hop->line);
	struct snippet_mark mark = {.line = hop->line, .symbol = '-', .label = label};
	snippet_columns(line, hop->column, hop->column + 1, &mark.from, &mark.to);
	if (slice_starts(slice_after(line, mark.from), hop->text) && hop->text.n)
		mark.to = mark.from + hop->text.n;
	return mark;
}

/* Adds the origin of a value to the view; returns it when it stands in another file. */
static const struct hfg_hop *add_origin(struct view *view, const struct hfg_finding *finding,
	const struct hfg_value *value, slice label)
{
	if (!value->trail_n)
		return NULL;
	const struct hfg_hop *hop = &value->trail[value->trail_n - 1];
	if (!slice_eq(hop_path(hop, finding->load), finding->path))
		return hop;
	if (!finding->source || !hop->line || has_line(view, hop->line))
		return NULL;
	view->marks[view->n++] = hop_mark(source_root(finding->source), hop, label);
	return NULL;
}

static void sort_marks(struct view *view)
{
	for (unsigned i = 1; i < view->n; i++)
		for (unsigned j = i; j > 0 && view->marks[j].line < view->marks[j - 1].line; j--) {
			struct snippet_mark swapped = view->marks[j];
			view->marks[j] = view->marks[j - 1];
			view->marks[j - 1] = swapped;
		}
}

static void make_view(struct view *view, const struct hfg_finding *finding)
{
	*view = (struct view){.gutter = snippet_digits(finding->line)};
	if (finding->source && finding->line)
		view->marks[view->n++] = place_mark(finding);
	if (finding->load) {
		view->name_from = add_origin(
			view, finding, &finding->load->repo, S("the name comes from here"));
		view->revision_from = add_origin(
			view, finding, &finding->load->revision, S("the revision comes from here"));
	}
	sort_marks(view);
	if (view->n)
		view->gutter = snippet_digits(view->marks[view->n - 1].line);
}

static void write_remark(struct buf *buf, unsigned gutter, const char *word, slice text)
{
	buf_printf(buf, "%*s = %s: ", (int)gutter, "", word);
	escape_terminal(buf, text);
	buf_byte(buf, '\n');
}

static void write_origin(
	struct buf *buf, unsigned gutter, const struct hfg_hop *hop, const struct hfg_value *value)
{
	if (!hop)
		return;
	buf_printf(buf, "%*s = note: ", (int)gutter, "");
	escape_terminal(buf, value->expression.n ? value->expression : hop->text);
	buf_text(buf, " comes from ");
	write_position(buf, hop->path, hop->line, 0);
	if (hop->text.n && value->expression.n && !slice_eq(hop->text, value->expression)) {
		buf_text(buf, " (");
		escape_terminal(buf, hop->text);
		buf_byte(buf, ')');
	}
	buf_byte(buf, '\n');
}

static void write_related(struct buf *buf, unsigned gutter, const struct hfg_finding *finding)
{
	/* Places of the group are told by write_also_here. */
	for (uint32_t i = 0; i < finding->also_n - finding->also_linked; i++) {
		const struct hfg_place *place = &finding->also[i];
		buf_printf(buf, "%*s = note: ", (int)gutter, "");
		escape_terminal(buf, place->message);
		buf_text(buf, " (");
		write_position(buf, place->path, place->line, place->column);
		buf_text(buf, ")\n");
	}
}

static bool same_group(const struct hfg_finding *a, const struct hfg_finding *b)
{
	return a != b && a->group && a->group == b->group && a->rule == b->rule && !b->suppressed &&
		b->level != HFG_LEVEL_NONE;
}

/* The other places of each group, found in one pass over the findings. */
struct places {
	uint32_t *first; /* by group: index + 1 of its first finding, 0 = none */
	uint32_t *next;  /* by finding: index + 1 of the next one of its group */
	uint32_t groups;
};

static void index_places(struct places *places, struct arena *arena, const struct report *report)
{
	for (uint32_t i = 0; i < report->findings_n; i++)
		if (report->findings[i]->group >= places->groups)
			places->groups = report->findings[i]->group + 1;
	places->first = arena_array(arena, places->groups, sizeof *places->first);
	places->next = arena_array(arena, report->findings_n, sizeof *places->next);
	for (uint32_t i = report->findings_n; i > 0; i--) {
		uint32_t *first = &places->first[report->findings[i - 1]->group];
		places->next[i - 1] = *first;
		*first = i;
	}
}

static void write_also_here(struct buf *buf, unsigned gutter, const struct report *report,
	const struct places *places, const struct hfg_finding *finding)
{
	uint32_t n = 0;
	uint32_t most = report->options.verbose ? UINT32_MAX : MAX_ALSO_SHOWN;
	if (!finding->group)
		return;
	for (uint32_t i = places->first[finding->group]; i; i = places->next[i - 1]) {
		const struct hfg_finding *other = report->findings[i - 1];
		if (!same_group(finding, other) || n++ >= most)
			continue;
		if (n == 1)
			buf_printf(buf, "%*s = also here: ", (int)gutter, "");
		else
			buf_text(buf, ", ");
		write_position(buf, other->path, other->line, 0);
	}
	if (n > most)
		buf_printf(buf, " and %u more", n - most);
	if (n)
		buf_byte(buf, '\n');
}

static void write_finding(struct buf *buf, const struct report *report, const struct places *places,
	const struct hfg_finding *finding)
{
	struct view view;
	make_view(&view, finding);
	struct snippet_style style = {.width = report->options.width,
		.gutter = view.gutter,
		.colour = level_colour(report, finding->level),
		.plain = no_colour(report)};
	write_headline(buf, report, finding);
	write_arrow(buf, finding, view.gutter);
	if (view.n)
		snippet_write(buf, finding->source, view.marks, view.n, &style);
	if (finding->load) {
		write_origin(buf, view.gutter, view.name_from, &finding->load->repo);
		write_origin(buf, view.gutter, view.revision_from, &finding->load->revision);
	}
	write_related(buf, view.gutter, finding);
	if (finding->suppressed)
		write_remark(buf, view.gutter, "suppressed", finding->suppressed_by);
	if (finding->help.n)
		write_remark(buf, view.gutter, "help", finding->help);
	write_also_here(buf, view.gutter, report, places, finding);
	buf_byte(buf, '\n');
}

/* A finding on the same file already says what the trouble is. */
static bool told(const struct report *report, const struct hfg_trouble *trouble)
{
	for (uint32_t i = 0; i < report->findings_n; i++) {
		const struct hfg_finding *finding = report->findings[i];
		if (!finding->load && shown(report, finding) &&
			slice_eq(finding->path, trouble->path))
			return true;
	}
	return false;
}

static void write_troubles(struct buf *buf, const struct report *report)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < report->troubles_n && !report->options.quiet; i++) {
		const struct hfg_trouble *trouble = &report->troubles[i];
		if (!trouble->blocks || told(report, trouble))
			continue;
		buf_text(buf, n++ ? "" : "not analysed:\n");
		buf_text(buf, "  - ");
		escape_terminal(buf, trouble->path);
		buf_text(buf, ": ");
		escape_terminal(buf, trouble->reason);
		buf_byte(buf, '\n');
	}
	if (n)
		buf_byte(buf, '\n');
}

static void write_open_values(struct buf *buf, const struct report *report)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < report->loads_n; i++) {
		const struct hfg_load *load = report->loads[i];
		if (!load->pass_through)
			continue;
		buf_text(buf, n++ ? "" : "values that callers decide:\n");
		buf_text(buf, "  - ");
		write_position(buf, load->path, load->line, load->column);
		buf_byte(buf, ' ');
		escape_terminal(buf, load->callee);
		buf_byte(buf, '(');
		escape_terminal(buf, slice_cut(load->repo.expression, 0, MAX_LISTED_OPEN));
		buf_byte(buf, ')');
		if (load->function.n) {
			buf_text(buf, " in ");
			escape_terminal(buf, load->function);
		}
		buf_byte(buf, '\n');
	}
	if (n)
		buf_byte(buf, '\n');
}

static void write_model_counts(struct buf *buf, const struct report_summary *summary)
{
	struct {
		uint32_t n;
		const char *word;
	} parts[] = {{summary->models_pinned, "pinned"}, {summary->models_floating, "floating"},
		{summary->models_open, "open"}};
	buf_printf(buf, "models: %u", summary->models);
	bool any = false;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!parts[i].n)
			continue;
		buf_printf(buf, "%s%u %s", any ? ", " : " (", parts[i].n, parts[i].word);
		any = true;
	}
	buf_text(buf, any ? ")" : "");
}

/* The line before the last: what the counts of the last line do not tell. */
static void write_details(struct buf *buf, const struct report *report)
{
	const struct report_summary *summary = &report->summary;
	const struct report_options *options = &report->options;
	if (options->quiet)
		return;
	if (summary->loads)
		write_model_counts(buf, summary);
	else if (summary->files)
		buf_text(buf, "nothing is loaded from the Hub here");
	else
		buf_text(buf, "there is no file here of a kind that is analysed: nothing to judge");
	if (summary->notes) {
		buf_text(buf, DOT);
		plural(buf, summary->notes, "note");
		buf_text(buf, options->verbose ? "" : " (--verbose shows them)");
	}
	if (summary->open_values && !options->show_open) {
		buf_text(buf, DOT);
		plural(buf, summary->open_values, "value");
		buf_text(buf, " left to callers (--show-open)");
	}
	if (summary->dropped) {
		buf_text(buf, DOT);
		plural(buf, summary->dropped, "finding");
		buf_text(buf, " over the limit, counted but not listed");
	}
	if (options->seconds >= 0)
		buf_printf(buf, DOT "%.2f s", options->seconds);
	buf_byte(buf, '\n');
}

static void write_stats(struct buf *buf, const struct report *report)
{
	const struct report_summary *summary = &report->summary;
	if (!report->options.stats)
		return;
	buf_text(buf, "tree: ");
	escape_terminal(buf, report->tree);
	buf_text(buf, "\npolicy: ");
	escape_terminal(buf, report->policy);
	buf_printf(buf, " (preset %s)\nread: %llu bytes in ", report->preset,
		(unsigned long long)summary->bytes);
	plural(buf, summary->files, "file");
	if (report->options.seconds > 0)
		buf_printf(
			buf, ", %.1f MB/s", (double)summary->bytes / 1e6 / report->options.seconds);
	buf_byte(buf, '\n');
}

static void write_last_line(struct buf *buf, const struct report *report)
{
	const struct report_summary *summary = &report->summary;
	plural(buf, summary->loads, "load");
	buf_text(buf, " of ");
	plural(buf, summary->models, "model");
	buf_text(buf, " in ");
	plural(buf, summary->files, "file");
	buf_text(buf, DOT);
	plural(buf, summary->errors, "error");
	buf_text(buf, ", ");
	plural(buf, summary->warnings, "warning");
	buf_printf(buf, ", %u suppressed, ", summary->suppressed);
	if (summary->baselined)
		buf_printf(buf, "%u baselined, ", summary->baselined);
	buf_printf(buf, "%u not analysed -> ", summary->not_analysed);
	bool pass = strcmp(report->verdict, "pass") == 0;
	bool fail = strcmp(report->verdict, "fail") == 0;
	buf_text(buf, pass ? "PASS\n" : fail ? "FAIL\n" : "NO VERDICT\n");
}

static void write_text(const struct report *report, struct buf *buf)
{
	struct arena arena;
	arena_init(&arena);
	struct places places = {.groups = 1};
	index_places(&places, &arena, report);
	for (uint32_t i = 0; i < report->findings_n; i++)
		if (shown(report, report->findings[i]))
			write_finding(buf, report, &places, report->findings[i]);
	write_troubles(buf, report);
	if (report->options.show_open && !report->options.quiet)
		write_open_values(buf, report);
	write_stats(buf, report);
	write_details(buf, report);
	write_last_line(buf, report);
	arena_free(&arena);
}

const struct report_format report_text = {
	.name = "text",
	.summary = "for people (the default)",
	.write = write_text,
};
