llama-server -hf acme/encoder:Q4_K_M  # expect: HFG112 "llama-server takes no revision"
ollama run hf.co/acme/other  # expect: HFG112
ollama run llama3
