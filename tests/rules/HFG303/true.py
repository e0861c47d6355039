# expect-none
import torch

state = torch.load("last.pt", map_location="cpu", weights_only=True)
