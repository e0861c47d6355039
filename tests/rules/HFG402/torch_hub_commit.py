# expect-none
import torch

model = torch.hub.load("acme/vision:5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", "resnet")
