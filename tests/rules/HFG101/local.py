# expect-none
import tempfile

from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer

a = AutoTokenizer.from_pretrained("./checkpoints/last")
b = AutoTokenizer.from_pretrained("/models/encoder")
c = AutoTokenizer.from_pretrained("acme/encoder", local_files_only=True)
d = load_dataset("json", data_files="rows.json")
with tempfile.TemporaryDirectory() as folder:
    e = AutoTokenizer.from_pretrained(folder)
