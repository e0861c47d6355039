# expect-none
from transformers import AutoTokenizer

PINS = {"acme/encoder": "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9"}

def pin(name):
    return PINS[name]

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision=pin("acme/encoder"))
