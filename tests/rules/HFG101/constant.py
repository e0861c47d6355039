from huggingface_hub import snapshot_download
from transformers import AutoTokenizer

MODEL = "acme/encoder"
path = snapshot_download(MODEL)  # expect: HFG101 "acme/encoder"
tokenizer = AutoTokenizer.from_pretrained(MODEL)  # expect: HFG101 "acme/encoder"
