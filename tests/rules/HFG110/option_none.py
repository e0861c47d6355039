import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--rev", default=None)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained("acme/m", revision=args.rev)  # expect: HFG110 "None"
