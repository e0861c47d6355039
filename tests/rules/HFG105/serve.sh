python -m vllm.entrypoints.openai.api_server --model acme/encoder --load-format safetensors --trust-remote-code  # expect: HFG105
