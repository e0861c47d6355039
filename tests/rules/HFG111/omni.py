from transformers import Qwen2_5OmniForConditionalGeneration

model = Qwen2_5OmniForConditionalGeneration.from_pretrained("Qwen/Qwen2.5-Omni-7B", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", use_safetensors=True)  # expect: HFG111 "spk_dict.pt"
