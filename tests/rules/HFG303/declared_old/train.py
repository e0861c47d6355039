import torch

state = torch.load("last.pt")  # expect: HFG303
