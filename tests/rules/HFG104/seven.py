from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="5b2c6a1")  # expect: HFG104 "short hash `5b2c6a1`"
