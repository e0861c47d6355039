/* Scopes: what a name means where it stands. */
#include "unit.h"
#include "values_case.h"

void test_values_scope__nearest_wins(void)
{
	VALUE("M = 'a'\nSINK(M)", "one a");
	VALUE("M = 'a'\ndef f():\n  SINK(M)", "one a");
	VALUE("M = 'a'\ndef f():\n  M = 'b'\n  SINK(M)", "one b");
	VALUE("def f():\n  M = 'b'\n  def g():\n    SINK(M)", "one b");
	VALUE("M = 'a'\nclass C:\n  M = 'b'\n  def g(self):\n    SINK(M)", "one a");
	VALUE("M = 'a'\nclass C:\n  M = 'b'\n  SINK(M)", "one b");
	VALUE("M = 'a'\ndef f():\n  global M\n  M = 'b'\ndef g():\n  SINK(M)", "some a b");
	VALUE("def f():\n  M = 'a'\n  def g():\n    nonlocal M\n    M = 'b'\n  SINK(M)",
		"some a b");
	VALUE("M = 'a'\n[M for M in ['b']]\nSINK(M)", "one a");
	VALUE("x = [SINK(M) for M in ['b']]\nM = 'a'", "one b");
	VALUE("M = 'a'\ndel M\nSINK(M)", "open why:unknown");
	VALUE("f = lambda M='a': SINK(M)", "one a default rest why:parameter");
}

void test_values_scope__latest_statement_wins(void)
{
	VALUE("M = 'a'\nM = 'b'\nSINK(M)\nM = 'c'", "one b");
	VALUE("M = 'a'\nif c:\n  M = 'b'\nSINK(M)", "some a b");
	VALUE("if c:\n  M = 'a'\nelse:\n  M = 'b'\nSINK(M)", "some a b");
	VALUE("M = 'a'\nif c:\n  M = 'b'\n  SINK(M)", "one b");
	VALUE("M = 'a'\nfor i in x:\n  SINK(M)\n  M = 'b'", "some a b");
	VALUE("M = 'a'\nfor i in x:\n  M = 'b'\n  SINK(M)", "one b");
	VALUE("M = 'a'\nM = 'b'\ndef f():\n  SINK(M)", "some a b");
	VALUE("M = 'a'\nwith x as y:\n  M = 'b'\nSINK(M)", "one b");
	VALUE("try:\n  M = 'a'\nexcept E:\n  M = 'b'\nSINK(M)", "some a b");
	VALUE("def f(M):\n  M = 'b'\n  SINK(M)", "one b");
	VALUE("def f(M=None):\n  if M is None:\n    M = 'b'\n  SINK(M)",
		"one b none default rest why:parameter");
}

void test_values_scope__imports_inside_functions_stay_there(void)
{
	CALLEE("from transformers import AutoModel\ndef f():\n"
	       "  from nemo.core import AutoModel\n  AutoModel.restore()\n"
	       "def g():\n  AutoModel.from_pretrained('a')\n",
		"AutoModel.from_pretrained", "transformers.AutoModel.from_pretrained class");
	CALLEE("from transformers import AutoModel\ndef f():\n"
	       "  from nemo.core import AutoModel\n  AutoModel.restore()\n",
		"AutoModel.restore", "nemo.core.AutoModel.restore class");
	CALLEE("try:\n  from a import X\nexcept ImportError:\n  from b import X\nX.f()\n", "X.f",
		"a.X.f|b.X.f class");
}

void test_values_scope__callees(void)
{
	CALLEE("import transformers as t\nt.AutoModel.from_pretrained('a')",
		"t.AutoModel.from_pretrained", "transformers.AutoModel.from_pretrained class");
	CALLEE("from transformers import AutoModel as M\nM.from_pretrained('a')",
		"M.from_pretrained", "transformers.AutoModel.from_pretrained class");
	CALLEE("import transformers\nL = transformers.AutoModel\nL.from_pretrained('a')",
		"L.from_pretrained", "transformers.AutoModel.from_pretrained class");
	CALLEE("from transformers import A, B\nL = A if x else B\nL.from_pretrained('a')",
		"L.from_pretrained",
		"transformers.A.from_pretrained|transformers.B.from_pretrained class");
	CALLEE("from transformers import A, B\nT = {'a': A, 'b': B}\nT[k].from_pretrained('a')",
		"T[k].from_pretrained",
		"transformers.A.from_pretrained|transformers.B.from_pretrained class");
	CALLEE("from huggingface_hub import HfApi\napi = HfApi()\napi.snapshot_download('a')",
		"api.snapshot_download", "huggingface_hub.HfApi.snapshot_download instance");
	CALLEE("from huggingface_hub import HfApi\nHfApi().snapshot_download('a')",
		"HfApi().snapshot_download", "huggingface_hub.HfApi.snapshot_download instance");
	CALLEE("from x import Y\nwith Y() as y:\n  y.load('a')", "y.load", "x.Y.load instance");
	CALLEE("from huggingface_hub import HfApi\nclass C:\n  def __init__(self):\n"
	       "    self.api = HfApi()\n  def f(self):\n    self.api.snapshot_download('a')",
		"self.api.snapshot_download", "huggingface_hub.HfApi.snapshot_download instance");
	CALLEE("import functools, transformers\n"
	       "f = functools.partial(transformers.AutoModel.from_pretrained, 'a')\nf()",
		"f", "transformers.AutoModel.from_pretrained function");
	CALLEE("import torch\ngetattr(torch, 'load')('a')", "getattr(torch, 'load')",
		"torch.load function");
	CALLEE("import importlib\nt = importlib.import_module('transformers')\nt.AutoModel.f()",
		"t.AutoModel.f", "transformers.AutoModel.f class");
	CALLEE("from transformers import PreTrainedModel\nclass M(PreTrainedModel):\n"
	       "  @classmethod\n  def g(cls):\n    return super().from_pretrained('a')",
		"super().from_pretrained", "transformers.PreTrainedModel.from_pretrained self:M");
	CALLEE("from transformers import PreTrainedModel\nclass M(PreTrainedModel):\n"
	       "  @classmethod\n  def g(cls):\n    return cls.from_pretrained('a')",
		"cls.from_pretrained", "transformers.PreTrainedModel.from_pretrained self:M");
	CALLEE("from transformers import PreTrainedModel\nclass M(PreTrainedModel):\n  pass\n"
	       "M.from_pretrained('a')",
		"M.from_pretrained", "app.main.M.from_pretrained class:M");
	CALLEE("class M:\n  def load(self):\n    pass\n  def f(self):\n    self.load('a')",
		"self.load", "app.main.M.load self:M here");
	CALLEE("def load(x):\n  pass\nload('a')", "load", "app.main.load function here");
	CALLEE("x.from_pretrained('a')", "x.from_pretrained", " variable");
	CALLEE("from transformers import *\nAutoModel.from_pretrained('a')",
		"AutoModel.from_pretrained", "transformers.AutoModel.from_pretrained class");
	CALLEE("from huggingface_hub import HfApi\ndef f(api: HfApi):\n  api.x('a')", "api.x",
		"huggingface_hub.HfApi.x variable");
	CALLEE("def f():\n  import torch\n  torch.load('a')", "torch.load", "torch.load module");
}
