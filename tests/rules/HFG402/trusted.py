# policy: trusted-code: ["acme/*"]
# expect-none
import torch

model = torch.hub.load("acme/vision", "resnet")
