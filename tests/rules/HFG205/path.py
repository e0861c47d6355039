# policy: deny: {models: ["somebody/*"]}
# expect-none
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("./somebody/m")
