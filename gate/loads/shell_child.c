/*
 * Knows how a script that stands inside a script becomes a source of its own:
 * quotes and escapes as pieces, variables replaced where their text is known.
 */
#include "loads/shell_internal.h"

#include "base/num.h"

static bool expands(
	const struct walker *w, sh_ref part, enum hfg_language language, slice *ret_text)
{
	struct shell_values values = w->values;
	if (language == HFG_SHELL || w->tree->nodes[part].kind != SH_PARAMETER)
		return false;
	struct hfg_value value = shell_part_value(&values, part);
	if (value.state != HFG_ONE)
		return false;
	*ret_text = value.texts[0];
	return true;
}

static void add_parts(
	const struct walker *w, struct sh_text *text, sh_ref word, enum hfg_language language)
{
	const struct sh_tree *tree = w->tree;
	for (sh_ref part = tree->nodes[word].child; part; part = tree->nodes[part].next) {
		const struct sh_node *node = &tree->nodes[part];
		slice known;
		if (node->kind == SH_LITERAL || node->kind == SH_SINGLE || node->kind == SH_ANSI)
			sh_text_part(text, tree, part);
		else if (node->kind == SH_DOUBLE)
			add_parts(w, text, part, language);
		else if (expands(w, part, language, &known))
			sh_text_add(text, known, (span){node->from, node->to});
		else
			sh_text_add(text, sh_span(tree, part), (span){node->from, node->to});
	}
}

/* The variables as they are now: they change while the parent goes on. */
static const struct variables *snapshot(const struct walker *w)
{
	struct arena *arena = w->facts->arena;
	uint32_t n = 0;
	for (const struct variables *at = w->values.variables; at; at = at->outer)
		n += at->names.n;
	if (n > MAX_SNAPSHOT)
		return w->values.variables;
	struct variables *copy = variables_new(arena, NULL);
	for (const struct variables *at = w->values.variables; at; at = at->outer)
		for (uint32_t i = 0; i < at->names.n; i++) {
			slice name = at->names.entries[i].key;
			if (map_get(&copy->names, name))
				continue;
			struct hfg_value value = at->values.at[at->names.entries[i].value];
			value.flags &= ~SHELL_FROM_PARAMETER;
			variables_set(copy, name, &value);
		}
	return copy;
}

static void add_child(struct walker *w, slice text, const struct segment *segments, uint32_t n,
	enum hfg_language language)
{
	if (!text.n || w->calling)
		return;
	struct child_script script = {
		.source = source_child(w->facts->arena, w->source, text, language, segments, n),
		.environment = snapshot(w),
		.function = w->function,
		.depth = w->in->depth + 1,
	};
	facts_child(w->facts, &script);
	w->facts->keep_source = true;
}

static void child_of_word(struct walker *w, sh_ref word, enum hfg_language language)
{
	struct sh_text text = {.arena = w->facts->arena};
	add_parts(w, &text, word, language);
	slice all = sh_text_slice(&text);
	add_child(w, all, text.segments.at, text.segments.n, language);
}

/* A word that is one variable and nothing else. */
static bool is_variable(const struct walker *w, sh_ref word)
{
	sh_ref part = w->tree->nodes[word].child;
	if (part && w->tree->nodes[part].kind == SH_DOUBLE && !w->tree->nodes[part].next)
		part = w->tree->nodes[part].child;
	return part && w->tree->nodes[part].kind == SH_PARAMETER && !w->tree->nodes[part].next;
}

void shell_child_item(struct walker *w, const struct shell_item *item, enum hfg_language language)
{
	if (item->whole && item->word && !is_variable(w, item->word)) {
		child_of_word(w, item->word, language);
		return;
	}
	struct sh_text text = {.arena = w->facts->arena};
	slice known = hfg_one(&item->value);
	sh_text_add(&text, known, item->value.at);
	slice all = sh_text_slice(&text);
	add_child(w, all, text.segments.at, text.segments.n, language);
}

/* The body or word that feeds the standard input of a command; 0 when it is elsewhere. */
static sh_ref input_of(const struct sh_tree *tree, sh_ref command)
{
	sh_ref found = 0;
	for (sh_ref i = tree->nodes[command].child; i; i = tree->nodes[i].next) {
		const struct sh_node *node = &tree->nodes[i];
		if (node->kind != SH_REDIRECT || !node->child)
			continue;
		if (node->op == SH_REDIRECT_STRING)
			found = node->child;
		else if (node->op == SH_REDIRECT_HEREDOC)
			found = tree->nodes[node->child].next;
		else if (node->op == SH_REDIRECT_IN)
			found = 0;
	}
	return found;
}

/* `cat <<EOF | python -`, `echo '...' | python -` */
static sh_ref input_of_pipe(struct walker *w)
{
	const struct sh_tree *tree = w->tree;
	sh_ref first = w->piped ? tree->nodes[w->piped].child : 0;
	slice name;
	if (!first || tree->nodes[first].kind != SH_WORD ||
		!sh_constant(tree, first, w->in->scratch, &name))
		return 0;
	if (slice_is(name, "cat"))
		return input_of(tree, w->piped);
	sh_ref word = tree->nodes[first].next;
	bool prints = slice_is(name, "echo") || slice_is(name, "printf");
	return prints && word && tree->nodes[word].kind == SH_WORD ? word : 0;
}

void shell_child_input(struct walker *w, sh_ref command, enum hfg_language language)
{
	if (!command)
		return;
	sh_ref input = input_of(w->tree, command);
	if (!input)
		input = input_of_pipe(w);
	if (input && w->tree->nodes[input].kind != SH_ERROR)
		child_of_word(w, input, language);
}
