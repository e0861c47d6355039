/* syntax/python: trees of whole and broken code, spans, strings, names, encodings, limits. */
#include "base/buf.h"
#include "syntax/python.h"
#include "unit.h"

static const char *const kind_names[PY_KINDS] = {[PY_NONE] = "none",
	[PY_MODULE] = "module",
	[PY_BLOCK] = "block",
	[PY_FUNCTION] = "function",
	[PY_CLASS] = "class",
	[PY_ARGUMENTS] = "arguments",
	[PY_PARAMS] = "params",
	[PY_PARAM] = "param",
	[PY_LAMBDA] = "lambda",
	[PY_DECORATOR] = "decorator",
	[PY_RETURNS] = "returns",
	[PY_ANNOTATION] = "annotation",
	[PY_STARRED] = "starred",
	[PY_DOUBLE_STARRED] = "double-starred",
	[PY_AWAIT] = "await",
	[PY_KEYWORD] = "keyword",
	[PY_TYPE_PARAMS] = "type-params",
	[PY_TYPE_PARAM] = "type-param",
	[PY_ASSIGN] = "assign",
	[PY_ANNASSIGN] = "annassign",
	[PY_AUGASSIGN] = "augassign",
	[PY_TYPE_ALIAS] = "type-alias",
	[PY_FOR] = "for",
	[PY_WHILE] = "while",
	[PY_IF] = "if",
	[PY_ELIF] = "elif",
	[PY_ELSE] = "else",
	[PY_WITH] = "with",
	[PY_WITH_ITEM] = "with-item",
	[PY_TRY] = "try",
	[PY_EXCEPT] = "except",
	[PY_FINALLY] = "finally",
	[PY_MATCH] = "match",
	[PY_CASE] = "case",
	[PY_GUARD] = "guard",
	[PY_RETURN] = "return",
	[PY_RAISE] = "raise",
	[PY_DELETE] = "delete",
	[PY_ASSERT] = "assert",
	[PY_EXPR] = "expr",
	[PY_YIELD] = "yield",
	[PY_YIELD_FROM] = "yield-from",
	[PY_IMPORT] = "import",
	[PY_IMPORT_FROM] = "import-from",
	[PY_ALIAS] = "alias",
	[PY_GLOBAL] = "global",
	[PY_NONLOCAL] = "nonlocal",
	[PY_PASS] = "pass",
	[PY_BREAK] = "break",
	[PY_CONTINUE] = "continue",
	[PY_CALL] = "call",
	[PY_ATTRIBUTE] = "attribute",
	[PY_SUBSCRIPT] = "subscript",
	[PY_SLICE] = "slice",
	[PY_TUPLE] = "tuple",
	[PY_LIST] = "list",
	[PY_SET] = "set",
	[PY_DICT] = "dict",
	[PY_LISTCOMP] = "listcomp",
	[PY_SETCOMP] = "setcomp",
	[PY_GENEXP] = "genexp",
	[PY_DICTCOMP] = "dictcomp",
	[PY_COMP_FOR] = "comp-for",
	[PY_NAMED] = "named",
	[PY_IFEXP] = "ifexp",
	[PY_BOOLOP] = "boolop",
	[PY_BINOP] = "binop",
	[PY_UNARYOP] = "unaryop",
	[PY_COMPARE] = "compare",
	[PY_STRING] = "string",
	[PY_STRING_PART] = "part",
	[PY_FORMAT_FIELD] = "field",
	[PY_FORMAT_SPEC] = "spec",
	[PY_NAME] = "name",
	[PY_NUMBER] = "number",
	[PY_CONSTANT] = "constant",
	[PY_ERROR] = "error"};

/* (kind children...); leaves with their text after a colon, names of others after a dot. */
static void print(struct buf *out, const struct py_tree *tree, py_ref ref)
{
	const struct py_node *node = &tree->nodes[ref];
	bool leaf = node->kind == PY_NAME || node->kind == PY_NUMBER || node->kind == PY_CONSTANT;
	buf_text(out, node->child ? "(" : "");
	buf_text(out, kind_names[node->kind]);
	if (leaf || (node->kind == PY_STRING_PART && !node->child))
		buf_printf(out, ":" SLICE_FMT, SLICE_ARG(py_text(tree, ref)));
	else if (node->name_to > node->name_from)
		buf_printf(out, "." SLICE_FMT,
			SLICE_ARG(slice_cut(tree->text, node->name_from, node->name_to)));
	if (node->alias_to)
		buf_printf(out, "/" SLICE_FMT,
			SLICE_ARG(slice_cut(tree->text, node->alias_from, node->alias_to)));
	for (py_ref child = node->child; child; child = tree->nodes[child].next) {
		buf_text(out, " ");
		print(out, tree, child);
	}
	buf_text(out, node->child ? ")" : "");
}

/* The statements of `code`, without the module around them. */
static void check_tree(const char *code, const char *wanted, bool complete, int line)
{
	struct arena arena;
	struct buf out = {0};
	arena_init(&arena);
	struct py_tree *tree = py_parse(slice_of(code), &arena);
	for (py_ref ref = tree->nodes[tree->root].child; ref; ref = tree->nodes[ref].next) {
		buf_text(&out, out.n ? " " : "");
		print(&out, tree, ref);
	}
	unit_check_slice(buf_slice(&out), slice_of(wanted), __FILE__, line, code);
	unit_check(tree->complete == complete, __FILE__, line, "complete");
	buf_free(&out);
	arena_free(&arena);
}

#define WHOLE(code, wanted)  check_tree(code, wanted, true, __LINE__)
#define BROKEN(code, wanted) check_tree(code, wanted, false, __LINE__)

void test_syntax_python__expressions(void)
{
	WHOLE("a + b * c", "(expr (binop name:a (binop name:b name:c)))");
	WHOLE("-x ** -y", "(expr (unaryop (binop name:x (unaryop name:y))))");
	WHOLE("not a == b", "(expr (unaryop (compare name:a name:b)))");
	WHOLE("a < b is not c not in d",
		"(expr (compare (compare (compare name:a name:b) name:c) name:d))");
	WHOLE("a if b else c if d else e",
		"(expr (ifexp name:a name:b (ifexp name:c name:d name:e)))");
	WHOLE("(y := f(x), *z)",
		"(expr (tuple (named name:y (call name:f (arguments name:x))) (starred name:z)))");
	WHOLE("lambda a, /, b=1, *c, d, **e: a",
		"(expr (lambda (params param.a (param.b number:1) param.c param.d param.e) "
		"name:a))");
	WHOLE("await f()[1:2, ::3]",
		"(expr (await (subscript (call name:f arguments) (tuple (slice number:1 number:2) "
		"(slice none none number:3)))))");
}

void test_syntax_python__displays(void)
{
	WHOLE("[x for x in y if a if b async for z in w]",
		"(expr (listcomp name:x (comp-for name:x name:y name:a name:b) "
		"(comp-for name:z name:w)))");
	WHOLE("{'a': 1, **b}", "(expr (dict (string part:'a') number:1 (double-starred name:b)))");
	WHOLE("{k: v for k, v in d}",
		"(expr (dictcomp name:k name:v (comp-for (tuple name:k name:v) name:d)))");
	WHOLE("{1, *a}", "(expr (set number:1 (starred name:a)))");
	WHOLE("x[*a, b]", "(expr (subscript name:x (tuple (starred name:a) name:b)))");
	WHOLE("()", "(expr tuple)");
}

void test_syntax_python__calls(void)
{
	WHOLE("f(a, *b, c=1, **d)",
		"(expr (call name:f (arguments name:a (starred name:b) (keyword.c number:1) "
		"(double-starred name:d))))");
	WHOLE("a.b(x for x in y).c",
		"(expr (attribute.c (call (attribute.b name:a) (arguments (genexp name:x (comp-for "
		"name:x name:y))))))");
	WHOLE("f(a := 1, b == 2)",
		"(expr (call name:f (arguments (named name:a number:1) (compare name:b "
		"number:2))))");
}

void test_syntax_python__statements(void)
{
	WHOLE("x: int = 1; y += 2\na = b = c,",
		"(annassign name:x (annotation name:int) number:1) (augassign name:y number:2) "
		"(assign name:a name:b (tuple name:c))");
	WHOLE("from ..a.b import (c as d, e,)\nimport x.y as z, w",
		"(import-from.a.b alias.c/d alias.e) (import alias.x.y/z alias.w)");
	WHOLE("@d(1)\nasync def f[T: int = str, *U](a: int, *, b=2) -> c: pass",
		"(function.f (decorator (call name:d (arguments number:1))) (type-params "
		"(type-param.T name:int name:str) type-param.U) (params (param.a (annotation "
		"name:int)) (param.b number:2)) (returns name:c) (block pass))");
	WHOLE("class A(B, metaclass=C):\n\tx = 1\n\n\tdef f(self): ...\n",
		"(class.A (arguments name:B (keyword.metaclass name:C)) (block (assign name:x "
		"number:1) (function.f (params param.self) (block (expr constant:...)))))");
	WHOLE("type X[T] = list[T]",
		"(type-alias name:X (type-params type-param.T) (subscript name:list name:T))");
	WHOLE("type = 1; match = 2; case = match[type]",
		"(assign name:type number:1) (assign name:match number:2) (assign name:case "
		"(subscript name:match name:type))");
}

void test_syntax_python__compound_statements(void)
{
	WHOLE("if a:\n  b\nelif c: d\nelse:\n  e",
		"(if name:a (block (expr name:b)) (elif name:c (block (expr name:d))) (else (block "
		"(expr name:e))))");
	WHOLE("try: a\nexcept* B as c: d\nexcept E, F: g\nfinally: h",
		"(try (block (expr name:a)) (except.c name:B (block (expr name:d))) (except (tuple "
		"name:E name:F) (block (expr name:g))) (finally (block (expr name:h))))");
	WHOLE("with (a as b, c): pass\nwith (a, b)[0] as d: pass",
		"(with (with-item name:a name:b) (with-item name:c) (block pass)) (with (with-item "
		"(subscript (tuple name:a name:b) number:0) name:d) (block pass))");
	WHOLE("for a, *b in c, d: pass\nelse: e",
		"(for (tuple name:a (starred name:b)) (tuple name:c name:d) (block pass) (else "
		"(block (expr name:e))))");
	WHOLE("match a, b:\n case [P(x=1) as p, *_] if q: r\n case {'k': 1 | 2, **z}: pass",
		"(match (tuple name:a name:b) (case (list (named name:p (call name:P (arguments "
		"(keyword.x number:1)))) (starred name:_)) (guard name:q) (block (expr name:r))) "
		"(case (dict (string part:'k') (binop number:1 number:2) (double-starred name:z)) "
		"(block pass)))");
	WHOLE("match(x)\nmatch (x):\n  case 1: pass\nmatch[x]: int",
		"(expr (call name:match (arguments name:x))) (match name:x (case number:1 (block "
		"pass))) (annassign (subscript name:match name:x) (annotation name:int))");
}

void test_syntax_python__format_strings(void)
{
	WHOLE("f'{x!r:>{w}}' 'b'",
		"(expr (string (part (field name:x (spec (field name:w)))) part:'b'))");
	WHOLE("f\"{a[\"k\"]} {f'{b(\"c\")}'}\"",
		"(expr (string (part (field (subscript name:a (string part:\"k\"))) (field (string "
		"(part (field (call name:b (arguments (string part:\"c\"))))))))))");
	WHOLE("f'{{}}' t'{x = }'", "(expr (string part:f'{{}}' (part (field.x =  name:x))))");
	WHOLE("f'\\N{DASH}{x:=5}{y != z}'",
		"(expr (string (part (field name:x spec) (field (compare name:y name:z)))))");
	WHOLE("f'''{\nx # c\n}'''", "(expr (string (part (field name:x))))");
	WHOLE("rF'\\{x}' Rb'\\'' ", "(expr (string (part (field name:x)) part:Rb'\\''))");
	BROKEN("f(f'{x', y)\ng()",
		"(expr (call name:f (arguments (string part:f'{x') name:y))) (expr (call name:g "
		"arguments))");
}

void test_syntax_python__layout(void)
{
	WHOLE("if a:\r\n\tb\r\n        c\r\nd\re\\\n+f",
		"(if name:a (block (expr name:b) (expr "
		"name:c))) (expr name:d) (expr (binop name:e "
		"name:f))");
	WHOLE("\f\n  # comment\nif a:\n\n  # c\n  b\n # d\n  c",
		"(if name:a (block (expr name:b) (expr name:c)))");
	WHOLE("x = (1,\n# c\n2)", "(assign name:x (tuple number:1 number:2))");
	WHOLE("\xef\xbb\xbfx", "(expr name:x)");
	WHOLE("", "");
	WHOLE("0xFF if 1_0.5e-3j else .5", "(expr (ifexp number:0xFF number:1_0.5e-3j number:.5))");
}

void test_syntax_python__recovery(void)
{
	BROKEN("print 'a' % f(x)\ng()",
		"(expr name:print) (error (binop (string part:'a') (call name:f (arguments "
		"name:x)))) (expr (call name:g arguments))");
	BROKEN("x = f(a,\ndef g():\n  return h()",
		"(assign name:x (call name:f (arguments name:a))) (function.g params (block "
		"(return "
		"(call name:h arguments))))");
	BROKEN("f('abc\ng()",
		"(expr (call name:f (arguments (string part:'abc) (call name:g "
		"arguments))))");
	BROKEN("x = '''abc\ng()",
		"(assign name:x (string part:'''abc)) (expr (call name:g "
		"arguments))");
	BROKEN("f(a]\nimport b", "(expr (call name:f (arguments name:a))) (import alias.b)");
	BROKEN("if x\n  f()\ng()",
		"(if name:x (block (expr (call name:f arguments)))) (expr (call "
		"name:g arguments))");
	BROKEN("if x f():\n  g()",
		"(if name:x (block (error (call name:f arguments)) (expr (call "
		"name:g arguments))))");
	BROKEN("  f()\ng()",
		"(block (expr (call name:f arguments))) (expr (call name:g "
		"arguments))");
	BROKEN("x = $ f()", "(assign name:x error) (error (call name:f arguments))");
	BROKEN("raise E, f()", "(raise name:E) (error (call name:f arguments))");
}

static py_ref first_of(const struct py_tree *tree, enum py_kind kind)
{
	for (py_ref ref = 1; ref < tree->n; ref++)
		if (tree->nodes[ref].kind == kind)
			return ref;
	return 0;
}

static void check_span(const char *code, enum py_kind kind, const char *wanted, int line)
{
	struct arena arena;
	arena_init(&arena);
	struct py_tree *tree = py_parse(slice_of(code), &arena);
	slice got = py_text(tree, first_of(tree, kind));
	unit_check_slice(got, slice_of(wanted), __FILE__, line, code);
	arena_free(&arena);
}

#define SPAN(code, kind, wanted) check_span(code, kind, wanted, __LINE__)

void test_syntax_python__spans_are_those_of_cpython(void)
{
	SPAN("((a + b)) # c", PY_BINOP, "a + b");
	SPAN("((a) + (b))", PY_BINOP, "(a) + (b)");
	SPAN("(f)(x ) . y", PY_CALL, "(f)(x )");
	SPAN("( a , b )", PY_TUPLE, "( a , b )");
	SPAN("x = a , b ,", PY_TUPLE, "a , b ,");
	SPAN("f( x for x in y )", PY_GENEXP, "( x for x in y )");
	SPAN("f((x for x in y), z)", PY_GENEXP, "(x for x in y)");
	SPAN("f(a = (b) )", PY_KEYWORD, "a = (b)");
	SPAN("@d\ndef f(): (a) ; \nb", PY_FUNCTION, "def f(): (a) ;");
	SPAN("class A:\n  x\n\n  # c\ny", PY_CLASS, "class A:\n  x");
	SPAN("f'{ x !r}'", PY_FORMAT_FIELD, "{ x !r}");
	SPAN("def f(a : int = 1): pass", PY_PARAM, "a : int");
}

static void check_string(const char *code, const char *wanted, int line)
{
	struct arena arena;
	arena_init(&arena);
	struct py_tree *tree = py_parse(slice_of(code), &arena);
	slice value = S("no value");
	py_string(tree, first_of(tree, PY_STRING), &arena, &value);
	unit_check_slice(value, slice_of(wanted), __FILE__, line, code);
	arena_free(&arena);
}

#define STRING(code, wanted) check_string(code, wanted, __LINE__)

void test_syntax_python__string_values(void)
{
	STRING("'a' \"b\"'''c\r\nd'''", "abc\nd");
	STRING("'\\x41\\101\\u0042\\U00000043\\n\\q\\\\'", "AABC\n\\q\\");
	STRING("'a\\\nb\\\r\nc'", "abc");
	STRING("r'\\n\\''", "\\n\\'");
	STRING("'\\N{DASH}'", "\\N{DASH}");
	STRING("'\\ud83d'", "\xef\xbf\xbd");
	STRING("b'\\u0041\\x41'", "\\u0041A");
	STRING("f'{{a}}' '{{'", "{a}{{");
	STRING("f'{a}'", "no value");
	STRING("''", "");
	STRING("'abc", "abc");
	STRING("'\\777\\x4'", "\xc7\xbf\\x4");
}

static void add_literal(void *context, slice text)
{
	buf_printf(context, "[" SLICE_FMT "]", SLICE_ARG(text));
}

static void add_field(void *context, py_ref field)
{
	buf_text(context, field ? "*" : "?");
}

void test_syntax_python__format_pieces(void)
{
	struct arena arena;
	struct buf out = {0};
	arena_init(&arena);
	struct py_tree *tree = py_parse(S("f'a{{{b}\\x41{c=}{d:x}.'"), &arena);
	py_format(tree, first_of(tree, PY_STRING_PART), &arena, &out, add_literal, add_field);
	CHECK_TEXT(buf_slice(&out), "[a{]*[A][c=]**[.]");
	buf_free(&out);
	arena_free(&arena);
}

void test_syntax_python__names_are_normalised(void)
{
	struct arena arena;
	arena_init(&arena);
	struct py_tree *tree = py_parse(
		S("x.\xef\xbd\x86rom_pretrained(\xf0\x9d\x90\xab\x65\xef\xac\x81=1)"), &arena);
	CHECK_TEXT(py_name(tree, first_of(tree, PY_ATTRIBUTE), &arena), "from_pretrained");
	CHECK_TEXT(py_name(tree, first_of(tree, PY_KEYWORD), &arena), "refi");
	tree = py_parse(
		S("import e\xcc\x81 . a \\\n .b as \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), &arena);
	CHECK_TEXT(py_name(tree, first_of(tree, PY_ALIAS), &arena), "\xc3\xa9.a.b");
	CHECK_TEXT(py_alias(tree, first_of(tree, PY_ALIAS), &arena), "\xed\x95\x9c");
	arena_free(&arena);
}

static void check_decode(
	const char *bytes, enum py_decode_status status, const char *text, int line)
{
	struct arena arena;
	const char *reason = NULL;
	slice got = S("");
	arena_init(&arena);
	enum py_decode_status is = py_decode(slice_of(bytes), &arena, &got, &reason);
	unit_check(is == status, __FILE__, line, bytes);
	unit_check((is == PY_DECODE_FAILED) == (reason != NULL), __FILE__, line, "reason");
	unit_check_slice(got, slice_of(text), __FILE__, line, bytes);
	arena_free(&arena);
}

#define DECODE(bytes, status, text) check_decode(bytes, status, text, __LINE__)

void test_syntax_python__encodings(void)
{
	DECODE("x = '\xc3\xa9'", PY_DECODED_SAME, "x = '\xc3\xa9'");
	DECODE("x = '\xe9'", PY_DECODE_FAILED, "");
	DECODE("# -*- coding: Latin_1 -*-\n'\xe9'", PY_DECODED_COPY,
		"# -*- coding: Latin_1 -*-\n'\xc3\xa9'");
	DECODE("#!/x\r# vim: fileencoding=cp1252\r\x80", PY_DECODED_COPY,
		"#!/x\r# vim: fileencoding=cp1252\r\xe2\x82\xac");
	DECODE("# coding=cp1252\n\x81", PY_DECODE_FAILED, "");
	DECODE("# coding: iso-8859-15\n\xa4", PY_DECODED_COPY,
		"# coding: iso-8859-15\n\xe2\x82\xac");
	DECODE("# coding: ascii\nx", PY_DECODED_SAME, "# coding: ascii\nx");
	DECODE("# coding: ascii\n\xe9", PY_DECODE_FAILED, "");
	DECODE("x\n# coding: latin-1\n\xe9", PY_DECODE_FAILED, "");
	DECODE("\n\n# coding: latin-1\n\xe9", PY_DECODE_FAILED, "");
	DECODE("# coding: utf-7\nx", PY_DECODE_FAILED, "");
	DECODE("# coding: unicode_escape\nx", PY_DECODE_FAILED, "");
	DECODE("\xef\xbb\xbf# coding: latin-1\nx", PY_DECODE_FAILED, "");
	DECODE("\xef\xbb\xbf# coding: utf8\nx", PY_DECODED_SAME, "\xef\xbb\xbf# coding: utf8\nx");
}

/* `piece` over and over, then a call on a line of its own, which must be found. */
static void check_repeated(const char *before, const char *piece, const char *behind, int line)
{
	enum { TIMES = 100000 };
	struct arena arena;
	struct buf code = {0};
	arena_init(&arena);
	buf_text(&code, before);
	for (int i = 0; i < TIMES; i++)
		buf_text(&code, piece);
	buf_text(&code, behind);
	buf_text(&code, "\nlast.one(1)\n");
	struct py_tree *tree = py_parse(buf_slice(&code), &arena);
	bool found = false;
	for (py_ref ref = 1; ref < tree->n; ref++)
		found = found ||
			(tree->nodes[ref].kind == PY_CALL &&
				slice_is(py_text(tree, ref), "last.one(1)"));
	unit_check(found, __FILE__, line, piece);
	buf_free(&code);
	arena_free(&arena);
}

#define REPEATED(before, piece, behind) check_repeated(before, piece, behind, __LINE__)

void test_syntax_python__long_and_deep(void)
{
	REPEATED("", "(", "");
	REPEATED("", "[{(", "");
	REPEATED("x = ", "f(", "");
	REPEATED("a", ".b", "");
	REPEATED("a", "()", "");
	REPEATED("", "not ", "x");
	REPEATED("", "await ", "x");
	REPEATED("", "lambda: ", "x");
	REPEATED("a", "**a", "");
	REPEATED("a", "+a", "");
	REPEATED("a", " if b else a", "");
	REPEATED("", "f\"{", "");
	REPEATED("", "f'''{\n", "");
	REPEATED("", "\\\"\"\"\n", "");
	REPEATED("", "if x:", "");
	REPEATED("with (", "with (a:\n", "");
	REPEATED("", "match (\n", "");
	REPEATED("if x: pass", "\nelif x: pass", "");
}

void test_syntax_python__blocks_nest_to_a_limit(void)
{
	struct arena arena;
	struct buf code = {0};
	arena_init(&arena);
	for (int i = 0; i < 1000; i++) {
		for (int k = 0; k < i; k++)
			buf_byte(&code, ' ');
		buf_text(&code, "if x:\n");
	}
	buf_text(&code, "last.one(1)\n");
	struct py_tree *tree = py_parse(buf_slice(&code), &arena);
	CHECK(!tree->complete);
	CHECK_TEXT(py_text(tree, first_of(tree, PY_CALL)), "last.one(1)");
	buf_free(&code);
	arena_free(&arena);
}

void test_syntax_python__parents(void)
{
	struct arena arena;
	arena_init(&arena);
	struct py_tree *tree = py_parse(S("f(a)"), &arena);
	py_ref *parents = py_parents(tree, &arena);
	py_ref call = first_of(tree, PY_CALL);
	CHECK_NUMBER(parents[py_child(tree, call, 1)], call);
	CHECK_NUMBER(parents[tree->root], 0);
	CHECK_NUMBER(py_child(tree, call, 2), 0);
	arena_free(&arena);
}

void test_syntax_python__every_node_has_a_parent(void)
{
	struct arena arena;
	arena_init(&arena);
	struct py_tree *tree = py_parse(
		S("with (a): f(b=1, c=d(e=2))\nmatch (x)\nwith (a)[0]: f'{x(y=1)}'"), &arena);
	py_ref *parents = py_parents(tree, &arena);
	for (py_ref ref = 1; ref < tree->n; ref++)
		CHECK((parents[ref] == 0) == (ref == tree->root));
	CHECK(tree->complete);
	arena_free(&arena);
}
