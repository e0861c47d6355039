# policy: allow: {namespaces: [acme], models: ["other/enc*"]}
# expect-none
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
