import os

from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder-" + os.environ["SIZE"])  # expect: HFG101 HFG201? "acme/encoder-*"
