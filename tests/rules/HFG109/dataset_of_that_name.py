# expect-none
from datasets import load_dataset
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
rows = load_dataset("acme/m", revision="0123456789abcdef0123456789abcdef01234567")
