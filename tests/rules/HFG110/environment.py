import os

from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/m", revision=os.getenv("REV", "main"))  # expect: HFG110
