from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/m", trust_remote_code=True)  # expect: HFG105 HFG101? HFG401?
