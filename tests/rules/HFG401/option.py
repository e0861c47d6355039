import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--trust", type=bool)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9", trust_remote_code=args.trust)  # expect: HFG401?
