# policy: allow: {namespaces: [acme], models: ["other/enc*"]}
# expect-none
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("./m")
