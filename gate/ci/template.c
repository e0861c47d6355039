/*
 * Knows what GitHub's contexts hold before a run: matrix, env and inputs are in
 * the file, secrets and variables belong to the owners, and some fields of the
 * event are written by whoever opens an issue or a pull request.
 */
#include "ci/template.h"
#include "base/limits.h"
#include "base/num.h"
#include "syntax/expression.h"

enum { ZEROES = 8, LONGEST_SHOWN = 80, MAX_EXPRESSIONS = 4096 };

static struct hfg_value open_as(
	const struct template *template, enum hfg_why why, slice text, span at)
{
	slice shown = slice_cut(slice_trim(text), 0, LONGEST_SHOWN);
	return value_open(why, arena_copy(template->arena, shown), at);
}

/* A text that stands at `at`, with that place as its trail. */
static struct hfg_value written_at(const struct template *template, slice text, span at)
{
	struct hfg_value value = value_of_text(template->arena, text, "literal", at);
	struct hfg_hop *hop = ARENA_NEW(template->arena, struct hfg_hop);
	struct position position = source_position(template->source, at.from);
	*hop = (struct hfg_hop){.line = position.line,
		.column = position.column,
		.via = "literal",
		.text = slice_cut(value.texts[0], 0, LONGEST_SHOWN)};
	value.trail = hop;
	return value;
}

bool template_outside(slice path)
{
	static const slice fields[] = {S("title"), S("body"), S("message"), S("ref"), S("label"),
		S("email"), S("name"), S("page_name"), S("head_branch"), S("default_branch"),
		S("full_name"), S("clone_url"), S("login")};
	static const slice owners[] = {S(".issue."), S(".pull_request."), S(".comment."),
		S(".review."), S(".review_comment."), S(".discussion."), S(".pages."),
		S(".commits."), S(".head_commit."), S(".workflow_run."), S(".client_payload.")};
	if (slice_is(path, "github.head_ref"))
		return true;
	if (!slice_starts(path, S("github.event.")))
		return false;
	if (slice_has(path, S(".client_payload")) || slice_has(path, S(".base.")))
		return slice_has(path, S(".client_payload"));
	bool owned = false, field = false;
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
		owned = owned || slice_has(path, owners[i]);
	slice last = slice_after(path, slice_rfind(path, '.') + 1);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		field = field || slice_eq(last, fields[i]);
	return owned && field;
}

static enum hfg_why why_of_path(slice path)
{
	bool input =
		slice_starts(path, S("inputs.")) || slice_starts(path, S("github.event.inputs."));
	if (input || template_outside(path))
		return HFG_WHY_INPUT;
	if (slice_starts(path, S("secrets")) || slice_starts(path, S("vars")))
		return HFG_WHY_CONFIG;
	if (slice_starts(path, S("env.")))
		return HFG_WHY_ENVIRONMENT;
	return slice_starts(path, S("matrix")) ? HFG_WHY_CONFIG : HFG_WHY_CALL;
}

/* The key behind a context, as written: `env.MODEL` -> MODEL. */
static slice written_key(const struct expression *expression, uint32_t node)
{
	const struct expression_node *nodes = expression->nodes;
	return nodes[node].kind == EXPRESSION_INDEX ? nodes[nodes[nodes[node].child].next].text
						    : S("");
}

static const struct hfg_value *known_value(const struct template *template,
	const struct expression *expression, uint32_t node, slice path)
{
	const struct template_scope *scope = template->scope;
	if (slice_starts(path, S("matrix.")))
		return variables_get(scope->matrix, slice_after(path, 7));
	if (slice_starts(path, S("inputs.")))
		return variables_get(scope->inputs, slice_after(path, 7));
	if (slice_starts(path, S("github.event.inputs.")))
		return variables_get(scope->inputs, slice_after(path, 20));
	if (slice_starts(path, S("env.")))
		return variables_get(scope->environment, written_key(expression, node));
	return NULL;
}

struct reading {
	const struct template *template;
	const struct expression *expression;
	span at;
};

static bool is_constant(const struct hfg_value *value)
{
	return value->state == HFG_ONE && !value->flags;
}

static struct expression_constant constant_of(void *context, slice path)
{
	struct expression_constant constant = {.type = EXPRESSION_IS_UNKNOWN};
	const struct template_scope *scope = context;
	const struct hfg_value *value = NULL;
	if (slice_starts(path, S("matrix.")))
		value = variables_get(scope->matrix, slice_after(path, 7));
	if (value && is_constant(value)) {
		constant.type = EXPRESSION_IS_STRING;
		constant.text = value->texts[0];
	}
	return constant;
}

static struct hfg_value value_of(const struct reading *, uint32_t node, bool *ret_falsy);

static struct hfg_value value_of_access(const struct reading *reading, uint32_t node)
{
	const struct template *template = reading->template;
	slice path = expression_path(reading->expression, node, template->arena);
	const struct hfg_value *known =
		path.n ? known_value(template, reading->expression, node, path) : NULL;
	if (known) {
		struct hfg_value value = *known;
		value.at = reading->at;
		return value;
	}
	const struct expression_node *at = &reading->expression->nodes[node];
	slice written = slice_cut(reading->expression->text, at->from, at->to);
	enum hfg_why why = path.n ? why_of_path(path) : HFG_WHY_CALL;
	return open_as(template, why, written, reading->at);
}

/* `a || b || c`: each that may be chosen. */
static struct hfg_value value_of_or(const struct reading *reading, uint32_t node, bool *ret_falsy)
{
	const struct expression_node *nodes = reading->expression->nodes;
	struct hfg_value result = {.state = HFG_ABSENT};
	bool first = true, falsy = true;
	for (uint32_t i = nodes[node].child; i && falsy; i = nodes[i].next) {
		bool empty;
		struct hfg_value part = value_of(reading, i, &empty);
		if (falsy && empty && is_constant(&part) && nodes[i].next)
			continue;
		falsy = empty || part.state == HFG_OPEN || part.state == HFG_SHAPED || part.flags;
		result = first ? part : value_either(reading->template->arena, &result, &part);
		first = false;
	}
	*ret_falsy = falsy;
	return result;
}

/* `condition && a`: the last part, when the condition holds. */
static struct hfg_value value_of_and(const struct reading *reading, uint32_t node, bool *ret_falsy)
{
	const struct expression_node *nodes = reading->expression->nodes;
	uint32_t last = nodes[node].child;
	while (nodes[last].next)
		last = nodes[last].next;
	struct hfg_value value = value_of(reading, last, ret_falsy);
	*ret_falsy = true;
	if (is_constant(&value))
		value.flags |= HFG_V_REST;
	return value;
}

static bool is_call_of(const struct reading *reading, uint32_t node, const char *name)
{
	const struct expression_node *at = &reading->expression->nodes[node];
	return at->kind == EXPRESSION_CALL && slice_is(at->text, name);
}

/* `format('org/{0}', x)` with places in the order of the arguments. */
static struct hfg_value value_of_format(const struct reading *reading, uint32_t node)
{
	const struct expression_node *nodes = reading->expression->nodes;
	struct arena *arena = reading->template->arena;
	uint32_t first = nodes[node].child, argument = nodes[first].next;
	struct hfg_value result = written_at(reading->template, S(""), reading->at);
	slice rest = nodes[first].text;
	for (char number = '0'; argument; number++, argument = nodes[argument].next) {
		const char place[] = {'{', number, '}'};
		size_t at = slice_search(rest, (slice){place, sizeof place});
		if (nodes[first].kind != EXPRESSION_STRING || at >= rest.n || number > '9')
			return value_open(HFG_WHY_CALL, S(""), reading->at);
		bool falsy;
		struct hfg_value part =
			written_at(reading->template, slice_cut(rest, 0, at), reading->at);
		struct hfg_value inside = value_of(reading, argument, &falsy);
		result = value_concat(arena, &result, &part);
		result = value_concat(arena, &result, &inside);
		rest = slice_after(rest, at + sizeof place);
	}
	struct hfg_value part = written_at(reading->template, rest, reading->at);
	return value_concat(arena, &result, &part);
}

static struct hfg_value value_of_unknown(const struct reading *reading, uint32_t node)
{
	const struct expression_node *at = &reading->expression->nodes[node];
	slice written = slice_cut(reading->expression->text, at->from, at->to);
	if (at->kind == EXPRESSION_INDEX || at->kind == EXPRESSION_CONTEXT)
		return value_of_access(reading, node);
	if (is_call_of(reading, node, "format"))
		return value_of_format(reading, node);
	if (is_call_of(reading, node, "toJSON") || is_call_of(reading, node, "fromJSON")) {
		bool falsy;
		struct hfg_value inside = value_of(reading, at->child, &falsy);
		return open_as(reading->template, inside.why, written, reading->at);
	}
	return open_as(reading->template, HFG_WHY_CALL, written, reading->at);
}

static struct hfg_value value_of(const struct reading *reading, uint32_t node, bool *ret_falsy)
{
	const struct template *template = reading->template;
	struct expression_lookup lookup = {constant_of, (void *)template->scope};
	struct expression_constant constant =
		expression_fold(reading->expression, node, &lookup, template->arena);
	*ret_falsy = true;
	if (constant.type != EXPRESSION_IS_UNKNOWN) {
		*ret_falsy = !expression_truthy(&constant);
		slice text = expression_text(&constant, template->arena);
		return written_at(template, text, reading->at);
	}
	switch (reading->expression->nodes[node].kind) {
	case EXPRESSION_OR:
		return value_of_or(reading, node, ret_falsy);
	case EXPRESSION_AND:
		return value_of_and(reading, node, ret_falsy);
	default:
		break;
	}
	struct hfg_value value = value_of_unknown(reading, node);
	*ret_falsy = !(value.state == HFG_ONE || value.state == HFG_SOME) || value.flags;
	return value;
}

struct hfg_value template_expression(const struct template *template, slice text, span at)
{
	struct expression *expression = expression_parse(text, template->arena);
	if (!expression->root)
		return open_as(template, HFG_WHY_UNKNOWN, text, at);
	struct reading reading = {template, expression, at};
	bool falsy;
	struct hfg_value value = value_of(&reading, expression->root, &falsy);
	if (!value.expression.n)
		value.expression = slice_cut(slice_trim(text), 0, LONGEST_SHOWN);
	return value;
}

struct hfg_value template_value(const struct template *template, slice text, span at)
{
	struct hfg_value value = {.state = HFG_ABSENT}, part;
	size_t from, to, done = 0;
	slice inside;
	bool closed;
	while (expression_next(text, done, &from, &to, &inside, &closed)) {
		part = written_at(template, slice_cut(text, done, from), at);
		if (from > done)
			value = value.state ? value_concat(template->arena, &value, &part) : part;
		part = template_expression(template, inside, at);
		value = value.state ? value_concat(template->arena, &value, &part) : part;
		done = to;
	}
	part = written_at(template, slice_after(text, done), at);
	if (!done || done < text.n)
		value = value.state ? value_concat(template->arena, &value, &part) : part;
	value.at = at;
	return value;
}

/* Scripts */

struct writer {
	struct arena *arena;
	char *out;
	uint32_t written, room;
	struct {
		VEC(struct segment);
	} segments;
	struct {
		VEC(struct substitution);
	} substitutions;
};

static void write_piece(struct writer *writer, slice text, uint32_t from, uint32_t to)
{
	if (!text.n)
		return;
	if (text.n > writer->room - writer->written) {
		uint32_t room = u32(2 * ((size_t)writer->written + text.n));
		writer->out = arena_grow(writer->arena, writer->out, writer->written, room, 1);
		writer->room = room;
	}
	memcpy(writer->out + writer->written, text.p, text.n);
	*VEC_PUSH(&writer->segments, writer->arena) =
		(struct segment){writer->written, (uint32_t)text.n, from, to - from};
	writer->written += (uint32_t)text.n;
}

static slice stand_in(struct writer *writer, const struct hfg_value *value)
{
	if (is_constant(value) && value->texts[0].n < MAX_SOURCE / MAX_EXPRESSIONS)
		return value->texts[0];
	struct substitution *substitution = VEC_PUSH(&writer->substitutions, writer->arena);
	substitution->name =
		arena_printf(writer->arena, SUBSTITUTION_PREFIX "%u_", writer->substitutions.n);
	substitution->value = *value;
	return substitution->name;
}

const struct source *template_script(const struct template *template, const struct source *script)
{
	struct writer writer = {.arena = template->arena};
	slice text = script->text, inside;
	size_t from, to, done = 0;
	bool closed;
	for (unsigned i = 0; i < MAX_EXPRESSIONS; i++) {
		if (!expression_next(text, done, &from, &to, &inside, &closed) || !closed)
			break;
		span at = {u32(from), u32(to)};
		struct hfg_value value = template_expression(template, inside, at);
		write_piece(&writer, slice_cut(text, done, from), u32(done), at.from);
		write_piece(&writer, stand_in(&writer, &value), at.from, at.to);
		done = to;
	}
	if (!done)
		return script;
	write_piece(&writer, slice_after(text, done), u32(done), u32(text.n));
	static const char zeroes[ZEROES];
	uint32_t n = writer.written, segments_n = writer.segments.n;
	write_piece(&writer, (slice){zeroes, ZEROES}, 0, 0);
	struct source *child = source_child(template->arena, script, (slice){writer.out, n},
		script->language, writer.segments.at, segments_n);
	child->substitutions = writer.substitutions.at;
	child->substitutions_n = writer.substitutions.n;
	return child;
}
