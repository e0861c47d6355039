# expect-none
from transformers import AutoTokenizer

NAME = "acme/m\u202e"
