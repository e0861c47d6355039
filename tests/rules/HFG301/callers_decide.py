# expect-none
from transformers import AutoModel

def load(name, revision):
    return AutoModel.from_pretrained(name, revision=revision)
