from llama_cpp import Llama

REPO = "acme/gguf"
llm = Llama.from_pretrained(REPO, filename="*Q4.gguf")  # expect: HFG112 "acme/gguf"
