echo "never closed  # expect: HFG904
hf download acme/hidden
