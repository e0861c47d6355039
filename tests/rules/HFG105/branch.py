from transformers import AutoModel

model = AutoModel.from_pretrained("acme/m", revision="v2", trust_remote_code=True, use_safetensors=True)  # expect: HFG105 HFG102? HFG401? "`v2`"
