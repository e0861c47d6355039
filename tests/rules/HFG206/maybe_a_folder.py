# expect-none
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("checkpoint")
