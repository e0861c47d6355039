from transformers import AutoTokenizer

a = AutoTokenizer.from_pretrained("acme/encoder", revision="2024")  # expect: HFG102
b = AutoTokenizer.from_pretrained("acme/encoder", revision="decade")  # expect: HFG102
