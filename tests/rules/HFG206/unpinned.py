from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")  # expect: HFG206 HFG101
