/*
 * Knows what an image build runs and what its images start with: stages, the
 * ARG and ENV each instruction sees, and which command the image begins with.
 */
#include "loads/docker.h"

#include "base/num.h"
#include "loads/argv.h"
#include "loads/classify.h"
#include "loads/environment.h"
#include "source/kind.h"
#include "syntax/json.h"
#include "values/docker_values.h"

/* Stages built on stages, and values that change while earlier ones are in use: people write a
   few, and every look-up walks them. */
enum { MAX_STAGE_CHAIN = 32, MAX_SCOPES = 64, ZEROES = 8 };

/* Bytes of entry points that are written again for the commands of later stages. */
enum { MAX_REPEATED = 1 << 20 };

struct stage {
	slice name, image;
	struct variables *scope; /* what the next instruction sees */
	struct variables *kept;  /* ENV only: what stages built on this one see */
	bool handed_out;         /* a child holds `scope` as it is */
	unsigned scopes, chain;
	const struct docker_instruction *entrypoint, *command;
	bool starts; /* has a command of its own */
	enum hfg_language shell;
	uint32_t first_entry; /* of its ENV in builder.entries */
};

struct builder {
	const struct docker_input *in;
	struct facts *facts;
	struct variables *global; /* ARG before the first FROM */
	struct map names;         /* of stages, lower case -> index */
	struct {
		VEC(struct stage);
	} stages;
	struct {
		VEC(struct environment_entry);
	} entries;
	size_t repeated; /* bytes of commands written again */
	const struct docker_instruction *at;
	const struct source *line; /* the instruction's text, mapped to the file */
};

/* Places of one instruction as places of the file, where those of others can stand beside them. */
static span in_file(const struct builder *builder, span at)
{
	return (span){source_outer(builder->line, at.from), source_outer_end(builder->line, at.to)};
}

static struct stage *stage_of(struct builder *builder)
{
	return builder->stages.n ? &builder->stages.at[builder->stages.n - 1] : NULL;
}

static struct docker_context context_of(struct builder *builder)
{
	struct stage *stage = stage_of(builder);
	return (struct docker_context){
		.source = builder->line,
		.variables = stage ? stage->scope : builder->global,
		.arena = builder->facts->arena,
		.escape = builder->in->file->escape,
	};
}

static const struct source *map_line(
	struct builder *builder, const struct docker_instruction *instruction)
{
	return source_child(builder->facts->arena, builder->in->source, instruction->text,
		HFG_DOCKERFILE, instruction->segments, instruction->segments_n);
}

static slice lower(struct arena *arena, slice text)
{
	char *copy = arena_alloc(arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		copy[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return (slice){copy, text.n};
}

static const struct stage *find_stage(const struct builder *builder, slice name)
{
	const uint32_t *index = map_get(&builder->names, lower(builder->in->scratch, name));
	return index ? &builder->stages.at[*index] : NULL;
}

/* A change that scripts already handed out do not see. */
static void set_variable(struct builder *builder, slice name, const struct hfg_value *value)
{
	struct stage *stage = stage_of(builder);
	if (!stage) {
		variables_set(builder->global, name, value);
		return;
	}
	if (stage->handed_out && stage->scopes < MAX_SCOPES) {
		stage->scope = variables_new(builder->facts->arena, stage->scope);
		stage->handed_out = false;
		stage->scopes++;
	}
	variables_set(stage->scope, name, value);
}

static void begin_stage(struct builder *builder, slice image, slice name)
{
	struct arena *arena = builder->facts->arena;
	const struct stage *base = find_stage(builder, image);
	struct stage stage = {.name = name, .image = image, .shell = HFG_SHELL};
	const struct variables *inherited = NULL;
	if (base) {
		stage.image = base->image;
		stage.entrypoint = base->entrypoint;
		stage.command = base->command;
		stage.shell = base->shell;
		stage.chain = base->chain + 1;
		inherited = base->chain < MAX_STAGE_CHAIN ? base->kept : NULL;
	}
	stage.kept = variables_new(arena, inherited);
	stage.scope = variables_new(arena, inherited);
	stage.first_entry = builder->entries.n;
	*VEC_PUSH(&builder->stages, arena) = stage;
	if (name.n)
		*map_put(&builder->names, lower(arena, name), NULL) = builder->stages.n - 1;
}

static slice text_of_value(const struct hfg_value *value)
{
	return value->n ? value->texts[0] : S("");
}

static void end_stage(struct builder *builder);

static void take_from(struct builder *builder)
{
	struct docker_words words =
		docker_words(builder->in->file, builder->at, builder->in->scratch);
	end_stage(builder);
	if (!words.n)
		return;
	struct docker_context context = context_of(builder);
	context.variables = builder->global;
	struct hfg_value image = docker_value(&context, words.at[0].text, words.at[0].at);
	bool named = words.n >= 3 && words.at[1].text.n == 2 &&
		slice_is(lower(builder->in->scratch, words.at[1].text), "as");
	slice name = named ? words.at[2].text : S("");
	begin_stage(builder, text_of_value(&image), arena_copy(builder->facts->arena, name));
}

/* `ARG NAME` takes what stands before the first FROM; a value there or here is a default that
   `--build-arg` replaces. */
static void take_arg(struct builder *builder, const struct docker_word *word)
{
	size_t equals = slice_find(word->text, '=');
	slice name = slice_cut(word->text, 0, equals);
	struct docker_context context = context_of(builder);
	struct stage *stage = stage_of(builder);
	if (!name.n || (stage && variables_get(stage->kept, name)))
		return;
	const struct hfg_value *global = variables_get(builder->global, name);
	struct hfg_value value;
	if (equals < word->text.n)
		value = docker_value(
			&context, slice_after(word->text, equals + 1), word->at + u32(equals) + 1);
	else if (global)
		value = *global;
	else
		value = value_open(HFG_WHY_CLI, arena_copy(context.arena, name),
			(span){word->at, word->at + u32(word->text.n)});
	if (value.n)
		value.flags |= HFG_V_DEFAULT;
	value.flags |= HFG_V_ENTRY;
	value.at = in_file(builder, value.at);
	set_variable(builder, name, &value);
}

static void take_args(struct builder *builder)
{
	struct docker_words words =
		docker_words(builder->in->file, builder->at, builder->in->scratch);
	for (uint32_t i = 0; i < words.n; i++)
		take_arg(builder, &words.at[i]);
}

static void add_entry(
	struct builder *builder, slice name, uint32_t at, slice word, uint32_t word_at)
{
	struct arena *arena = builder->facts->arena;
	struct docker_context context = context_of(builder);
	struct stage *stage = stage_of(builder);
	name = arena_copy(arena, name);
	struct environment_entry entry = {
		.source = builder->in->source,
		.name = name,
		.at = in_file(builder, (span){at, word_at + u32(word.n)}),
		.name_at = in_file(builder, (span){at, at + u32(name.n)}),
		.value = docker_value(&context, word, word_at),
	};
	entry.value.at = in_file(builder, entry.value.at);
	set_variable(builder, name, &entry.value);
	if (!stage)
		return;
	variables_set(stage->kept, name, &entry.value);
	*VEC_PUSH(&builder->entries, arena) = entry;
}

/* `ENV A=1 B=2`, or the old `ENV A the rest of the line`. */
static void take_env(struct builder *builder)
{
	struct docker_words words =
		docker_words(builder->in->file, builder->at, builder->in->scratch);
	if (words.n > 1 && slice_find(words.at[0].text, '=') == words.at[0].text.n) {
		slice line = slice_cut(builder->at->text, 0, builder->at->line_n);
		slice rest = slice_trim(slice_after(line, words.at[1].at));
		add_entry(builder, words.at[0].text, words.at[0].at, rest, words.at[1].at);
		return;
	}
	for (uint32_t i = 0; i < words.n; i++) {
		slice word = words.at[i].text;
		size_t equals = slice_find(word, '=');
		if (equals < word.n && equals)
			add_entry(builder, slice_cut(word, 0, equals), words.at[i].at,
				slice_after(word, equals + 1), words.at[i].at + u32(equals) + 1);
	}
}

/* Part of the instruction as a source of its own. */
static const struct source *part_of(
	struct builder *builder, uint32_t from, uint32_t to, enum hfg_language language)
{
	struct arena *arena = builder->facts->arena;
	struct segment *segment = ARENA_NEW(arena, struct segment);
	uint32_t n = to > from ? to - from : 0;
	*segment = (struct segment){0, n, from, n};
	char *text = arena_alloc(arena, (size_t)n + ZEROES);
	if (n)
		memcpy(text, builder->line->text.p + from, n);
	memset(text + n, 0, ZEROES);
	return source_child(arena, builder->line, (slice){text, n}, language, segment, 1);
}

static void hand_out(struct builder *builder, const struct source *script)
{
	struct stage *stage = stage_of(builder);
	struct child_script child = {.source = script, .depth = 1};
	child.environment = stage ? stage->scope : builder->global;
	if (stage)
		stage->handed_out = true;
	facts_child(builder->facts, &child);
	builder->facts->keep_source = true;
}

/* The inside of a JSON string as the text it stands for. */
static const struct source *decoded(
	struct builder *builder, const struct source *line, const struct docker_word *word)
{
	struct arena *arena = builder->facts->arena;
	char *text = arena_alloc(arena, word->text.n + ZEROES);
	struct {
		VEC(struct segment);
	} segments = {0};
	uint32_t n = 0;
	for (size_t at = 0; at < word->text.n;) {
		char bytes[4];
		unsigned bytes_n;
		size_t taken = json_character(word->text, at, bytes, &bytes_n);
		*VEC_PUSH(&segments, arena) =
			(struct segment){n, bytes_n, word->at + u32(at), u32(taken)};
		memcpy(text + n, bytes, bytes_n);
		n += bytes_n;
		at += taken;
	}
	memset(text + n, 0, ZEROES);
	return source_child(arena, line, (slice){text, n}, HFG_DOCKERFILE, segments.at, segments.n);
}

static bool add_exec(
	struct builder *builder, const struct docker_instruction *instruction, struct argv *argv)
{
	struct docker_words words;
	if (!docker_exec_words(instruction, builder->in->scratch, &words))
		return false;
	builder->repeated += instruction->text.n;
	if (builder->repeated > builder->in->source->text.n + MAX_REPEATED)
		return false;
	const struct source *line = map_line(builder, instruction);
	for (uint32_t i = 0; i < words.n; i++)
		argv_add(argv, decoded(builder, line, &words.at[i]));
	return true;
}

/* A command in shell or exec form, as it stands. */
static void run_arguments(struct builder *builder)
{
	struct stage *stage = stage_of(builder);
	struct argv argv = {.arena = builder->facts->arena};
	if (add_exec(builder, builder->at, &argv)) {
		hand_out(builder, argv_source(&argv, builder->in->source));
		return;
	}
	enum hfg_language language = stage ? stage->shell : HFG_SHELL;
	hand_out(builder,
		part_of(builder, builder->at->arguments, u32(builder->at->text.n), language));
}

static enum hfg_language language_of_body(slice body, enum hfg_language language)
{
	enum hfg_language found;
	return kind_of_bytes(body, &found) ? found : language;
}

/* `RUN <<EOF`: the heredoc itself is the script, its first line may name who runs it. */
static void take_run(struct builder *builder)
{
	const struct docker_instruction *at = builder->at;
	struct stage *stage = stage_of(builder);
	slice arguments = docker_arguments(at);
	bool alone = at->heredocs_n == 1 && slice_starts(arguments, S("<<")) &&
		docker_words(builder->in->file, at, builder->in->scratch).n == 1;
	if (!alone) {
		run_arguments(builder);
		return;
	}
	const struct docker_heredoc *heredoc = &at->heredocs[0];
	slice body = slice_cut(at->text, heredoc->from, heredoc->to);
	hand_out(builder,
		part_of(builder, heredoc->from, heredoc->to,
			language_of_body(body, stage ? stage->shell : HFG_SHELL)));
}

/* A program that COPY writes into the image is there to be run. */
static void take_copied_programs(struct builder *builder)
{
	const struct docker_instruction *at = builder->at;
	for (uint32_t i = 0; i < at->heredocs_n; i++) {
		const struct docker_heredoc *heredoc = &at->heredocs[i];
		slice target = docker_arguments(at);
		if (at->heredocs_n > 1 || slice_ends(target, S("/")))
			target = heredoc->name;
		slice body = slice_cut(at->text, heredoc->from, heredoc->to);
		enum hfg_language language = slice_ends(target, S(".py")) ? HFG_PYTHON
			: slice_ends(target, S(".sh"))                    ? HFG_SHELL
									  : HFG_OTHER_LANGUAGE;
		language = language_of_body(body, language);
		if (language == HFG_PYTHON || language == HFG_SHELL)
			hand_out(builder, part_of(builder, heredoc->from, heredoc->to, language));
	}
}

/* `https://host/org/name.git#ref:folder` is cloned, anything else is fetched. */
static bool is_repository(slice url, slice *ret_ref)
{
	size_t hash = slice_find(url, '#');
	slice ref = slice_after(url, hash + 1);
	*ret_ref = slice_cut(ref, 0, slice_find(ref, ':'));
	return slice_ends(slice_cut(url, 0, hash), S(".git"));
}

static void add_fetch(struct builder *builder, const struct docker_word *word)
{
	struct facts *facts = builder->facts;
	struct docker_context context = context_of(builder);
	struct hfg_value source = docker_value(&context, word->text, word->at);
	slice url = text_of_value(&source), ref;
	if (!reference_is_hub_url(url))
		return;
	bool repository = is_repository(url, &ref);
	const struct sink *sink = catalogue_field(builder->in->catalogue,
		repository ? S("dockerfile.ADD.repository") : S("dockerfile.ADD"), S(""));
	struct hfg_load *load = ARENA_NEW(facts->arena, struct hfg_load);
	uint32_t name = builder->at->name.at;
	source.at = in_file(builder, source.at);
	load->source = builder->in->source;
	load->language = HFG_DOCKERFILE;
	load->at = in_file(builder, (span){name, word->at + u32(word->text.n)});
	load->callee_at = in_file(builder, (span){name, name + u32(builder->at->name.text.n)});
	load->callee = S("ADD");
	load->sink = &sink->public;
	load->kind = sink->public.kind;
	load->repo = source;
	if (repository && ref.n)
		load->revision = value_of_text(facts->arena, ref, "literal", source.at);
	classify_load(load, sink, builder->in->catalogue, facts->arena);
	if (slice_starts(docker_flag(builder->at, "checksum"), S("sha256:")))
		load->revision_class = HFG_REVISION_LOCKED; /* the build fails on other bytes */
	*VEC_PUSH(&facts->loads, facts->arena) = load;
	facts->keep_source = true;
}

static void take_add(struct builder *builder)
{
	struct docker_words words;
	if (!docker_exec_words(builder->at, builder->in->scratch, &words))
		words = docker_words(builder->in->file, builder->at, builder->in->scratch);
	for (uint32_t i = 0; i + 1 < words.n; i++)
		add_fetch(builder, &words.at[i]);
	take_copied_programs(builder);
}

/* Who runs the shell form: the words tell whether it reads Python. */
static void take_shell(struct builder *builder)
{
	struct docker_words words;
	struct stage *stage = stage_of(builder);
	if (!stage || !docker_exec_words(builder->at, builder->in->scratch, &words))
		return;
	stage->shell = HFG_SHELL;
	for (uint32_t i = 0; i < words.n && i < 1; i++)
		if (slice_has(words.at[i].text, S("python")))
			stage->shell = HFG_PYTHON;
}

static void take_healthcheck(struct builder *builder)
{
	struct docker_instruction inner = *builder->at;
	slice arguments = docker_arguments(&inner);
	if (!slice_is(lower(builder->in->scratch, slice_cut(arguments, 0, 3)), "cmd"))
		return;
	slice rest = slice_after(arguments, 3);
	inner.arguments += 3;
	while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t')) {
		rest = slice_after(rest, 1);
		inner.arguments++;
	}
	const struct docker_instruction *outer = builder->at;
	builder->at = &inner;
	run_arguments(builder);
	builder->at = outer;
}

static void take_start(struct builder *builder)
{
	struct stage *stage = stage_of(builder);
	if (!stage)
		return;
	stage->starts = true;
	if (builder->at->keyword == DOCKER_CMD) {
		stage->command = builder->at;
		return;
	}
	stage->entrypoint = builder->at;
	stage->command = NULL;
}

/* `/entrypoint.sh "$@"`, `tini --`: programs that run their arguments. */
static bool hands_on(const struct docker_words *words)
{
	slice first = words->n ? words->at[0].text : S("");
	slice last = words->n ? words->at[words->n - 1].text : S("");
	return slice_ends(last, S(".sh")) || slice_is(last, "--") ||
		slice_has(first, S("entrypoint")) || slice_ends(first, S("tini")) ||
		slice_ends(first, S("dumb-init"));
}

static bool begins_with_option(const struct docker_words *words)
{
	return words->n && slice_starts(words->at[0].text, S("-"));
}

/* The arguments of CMD behind those of ENTRYPOINT, or behind what the base image runs. */
static void start_exec(struct builder *builder, const struct stage *stage)
{
	struct argv argv = {.arena = builder->facts->arena};
	struct docker_words entrypoint = {0}, command = {0};
	if (stage->entrypoint)
		docker_exec_words(stage->entrypoint, builder->in->scratch, &entrypoint);
	if (stage->command)
		docker_exec_words(stage->command, builder->in->scratch, &command);
	bool skip = command.n && !begins_with_option(&command) && hands_on(&entrypoint);
	slice base = catalogue_entrypoint(builder->in->catalogue, stage->image);
	if (!stage->entrypoint && base.n)
		argv_add_command(&argv, base);
	if (stage->entrypoint && !skip)
		add_exec(builder, stage->entrypoint, &argv);
	if (stage->command)
		add_exec(builder, stage->command, &argv);
	hand_out(builder, argv_source(&argv, builder->in->source));
}

static bool is_exec(struct builder *builder, const struct docker_instruction *instruction)
{
	struct docker_words words;
	return docker_exec_words(instruction, builder->in->scratch, &words);
}

static void start_shell(struct builder *builder, const struct docker_instruction *instruction)
{
	builder->at = instruction;
	builder->line = map_line(builder, instruction);
	run_arguments(builder);
}

/* Which command the image starts with, and which variables it reads as loads. */
static void end_stage(struct builder *builder)
{
	const struct docker_instruction *at = builder->at;
	const struct source *line = builder->line;
	struct stage *stage = stage_of(builder);
	if (!stage)
		return;
	for (uint32_t i = stage->first_entry; i < builder->entries.n; i++)
		environment_load(&builder->entries.at[i], stage->image, stage->scope,
			builder->in->catalogue, builder->facts);
	if (!stage->starts)
		return;
	if (stage->entrypoint && !is_exec(builder, stage->entrypoint))
		start_shell(builder, stage->entrypoint);
	else if (stage->command && !is_exec(builder, stage->command))
		start_shell(builder, stage->command);
	else
		start_exec(builder, stage);
	builder->at = at;
	builder->line = line;
}

static void take_instruction(struct builder *builder)
{
	switch (builder->at->keyword) {
	case DOCKER_FROM:
		take_from(builder);
		break;
	case DOCKER_ARG:
		take_args(builder);
		break;
	case DOCKER_ENV:
		take_env(builder);
		break;
	case DOCKER_RUN:
		take_run(builder);
		break;
	case DOCKER_ADD:
		take_add(builder);
		break;
	case DOCKER_COPY:
		take_copied_programs(builder);
		break;
	case DOCKER_SHELL:
		take_shell(builder);
		break;
	case DOCKER_HEALTHCHECK:
		take_healthcheck(builder);
		break;
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT:
		take_start(builder);
		break;
	default:
		break;
	}
}

void docker_loads(const struct docker_input *in, struct facts *facts)
{
	struct builder builder = {.in = in, .facts = facts};
	builder.global = variables_new(facts->arena, NULL);
	map_init(&builder.names, in->scratch);
	for (uint32_t i = 0; i < in->file->n; i++) {
		builder.at = &in->file->instructions[i];
		builder.line = map_line(&builder, builder.at);
		take_instruction(&builder);
	}
	end_stage(&builder);
}
