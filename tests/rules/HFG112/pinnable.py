from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/m")  # expect: HFG101
