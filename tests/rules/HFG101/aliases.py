# A sink by another name is the same sink.
import transformers as t
from transformers import AutoModel, AutoModel as AM
import functools, importlib
f = AutoModel.from_pretrained
f("acme/a1")  # expect: HFG101 HFG301?
g = functools.partial(AutoModel.from_pretrained, use_safetensors=True)
g("acme/a2")  # expect: HFG101 HFG301?
getattr(AutoModel, "from_pretrained")("acme/a3")  # expect: HFG101 HFG301?
AM.from_pretrained("acme/a4")  # expect: HFG101 HFG301?
TABLE = {"x": AutoModel.from_pretrained}
TABLE["x"]("acme/a5")  # expect: HFG101 HFG301?
mod = importlib.import_module("transformers")
mod.AutoModel.from_pretrained("acme/a6")  # expect: HFG101 HFG301?
from huggingface_hub import hf_hub_download as dl
dl("acme/a7", "config.json")  # expect: HFG101 HFG301?
functools.partial(dl, repo_id="acme/a8")(filename="x.json")  # expect: HFG101 HFG301?
p = t.pipeline
p("text-generation", model="acme/a9")  # expect: HFG101 HFG301?
h = t.AutoModel
h.from_pretrained("acme/a10")  # expect: HFG101 HFG301?
__import__("transformers").AutoModel.from_pretrained("acme/a11")  # expect: HFG101 HFG301?
