from diffusers import StableDiffusionPipeline

pipe = StableDiffusionPipeline.from_pretrained("runwayml/other", use_safetensors=True)  # expect: HFG207 HFG101 "copies by others"
