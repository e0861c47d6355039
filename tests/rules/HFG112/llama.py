from llama_cpp import Llama

llm = Llama.from_pretrained(repo_id="acme/gguf", filename="*Q4.gguf")  # expect: HFG112 "takes no revision"
