import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--rev", required=True)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained("acme/encoder", revision=args.rev)  # expect: HFG103
