from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="refs/pr/14")  # expect: HFG102 "whoever opened"
