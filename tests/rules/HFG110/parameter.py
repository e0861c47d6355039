from transformers import AutoTokenizer

def load(revision="main"):
    return AutoTokenizer.from_pretrained("acme/m", revision=revision)  # expect: HFG110
