from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="refs/convert/parquet")  # expect: HFG102 "a bot rewrites"
