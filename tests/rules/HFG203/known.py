# expect-none
from transformers import AutoTokenizer

a = AutoTokenizer.from_pretrained("CIDAS/clipseg", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
b = AutoTokenizer.from_pretrained("caidas/swin2SR", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
c = AutoTokenizer.from_pretrained("HuggingFaceH4/zephyr-7b-beta", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
d = AutoTokenizer.from_pretrained("HuggingFaceM4/idefics2", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
e = AutoTokenizer.from_pretrained("mistral-community/pixtral-12b", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
f = AutoTokenizer.from_pretrained("deepset/roberta-base-squad2", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
g = AutoTokenizer.from_pretrained("qwen/Qwen2-7B", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
h = AutoTokenizer.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
