hf download "$MODEL"  # expect: HFG201 "what `$MODEL` names cannot be known"
