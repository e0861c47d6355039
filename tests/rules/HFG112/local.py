# expect-none
from llama_cpp import Llama

llm = Llama(model_path="./m.gguf")
