/* Knows the ways Python builds a text from parts: f-strings, `%` and str.format. */
#include "values/python_internal.h"

struct parts {
	struct pyv *in;
	struct hfg_value at[MAX_PARTS];
	uint32_t n;
	bool full;
};

static void add(struct parts *parts, struct hfg_value value)
{
	if (parts->n < MAX_PARTS)
		parts->at[parts->n++] = value;
	else
		parts->full = true;
}

static void add_literal(void *context, slice text)
{
	struct parts *parts = context;
	if (!text.n)
		return;
	struct hfg_value value = value_text(parts->in, text);
	if (parts->n)
		value.flags = 0;
	add(parts, value);
}

static void add_field(void *context, py_ref field)
{
	struct parts *parts = context;
	struct pyv *in = parts->in;
	py_ref expression = first_of(in, field);
	int64_t number;
	bool plain = expression && !next_of(in, expression);
	if (plain && tree_number(in, expression, &number))
		add(parts, value_text(in, py_text(in->tree, expression)));
	else
		add(parts, plain ? eval_node(in, expression) : py_value_open(HFG_WHY_UNKNOWN));
}

static struct hfg_value finish(struct parts *parts)
{
	if (parts->full) {
		parts->in->budget->cuts++;
		return py_value_open(HFG_WHY_LIMIT);
	}
	if (!parts->n)
		return value_text(parts->in, S(""));
	return py_value_concat(parts->in, parts->at, parts->n, S(""));
}

/* The k-th of the values behind `%`, or the one under a key. */
static py_ref percent_argument(struct pyv *in, py_ref values, unsigned k)
{
	enum py_kind kind = kind_of(in, values);
	if (kind == PY_TUPLE)
		return py_child(in->tree, values, k);
	return k == 0 && kind != PY_DICT ? values : 0;
}

static struct hfg_value eval_percent(struct pyv *in, py_ref node)
{
	struct hfg_value left = eval_node(in, first_of(in, node));
	py_ref values = next_of(in, first_of(in, node));
	struct parts parts = {.in = in};
	if (left.state != HFG_ONE || !values || left.flags & HFG_V_OBJECT)
		return left.n ? py_value_open(HFG_WHY_UNKNOWN) : left;
	slice text = left.texts[0];
	for (unsigned k = 0; text.n;) {
		size_t sign = slice_find(text, '%');
		add_literal(&parts, slice_cut(text, 0, sign));
		if (sign + 1 >= text.n)
			break;
		char conversion = text.p[sign + 1];
		if (conversion == '%') {
			add_literal(&parts, S("%"));
		} else {
			py_ref value = percent_argument(in, values, k++);
			bool known = conversion == 's' && value;
			add(&parts, known ? eval_node(in, value) : py_value_open(HFG_WHY_UNKNOWN));
			if (conversion != 's' && conversion != 'd')
				return py_value_open(HFG_WHY_UNKNOWN);
		}
		text = slice_after(text, sign + 2);
	}
	struct hfg_value value = finish(&parts);
	return value_trail(in, value, node, "f-string", py_text(in->tree, node));
}

static bool has_fields(const struct pyv *in, py_ref string)
{
	for (py_ref part = first_of(in, string); part; part = next_of(in, part))
		if (first_of(in, part))
			return true;
	return false;
}

static struct hfg_value eval_string(struct pyv *in, py_ref node)
{
	slice text;
	struct parts parts = {.in = in};
	if (!has_fields(in, node)) {
		bool known = tree_text(in, node, &text);
		return known ? value_text(in, text)
			     : (struct hfg_value){.state = HFG_OPEN, .flags = HFG_V_OBJECT};
	}
	for (py_ref part = first_of(in, node); part; part = next_of(in, part)) {
		if (node_of(in, part)->flags & PY_TEMPLATE)
			return (struct hfg_value){.state = HFG_OPEN, .flags = HFG_V_OBJECT};
		if (first_of(in, part))
			py_format(in->tree, part, in->facts, &parts, add_literal, add_field);
		else if (py_string(in->tree, part, in->facts, &text))
			add_literal(&parts, text);
	}
	return value_trail(in, finish(&parts), node, "f-string", py_text(in->tree, node));
}

struct hfg_value eval_format(struct pyv *in, py_ref node)
{
	return kind_of(in, node) == PY_STRING ? eval_string(in, node) : eval_percent(in, node);
}

/* The argument that a replacement field of str.format names. */
static py_ref field_argument(struct pyv *in, py_ref call, slice name, unsigned *next)
{
	if (!name.n)
		return call_position(in, call, (*next)++);
	if (name.n == 1 && name.p[0] >= '0' && name.p[0] <= '9')
		return call_position(in, call, (unsigned)(name.p[0] - '0'));
	return call_keyword(in, call, name);
}

struct hfg_value eval_format_call(struct pyv *in, py_ref call, struct hfg_value format)
{
	struct parts parts = {.in = in};
	if (format.state != HFG_ONE)
		return py_value_open(format.why ? format.why : HFG_WHY_UNKNOWN);
	slice text = format.texts[0];
	for (unsigned next = 0; text.n;) {
		size_t open = slice_find(text, '{'), close = slice_find(text, '}');
		size_t stop = open < close ? open : close;
		add_literal(&parts, slice_cut(text, 0, stop));
		if (stop + 1 >= text.n)
			break;
		if (text.p[stop + 1] == text.p[stop]) {
			add_literal(&parts, slice_cut(text, stop, stop + 1));
			text = slice_after(text, stop + 2);
			continue;
		}
		if (close < open)
			return py_value_open(HFG_WHY_UNKNOWN);
		py_ref argument = field_argument(in, call, slice_cut(text, open + 1, close), &next);
		add(&parts, argument ? eval_node(in, argument) : py_value_open(HFG_WHY_UNKNOWN));
		text = slice_after(text, close + 1);
	}
	return value_trail(in, finish(&parts), call, "f-string", py_text(in->tree, call));
}
