from transformers import AutoTokenizer

# expect-below: HFG905
NAME = "acme/m‮"
