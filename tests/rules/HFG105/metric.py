import evaluate

ours = evaluate.load("acme/our-score")  # expect: HFG105 HFG101? HFG402?
theirs = evaluate.load("accuracy")  # expect: HFG105 HFG101? HFG402?
