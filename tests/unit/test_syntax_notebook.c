/* Notebooks: cells joined, IPython's syntax taken out, every byte mapped back. */
#include "unit.h"
#include "syntax/notebook.h"

#include <stdlib.h>

struct read {
	struct arena facts, scratch;
	char *copy;
	struct source *source;
	struct notebook *notebook;
};

static struct read read_text(slice text)
{
	struct read read = {0};
	arena_init(&read.facts);
	arena_init(&read.scratch);
	read.copy = calloc(1, text.n + 8);
	memcpy(read.copy, text.p, text.n);
	read.source =
		source_new(&read.facts, S("a.ipynb"), (slice){read.copy, text.n}, HFG_NOTEBOOK);
	read.notebook = notebook_read(read.source, &read.facts, &read.scratch);
	return read;
}

static void done(struct read *read)
{
	arena_free(&read->facts);
	arena_free(&read->scratch);
	free(read->copy);
}

/* A notebook of one code cell; `source` is JSON. */
static struct read read_cell(const char *source)
{
	struct arena arena;
	arena_init(&arena);
	slice text = arena_printf(&arena,
		"{\"cells\":[{\"cell_type\":\"code\",\"source\":%s}],\"nbformat\":4}", source);
	struct read read = read_text(text);
	arena_free(&arena);
	return read;
}

static void check_cell(const char *source, const char *wanted, const char *shell)
{
	struct read read = read_cell(source);
	CHECK(read.notebook->complete);
	CHECK_TEXT(read.notebook->module->text, wanted);
	slice got = S("");
	if (read.notebook->lines_n)
		got = read.notebook->lines[read.notebook->lines_n - 1].text;
	CHECK_TEXT(got, shell);
	done(&read);
}

void test_syntax_notebook__cells_are_joined(void)
{
	struct read read = read_text(S(
		"{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"no\"},"
		"{\"cell_type\":\"code\",\"source\":[\"import a\\n\",\"b = "
		"1\"],\"outputs\":[{\"x\":[1]}]},"
		"{\"cell_type\":\"code\",\"source\":\"c(\\\"\\u00e9\\\")\\n\"}],\"metadata\":{}}"));
	CHECK(read.notebook->complete);
	CHECK_NUMBER(read.notebook->cells_n, 2);
	CHECK_TEXT(read.notebook->module->text, "import a\nb = 1\nc(\"\xc3\xa9\")\n\n");
	CHECK_NUMBER(read.notebook->module->language, HFG_NOTEBOOK);
	done(&read);
}

void test_syntax_notebook__bytes_map_back(void)
{
	struct read read = read_cell("[\"a = 'x'\\n\",\"b = \\\"\\u00e9\\\"\\n\",\"load(b)\"]");
	slice module = read.notebook->module->text, outer = read.source->text;
	uint32_t at = (uint32_t)slice_search(module, S("load"));
	uint32_t there = source_outer(read.notebook->module, at);
	CHECK_TEXT(slice_cut(outer, there, there + 7), "load(b)");
	at = (uint32_t)slice_search(module, S("\xc3\xa9"));
	there = source_outer(read.notebook->module, at);
	CHECK_TEXT(slice_cut(outer, there, there + 6), "\\u00e9");
	CHECK_NUMBER(source_outer(read.notebook->module, at + 1), there);
	/* Pieces are without holes and in order. */
	uint32_t next = 0;
	for (uint32_t i = 0; i < read.notebook->module->segments_n; i++) {
		const struct segment *segment = &read.notebook->module->segments[i];
		CHECK_NUMBER(segment->child, next);
		next += segment->length;
		CHECK(segment->parent + segment->parent_length <= outer.n);
		if (segment->length == segment->parent_length && segment->length > 1)
			CHECK_SLICE(slice_cut(module, segment->child, next),
				slice_cut(outer, segment->parent,
					segment->parent + segment->parent_length));
	}
	CHECK_NUMBER(next, module.n);
	done(&read);
}

void test_syntax_notebook__line_magics(void)
{
	check_cell("\"%matplotlib inline\\nx = 1\"", "0                 \nx = 1\n", "");
	check_cell("\"!pip install a\\nx\"", "0             \nx\n", "pip install a");
	check_cell("\"if x:\\n    !ls {x}\\n\"", "if x:\n    0      \n\n", "ls {x}");
	check_cell("\"%pip install a \\\\\\n  b\\nc\"", "0               \n   \nc\n",
		"pip install a \\\n  b");
	check_cell("\"x = !git log\\ny\"", "x = 0       \ny\n", "git log");
	check_cell("\"x = %sx ls\\n\"", "x = 0     \n\n", "ls");
	check_cell("\"%time m = f('x')\"", "0;    m = f('x')\n", "");
	check_cell("\"%timeit -n 10 -r3 f()\"", "0;                f()\n", "");
	check_cell("\"x = %time f()\"", "x =       f()\n", "");
	check_cell("\"torch.load?\\n?x\\ny??  \\nz\"", "0          \n0 \n0    \nz\n", "");
	check_cell("\"pip install x\\n\"", "0            \n\n", "pip install x");
	check_cell("\"get_ipython().system('ls')\"", "get_ipython().system('ls')\n", "");
}

void test_syntax_notebook__python_stays(void)
{
	check_cell("\"x = ('a'\\n  %b)\\ny = 5 \\\\\\n % 3\"", "x = ('a'\n  %b)\ny = 5 \\\n % 3\n",
		"");
	check_cell("\"x = '''\\n!ls\\n%time\\n'''\"", "x = '''\n!ls\n%time\n'''\n", "");
	check_cell("\"x != 1 # what?\\n# !ls\\n\"", "x != 1 # what?\n# !ls\n\n", "");
	check_cell("\"x %= 3\\nf(a=1)\\ns = 'why?'\"", "x %= 3\nf(a=1)\ns = 'why?'\n", "");
	check_cell("\"pip = 1\\npip in x\"", "pip = 1\npip in x\n", "");
	check_cell("\"\"", "\n", "");
	check_cell("[]", "\n", "");
}

void test_syntax_notebook__cell_magics(void)
{
	check_cell("\"%%time\\nx = 1\"", "      \nx = 1\n", "");
	check_cell("\"\\n%%bash\\nls\\n\"", "\n      \n  \n\n", "ls\n");
	check_cell("\"%%script bash --out x\\nls\"", "                     \n  \n", "ls");
	check_cell("\"%%capture\\n%%sh\\nls\"", "         \n    \n  \n", "ls");
	check_cell("\"%%writefile x.py\\nimport a\"", "                \n        \n", "");
	check_cell("\"%%html\\n<b>it's\"", "      \n       \n", "");
	check_cell("\"%%capture o\\n%pip install a\\nb\"", "           \n0             \nb\n",
		"pip install a");
	check_cell("\"%%python3\\nx\"", "         \nx\n", "");
	struct read read = read_cell("\"%%bash\\nls\"");
	CHECK(read.notebook->lines[0].cell);
	CHECK_NUMBER(read.notebook->lines[0].at.from, 7);
	done(&read);
}

void test_syntax_notebook__a_broken_cell_does_not_swallow_the_next(void)
{
	check_cell("\"x = '''abc\"", "x = '''abc'''\n", "");
	check_cell("\"f([1, {'a\\\"\"", "f([1, {'a\"'}])\n", "");
	check_cell("\"x = 1 + \\\\\"", "x = 1 + \\\n\n", "");
	check_cell("\"    x = 1\\n    y = 2\"", "if True:\n    x = 1\n    y = 2\n", "");
	check_cell("\"# c\\n  !ls\"", "if True:\n# c\n  0  \n", "ls");
}

void test_syntax_notebook__format_3_and_other_languages(void)
{
	struct read read =
		read_text(S("{\"nbformat\":3,\"worksheets\":[{\"cells\":[{\"cell_type\":"
			    "\"code\",\"language\":\"python\",\"input\":[\"a\\n\",\"b\"]}]}]}"));
	CHECK(read.notebook->complete);
	CHECK_TEXT(read.notebook->module->text, "a\nb\n");
	done(&read);
	read = read_text(S("{\"metadata\":{\"kernelspec\":{\"language\":\"R\",\"name\":\"ir\"}},"
			   "\"cells\":[{\"cell_type\":\"code\",\"source\":\"library(x)\"}]}"));
	CHECK(read.notebook->complete);
	CHECK_TEXT(read.notebook->module->text, "");
	done(&read);
	read = read_text(
		S("{\"metadata\":{\"kernelspec\":{\"name\":\"python3\"},\"language_info\":"
		  "{\"name\":\"R\"}},\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\"}]}"));
	CHECK_TEXT(read.notebook->module->text, "x\n");
	done(&read);
}

static void check_incomplete(const char *text, const char *module)
{
	struct read read = read_text(slice_of(text));
	CHECK(!read.notebook->complete && read.notebook->error);
	CHECK_TEXT(read.notebook->module->text, module);
	done(&read);
}

void test_syntax_notebook__what_is_wrong_is_told(void)
{
	check_incomplete("", "");
	check_incomplete("[]", "");
	check_incomplete("{}", "");
	check_incomplete("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\"}]} x", "");
	check_incomplete("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\",\"source\":\"y\"}]}",
		"x\ny\n");
	check_incomplete(
		"{\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\"}],\"cells\":[]}", "x\n");
	check_incomplete("{\"cells\":[{\"cell_type\":\"code\",\"source\":3}]}", "");
	check_incomplete("{\"cells\":[{\"cell_type\":\"code\",\"source\":[3,\"x\"]}]}", "x\n");
	check_incomplete("{\"cells\":[{\"cell_type\":\"code\"}]}", "");
	check_incomplete("{\"cells\":[7,{\"cell_type\":\"code\",\"source\":\"x\"}]}", "x\n");
	check_incomplete(
		"{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\\ud800\"}]}", "\xef\xbf\xbd\n");
}
