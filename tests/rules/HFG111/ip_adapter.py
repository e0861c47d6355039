from diffusers import StableDiffusionPipeline

pipe = StableDiffusionPipeline.from_pretrained("./base", use_safetensors=True)
pipe.load_ip_adapter("acme/ip", subfolder="m", weight_name="a.safetensors", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG111 "image encoder"
