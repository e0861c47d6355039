from huggingface_hub import snapshot_download

BRANCH = "release"
path = snapshot_download("acme/encoder", revision=BRANCH)  # expect: HFG102 "`release`"
