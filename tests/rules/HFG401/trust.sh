vllm serve acme/encoder --load-format safetensors --revision 0123456789abcdef0123456789abcdef01234567 --code-revision 0123456789abcdef0123456789abcdef01234567 --trust-remote-code  # expect: HFG401
