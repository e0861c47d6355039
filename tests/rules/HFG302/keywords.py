from transformers import AutoModel

OPTIONS = {"use_safetensors": False, "revision": "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9"}  # expect: HFG302
model = AutoModel.from_pretrained("acme/m", **OPTIONS)
