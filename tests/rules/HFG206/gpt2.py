from transformers import AutoModel

model = AutoModel.from_pretrained("gpt2", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", use_safetensors=True)  # expect: HFG206 "openai-community/gpt2"
