# expect-none
"""Use AutoModel.from_pretrained("acme/encoder") to load the model."""
from unittest import mock

# AutoModel.from_pretrained("acme/encoder")
TEXT = 'AutoModel.from_pretrained("acme/encoder")'

def check():
    with mock.patch("transformers.AutoModel.from_pretrained") as loader:
        loader.return_value = None
