from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="5B2C6A1F0D9E8C7B6A594837261504F3E2D1C0B9")  # expect: HFG104 "upper-case"
