from huggingface_hub import hf_hub_download

REVISION = "5b2c6a1f0d"
path = hf_hub_download("acme/encoder", "config.json", revision=REVISION)  # expect: HFG104
