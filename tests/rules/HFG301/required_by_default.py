# The loader asks for safetensors itself unless it is told otherwise.
from auto_gptq import AutoGPTQForCausalLM

SHA = "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9"
quiet = AutoGPTQForCausalLM.from_quantized("acme/quantized", revision=SHA)
loud = AutoGPTQForCausalLM.from_quantized("acme/quantized", revision=SHA, use_safetensors=False)  # expect: HFG302
