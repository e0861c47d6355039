from diffusers import StableDiffusionPipeline

pipe = StableDiffusionPipeline.from_pretrained("./base", use_safetensors=True)
pipe.load_ip_adapter("acme/ip", subfolder="m", weight_name="a.safetensors")  # expect: HFG101 HFG301?
