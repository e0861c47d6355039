from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision="main")  # expect: HFG102 "moves with every push"
