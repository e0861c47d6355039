from transformers import AutoModel

model = AutoModel.from_pretrained("acme/encoder", use_safetensors=True)  # expect: HFG101 "acme/encoder is loaded"
