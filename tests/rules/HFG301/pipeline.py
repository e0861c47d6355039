from transformers import pipeline

a = pipeline("text-generation", model="acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")  # expect: HFG301
b = pipeline("text-generation", model="acme/n", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", model_kwargs={"use_safetensors": True})
