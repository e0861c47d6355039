# expect-none
import argparse

from transformers import AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--output-dir", required=True)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained(args.output_dir)
