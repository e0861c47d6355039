git clone https://huggingface.co/acme/left  # expect: HFG101 "acme/left"
git clone https://huggingface.co/acme/pinned
cd pinned
git checkout 0123456789abcdef0123456789abcdef01234567
git clone "https://user:$TOKEN@huggingface.co/spaces/acme/own"
cd own && cp ../app.py . && git commit -am x
git push
