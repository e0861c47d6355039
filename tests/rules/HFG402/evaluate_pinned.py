# expect-none
import evaluate

metric = evaluate.load("acme/our-score", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
