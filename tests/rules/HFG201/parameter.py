# expect-none
from transformers import AutoTokenizer

def load(name):
    return AutoTokenizer.from_pretrained(name)
