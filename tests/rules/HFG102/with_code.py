from transformers import AutoModel

model = AutoModel.from_pretrained("acme/m", revision="main", trust_remote_code=True, use_safetensors=True)  # expect: HFG105 HFG102? HFG401?
