fetch() {
	hf download "$1" --local-dir "$2"
}
fetch acme/first models  # expect: HFG101 "acme/first"
fetch acme/second models  # expect: HFG101 "acme/second"
