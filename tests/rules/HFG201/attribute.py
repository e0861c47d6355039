# expect-none
from transformers import AutoTokenizer

class Loader:
    def load(self):
        return AutoTokenizer.from_pretrained(self.settings.model)
