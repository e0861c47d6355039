# expect-none
from diffusers import DDIMScheduler
from transformers import AutoConfig, AutoImageProcessor, AutoTokenizer

a = AutoTokenizer.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
b = AutoConfig.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
c = AutoImageProcessor.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
d = DDIMScheduler.from_pretrained("acme/m", subfolder="scheduler", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
