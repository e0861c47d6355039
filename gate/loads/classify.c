/*
 * Knows what makes a pin, a format policy and an asset. Where several values
 * are possible the worst one decides, because any of them may run.
 */
#include "loads/classify.h"

#include "base/vec.h"
#include "loads/substitute.h"

static bool is_hex(slice text, const char *digits)
{
	for (size_t i = 0; i < text.n; i++)
		if (!strchr(digits, text.p[i]) || !text.p[i])
			return false;
	return text.n > 0;
}

enum hfg_revision_class classify_revision_text(slice text)
{
	enum { SHORTEST_COMMIT = 7, COMMIT = 40 };
	if (hfg_is_commit(text))
		return HFG_REVISION_COMMIT;
	if (slice_starts(text, S("refs/pr/")))
		return HFG_REVISION_PULL_REQUEST;
	bool number = is_hex(text, "0123456789");
	if (text.n >= SHORTEST_COMMIT && text.n <= COMMIT &&
		is_hex(text, "0123456789abcdefABCDEF") && !number)
		return HFG_REVISION_SHORT;
	return HFG_REVISION_MUTABLE;
}

/* Greater is worse. */
static int badness(enum hfg_revision_class class)
{
	static const int order[] = {
		[HFG_REVISION_NOT_APPLICABLE] = 0,
		[HFG_REVISION_COMMIT] = 1,
		[HFG_REVISION_LOCKED] = 1,
		[HFG_REVISION_SHORT] = 2,
		[HFG_REVISION_MUTABLE] = 3,
		[HFG_REVISION_PULL_REQUEST] = 4,
		[HFG_REVISION_OPEN] = 5,
		[HFG_REVISION_FLOATING_DEFAULT] = 6,
		[HFG_REVISION_ABSENT] = 7,
	};
	return order[class];
}

static enum hfg_revision_class worst_text(const struct hfg_value *value)
{
	enum hfg_revision_class worst = HFG_REVISION_NOT_APPLICABLE;
	for (uint32_t i = 0; i < value->n; i++) {
		enum hfg_revision_class class = classify_revision_text(value->texts[i]);
		if (badness(class) > badness(worst))
			worst = class;
	}
	return worst;
}

static enum hfg_revision_class floating_default(
	enum hfg_revision_class worst, const struct hfg_value *value)
{
	bool none = value->flags & HFG_V_NONE;
	if (!none && (worst == HFG_REVISION_COMMIT || worst == HFG_REVISION_NOT_APPLICABLE))
		return worst == HFG_REVISION_COMMIT ? worst : HFG_REVISION_OPEN;
	return HFG_REVISION_FLOATING_DEFAULT;
}

enum hfg_revision_class classify_revision(const struct hfg_value *value, bool opaque)
{
	if (value->state == HFG_ABSENT)
		return opaque || (value->flags & HFG_V_REST) ? HFG_REVISION_OPEN
							     : HFG_REVISION_ABSENT;
	if (value->flags & HFG_V_PINNED_MAP)
		return HFG_REVISION_LOCKED;
	enum hfg_revision_class worst =
		value->state == HFG_SHAPED ? HFG_REVISION_OPEN : worst_text(value);
	if (value->flags & HFG_V_DEFAULT)
		return floating_default(worst, value);
	if (value->flags & HFG_V_NONE)
		return value->state == HFG_OPEN ? HFG_REVISION_OPEN : HFG_REVISION_ABSENT;
	if (value->state == HFG_OPEN)
		return HFG_REVISION_OPEN;
	return value->flags & HFG_V_REST && worst == HFG_REVISION_COMMIT ? HFG_REVISION_OPEN
									 : worst;
}

static bool ends_in(slice filename, const char *const *endings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_ends(filename, slice_of(endings[i])))
			return true;
	return false;
}

bool classify_pickle_name(slice filename)
{
	static const char *const endings[] = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle",
		".joblib", ".npy", ".npz", ".h5", ".hdf5", ".keras", ".dill", ".mar", ".nemo",
		".pt2", ".pb", ".dat"};
	return ends_in(filename, endings, sizeof endings / sizeof *endings);
}

bool classify_safe_name(slice filename)
{
	static const char *const endings[] = {".safetensors", ".json", ".txt", ".md", ".gguf",
		".onnx", ".model", ".yaml", ".yml", ".csv", ".tsv", ".parquet", ".jsonl", ".arrow",
		".jpg", ".jpeg", ".png", ".wav", ".mp3", ".flac", ".mp4", ".webp", ".gif", ".svg",
		".vocab", ".merges", ".tiktoken", ".ggml", ".xml", ".html", ".pdf", ".jinja",
		".index.json", ".zst", ".gz"};
	return ends_in(filename, endings, sizeof endings / sizeof *endings);
}

struct texts {
	VEC(slice);
};

static void add_text(struct texts *texts, slice text, struct arena *facts)
{
	for (uint32_t i = 0; i < texts->n; i++)
		if (slice_eq(texts->at[i], text))
			return;
	*VEC_PUSH(texts, facts) = text;
}

/* What the texts of a repository argument say, taken together. */
struct reading {
	struct texts repos, revisions, paths;
	slice type;
	uint32_t local, other, builder, nothing, placeholder;
};

static void read_text(struct reading *reading, slice text, const struct sink *sink,
	const struct catalogue *catalogue, struct arena *facts)
{
	struct reference reference = reference_read(text, sink->form, catalogue, facts);
	reading->placeholder += reference.placeholder;
	switch (reference.kind) {
	case REFERENCE_LOCAL:
		reading->local++;
		break;
	case REFERENCE_OTHER_HUB:
		reading->other++;
		if (sink->public.hub == HFG_HUB_HUGGING_FACE)
			return;
		break;
	case REFERENCE_BUILDER:
		reading->builder++;
		break;
	case REFERENCE_NOTHING:
		reading->nothing++;
		return;
	case REFERENCE_HUB:
		break;
	}
	if (reference.kind != REFERENCE_LOCAL)
		add_text(&reading->repos, reference.repo, facts);
	if (reference.type.n)
		reading->type = reference.type;
	if (reference.revision.n)
		add_text(&reading->revisions, reference.revision, facts);
	if (reference.path.n)
		add_text(&reading->paths, reference.path, facts);
}

/* Texts found inside a name replace an argument that was not given. */
static void take_from_name(
	struct hfg_value *value, const struct texts *texts, const struct hfg_value *name)
{
	if (!texts->n || value->state != HFG_ABSENT)
		return;
	*value = *name;
	value->state = texts->n == 1 ? HFG_ONE : HFG_SOME;
	value->texts = texts->at;
	value->n = texts->n;
}

static void replace_texts(struct hfg_value *value, const struct texts *texts)
{
	if (!texts->n)
		return;
	value->texts = texts->at;
	value->n = texts->n;
	if (value->state != HFG_SHAPED)
		value->state = texts->n == 1 ? HFG_ONE : HFG_SOME;
}

/* An empty text means "not given", as None does; without texts an undecided value is open. */
static void drop_empty(struct hfg_value *value, struct arena *facts)
{
	struct texts texts = {.at = NULL};
	bool named = value->state == HFG_ONE || value->state == HFG_SOME;
	for (uint32_t i = 0; named && i < value->n; i++)
		if (slice_trim(value->texts[i]).n)
			*VEC_PUSH(&texts, facts) = value->texts[i];
	if (named && texts.n < value->n) {
		value->flags |= HFG_V_NONE;
		value->texts = texts.at;
		value->n = texts.n;
		value->state = texts.n == 1 ? HFG_ONE : HFG_SOME;
	}
	bool undecided = value->flags & (HFG_V_DEFAULT | HFG_V_REST);
	if (value->state == HFG_SOME && !value->n && undecided)
		value->state = HFG_OPEN;
}

/* None written as the name asks for the default; None that a variable happens to hold tells
   nothing about what stands there when the program runs. */
static void settle_none(struct hfg_value *repo)
{
	if (repo->state != HFG_SOME || repo->n || !(repo->flags & HFG_V_NONE))
		return;
	bool written = slice_is(repo->expression, "None") || !repo->expression.n;
	repo->state = written ? HFG_ABSENT : HFG_OPEN;
	repo->why = repo->why ? repo->why : HFG_WHY_ATTRIBUTE;
}

/* A shape without any known part tells nothing. */
static bool shapeless(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '*' && text.p[i] != '/')
			return false;
	return true;
}

static void read_name(struct hfg_load *load, const struct sink *sink,
	const struct catalogue *catalogue, struct arena *facts)
{
	struct hfg_value *repo = &load->repo;
	struct reading reading = {0};
	if (repo->state == HFG_SHAPED && shapeless(repo->texts[0])) {
		repo->state = HFG_OPEN;
		repo->n = 0;
	}
	bool named = repo->state == HFG_ONE || repo->state == HFG_SOME || repo->state == HFG_SHAPED;
	for (uint32_t i = 0; named && i < repo->n; i++)
		read_text(&reading, repo->texts[i], sink, catalogue, facts);
	bool any = reading.repos.n > reading.builder;
	bool rest = repo->flags & HFG_V_REST;
	if (named && !any && (reading.local || reading.builder || reading.other || reading.nothing))
		load->local = load->local || !rest || reading.local || reading.builder;
	if (reading.type.n)
		load->repo_type = reading.type;
	take_from_name(&load->revision, &reading.revisions, repo);
	take_from_name(&load->filename, &reading.paths, repo);
	load->suppressed_default = named && any && reading.placeholder == repo->n;
	if (named)
		replace_texts(repo, &reading.repos);
	if (sink->form == SINK_FORM_PATH)
		load->local = !any;
	if (load->kind == HFG_DESERIALISE && any)
		load->from_hub = true;
}

static bool says(const struct hfg_value *value, uint32_t flag)
{
	return value->state != HFG_ABSENT && (value->flags & flag);
}

static bool has_text(const struct hfg_value *value, const char *text)
{
	for (uint32_t i = 0; i < value->n; i++)
		if (slice_is(value->texts[i], text))
			return true;
	return false;
}

static enum hfg_safetensors classify_safetensors(
	const struct hfg_load *load, const struct sink *sink)
{
	const struct hfg_value *value = &load->safetensors_value;
	if (!sink->public.carries_weights || sink->public.pickle == HFG_PICKLE_NO ||
		load->kind == HFG_DESERIALISE)
		return HFG_SAFE_NOT_APPLICABLE;
	bool given =
		value->state != HFG_ABSENT || load->opaque_keywords || value->flags & HFG_V_REST;
	if (!given && slice_is(sink->safetensors.fallback, "True"))
		return HFG_SAFE_REQUIRED;
	bool yes = says(value, HFG_V_BOOL_TRUE) || has_text(value, "safetensors") ||
		has_text(value, "True");
	bool no = says(value, HFG_V_BOOL_FALSE) || has_text(value, "pt") ||
		has_text(value, "npcache") || has_text(value, "False");
	if (no)
		return HFG_SAFE_DISABLED;
	if (yes && !(value->flags & (HFG_V_NONE | HFG_V_REST)))
		return HFG_SAFE_REQUIRED;
	return HFG_SAFE_OPEN;
}

static enum hfg_remote_code classify_remote_code(
	const struct hfg_load *load, const struct sink *sink)
{
	if (sink->public.remote_code == HFG_CODE_ALWAYS)
		return HFG_CODE_ALWAYS;
	const struct hfg_value *value = &load->remote_code_value;
	if (!sink->remote_code.given)
		return HFG_CODE_OFF;
	if (value->state == HFG_ABSENT) {
		bool on = slice_is(sink->remote_code.fallback, "True");
		bool maybe = load->opaque_keywords || (value->flags & HFG_V_REST);
		return on ? HFG_CODE_ON : maybe ? HFG_CODE_OPEN : HFG_CODE_OFF;
	}
	if (says(value, HFG_V_BOOL_TRUE))
		return HFG_CODE_ON;
	bool known = says(value, HFG_V_BOOL_FALSE) || says(value, HFG_V_NONE);
	return known && !(value->flags & HFG_V_REST) ? HFG_CODE_OFF : HFG_CODE_OPEN;
}

static enum hfg_asset asset_of_file(const struct hfg_value *filename)
{
	bool safe = filename->n > 0 && filename->state != HFG_OPEN;
	for (uint32_t i = 0; i < filename->n; i++) {
		if (classify_pickle_name(filename->texts[i]))
			return HFG_ASSET_WEIGHTS;
		if (slice_ends(filename->texts[i], S(".py")))
			return HFG_ASSET_CODE;
		safe = safe && classify_safe_name(filename->texts[i]);
	}
	return safe ? HFG_ASSET_DATA : HFG_ASSET_WEIGHTS;
}

static enum hfg_asset classify_asset(const struct hfg_load *load, const struct sink *sink)
{
	if (load->remote_code == HFG_CODE_ON || load->remote_code == HFG_CODE_ALWAYS)
		return HFG_ASSET_CODE;
	bool data_repo = slice_is(load->repo_type, "dataset");
	switch (load->kind) {
	case HFG_CODE:
	case HFG_KERNEL:
		return HFG_ASSET_CODE;
	case HFG_DESERIALISE:
		return HFG_ASSET_WEIGHTS;
	case HFG_TOKENIZER:
	case HFG_PROCESSOR:
	case HFG_CONFIGURATION:
	case HFG_DATASET:
	case HFG_METRIC:
	case HFG_SPACE:
		return HFG_ASSET_DATA;
	case HFG_FILE: {
		enum hfg_asset asset = asset_of_file(&load->filename);
		return data_repo && asset == HFG_ASSET_WEIGHTS && !load->filename.n ? HFG_ASSET_DATA
										    : asset;
	}
	case HFG_SNAPSHOT:
		return data_repo ? HFG_ASSET_DATA : HFG_ASSET_WEIGHTS;
	default:
		break;
	}
	if (!sink->public.carries_weights)
		return HFG_ASSET_DATA;
	bool safe = load->safetensors == HFG_SAFE_REQUIRED ||
		load->safetensors == HFG_SAFE_LOCKED || sink->public.pickle == HFG_PICKLE_NO;
	return safe ? HFG_ASSET_SAFE_WEIGHTS : HFG_ASSET_WEIGHTS;
}

/* A local default that callers may replace, beside remote code that is on: the code comes from
   wherever they point. */
static void let_code_decide(struct hfg_load *load, const struct sink *sink)
{
	bool replaceable = load->repo.flags & (HFG_V_REST | HFG_V_DEFAULT);
	if (!load->local || !replaceable || sink->form == SINK_FORM_PATH)
		return;
	if (classify_remote_code(load, sink) != HFG_CODE_ON)
		return;
	load->local = false;
	load->repo.state = HFG_OPEN;
	load->repo.n = 0;
}

/* The repository's type when neither an argument nor the name said it. */
static void decide_type(struct hfg_load *load, const struct sink *sink)
{
	if (load->repo_type.n)
		return;
	if (sink->repo_type.n)
		load->repo_type = sink->repo_type;
	else if (load->kind == HFG_DATASET)
		load->repo_type = S("dataset");
	else if (load->kind == HFG_METRIC || load->kind == HFG_SPACE)
		load->repo_type = S("space");
	else if (load->kind == HFG_KERNEL)
		load->repo_type = S("kernel");
	else
		load->repo_type = S("model");
}

static bool decided_elsewhere(const struct hfg_value *repo)
{
	return repo->state == HFG_OPEN && !(repo->flags & HFG_V_ENTRY) &&
		repo->why != HFG_WHY_INPUT && repo->why != HFG_WHY_CLI &&
		repo->why != HFG_WHY_ENVIRONMENT;
}

static enum hfg_revision_class revision_class_of(
	const struct hfg_load *load, const struct sink *sink)
{
	if (load->local)
		return HFG_REVISION_NOT_APPLICABLE;
	bool named = load->revision.state != HFG_ABSENT;
	if (!sink->public.revision_supported && !named)
		return HFG_REVISION_ABSENT;
	return classify_revision(&load->revision, load->opaque_keywords);
}

void classify_load(struct hfg_load *load, const struct sink *sink,
	const struct catalogue *catalogue, struct arena *facts)
{
	substitute_values(load, facts);
	if (load->repo.flags & (HFG_V_LOCAL | HFG_V_OBJECT) &&
		!(load->repo.state == HFG_SOME || load->repo.state == HFG_ONE))
		load->local = true;
	drop_empty(&load->repo, facts);
	drop_empty(&load->revision, facts);
	drop_empty(&load->code_revision, facts);
	drop_empty(&load->filename, facts);
	settle_none(&load->repo);
	read_name(load, sink, catalogue, facts);
	let_code_decide(load, sink);
	decide_type(load, sink);
	if (load->kind == HFG_DESERIALISE)
		load->from_hub = load->from_hub || load->repo.flags & HFG_V_HUB_PATH;
	load->revision_class = revision_class_of(load, sink);
	load->code_revision_class = sink->code_revision.given
		? classify_revision(&load->code_revision, load->opaque_keywords)
		: HFG_REVISION_NOT_APPLICABLE;
	load->safetensors = classify_safetensors(load, sink);
	load->remote_code = classify_remote_code(load, sink);
	load->asset = classify_asset(load, sink);
	load->pass_through = sink->form != SINK_FORM_PATH && decided_elsewhere(&load->repo);
}
