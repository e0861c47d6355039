/*
 * Knows what expressions without anything open come to: JavaScript's loose
 * comparison with strings compared without case, and the functions that take
 * texts only. Arrays, objects and letters beyond ASCII in comparisons stay unknown.
 */
#include "syntax/expression.h"
#include "base/vec.h"

#include <math.h>
#include <stdlib.h>

struct folding {
	const struct expression *expression;
	const struct expression_lookup *lookup;
	struct arena *arena;
};

static const struct expression_constant unknown = {.type = EXPRESSION_IS_UNKNOWN};

static struct expression_constant fold(const struct folding *, uint32_t node);

/* Numbers */

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

static double radix_number(slice digits, int radix)
{
	double number = 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digit_of(digits.p[i]) >= radix)
			return (double)NAN;
		number = number * radix + digit_of(digits.p[i]);
	}
	return digits.n ? number : (double)NAN;
}

/* Digits from *at on, added to *number; how many there were. */
static size_t take_digits(slice text, size_t *at, long double *number)
{
	size_t from = *at;
	for (; *at < text.n && digit_of(text.p[*at]) < 10; ++*at)
		*number = *number * 10 + digit_of(text.p[*at]);
	return *at - from;
}

/* `e-3` at *at; false when it is broken. */
static bool take_exponent(slice text, size_t *at, long *ret)
{
	enum { FAR_BEYOND = 5000 }; /* everything is 0 or infinite there */
	if (*at >= text.n || (text.p[*at] != 'e' && text.p[*at] != 'E'))
		return true;
	++*at;
	bool negative = *at < text.n && text.p[*at] == '-';
	if (*at < text.n && (negative || text.p[*at] == '+'))
		++*at;
	size_t from = *at;
	long value = 0;
	for (; *at < text.n && digit_of(text.p[*at]) < 10; ++*at)
		value = value < FAR_BEYOND ? value * 10 + digit_of(text.p[*at]) : value;
	*ret = negative ? -value : value;
	return *at > from;
}

static double decimal_number(slice text)
{
	long double number = 0;
	size_t at = 0, whole = take_digits(text, &at, &number), fraction = 0;
	if (at < text.n && text.p[at] == '.') {
		at++;
		fraction = take_digits(text, &at, &number);
	}
	long exponent = 0;
	if (whole + fraction == 0 || !take_exponent(text, &at, &exponent) || at < text.n)
		return (double)NAN;
	long shift = exponent - (long)fraction;
	long double scale = powl(10, (long double)labs(shift));
	return (double)(shift < 0 ? number / scale : number * scale);
}

double expression_number(slice text)
{
	text = slice_trim(text);
	if (!text.n)
		return 0;
	slice rest = slice_after(text, 2);
	if (slice_starts(text, S("0x")) || slice_starts(text, S("0X")))
		return radix_number(rest, 16);
	if (slice_starts(text, S("0o")) || slice_starts(text, S("0O")))
		return radix_number(rest, 8);
	if (slice_starts(text, S("0b")) || slice_starts(text, S("0B")))
		return radix_number(rest, 2);
	bool sign = text.p[0] == '-' || text.p[0] == '+', negative = text.p[0] == '-';
	slice value = slice_after(text, sign);
	double number = slice_is(value, "Infinity") ? (double)INFINITY : decimal_number(value);
	return negative ? -number : number;
}

static double number_of(const struct expression_constant *value)
{
	switch (value->type) {
	case EXPRESSION_IS_BOOLEAN:
		return value->truth;
	case EXPRESSION_IS_NUMBER:
		return value->number;
	case EXPRESSION_IS_STRING:
		return expression_number(value->text);
	default:
		return 0;
	}
}

/* Texts */

static slice number_text(double number, struct arena *arena)
{
	if (isnan(number))
		return S("NaN");
	if (isinf(number))
		return number < 0 ? S("-Infinity") : S("Infinity");
	if (number == 0)
		return S("0");
	bool whole = fabs(number) < 1e15 && number == floor(number);
	return arena_printf(arena, whole ? "%.0f" : "%.15g", number);
}

slice expression_text(const struct expression_constant *value, struct arena *arena)
{
	switch (value->type) {
	case EXPRESSION_IS_BOOLEAN:
		return value->truth ? S("true") : S("false");
	case EXPRESSION_IS_NUMBER:
		return number_text(value->number, arena);
	case EXPRESSION_IS_STRING:
		return value->text;
	default:
		return S("");
	}
}

static struct expression_constant of_truth(bool truth)
{
	return (struct expression_constant){.type = EXPRESSION_IS_BOOLEAN, .truth = truth};
}

static struct expression_constant of_text(slice text)
{
	return (struct expression_constant){.type = EXPRESSION_IS_STRING, .text = text};
}

bool expression_truthy(const struct expression_constant *value)
{
	switch (value->type) {
	case EXPRESSION_IS_BOOLEAN:
		return value->truth;
	case EXPRESSION_IS_NUMBER:
		return value->number != 0 && !isnan(value->number);
	case EXPRESSION_IS_STRING:
		return value->text.n > 0;
	default:
		return false;
	}
}

static bool is_ascii(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

static slice upper(struct arena *arena, slice text)
{
	char *out = arena_alloc(arena, text.n);
	for (size_t i = 0; i < text.n; i++)
		out[i] = text.p[i] >= 'a' && text.p[i] <= 'z' ? (char)(text.p[i] - 32) : text.p[i];
	return (slice){out, text.n};
}

/* Comparison */

enum order { ORDER_LESS, ORDER_SAME, ORDER_GREATER, ORDER_NONE, ORDER_UNKNOWN };

static enum order order_of_numbers(double a, double b)
{
	if (isnan(a) || isnan(b))
		return ORDER_NONE;
	return a < b ? ORDER_LESS : a > b ? ORDER_GREATER : ORDER_SAME;
}

static enum order order_of_texts(struct arena *arena, slice a, slice b)
{
	if (slice_eq(a, b))
		return ORDER_SAME;
	if (!is_ascii(a) || !is_ascii(b))
		return ORDER_UNKNOWN;
	int order = slice_cmp(upper(arena, a), upper(arena, b));
	return order < 0 ? ORDER_LESS : order > 0 ? ORDER_GREATER : ORDER_SAME;
}

static enum order order_of(const struct folding *folding, const struct expression_constant *a,
	const struct expression_constant *b)
{
	if (a->type == EXPRESSION_IS_UNKNOWN || b->type == EXPRESSION_IS_UNKNOWN)
		return ORDER_UNKNOWN;
	if (a->type == EXPRESSION_IS_STRING && b->type == EXPRESSION_IS_STRING)
		return order_of_texts(folding->arena, a->text, b->text);
	return order_of_numbers(number_of(a), number_of(b));
}

static bool order_is(enum expression_kind kind, enum order order)
{
	switch (kind) {
	case EXPRESSION_EQUAL:
		return order == ORDER_SAME;
	case EXPRESSION_UNEQUAL:
		return order != ORDER_SAME;
	case EXPRESSION_LESS:
		return order == ORDER_LESS;
	case EXPRESSION_LESS_EQUAL:
		return order == ORDER_LESS || order == ORDER_SAME;
	case EXPRESSION_GREATER:
		return order == ORDER_GREATER;
	default:
		return order == ORDER_GREATER || order == ORDER_SAME;
	}
}

static struct expression_constant fold_comparison(const struct folding *folding, uint32_t node)
{
	const struct expression_node *nodes = folding->expression->nodes;
	struct expression_constant left = fold(folding, nodes[node].child);
	struct expression_constant right = fold(folding, nodes[nodes[node].child].next);
	enum order order = order_of(folding, &left, &right);
	/* Nothing against nothing is equal and neither greater nor less. */
	bool nothing = left.type == EXPRESSION_IS_NULL && right.type == EXPRESSION_IS_NULL;
	if (nothing)
		order = ORDER_SAME;
	return order == ORDER_UNKNOWN ? unknown : of_truth(order_is(nodes[node].kind, order));
}

/* Functions */

enum {
	MOST_ARGUMENTS = 8,      /* calls with more are left unknown */
	LONGEST_TEXT = 64 << 10, /* format() in format() doubles its text each time */
};

static struct expression_constant fold_contains(
	const struct folding *folding, const struct expression_constant *argument, const char *how)
{
	slice text = expression_text(&argument[0], folding->arena);
	slice part = expression_text(&argument[1], folding->arena);
	if (!is_ascii(text) || !is_ascii(part))
		return unknown;
	text = upper(folding->arena, text);
	part = upper(folding->arena, part);
	if (*how == 's')
		return of_truth(slice_starts(text, part));
	return of_truth(*how == 'e' ? slice_ends(text, part) : slice_has(text, part));
}

/* `{12}` at `at`: its length and number; 0 when it is something else. */
static size_t place_at(slice text, size_t at, uint32_t *ret_number)
{
	size_t from = at + 1, i = from;
	uint32_t number = 0;
	for (; i < text.n && digit_of(text.p[i]) < 10 && number < MOST_ARGUMENTS; i++)
		number = number * 10 + (uint32_t)digit_of(text.p[i]);
	if (i == from || i >= text.n || text.p[i] != '}')
		return 0;
	*ret_number = number;
	return i + 1 - at;
}

static struct expression_constant fold_format(
	const struct folding *folding, const struct expression_constant *argument, uint32_t n)
{
	slice format = expression_text(&argument[0], folding->arena);
	slice out = S("");
	for (size_t at = 0; at < format.n;) {
		char c = format.p[at];
		slice part = slice_cut(format, at, at + 1);
		size_t length = 1;
		uint32_t number;
		if ((c == '{' || c == '}') && at + 1 < format.n && format.p[at + 1] == c) {
			length = 2;
		} else if (c == '}') {
			return unknown;
		} else if (c == '{') {
			length = place_at(format, at, &number);
			if (!length || number + 1 >= n)
				return unknown;
			part = expression_text(&argument[number + 1], folding->arena);
		} else {
			while (at + length < format.n && format.p[at + length] != '{' &&
				format.p[at + length] != '}')
				length++;
			part = slice_cut(format, at, at + length);
		}
		out = arena_printf(
			folding->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(out), SLICE_ARG(part));
		at += length;
		if (out.n > LONGEST_TEXT)
			return unknown;
	}
	return of_text(out);
}

static bool is_simple_json_text(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < 0x20 || text.p[i] == '"' || text.p[i] == '\\' ||
			(unsigned char)text.p[i] >= 0x7f)
			return false;
	return true;
}

static struct expression_constant fold_to_json(
	const struct folding *folding, const struct expression_constant *value)
{
	if (value->type == EXPRESSION_IS_NULL)
		return of_text(S("null"));
	if (value->type != EXPRESSION_IS_STRING)
		return of_text(expression_text(value, folding->arena));
	if (!is_simple_json_text(value->text))
		return unknown;
	return of_text(arena_printf(folding->arena, "\"" SLICE_FMT "\"", SLICE_ARG(value->text)));
}

static bool is_json_number(slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!memchr("0123456789.eE+-", text.p[i], 15))
			return false;
	return digit_of(text.p[0]) < 10 || (text.n > 1 && text.p[0] == '-');
}

static struct expression_constant fold_from_json(
	const struct folding *folding, const struct expression_constant *value)
{
	slice text = slice_trim(expression_text(value, folding->arena));
	if (slice_is(text, "true") || slice_is(text, "false"))
		return of_truth(text.p[0] == 't');
	if (slice_is(text, "null"))
		return (struct expression_constant){.type = EXPRESSION_IS_NULL};
	slice inside = slice_cut(text, 1, text.n ? text.n - 1 : 0);
	if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"')
		return is_simple_json_text(inside) ? of_text(inside) : unknown;
	if (!text.n || !is_json_number(text))
		return unknown;
	double number = expression_number(text);
	return isnan(number)
		? unknown
		: (struct expression_constant){.type = EXPRESSION_IS_NUMBER, .number = number};
}

static struct expression_constant fold_case(const struct expression_constant *argument, uint32_t n)
{
	for (uint32_t i = 0; i + 1 < n; i += 2) {
		if (argument[i].type != EXPRESSION_IS_BOOLEAN)
			return unknown;
		if (argument[i].truth)
			return argument[i + 1];
	}
	return argument[n - 1];
}

static bool is_word(struct arena *arena, slice text, const char *word)
{
	return slice_is(upper(arena, text), word);
}

static struct expression_constant fold_call(const struct folding *folding, uint32_t node)
{
	const struct expression_node *nodes = folding->expression->nodes;
	struct expression_constant argument[MOST_ARGUMENTS];
	uint32_t n = 0;
	bool open = false;
	for (uint32_t i = nodes[node].child; i; i = nodes[i].next) {
		if (n == MOST_ARGUMENTS)
			return unknown;
		argument[n] = fold(folding, i);
		open = open || argument[n].type == EXPRESSION_IS_UNKNOWN;
		n++;
	}
	slice name = nodes[node].text;
	if (is_word(folding->arena, name, "CASE"))
		return fold_case(argument, n);
	if (open || !n)
		return unknown;
	if (is_word(folding->arena, name, "CONTAINS"))
		return fold_contains(folding, argument, "contains");
	if (is_word(folding->arena, name, "STARTSWITH"))
		return fold_contains(folding, argument, "starts");
	if (is_word(folding->arena, name, "ENDSWITH"))
		return fold_contains(folding, argument, "ends");
	if (is_word(folding->arena, name, "FORMAT"))
		return fold_format(folding, argument, n);
	if (is_word(folding->arena, name, "JOIN"))
		return of_text(expression_text(&argument[0], folding->arena));
	if (is_word(folding->arena, name, "TOJSON"))
		return fold_to_json(folding, &argument[0]);
	return is_word(folding->arena, name, "FROMJSON") ? fold_from_json(folding, &argument[0])
							 : unknown;
}

static struct expression_constant fold_chain(const struct folding *folding, uint32_t node)
{
	const struct expression_node *nodes = folding->expression->nodes;
	bool stop_at = nodes[node].kind == EXPRESSION_OR;
	struct expression_constant value = unknown;
	for (uint32_t i = nodes[node].child; i; i = nodes[i].next) {
		value = fold(folding, i);
		if (value.type == EXPRESSION_IS_UNKNOWN || expression_truthy(&value) == stop_at)
			return value;
	}
	return value;
}

static struct expression_constant fold_access(const struct folding *folding, uint32_t node)
{
	slice path = expression_path(folding->expression, node, folding->arena);
	if (path.n && folding->lookup)
		return folding->lookup->get(folding->lookup->context, path);
	const struct expression_node *nodes = folding->expression->nodes;
	if (nodes[node].kind != EXPRESSION_INDEX || path.n)
		return unknown;
	struct expression_constant object = fold(folding, nodes[node].child);
	bool star = nodes[nodes[nodes[node].child].next].kind == EXPRESSION_STAR;
	if (object.type == EXPRESSION_IS_UNKNOWN || star)
		return unknown;
	return (struct expression_constant){.type = EXPRESSION_IS_NULL};
}

static struct expression_constant fold(const struct folding *folding, uint32_t node)
{
	const struct expression_node *at = &folding->expression->nodes[node];
	struct expression_constant inside;
	switch (at->kind) {
	case EXPRESSION_NULL:
		return (struct expression_constant){.type = EXPRESSION_IS_NULL};
	case EXPRESSION_BOOLEAN:
		return of_truth(at->truth);
	case EXPRESSION_NUMBER:
		return (struct expression_constant){
			.type = EXPRESSION_IS_NUMBER, .number = at->number};
	case EXPRESSION_STRING:
		return of_text(at->text);
	case EXPRESSION_CONTEXT:
	case EXPRESSION_INDEX:
		return fold_access(folding, node);
	case EXPRESSION_STAR:
		return unknown;
	case EXPRESSION_CALL:
		return fold_call(folding, node);
	case EXPRESSION_NOT:
		inside = fold(folding, at->child);
		return inside.type == EXPRESSION_IS_UNKNOWN ? inside
							    : of_truth(!expression_truthy(&inside));
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		return fold_chain(folding, node);
	default:
		return fold_comparison(folding, node);
	}
}

struct expression_constant expression_fold(const struct expression *expression, uint32_t node,
	const struct expression_lookup *lookup, struct arena *arena)
{
	struct folding folding = {expression, lookup, arena};
	return node ? fold(&folding, node) : unknown;
}
