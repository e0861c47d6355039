# expect-none
from datasets import load_dataset

rows = load_dataset("csv", data_files="rows.csv")
