import torch

state = torch.hub.load_state_dict_from_url("https://models.example.org/last.pt")  # expect: HFG303 "False by default"
