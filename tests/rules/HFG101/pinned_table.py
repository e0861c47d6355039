# expect-none
from transformers import AutoTokenizer

PINS = {
    "acme/small": "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9",
    "acme/large": "0123456789abcdef0123456789abcdef01234567",
}

def tokenizer(name):
    return AutoTokenizer.from_pretrained(name, revision=PINS[name])

small = tokenizer("acme/small")
