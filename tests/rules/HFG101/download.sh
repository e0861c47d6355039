#!/bin/bash
MODEL=acme/encoder
hf download "$MODEL" --local-dir models  # expect: HFG101 "acme/encoder is loaded"
hf download acme/pinned --revision 0123456789abcdef0123456789abcdef01234567
for name in one two; do
	vllm serve "acme/$name" --load-format safetensors &  # expect: HFG101 "one of acme/one, acme/two"
done
sudo -E env CUDA_VISIBLE_DEVICES=0 hf download acme/wrapped  # expect: HFG101
HF_HUB_OFFLINE=1 hf download acme/offline
echo hf download acme/printed
cat > run.sh <<'SCRIPT'
hf download acme/written
SCRIPT
