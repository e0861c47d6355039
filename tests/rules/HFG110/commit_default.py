# expect-none
import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--rev", default="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained("acme/m", revision=args.rev)
