#!/usr/bin/env python3
"""Writes a tree of N plausible Python files and notebooks, one in ten of which loads a model; a git
repository, the same bytes for the same N.   usage: generate_tree.py DIR N"""
import json
import os
import random
import subprocess
import sys

LOADS = [
    'model = AutoModel.from_pretrained("acme/encoder")',
    'tokenizer = AutoTokenizer.from_pretrained(NAME, revision="main")',
    'data = load_dataset("acme/corpus", split="train")',
    'path = hf_hub_download(repo_id="acme/weights", filename="pytorch_model.bin")',
]


def function(rng, load):
    name = "step_%d" % rng.randrange(10**6)
    body = ["    %s = %s(%d, %r)" % (rng.choice("abcxyz"), rng.choice(["len", "max", "compute", "self.run"]), rng.randrange(99), "text " * rng.randrange(5)) for _ in range(rng.randrange(3, 30))]
    doc = '    """Does step %d.\n\n    Longer words about what it does and why.\n    """' % rng.randrange(99)
    return "\n".join(["def %s(a, b=None, *rest, **options):" % name, doc, *body, "    " + load if load else "    return a", ""])


def module(rng, loads):
    head = "import os\nimport sys\nfrom transformers import AutoModel, AutoTokenizer\n" if loads else "import os\nimport sys\n"
    parts = [function(rng, rng.choice(LOADS) if loads and i == 0 else "") for i in range(rng.randrange(2, 25))]
    return head + '\nNAME = "acme/encoder"\n\n\n' + "\n\n".join(parts)


def main(root, count):
    rng = random.Random(4711)
    for i in range(count):
        folder = os.path.join(root, "pkg%d" % (i // 100), "part%d" % (i // 10 % 10))
        os.makedirs(folder, exist_ok=True)
        text = module(rng, i % 10 == 0)
        if i % 50 == 7:
            cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text.splitlines(True)}]
            with open(os.path.join(folder, "book%d.ipynb" % i), "w") as out:
                json.dump({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, out, indent=1)
            continue
        with open(os.path.join(folder, "module%d.py" % i), "w") as out:
            out.write(text)
    subprocess.run("git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm tree", shell=True, cwd=root, check=True)


main(sys.argv[1], int(sys.argv[2]))
