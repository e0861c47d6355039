import sys

from transformers import AutoTokenizer

name = "acme/small" if "--small" in sys.argv else "acme/large"
tokenizer = AutoTokenizer.from_pretrained(name)  # expect: HFG101 "one of acme/small, acme/large"
