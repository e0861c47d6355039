/* Where values come from: parameters, options, fields, keywords, other modules. */
#include "unit.h"
#include "values_case.h"

#define SHA "0123456789abcdef0123456789abcdef01234567"

void test_values_origin__parameters(void)
{
	VALUE("def f(m='a'):\n  SINK(m)", "one a default rest why:parameter");
	VALUE("def f(m=None):\n  SINK(m)", "open none default rest why:parameter");
	VALUE("def f(m):\n  SINK(m)", "open why:parameter");
	VALUE("D = 'a'\ndef f(m=D):\n  SINK(m)", "one a default rest why:parameter");
	VALUE("def f(m):\n  SINK(m)\nf('a')\nf(m='b')", "some a b rest why:parameter");
	VALUE("import pytest\n@pytest.mark.parametrize('m', ['a', 'b'])\ndef test(m):\n  SINK(m)",
		"some a b");
	VALUE("import pytest\n@pytest.mark.parametrize('m,r', [('a', '1'), ('b', '2')])\n"
	      "def test(m, r):\n  SINK(r)",
		"some 1 2");
	VALUE("import pytest\n@pytest.mark.parametrize('c', [{'m': 'a'}, {'m': 'b'}])\n"
	      "def test(c):\n  SINK(c['m'])",
		"some a b");
	VALUE("import pytest\n@pytest.fixture\ndef m():\n  return 'a'\ndef test(m):\n  SINK(m)",
		"one a");
}

void test_values_origin__attributes(void)
{
	VALUE("class C:\n  def __init__(self):\n    self.m = 'a'\n  def f(self):\n    SINK(self.m)",
		"one a");
	VALUE("class C:\n  m = 'a'\n  def f(self):\n    SINK(self.m)", "one a");
	VALUE("class B:\n  m = 'a'\nclass C(B):\n  def f(self):\n    SINK(self.m)", "one a");
	VALUE("class C:\n  m = 'a'\nSINK(C.m)", "one a");
	VALUE("class C:\n  m = 'a'\nSINK(C().m)", "one a");
	VALUE("class C:\n  def __init__(self, m):\n    self.m = m\n  def f(self):\n    "
	      "SINK(self.m)",
		"open why:parameter");
	VALUE("class C:\n  def __init__(self, m):\n    self.m = m\nc = C('a')\nSINK(c.m)", "one a");
	VALUE("class C:\n  @property\n  def m(self):\n    return 'a'\n  def f(self):\n"
	      "    SINK(self.m)",
		"one a");
	VALUE("from enum import Enum\nclass M(Enum):\n  BASE = 'a'\nSINK(M.BASE.value)", "one a");
	VALUE("from enum import Enum\nclass M(str, Enum):\n  BASE = 'a'\nSINK(M.BASE)", "one a");
	VALUE("x.y = 'a'\nSINK(x.y)", "one a");
	VALUE("SINK(x.y)", "open why:attribute");
}

void test_values_origin__records(void)
{
	VALUE("from dataclasses import dataclass\n@dataclass\nclass C:\n  m: str = 'a'\n"
	      "def f(c: C):\n  SINK(c.m)",
		"one a default rest why:attribute");
	VALUE("from dataclasses import dataclass, field\n@dataclass\nclass C:\n"
	      "  m: str = field(default='a')\nc = C()\nSINK(c.m)",
		"one a default rest why:attribute");
	VALUE("from dataclasses import dataclass\n@dataclass\nclass C:\n  m: str = 'a'\n"
	      "c = C(m='b')\nSINK(c.m)",
		"one b");
	VALUE("from dataclasses import dataclass\n@dataclass\nclass C:\n  m: str\n"
	      "c = C('b')\nSINK(c.m)",
		"one b");
	VALUE("from pydantic import BaseModel, Field\nclass C(BaseModel):\n"
	      "  m: str = Field('a')\nSINK(C().m)",
		"one a default rest why:attribute");
	VALUE("from typing import NamedTuple\nclass R(NamedTuple):\n  m: str\n  r: str\n"
	      "T = {'x': R('a', '1'), 'y': R('b', '2')}\nSINK(T[k].r)",
		"some 1 2");
	VALUE("from transformers import HfArgumentParser\nfrom dataclasses import dataclass\n"
	      "@dataclass\nclass A:\n  m: str = 'a'\n@dataclass\nclass B:\n  n: str = 'b'\n"
	      "p = HfArgumentParser((A, B))\na, b = p.parse_args_into_dataclasses()\nSINK(b.n)",
		"one b default rest entry why:attribute");
}

void test_values_origin__options(void)
{
	VALUE("import argparse\np = argparse.ArgumentParser()\n"
	      "p.add_argument('--model', '-m', default='a')\nargs = p.parse_args()\n"
	      "SINK(args.model)",
		"one a default rest entry why:cli");
	VALUE("import argparse\ndef parse():\n  p = argparse.ArgumentParser()\n"
	      "  p.add_argument('--model-name', default='a')\n  return p.parse_args()\n"
	      "def main():\n  args = parse()\n  SINK(args.model_name)",
		"one a default rest entry why:cli");
	VALUE("p.add_argument('--model', required=True)\nargs = p.parse_args()\nSINK(args.model)",
		"open entry why:cli");
	VALUE("p.add_argument('--model')\nargs = p.parse_args()\nSINK(args.model)",
		"open none default rest entry why:cli");
	VALUE("p.add_argument('--x', dest='model', default='a')\nargs, _ = p.parse_known_args()\n"
	      "SINK(args.model)",
		"one a default rest entry why:cli");
	VALUE("p.add_argument('--trust', action='store_true')\nargs = p.parse_args()\n"
	      "SINK(args.trust)",
		"some default rest false entry why:cli");
	VALUE("p.add_argument('--model', default='a')\ndef main(args):\n  SINK(args.model)\n"
	      "main(p.parse_args())",
		"one a default rest entry why:cli");
	VALUE("import click\n@click.command()\n@click.option('--model-id', '-m', default='a')\n"
	      "def main(model_id):\n  SINK(model_id)",
		"one a default rest entry why:cli");
	VALUE("import typer\ndef main(m: str = typer.Option('a', '--m')):\n  SINK(m)",
		"one a default rest entry why:cli");
	VALUE("from absl import flags\nflags.DEFINE_string('m', 'a', 'help')\n"
	      "FLAGS = flags.FLAGS\nSINK(FLAGS.m)",
		"one a default rest entry why:cli");
	VALUE("import sys\nSINK(sys.argv[1])", "open entry why:cli");
}

void test_values_origin__environment(void)
{
	VALUE("import os\nSINK(os.environ.get('M', 'a'))",
		"one a default rest entry why:environment");
	VALUE("import os\nSINK(os.getenv('M', 'a'))", "one a default rest entry why:environment");
	VALUE("import os\nSINK(os.environ['M'])", "open entry why:environment");
	VALUE("from os import environ as e\nSINK(e['M'])", "open entry why:environment");
	TRAIL("import os\nM = os.getenv('HF_M', 'a')\nSINK(M)",
		"one a default rest entry why:environment module-constant:M@2 environment:HF_M@2");
}

void test_values_origin__keywords(void)
{
	REVISION("SINK('a', revision='r')", "one r");
	REVISION("SINK('a')", "absent");
	REVISION("SINK('a', **{'revision': 'r'})", "one r");
	REVISION("kw = {'revision': 'r'}\nSINK('a', **kw)", "one r");
	REVISION("kw = dict(revision='r')\nSINK('a', **kw)", "one r");
	REVISION("kw = {}\nkw['revision'] = 'r'\nSINK('a', **kw)", "one r");
	REVISION("kw = {}\nif c:\n  kw['revision'] = 'r'\nSINK('a', **kw)", "one r none");
	REVISION("kw = {}\nkw.update(revision='r')\nSINK('a', **kw)", "one r");
	REVISION("kw = {}\nkw.update({'revision': 'r'})\nSINK('a', **kw)", "one r");
	REVISION("kw = {}\nkw.setdefault('revision', 'r')\nSINK('a', **kw)", "one r");
	REVISION("a = {'revision': 'r'}\nSINK('a', **{**a, 'x': 1})", "one r");
	REVISION("a = {'revision': 'r'}\nb = {'x': 1}\nSINK('a', **(a | b))", "one r");
	REVISION("def f(**kw):\n  SINK('a', **kw)", "absent rest");
	REVISION("kw = {'x': 1}\nSINK('a', **kw)", "absent");
	REVISION("kw = {'revision': 'r'}\nkw.pop('revision')\nSINK('a', **kw)", "absent");
	REVISION("kw = {}\nSINK('a', **kw)\nkw['revision'] = 'r'", "absent");
	REVISION("import functools\ng = functools.partial(h, revision='r')\ng = g\nSINK = g\n"
		 "SINK('a')",
		"one r");
	VALUE("L = ['a', 'b']\nSINK(*L)", "one a");
	VALUE("SINK(*unknown)", "absent rest");
}

void test_values_origin__trails(void)
{
	TRAIL("M = 'a'\ndef f():\n  x = M\n  SINK(x)", "one a local:x@3 module-constant:M@1");
	TRAIL("p.add_argument('--model', default='a')\nargs = p.parse_args()\nSINK(args.model)",
		"one a default rest entry why:cli module-constant:args@2 argparse:--model@1");
	TRAIL("def f(m='a'):\n  SINK(m)", "one a default rest why:parameter parameter-default:m@1");
}

static void check_other(const struct values_project *project, const char *wanted)
{
	struct values_case c;
	struct buf buf = {0};
	static const slice names[] = {{"name", 4}};
	values_open(&c, project);
	struct hfg_value value =
		pyv_argument(c.values, values_call(&c, "SINK", 0), 0, names, 1, S(""));
	values_describe(&value, true, &buf);
	CHECK_TEXT(buf_slice(&buf), wanted);
	buf_free(&buf);
	values_close(&c);
}

void test_values_origin__other_modules(void)
{
	check_other(&(struct values_project){{"app/main.py", "app/config.py"},
			    {"from config import M\nSINK(M)", "\nM = 'a'\n"}, 2},
		"one a imported:M@1 module-constant:M@app/config.py2");
	check_other(&(struct values_project){{"app/main.py", "app/config.py", "app/__init__.py"},
			    {"from .config import M as X\nSINK(X)", "M = 'a'\n", ""}, 3},
		"one a imported:M@1 module-constant:M@app/config.py1");
	check_other(&(struct values_project){{"run.py", "src/pkg/__init__.py", "src/pkg/c.py"},
			    {"from pkg import M\nSINK(M)", "from .c import M\n", "M = 'a'\n"}, 3},
		"one a imported:M@1 imported:M@src/pkg/__init__.py1 "
		"module-constant:M@src/pkg/c.py1");
	check_other(&(struct values_project){{"run.py", "pkg/__init__.py", "pkg/settings.py"},
			    {"from pkg import settings\nSINK(settings.M)", "", "M = 'a'\n"}, 3},
		"one a imported:settings@1 module-constant:M@pkg/settings.py1");
	check_other(&(struct values_project){{"run.py", "pkg/__init__.py", "pkg/settings.py"},
			    {"import pkg.settings\nSINK(pkg.settings.M)", "", "M = 'a'\n"}, 3},
		"one a imported:pkg.settings@1 module-constant:M@pkg/settings.py1");
	check_other(
		&(struct values_project){{"run.py", "a.py", "b.py"},
			{"from a import M\nSINK(M)", "from b import M\n", "from a import M\n"}, 3},
		"open why:import imported:M@1 imported:M@a.py1 imported:M@b.py1 imported:M@a.py1 "
		"imported:M@b.py1 imported:M@a.py1 imported:M@b.py1 imported:M@a.py1 "
		"imported:M@b.py1");
	check_other(&(struct values_project){{"run.py", "c.py"},
			    {"from c import *\nSINK(M)", "M = 'a'\n"}, 2},
		"one a module-constant:M@c.py1");
}

static py_ref argument_of(struct values_case *c)
{
	static const slice names[] = {{"name", 4}};
	return pyv_argument_node(c->values, values_call(c, "SINK", 0), 0, names, 1);
}

static void check_parameter(const char *text, const char *wanted)
{
	struct values_case c;
	py_ref function, parameter;
	values_open(&c, &(struct values_project){{"m.py"}, {text}, 1});
	bool found = pyv_parameter(c.values, argument_of(&c), &function, &parameter);
	CHECK(found == (*wanted != 0));
	if (found)
		CHECK_TEXT(py_name(c.tree, parameter, &c.scratch), wanted);
	values_close(&c);
}

void test_values_origin__parameter_passed_on(void)
{
	check_parameter("def f(m):\n  SINK(m)", "m");
	check_parameter("def f(m=None):\n  x = m or 'a'\n  SINK(str(x))", "m");
	check_parameter("def f(m=None):\n  if m is None:\n    m = 'a'\n  SINK(m)", "m");
	check_parameter("class C:\n  def __init__(self, m):\n    self.m = m\n  def f(self):\n"
			"    SINK(self.m)",
		"m");
	check_parameter("def f(m):\n  m = 'a'\n  SINK(m)", "");
	check_parameter("def f(m):\n  SINK('a')", "");
}

static bool saved(const char *text)
{
	static const slice names[] = {{"name", 4}};
	struct values_case c;
	values_open(&c, &(struct values_project){{"m.py"}, {text}, 1});
	py_ref call = values_call(&c, "SINK", 0);
	struct hfg_value value = pyv_argument(c.values, call, 0, names, 1, S(""));
	bool answer = pyv_saved_here(c.values, argument_of(&c), &value);
	values_close(&c);
	return answer;
}

void test_values_origin__saved_before(void)
{
	CHECK(saved("m.save_pretrained('out')\nSINK('out')"));
	CHECK(saved("D = 'out'\nm.save_pretrained(D)\nSINK(D)"));
	CHECK(saved("D = 'out'\nm.save_pretrained(D)\nSINK('out')"));
	CHECK(saved("def f(d):\n  m.save_pretrained(d)\n  SINK(d)"));
	CHECK(!saved("SINK('out')\nm.save_pretrained('out')"));
	CHECK(!saved("def g(d):\n  m.save_pretrained(d)\ndef f(d):\n  SINK(d)"));
	CHECK(!saved("m.save_pretrained('out')\nSINK('org/m')"));
}

void test_values_origin__keys_below(void)
{
	static const slice names[] = {{"model_kwargs", 12}, {"args", 4}};
	struct values_case c;
	values_open(&c,
		&(struct values_project){{"m.py"},
			{"SINK('a', model_kwargs={'revision': 'r'})\nSINK('a', "
			 "args=Conf(revision='s'))\n"
			 "SINK('a', model_kwargs=unknown)\nSINK('a')"},
			1});
	const char *const wanted[] = {"one r", "one s", "absent rest", "absent"};
	for (unsigned i = 0; i < 4; i++) {
		struct buf buf = {0};
		py_ref call = values_call(&c, "SINK", i);
		struct hfg_value value =
			pyv_argument(c.values, call, -1, names, 2, S("model_kwargs.revision"));
		values_describe(&value, false, &buf);
		CHECK_TEXT(buf_slice(&buf), wanted[i]);
		buf_free(&buf);
	}
	values_close(&c);
}

void test_values_origin__places(void)
{
	struct values_case c;
	values_open(&c,
		&(struct values_project){{"m.py"},
			{"import b.c, a\nfrom .x import y\nfrom d.e import f\n"
			 "from typing import TYPE_CHECKING\nclass C:\n  def g(self):\n    "
			 "SINK('a')\n"
			 "if TYPE_CHECKING:\n  SINK('b')\n"},
			1});
	uint32_t n;
	const slice *imports = pyv_imports(c.values, &n);
	CHECK_NUMBER(n, 4);
	CHECK_TEXT(imports[0], "a");
	CHECK_TEXT(imports[1], "b");
	CHECK_TEXT(imports[2], "d");
	py_ref call = values_call(&c, "SINK", 0);
	CHECK_TEXT(pyv_function_name(c.values, call), "C.g");
	CHECK(pyv_enclosing_function(c.values, call) != 0);
	CHECK(pyv_enclosing_class(c.values, call) != 0);
	CHECK(!pyv_unreachable(c.values, call));
	CHECK(pyv_unreachable(c.values, values_call(&c, "SINK", 1)));
	values_close(&c);
}
