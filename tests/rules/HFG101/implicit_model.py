from transformers import pipeline

classify = pipeline("sentiment-analysis")  # expect: HFG101? HFG301?
