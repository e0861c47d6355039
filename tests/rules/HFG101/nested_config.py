# The name is the default of a configuration class that the class names by an annotation.
from dataclasses import dataclass

from huggingface_hub import hf_hub_download


class Tokenizer:
    @dataclass
    class Config:
        name: str = "acme/encoder"

    cfg: Config

    def configure(self):
        return hf_hub_download(repo_id=self.cfg.name, filename="config.json")  # expect: HFG101 "acme/encoder"
