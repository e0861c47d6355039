from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("CohereForAI/aya-101")  # expect: HFG207 HFG101 "was renamed"
