hf download acme/encoder pytorch_model.bin --revision 0123456789abcdef0123456789abcdef01234567  # expect: HFG304
hf download acme/encoder model.safetensors --revision 0123456789abcdef0123456789abcdef01234567
