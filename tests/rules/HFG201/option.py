import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained(args.model)  # expect: HFG201
