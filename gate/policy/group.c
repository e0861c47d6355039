/*
 * Knows what makes two findings one: the cause that the rule names (its own id
 * when it names none) and, unless the rule says otherwise, the repository and
 * revision that the loads may fetch. Where no identity is known (an open name,
 * bytes of a local file, a finding about a file) the place itself is the
 * identity.
 */
#include "policy/group.h"
#include "base/limits.h"

#include <stdlib.h>

enum { MOST_LINKED = 10 }; /* places shown with a primary; a longer list is not read */

void groups_init(struct groups *groups, struct arena *arena)
{
	*groups = (struct groups){.arena = arena};
	map_init(&groups->keys, arena);
}

static int by_bytes(const void *a, const void *b)
{
	return slice_cmp(*(const slice *)a, *(const slice *)b);
}

/* The same texts in another order are the same value. */
static void add_value(struct buf *key, const struct hfg_value *value)
{
	slice texts[MAX_SOME];
	uint32_t n = value->n < MAX_SOME ? value->n : MAX_SOME;
	for (uint32_t i = 0; i < n; i++)
		texts[i] = value->texts[i];
	if (n)
		qsort(texts, n, sizeof *texts, by_bytes);
	buf_printf(key, "\x1f%d", (int)value->state);
	for (uint32_t i = 0; i < n; i++) {
		buf_byte(key, '\x1f');
		buf_add(key, texts[i]);
	}
	if (!value->n)
		buf_add(key, value->expression);
}

/* Does the load name something that is the same thing in every file? */
static bool named(const struct hfg_load *load)
{
	return load->kind != HFG_DESERIALISE && !load->local && load->repo.n > 0;
}

static void add_cause(struct buf *key, const struct hfg_finding *finding)
{
	const struct hfg_load *load = finding->load;
	if (finding->group_key.n) {
		buf_add(key, finding->group_key);
		return;
	}
	if (!load || !named(load))
		buf_add(key, finding->path);
	if (!load)
		return;
	buf_add(key, load->repo_type);
	add_value(key, &load->repo);
	add_value(key, &load->revision);
}

struct group *groups_enter(struct groups *groups, struct found *found)
{
	struct buf key = {0};
	const struct hfg_rule *rule = found->public.rule;
	buf_text(&key, rule->cause ? rule->cause : rule->id);
	buf_byte(&key, found->public.group_key.n ? '\x1e' : '\x1f');
	add_cause(&key, &found->public);
	uint32_t *index = map_get(&groups->keys, buf_slice(&key));
	if (!index) {
		index = map_put(&groups->keys, arena_copy(groups->arena, buf_slice(&key)), NULL);
		*index = groups->list.n;
		(void)VEC_PUSH(&groups->list, groups->arena);
	}
	found->group = *index;
	buf_free(&key);
	return &groups->list.at[found->group];
}

static int context_of(const struct found *found)
{
	return found->public.load ? (int)found->public.load->context : HFG_CONTEXT_APPLICATION;
}

/* Is `a` the better place to stand for the group? Both sorted: `b` came first. */
static bool stands_before(const struct found *a, const struct found *b)
{
	if (a->public.suppressed != b->public.suppressed)
		return !a->public.suppressed;
	if (a->public.own_level != b->public.own_level)
		return a->public.own_level > b->public.own_level;
	if (context_of(a) != context_of(b))
		return context_of(a) < context_of(b);
	return slice_cmp(slice_of(a->public.rule->security_severity),
		       slice_of(b->public.rule->security_severity)) > 0;
}

static void choose(struct groups *groups, struct found *found)
{
	struct group *group = &groups->list.at[found->group];
	group->places++;
	if (!group->primary || stands_before(found, group->primary))
		group->primary = found;
}

static void link_to_primary(struct groups *groups, struct found *found, struct found *primary)
{
	struct hfg_finding *finding = &found->public;
	if (finding->level > HFG_LEVEL_NOTE)
		finding->level = HFG_LEVEL_NOTE;
	*VEC_PUSH(&found->places, groups->arena) = (struct hfg_place){
		.path = primary->public.path,
		.line = primary->public.line,
		.column = primary->public.column,
		.message = S("same cause; this place stands for all of them"),
	};
	finding->also = found->places.at;
	finding->also_n = found->places.n;
	finding->also_linked++;
}

/* `linked` counts the places that the primary names already. */
static void link_from_primary(
	struct groups *groups, struct found *primary, const struct found *found, uint32_t *linked)
{
	if (*linked > MOST_LINKED)
		return;
	if (primary->public.line == found->public.line &&
		slice_eq(primary->public.path, found->public.path)) {
		groups->list.at[found->group].places--; /* another rule about the same call */
		return;
	}
	uint32_t left = groups->list.at[found->group].places - 1 - *linked;
	slice message = S("also here");
	if (++*linked > MOST_LINKED && left > 1)
		message = arena_printf(groups->arena, "and at %u more places, from here on", left);
	*VEC_PUSH(&primary->places, groups->arena) = (struct hfg_place){
		.path = found->public.path,
		.line = found->public.line,
		.column = found->public.column,
		.message = message,
	};
	primary->public.also = primary->places.at;
	primary->public.also_n = primary->places.n;
	primary->public.also_linked++;
}

static void number(struct groups *groups, struct found *const *sorted, uint32_t n)
{
	uint32_t last = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct group *group = &groups->list.at[sorted[i]->group];
		if (group->primary == sorted[i])
			group->number = ++last;
	}
	for (uint32_t i = 0; i < n; i++)
		sorted[i]->public.group = groups->list.at[sorted[i]->group].number;
}

void groups_settle(struct groups *groups, struct found *const *sorted, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		choose(groups, sorted[i]);
	number(groups, sorted, n);
	uint32_t *linked = arena_array(groups->arena, groups->list.n, sizeof *linked);
	for (uint32_t i = 0; i < n; i++) {
		struct found *primary = groups->list.at[sorted[i]->group].primary;
		sorted[i]->public.primary = primary == sorted[i];
		if (primary == sorted[i])
			continue;
		link_from_primary(groups, primary, sorted[i], &linked[sorted[i]->group]);
		link_to_primary(groups, sorted[i], primary);
	}
}
