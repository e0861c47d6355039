from transformers import AutoModel

model = AutoModel.from_pretrained(input("model: "), use_safetensors=True)  # expect: HFG201
