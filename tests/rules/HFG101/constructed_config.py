# What the constructor was given counts more than the class that annotates the field.
from datasets import load_dataset
from pydantic import BaseModel


class Options(dict):
    pass


class Metadata(BaseModel):
    dataset: Options


class Task:
    metadata = Metadata(dataset={"path": "acme/corpus"})

    def load(self):
        return load_dataset(self.metadata.dataset["path"])  # expect: HFG101 "acme/corpus"
