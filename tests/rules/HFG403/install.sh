pip install numpy git+https://huggingface.co/spaces/acme/tool  # expect: HFG403
uv pip install "wheel @ https://huggingface.co/acme/wheels/resolve/main/w-1-py3-none-any.whl"  # expect: HFG403
pip install numpy
