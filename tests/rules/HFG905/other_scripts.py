# expect-none
from transformers import AutoTokenizer

GREETING = "Привет, 世界, café"
