import os

from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision=os.environ["REV"])  # expect: HFG103 "acme/encoder"
