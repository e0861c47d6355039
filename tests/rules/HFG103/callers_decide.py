# expect-none
from transformers import AutoTokenizer

def load(revision):
    return AutoTokenizer.from_pretrained("acme/encoder", revision=revision)
