# expect-none
from transformers import AutoModel

model = AutoModel.from_pretrained("./m", trust_remote_code=True, use_safetensors=True)
