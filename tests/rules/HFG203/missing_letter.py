from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("openai-comunity/gpt2", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG203 HFG905? "one character differs"
