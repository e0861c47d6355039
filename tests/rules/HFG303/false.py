import torch

state = torch.load("last.pt", weights_only=False)  # expect: HFG303 "weights_only is False"
