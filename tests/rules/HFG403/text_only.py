# expect-none
COMMAND = "pip install https://huggingface.co/acme/pkg/resolve/main/pkg-1.0-py3-none-any.whl"
