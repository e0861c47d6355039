from transformers import AutoModel

model = AutoModel.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", code_revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", trust_remote_code=True, use_safetensors=True)  # expect: HFG401 "acme/m"
