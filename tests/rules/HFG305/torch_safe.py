import torch
from huggingface_hub import hf_hub_download

path = hf_hub_download("acme/m", "model.pt", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG304
state = torch.load(path, weights_only=True)
