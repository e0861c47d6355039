# expect-none
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("./runwayml/stable-diffusion-v1-5")
