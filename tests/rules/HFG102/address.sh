curl -LO https://huggingface.co/acme/encoder/resolve/main/config.json  # expect: HFG102 "acme/encoder is loaded at `main`"
wget https://huggingface.co/acme/pinned/resolve/0123456789abcdef0123456789abcdef01234567/config.json
curl https://huggingface.co/api/models/acme/encoder
hf download acme/encoder --revision v1.0  # expect: HFG102
