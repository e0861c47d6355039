hf download acme/encoder --revision 0123abc  # expect: HFG104
