import torch

model = torch.hub.load("acme/vision:v1.0", "resnet")  # expect: HFG402
