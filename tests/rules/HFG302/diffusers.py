from diffusers import StableDiffusionPipeline

pipe = StableDiffusionPipeline.from_pretrained("acme/sd", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", use_safetensors=False)  # expect: HFG302
