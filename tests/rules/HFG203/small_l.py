from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("stabilityal/sdxl-turbo", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG203 HFG905? "not from stabilityai"
