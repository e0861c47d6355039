# expect-none
from transformers import AutoTokenizer

def load(name, revision=None):
    return AutoTokenizer.from_pretrained(name, revision=revision)
