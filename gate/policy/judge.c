/*
 * Knows the order of judgement: rules run, each finding gets the level of its
 * place, the worst of each level are kept, groups are formed, and only then
 * findings are counted and the verdict is drawn. What stands for a file that
 * was not read never counts as a violation: it leaves the run without verdict.
 */
#include "policy/judge.h"
#include "policy/fingerprint.h"
#include "policy/group.h"

#include <stdlib.h>

enum { LEVELS = HFG_LEVEL_ERROR + 1 };

struct court {
	struct judgement *judgement;
	struct arena *arena;
	const struct hfg_project *project;
	const struct policy *policy;
	const struct judge_options *options;
	struct hfg_findings findings; /* of the running call */
	struct groups groups;
	struct {
		VEC(struct found *);
	} kept;
	uint32_t kept_by_level[LEVELS];
	uint32_t sequence;
	bool failed; /* a finding that is not kept violates the policy */
};

static bool decides(const struct court *court, const struct found *found, enum hfg_level level)
{
	return !found->undecided && !found->public.suppressed && level >= court->policy->fail_on;
}

static void count(struct judge_summary *summary, const struct hfg_finding *finding)
{
	if (finding->suppressed)
		summary->suppressed++;
	else if (finding->level == HFG_LEVEL_ERROR)
		summary->errors++;
	else if (finding->level == HFG_LEVEL_WARNING)
		summary->warnings++;
	else
		summary->notes++;
}

/* A finding beyond the limit of its level: counted as it would be, then forgotten. */
static void only_count(struct court *court, struct found *found, enum hfg_level level)
{
	found->public.level = level;
	count(&court->judgement->summary, &found->public);
	court->judgement->summary.dropped++;
	court->failed = court->failed || decides(court, found, level);
}

static void take(struct court *court, struct found *found)
{
	struct hfg_finding *finding = &found->public;
	finding->own_level = policy_level(court->policy, finding, court->options->today);
	finding->level = finding->own_level;
	if (finding->own_level == HFG_LEVEL_NONE)
		return;
	struct group *group = groups_enter(&court->groups, found);
	/* One more place of a known group ends as a note: it must not crowd out other groups. */
	bool more = group->worst >= finding->own_level;
	enum hfg_level weight = more ? HFG_LEVEL_NOTE : finding->own_level;
	if (!more)
		group->worst = finding->own_level;
	if (court->kept_by_level[weight] >= court->policy->max_findings) {
		only_count(court, found, weight);
		return;
	}
	court->kept_by_level[weight]++;
	found->sequence = court->sequence++;
	*VEC_PUSH(&court->kept, court->arena) = findings_keep(court->arena, found);
}

/* What the call of one rule has reported. */
static void take_all(struct court *court)
{
	for (uint32_t i = 0; i < court->findings.list.n; i++)
		take(court, court->findings.list.at[i]);
	findings_forget(&court->findings);
}

static void run_on_loads(struct court *court, const struct hfg_rule *rule)
{
	for (uint32_t i = 0; rule->load && i < court->project->loads_n; i++) {
		rule->load(court->project->loads[i], court->project, &court->findings);
		take_all(court);
	}
}

static void run_on_troubles(struct court *court, const struct hfg_rule *rule)
{
	for (uint32_t i = 0; rule->trouble && i < court->project->troubles_n; i++) {
		const struct hfg_trouble *trouble = &court->project->troubles[i];
		court->findings.undecided = policy_trouble_is_unread(trouble) &&
			policy_trouble_blocks(court->policy, trouble, court->options->today);
		rule->trouble(trouble, court->project, &court->findings);
		take_all(court);
	}
	court->findings.undecided = false;
}

static void run(struct court *court, const struct hfg_rule *rule)
{
	court->findings.rule = rule;
	run_on_loads(court, rule);
	run_on_troubles(court, rule);
	if (rule->project) {
		rule->project(court->project, &court->findings);
		take_all(court);
	}
}

static bool is_named(const struct hfg_rule *rule, const slice *names, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (slice_is(names[i], rule->id) || slice_is(names[i], rule->name))
			return true;
	return false;
}

static bool selected(const struct judge_options *options, const struct hfg_rule *rule)
{
	if (options->only_n && !is_named(rule, options->only, options->only_n))
		return false;
	return !is_named(rule, options->skip, options->skip_n);
}

static void run_all(struct court *court)
{
	const struct judge_options *options = court->options;
	const struct hfg_rule *const *rules = options->rules ? options->rules : hfg_rules;
	uint32_t n = options->rules ? options->rules_n : hfg_rules_n;
	arena_init(&court->findings.arena);
	for (uint32_t i = 0; i < n; i++)
		if (selected(options, rules[i]))
			run(court, rules[i]);
	arena_free(&court->findings.arena);
}

static int by_place(const void *a, const void *b)
{
	const struct found *x = *(struct found *const *)a, *y = *(struct found *const *)b;
	int order = slice_cmp(x->public.path, y->public.path);
	if (order)
		return order;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	order = strcmp(x->public.rule->id, y->public.rule->id);
	return order ? order : (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static void publish(struct court *court)
{
	struct judgement *judgement = court->judgement;
	judgement->findings_n = court->kept.n;
	judgement->findings = arena_array(court->arena, court->kept.n, sizeof *judgement->findings);
	for (uint32_t i = 0; i < court->kept.n; i++) {
		struct found *found = court->kept.at[i];
		judgement->findings[i] = &found->public;
		count(&judgement->summary, &found->public);
		court->failed = court->failed || decides(court, found, found->public.level);
	}
}

/* How the loads of one repository are pinned; the worst of them counts. */
enum pinning { PINNING_PINNED = 1, PINNING_OPEN, PINNING_FLOATING };

static enum pinning pinning_of(const struct hfg_load *load)
{
	if (hfg_pinned(load))
		return PINNING_PINNED;
	bool open = load->revision_class == HFG_REVISION_OPEN;
	return open ? PINNING_OPEN : PINNING_FLOATING;
}

static void enter_model(struct map *models, struct arena *arena, const struct hfg_load *load)
{
	enum pinning pinning = pinning_of(load);
	for (uint32_t i = 0; i < load->repo.n && load->repo.state != HFG_SHAPED; i++) {
		slice key = arena_printf(arena, SLICE_FMT " " SLICE_FMT, SLICE_ARG(load->repo_type),
			SLICE_ARG(load->repo.texts[i]));
		uint32_t *worst = map_put(models, key, NULL);
		if (pinning > *worst)
			*worst = pinning;
	}
}

static void count_models(struct judge_summary *summary, const struct hfg_project *project)
{
	struct arena arena;
	struct map models;
	arena_init(&arena);
	map_init(&models, &arena);
	for (uint32_t i = 0; i < project->loads_n; i++) {
		summary->open_values += project->loads[i]->pass_through;
		if (project->loads[i]->sink && hfg_on_hub(project->loads[i]))
			enter_model(&models, &arena, project->loads[i]);
	}
	summary->loads = project->loads_n;
	summary->models = models.n;
	for (uint32_t i = 0; i < models.n; i++) {
		summary->models_pinned += models.entries[i].value == PINNING_PINNED;
		summary->models_open += models.entries[i].value == PINNING_OPEN;
		summary->models_floating += models.entries[i].value == PINNING_FLOATING;
	}
	arena_free(&arena);
}

static uint32_t count_blocking(const struct court *court)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < court->project->troubles_n; i++)
		n += policy_trouble_blocks(
			court->policy, &court->project->troubles[i], court->options->today);
	return n;
}

static void conclude(const struct court *court)
{
	struct judgement *judgement = court->judgement;
	judgement->summary.not_analysed = count_blocking(court);
	bool blind = judgement->summary.not_analysed || !court->options->files_scanned;
	if (court->failed) {
		judgement->verdict = VERDICT_FAIL;
		judgement->exit_code = 1;
	} else if (blind) {
		judgement->verdict = VERDICT_NONE;
		judgement->exit_code = 3;
	}
}

void judge(struct judgement *judgement, struct arena *arena, const struct hfg_project *project,
	const struct policy *policy, const struct judge_options *options)
{
	*judgement = (struct judgement){.verdict = VERDICT_PASS};
	struct court court = {
		.judgement = judgement,
		.arena = arena,
		.project = project,
		.policy = policy,
		.options = options,
	};
	groups_init(&court.groups, arena);
	run_all(&court);
	if (court.kept.n)
		qsort(court.kept.at, court.kept.n, sizeof *court.kept.at, by_place);
	groups_settle(&court.groups, court.kept.at, court.kept.n);
	fingerprint_all(court.kept.at, court.kept.n, arena);
	publish(&court);
	count_models(&judgement->summary, project);
	conclude(&court);
}

const char *verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return "pass";
	case VERDICT_FAIL:
		return "fail";
	case VERDICT_NONE:
		break;
	}
	return "none";
}
