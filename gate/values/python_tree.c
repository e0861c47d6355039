/*
 * Knows how to read single facts off the syntax tree: dotted chains, literal
 * texts, arguments and parameters by place or name.
 */
#include "values/python_internal.h"

py_ref tree_last(const struct pyv *in, py_ref node)
{
	py_ref last = first_of(in, node);
	while (last && next_of(in, last))
		last = next_of(in, last);
	return last;
}

slice tree_dotted(const struct pyv *in, py_ref node)
{
	enum { LONGEST = 16 };
	slice names[LONGEST];
	unsigned n = 0;
	for (; kind_of(in, node) == PY_ATTRIBUTE && n + 1 < LONGEST; node = first_of(in, node))
		names[n++] = name_of(in, node);
	if (kind_of(in, node) != PY_NAME)
		return (slice){NULL, 0};
	slice dotted = name_of(in, node);
	while (n > 0) {
		n--;
		dotted = arena_join(in->facts, dotted, S("."), names[n]);
	}
	return dotted;
}

slice tree_last_name(const struct pyv *in, py_ref callee)
{
	enum py_kind kind = kind_of(in, callee);
	if (kind != PY_NAME && kind != PY_ATTRIBUTE)
		return (slice){NULL, 0};
	return name_of(in, callee);
}

bool tree_text(const struct pyv *in, py_ref node, slice *ret_text)
{
	if (!node || kind_of(in, node) != PY_STRING)
		return false;
	for (py_ref part = first_of(in, node); part; part = next_of(in, part))
		if (node_of(in, part)->flags & PY_BYTES)
			return false;
	return py_string(in->tree, node, in->facts, ret_text);
}

bool tree_is_text(const struct pyv *in, py_ref node, const char *text)
{
	slice found;
	return tree_text(in, node, &found) && slice_is(found, text);
}

bool tree_number(const struct pyv *in, py_ref node, int64_t *ret_number)
{
	int64_t sign = 1, number = 0;
	if (node && kind_of(in, node) == PY_UNARYOP && node_of(in, node)->op == PY_NEG) {
		sign = -1;
		node = first_of(in, node);
	}
	if (!node || kind_of(in, node) != PY_NUMBER)
		return false;
	slice text = py_text(in->tree, node);
	if (text.n == 0 || text.n > 9)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		number = number * 10 + (text.p[i] - '0');
	}
	*ret_number = sign * number;
	return true;
}

bool tree_constant(const struct pyv *in, py_ref node, enum py_op constant)
{
	return node && kind_of(in, node) == PY_CONSTANT && node_of(in, node)->op == constant;
}

py_ref call_arguments(const struct pyv *in, py_ref call)
{
	for (py_ref at = first_of(in, call); at; at = next_of(in, at))
		if (kind_of(in, at) == PY_ARGUMENTS)
			return first_of(in, at);
	return 0;
}

py_ref call_position(const struct pyv *in, py_ref call, unsigned k)
{
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		enum py_kind kind = kind_of(in, at);
		if (kind == PY_STARRED)
			return 0;
		if (kind == PY_KEYWORD || kind == PY_DOUBLE_STARRED)
			continue;
		if (k-- == 0)
			return at;
	}
	return 0;
}

py_ref call_keyword(const struct pyv *in, py_ref call, slice name)
{
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at))
		if (kind_of(in, at) == PY_KEYWORD && slice_eq(name_of(in, at), name))
			return first_of(in, at);
	return 0;
}

py_ref function_parameters(const struct pyv *in, py_ref function)
{
	for (py_ref at = first_of(in, function); at; at = next_of(in, at))
		if (kind_of(in, at) == PY_PARAMS)
			return at;
	return 0;
}

py_ref function_block(const struct pyv *in, py_ref function)
{
	py_ref last = tree_last(in, function);
	return last && kind_of(in, last) == PY_BLOCK ? last : 0;
}

py_ref parameter_default(const struct pyv *in, py_ref parameter)
{
	py_ref last = tree_last(in, parameter);
	return last && kind_of(in, last) != PY_ANNOTATION ? last : 0;
}

py_ref parameter_annotation(const struct pyv *in, py_ref parameter)
{
	py_ref first = first_of(in, parameter);
	return first && kind_of(in, first) == PY_ANNOTATION ? first_of(in, first) : 0;
}

py_ref decorated_with(const struct pyv *in, py_ref definition, const char *last_name)
{
	for (py_ref at = first_of(in, definition); at; at = next_of(in, at)) {
		if (kind_of(in, at) != PY_DECORATOR)
			return 0;
		py_ref expression = first_of(in, at);
		py_ref callee = expression && kind_of(in, expression) == PY_CALL
			? first_of(in, expression)
			: expression;
		if (callee && slice_is(tree_last_name(in, callee), last_name))
			return expression;
	}
	return 0;
}

bool is_one_of(slice text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(text, list[i]))
			return true;
	return false;
}

bool is_text_suffix(slice name, const char *const *endings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_ends(name, slice_of(endings[i])))
			return true;
	return false;
}
