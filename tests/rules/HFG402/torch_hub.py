import torch

model = torch.hub.load("acme/vision", "resnet")  # expect: HFG402 "github.com/acme/vision"
