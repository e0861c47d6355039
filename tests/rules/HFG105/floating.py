from transformers import AutoModel

model = AutoModel.from_pretrained("acme/m", trust_remote_code=True, use_safetensors=True)  # expect: HFG105 HFG101? HFG401? "remote code of acme/m runs"
