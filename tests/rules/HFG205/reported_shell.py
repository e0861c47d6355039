from huggingface_hub import snapshot_download

NAME = "baller423/goober2"
path = snapshot_download(NAME, revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG205
