/*
 * Knows how possible texts combine: what is sure only when all ways agree, what
 * holds as soon as one way says so, and how parts become one text or a shape.
 */
#include "values/python_internal.h"

/* Sure only when every way that is not None agrees. */
enum { SURE = HFG_V_LOCAL | HFG_V_OBJECT | HFG_V_HUB_PATH | HFG_V_PINNED_MAP };

struct hfg_value py_value_open(enum hfg_why why)
{
	return (struct hfg_value){.state = HFG_OPEN, .why = why};
}

/* A constant that is no text: None, True, False. */
struct hfg_value value_flag(uint32_t flag)
{
	return (struct hfg_value){.state = HFG_SOME, .flags = flag};
}

bool text_is_local(slice text)
{
	if (!text.n)
		return false;
	bool drive = text.n >= 3 && text.p[1] == ':' && (text.p[2] == '\\' || text.p[2] == '/') &&
		((text.p[0] | 32) >= 'a' && (text.p[0] | 32) <= 'z');
	return drive || text.p[0] == '/' || text.p[0] == '~' || slice_is(text, ".") ||
		slice_is(text, "..") || slice_starts(text, S("./")) ||
		slice_starts(text, S("../")) || slice_starts(text, S(".\\"));
}

struct hfg_value value_text(struct pyv *in, slice text)
{
	slice *texts = arena_array(in->facts, 1, sizeof *texts);
	texts[0] = text;
	return (struct hfg_value){
		.state = HFG_ONE,
		.flags = text_is_local(text) ? HFG_V_LOCAL : 0,
		.n = 1,
		.texts = texts,
	};
}

/* Nothing but None: says nothing about what else is sure. */
static bool only_none(const struct hfg_value *value)
{
	return value->state == HFG_ABSENT ||
		(value->state == HFG_SOME && !value->n &&
			(value->flags & ~(uint32_t)(HFG_V_DEFAULT | HFG_V_ENTRY)) == HFG_V_NONE);
}

static uint32_t join_flags(const struct hfg_value *a, const struct hfg_value *b)
{
	uint32_t any = (a->flags | b->flags) & ~(uint32_t)SURE;
	if (only_none(a))
		return any | (b->flags & SURE);
	if (only_none(b))
		return any | (a->flags & SURE);
	return any | (a->flags & b->flags & SURE);
}

static bool has_text(const slice *texts, uint32_t n, slice text)
{
	for (uint32_t i = 0; i < n; i++)
		if (slice_eq(texts[i], text))
			return true;
	return false;
}

/* Texts of `a`, then those of `b` that are new; more than MAX_SOME + 1 are not kept. */
static uint32_t join_texts(struct pyv *in, const struct hfg_value *a, const struct hfg_value *b,
	const slice **ret_texts)
{
	slice texts[MAX_SOME + 1];
	uint32_t n = 0;
	for (uint32_t i = 0; i < a->n && n <= MAX_SOME; i++)
		texts[n++] = a->texts[i];
	for (uint32_t i = 0; i < b->n && n <= MAX_SOME; i++)
		if (!has_text(texts, n, b->texts[i]))
			texts[n++] = b->texts[i];
	if (n == a->n) {
		*ret_texts = a->texts;
		return n;
	}
	slice *kept = arena_array(in->facts, n, sizeof *kept);
	memcpy(kept, texts, n * sizeof *kept);
	*ret_texts = kept;
	return n;
}

static void join_trails(struct pyv *in, const struct hfg_value *a, const struct hfg_value *b,
	struct hfg_value *joined)
{
	uint32_t n = a->trail_n + b->trail_n;
	if (n > MAX_TRAIL)
		n = MAX_TRAIL;
	joined->trail = a->trail_n ? a->trail : b->trail;
	joined->trail_n = a->trail_n ? a->trail_n : b->trail_n;
	if (!a->trail_n || !b->trail_n || n == a->trail_n)
		return;
	struct hfg_hop *trail = arena_array(in->facts, n, sizeof *trail);
	for (uint32_t i = 0; i < n; i++)
		trail[i] = i < a->trail_n ? a->trail[i] : b->trail[i - a->trail_n];
	joined->trail = trail;
	joined->trail_n = n;
}

static bool same_shape(const struct hfg_value *a, const struct hfg_value *b)
{
	return a->state == HFG_SHAPED && b->state == HFG_SHAPED &&
		slice_eq(a->texts[0], b->texts[0]);
}

/* A shape beside other ways becomes "the rest". */
static struct hfg_value without_shape(struct hfg_value value)
{
	if (value.state == HFG_SHAPED) {
		value.state = HFG_OPEN;
		value.n = 0;
		if (!value.why)
			value.why = HFG_WHY_UNKNOWN;
	}
	return value;
}

static struct hfg_value too_many(struct hfg_value value)
{
	value.state = HFG_OPEN;
	value.why = HFG_WHY_LIMIT;
	value.texts = NULL;
	value.n = 0;
	return value;
}

struct hfg_value value_join(struct pyv *in, struct hfg_value a, struct hfg_value b)
{
	if (a.state == HFG_ABSENT)
		return b;
	if (b.state == HFG_ABSENT)
		return a;
	struct hfg_value joined = {.flags = join_flags(&a, &b), .why = a.why ? a.why : b.why};
	join_trails(in, &a, &b, &joined);
	if (same_shape(&a, &b)) {
		joined.state = HFG_SHAPED;
		joined.texts = a.texts;
		joined.n = 1;
		return joined;
	}
	if (!only_none(&a) && !only_none(&b)) {
		a = without_shape(a);
		b = without_shape(b);
	}
	joined.n = join_texts(in, &a, &b, &joined.texts);
	bool open = a.state == HFG_OPEN || b.state == HFG_OPEN;
	if (joined.n > MAX_SOME)
		return too_many(joined);
	if (a.state == HFG_SHAPED || b.state == HFG_SHAPED)
		joined.state = HFG_SHAPED;
	else if (!joined.n)
		joined.state = open ? HFG_OPEN : HFG_SOME;
	else
		joined.state = joined.n == 1 ? HFG_ONE : HFG_SOME;
	if (open && joined.n)
		joined.flags |= HFG_V_REST;
	if (!joined.why)
		joined.why = a.state == HFG_OPEN ? a.why : b.why;
	return joined;
}

/* Texts under construction. */
struct pieces {
	slice at[MAX_SOME];
	uint32_t n;
	bool shaped, too_many;
	uint32_t flags;
	enum hfg_why why;
};

static slice glue(struct pyv *in, slice a, slice between, slice b)
{
	size_t n = a.n + between.n + b.n;
	char *bytes = arena_alloc(in->facts, n + 1);
	if (a.n)
		memcpy(bytes, a.p, a.n);
	if (between.n)
		memcpy(bytes + a.n, between.p, between.n);
	if (b.n)
		memcpy(bytes + a.n + between.n, b.p, b.n);
	bytes[n] = 0;
	return (slice){bytes, n};
}

/* One unknown part: all texts so far keep what they share. */
static void add_star(struct pyv *in, struct pieces *pieces, slice between)
{
	slice shared = pieces->at[0];
	for (uint32_t i = 1; i < pieces->n; i++) {
		size_t same = 0;
		while (same < shared.n && same < pieces->at[i].n &&
			shared.p[same] == pieces->at[i].p[same])
			same++;
		shared.n = same;
	}
	bool star = shared.n && shared.p[shared.n - 1] == '*' && !between.n;
	if (pieces->n > 1)
		between.n = 0;
	pieces->at[0] = star ? shared : glue(in, shared, between, S("*"));
	pieces->n = 1;
	pieces->shaped = true;
}

static size_t longest(const slice *texts, uint32_t n)
{
	size_t most = 0;
	for (uint32_t i = 0; i < n; i++)
		most = texts[i].n > most ? texts[i].n : most;
	return most;
}

static void add_texts(
	struct pyv *in, struct pieces *pieces, const struct hfg_value *part, slice between)
{
	slice made[MAX_SOME];
	uint32_t n = 0;
	bool long_text = longest(pieces->at, pieces->n) + longest(part->texts, part->n) > MAX_TEXT;
	if (long_text)
		pieces->n = 1, pieces->at[0] = S("");
	if (long_text || (pieces->shaped && part->n > 1) || pieces->n * part->n > MAX_SOME) {
		pieces->too_many = pieces->too_many || !pieces->shaped;
		add_star(in, pieces, between);
		return;
	}
	for (uint32_t i = 0; i < pieces->n; i++)
		for (uint32_t k = 0; k < part->n; k++)
			made[n++] = glue(in, pieces->at[i], between, part->texts[k]);
	memcpy(pieces->at, made, n * sizeof *made);
	pieces->n = n;
}

static void add_part(
	struct pyv *in, struct pieces *pieces, const struct hfg_value *part, slice between)
{
	enum { CARRIED = HFG_V_DEFAULT | HFG_V_REST | HFG_V_ENTRY };
	pieces->flags |= part->flags & CARRIED;
	if (part->why && !pieces->why)
		pieces->why = part->why;
	if (part->state == HFG_SHAPED)
		pieces->shaped = true;
	if (part->n && part->state != HFG_OPEN)
		add_texts(in, pieces, part, between);
	else
		add_star(in, pieces, between);
}

static bool only_stars(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '*' && text.p[i] != '/')
			return false;
	return true;
}

static uint32_t unique(slice *texts, uint32_t n)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++)
		if (!has_text(texts, kept, texts[i]))
			texts[kept++] = texts[i];
	return kept;
}

static struct hfg_value finish(struct pyv *in, struct pieces *pieces)
{
	struct hfg_value value = {.flags = pieces->flags, .why = pieces->why};
	if (pieces->shaped)
		value.flags &= ~(uint32_t)(HFG_V_REST | HFG_V_DEFAULT);
	if (pieces->shaped && !value.why)
		value.why = pieces->too_many ? HFG_WHY_LIMIT : HFG_WHY_UNKNOWN;
	if (pieces->shaped && only_stars(pieces->at[0])) {
		value.state = HFG_OPEN;
		return value;
	}
	pieces->n = unique(pieces->at, pieces->n);
	slice *texts = arena_array(in->facts, pieces->n, sizeof *texts);
	memcpy(texts, pieces->at, pieces->n * sizeof *texts);
	value.texts = texts;
	value.n = pieces->n;
	value.state = pieces->shaped ? HFG_SHAPED : pieces->n == 1 ? HFG_ONE : HFG_SOME;
	return value;
}

struct hfg_value py_value_concat(
	struct pyv *in, const struct hfg_value *parts, uint32_t n, slice between)
{
	struct pieces pieces = {.n = 1};
	struct hfg_value trails = {.state = HFG_ABSENT};
	for (uint32_t i = 0; i < n; i++) {
		add_part(in, &pieces, &parts[i], i ? between : S(""));
		join_trails(in, &trails, &parts[i], &trails);
	}
	struct hfg_value value = finish(in, &pieces);
	value.trail = trails.trail;
	value.trail_n = trails.trail_n;
	bool local = n && (parts[0].flags & HFG_V_LOCAL);
	bool hub = n && (parts[0].flags & HFG_V_HUB_PATH);
	for (uint32_t i = 0; i < value.n; i++)
		local = local || text_is_local(value.texts[i]);
	value.flags |= (local ? HFG_V_LOCAL : 0) | (hub ? HFG_V_HUB_PATH : 0);
	return value;
}

struct hfg_value value_map(struct pyv *in, struct hfg_value value,
	slice (*change)(void *context, slice, struct arena *), void *context)
{
	if (!value.n)
		return value;
	slice *texts = arena_array(in->facts, value.n, sizeof *texts);
	for (uint32_t i = 0; i < value.n; i++)
		texts[i] = change(context, value.texts[i], in->facts);
	value.n = unique(texts, value.n);
	value.texts = texts;
	if (value.state == HFG_SOME && value.n == 1)
		value.state = HFG_ONE;
	return value;
}
