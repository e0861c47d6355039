/*
 * Knows what rules may ask of the policy and of the data files under
 * rules/data: lists without what has expired, and lines without comments. A
 * data file is split once and kept.
 */
#include "policy/policy.h"
#include "base/embedded.h"
#include "base/map.h"
#include "base/vec.h"

#include <stdlib.h>

struct data_files {
	struct arena *arena;
	struct map numbers; /* name -> index in lists */
	struct {
		VEC(struct hfg_name_list);
	} lists;
};

static int by_bytes(const void *a, const void *b)
{
	return slice_cmp(*(const slice *)a, *(const slice *)b);
}

static uint32_t count_lines(slice text)
{
	uint32_t n = 1;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/* A line without its end; blanks at the end are no part of a field. */
static slice without_end(slice line)
{
	while (line.n && memchr(" \t\r", line.p[line.n - 1], 3))
		line.n--;
	return line;
}

static struct hfg_name_list split(struct arena *arena, slice text)
{
	slice *lines = arena_array(arena, count_lines(text), sizeof *lines);
	uint32_t n = 0;
	while (text.n) {
		size_t end = slice_find(text, '\n');
		slice line = without_end(slice_cut(text, 0, end));
		text = slice_after(text, end + 1);
		if (line.n && line.p[0] != '#')
			lines[n++] = line;
	}
	if (n)
		qsort(lines, n, sizeof *lines, by_bytes);
	return (struct hfg_name_list){.names = lines, .n = n};
}

static struct hfg_name_list data(const struct hfg_project *project, const char *name)
{
	/* The cache is the one thing here that changes; it belongs to the arena of the run. */
	struct data_files *files = *(struct data_files *const *)project->context;
	uint32_t *known = map_get(&files->numbers, slice_of(name));
	if (known)
		return files->lists.at[*known];
	slice path = arena_printf(files->arena, "rules/data/%s.txt", name);
	struct hfg_name_list list = split(files->arena, embedded_get(path));
	*map_put(&files->numbers, arena_copy(files->arena, slice_of(name)), NULL) = files->lists.n;
	*VEC_PUSH(&files->lists, files->arena) = list;
	return list;
}

static struct hfg_name_list in_force(
	const struct policy_list *approvals, int64_t today, struct arena *arena)
{
	slice *names = arena_array(arena, approvals->n, sizeof *names);
	uint32_t n = 0;
	for (uint32_t i = 0; i < approvals->n; i++)
		if (policy_in_force(approvals->at[i].until, today))
			names[n++] = approvals->at[i].name;
	if (n)
		qsort(names, n, sizeof *names, by_bytes);
	return (struct hfg_name_list){.names = names, .n = n};
}

/* A list whose approvals have all expired allows nothing, while an empty one means no such policy. */
static struct hfg_name_list allowed(
	const struct policy_list *approvals, int64_t today, struct arena *arena)
{
	static const slice nobody = {"--", 2}; /* two dashes in a row: no name on the Hub */
	struct hfg_name_list list = in_force(approvals, today, arena);
	if (approvals->n && !list.n)
		return (struct hfg_name_list){.names = &nobody, .n = 1};
	return list;
}

void policy_project(struct hfg_project *project, const struct policy *policy, int64_t today,
	struct arena *arena)
{
	struct data_files *files = ARENA_NEW(arena, struct data_files);
	struct data_files **context = ARENA_NEW(arena, struct data_files *);
	files->arena = arena;
	map_init(&files->numbers, arena);
	*context = files;
	project->context = context;
	project->data = data;
	project->allow_namespaces = allowed(&policy->allow_namespaces, today, arena);
	project->allow_models = allowed(&policy->allow_models, today, arena);
	project->deny_models = in_force(&policy->deny_models, today, arena);
	project->trusted_code = allowed(&policy->trusted_code, today, arena);
	project->lock_required = policy->lock_require;
}
