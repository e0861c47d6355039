from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="v1.2")  # expect: HFG102 "can be moved"
