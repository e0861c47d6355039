import torch

a = torch.load("last.pt")  # safe by default there; expect-none
b = torch.load("last.pt", weights_only=False)  # expect: HFG303
