/* Texts: literals, operators, formatting, paths, tables, loops. */
#include "unit.h"
#include "values_case.h"

#define SHA "0123456789abcdef0123456789abcdef01234567"

void test_values_text__literals(void)
{
	VALUE("SINK('org/m')", "one org/m");
	VALUE("SINK('org/' 'm')", "one org/m");
	VALUE("SINK(('org/'\n 'm'))", "one org/m");
	VALUE("SINK(None)", "some none");
	VALUE("SINK(True)", "some true");
	VALUE("SINK(False)", "some false");
	VALUE("SINK(7)", "open object");
	VALUE("SINK(b'x')", "open object");
	VALUE("SINK()", "absent");
	VALUE("SINK(name='org/m')", "one org/m");
	VALUE("SINK('./m')", "one ./m local");
	VALUE("SINK('C:/m')", "one C:/m local");
	VALUE("SINK('~/m')", "one ~/m local");
}

void test_values_text__operators(void)
{
	VALUE("SINK('org/' + 'm')", "one org/m");
	VALUE("o = 'org'\nSINK(o + '/' + 'm')", "one org/m");
	VALUE("SINK('org/' + unknown)", "shaped org/* why:unknown");
	VALUE("SINK('org/%s' % 'm')", "one org/m");
	VALUE("SINK('%s/%s' % ('org', 'm'))", "one org/m");
	VALUE("SINK('{}/{}'.format('org', 'm'))", "one org/m");
	VALUE("SINK('{a}/{b}'.format(a='org', b='m'))", "one org/m");
	VALUE("SINK('/'.join(['org', 'm']))", "one org/m");
	VALUE("x = 'org/'\nx += 'm'\nSINK(x)", "one org/m");
	VALUE("SINK('a' if c else 'b')", "some a b");
	VALUE("if (x := 'a'):\n  SINK(x)", "one a");
	VALUE("a, b = 'x', 'y'\nSINK(b)", "one y");
	VALUE("a, (b, c) = 'x', ('y', 'z')\nSINK(c)", "one z");
	VALUE("a = b = 'x'\nSINK(a)", "one x");
}

void test_values_text__or_defaults(void)
{
	VALUE("SINK(None or 'x')", "one x");
	VALUE("SINK('a' or 'x')", "one a");
	VALUE("def f(m):\n  SINK(m or 'x')", "one x default rest why:parameter");
	VALUE("def f(m=None):\n  SINK(m or 'x')", "one x default rest why:parameter");
	VALUE("import os\nSINK(os.environ.get('M') or 'x')",
		"one x default rest entry why:environment");
}

void test_values_text__formatting(void)
{
	VALUE("o = 'org'\nSINK(f'{o}/m')", "one org/m");
	VALUE("SINK(f'org/{n}')", "shaped org/* why:unknown");
	VALUE("def f(n):\n  SINK(f'org/{n}')", "shaped org/* why:parameter");
	VALUE("def f(n):\n  SINK(f'{n}')", "open why:parameter");
	VALUE("for s in ['a', 'b']:\n  SINK(f'org/m-{s}')", "some org/m-a org/m-b");
	VALUE("SINK(f'gpt{2}')", "one gpt2");
	VALUE("SINK(f'{{x}}')", "one {x}");
}

void test_values_text__methods(void)
{
	VALUE("SINK(' org/m '.strip())", "one org/m");
	VALUE("SINK('Org/M'.lower())", "one org/m");
	VALUE("SINK('org/m'.upper())", "one ORG/M");
	VALUE("SINK('org-m'.replace('-', '/'))", "one org/m");
	VALUE("SINK(str('org/m'))", "one org/m");
	VALUE("SINK('org/m'.split('/')[-1])", "one m");
	VALUE("SINK('org/m/'.rstrip('/'))", "one org/m");
}

void test_values_text__paths(void)
{
	VALUE("import os\ndef f(d):\n  SINK(os.path.join(d, 'm'))",
		"shaped */m local why:parameter");
	VALUE("from pathlib import Path\nSINK(Path('m'))", "one m local");
	VALUE("from pathlib import Path\nSINK(str(Path(__file__).parent / 'm'))",
		"shaped */m local why:unknown");
	VALUE("import tempfile\nwith tempfile.TemporaryDirectory() as d:\n  SINK(d)",
		"open local why:call");
	VALUE("import tempfile\nd = tempfile.TemporaryDirectory()\nSINK(d.name)",
		"open local why:unknown");
	VALUE("def test_x(tmp_path):\n  SINK(tmp_path / 'm')", "shaped */m local why:parameter");
	VALUE("def test_x(tmp_path):\n  SINK(str(tmp_path))", "open local why:parameter");
	VALUE("from huggingface_hub import snapshot_download\np = snapshot_download('a')\nSINK(p)",
		"open local hub-path why:call");
	VALUE("import os, huggingface_hub as h\np = h.snapshot_download('a')\n"
	      "SINK(os.path.join(p, 'x.bin'))",
		"shaped */x.bin local hub-path why:call");
}

void test_values_text__tables(void)
{
	VALUE("T = {'a': 'x', 'b': 'y'}\nSINK(T['a'])", "one x");
	VALUE("T = {'a': 'x', 'b': 'y'}\nSINK(T[k])", "some x y");
	VALUE("T = {'a': 'x'}\nSINK(T.get(k, 'z'))", "some x z");
	VALUE("T = {'a': {'b': 'x'}, 'c': {'b': 'y'}}\nSINK(T['a']['b'])", "one x");
	VALUE("T = {'a': {'b': 'x'}, 'c': {'b': 'y'}}\nSINK(T[k]['b'])", "some x y");
	VALUE("T = ['x', 'y']\nSINK(T[1])", "one y");
	VALUE("T = ['x', 'y']\nSINK(T[-1])", "one y");
	VALUE("T = {'a': '" SHA "'}\nSINK(T[k])", "one " SHA " pinned-map");
	VALUE("T = {'a': 'main'}\nSINK(T[k])", "one main");
	VALUE("T = {'a': '" SHA "'}\nSINK(T.get(k, 'main'))", "some " SHA " main");
	VALUE("T = {'a': '" SHA "'}\ndef rev(n):\n  return T[n]\nSINK(rev('a'))",
		"one " SHA " pinned-map");
	VALUE("T = {'a': {'sha': '" SHA "'}}\nSINK(T[k]['sha'])", "one " SHA " pinned-map");
	VALUE("SINK(things[0])", "open why:subscript");
	VALUE("T = dict(a='x')\nSINK(T['a'])", "one x");
}

void test_values_text__loops(void)
{
	VALUE("for m in ['a', 'b']:\n  SINK(m)", "some a b");
	VALUE("L = ('a', 'b')\nfor m in L:\n  SINK(m)", "some a b");
	VALUE("for m, r in [('a', '1'), ('b', '2')]:\n  SINK(r)", "some 1 2");
	VALUE("for k, v in {'a': 'x'}.items():\n  SINK(v)", "one x");
	VALUE("for k in {'a': 'x'}:\n  SINK(k)", "one a");
	VALUE("for v in {'a': 'x'}.values():\n  SINK(v)", "one x");
	VALUE("for i, m in enumerate(['a']):\n  SINK(m)", "one a");
	VALUE("for a, b in zip(['x'], ['y']):\n  SINK(b)", "one y");
	VALUE("[SINK(m) for m in ['a', 'b']]", "some a b");
	VALUE("for m in names():\n  SINK(m)", "open why:loop");
	VALUE("for i, (m, r) in enumerate([('a', '1')]):\n  SINK(r)", "one 1");
}

void test_values_text__calls(void)
{
	VALUE("def name():\n  return 'org/m'\nSINK(name())", "one org/m");
	VALUE("def name(b):\n  if b:\n    return 'a'\n  return 'b'\nSINK(name(1))", "some a b");
	VALUE("def same(x):\n  return x\nSINK(same('a'))", "one a");
	VALUE("SINK(make())", "open why:call");
	VALUE("SINK(input())", "open entry why:input");
	VALUE("import json\nc = json.load(f)\nSINK(c['model'])", "open entry why:config");
	VALUE("import torch\nSINK(torch.nn.Linear(1, 2))", "open object");
}

void test_values_text__limits(void)
{
	VALUE("x = x + 'a'\nSINK(x)", "shaped *a why:limit");
	VALUE("T = ['a','b','c','d','e','f','g','h','i','j','k','l','m','n','o','p','q']\n"
	      "SINK(T[k])",
		"open why:limit");
	VALUE("a = b\nb = a\nSINK(a)", "open why:limit");
}
