import torch

state = torch.load("last.pt")  # expect: HFG303 "older than 2.6"
