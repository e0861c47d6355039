"""How hostile trees are made: files, links, notebooks, repositories."""
import json
import os
import socket
import struct
import subprocess

LOAD = 'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("acme/encoder")\n'
CALL = 'AutoModel.from_pretrained("acme/encoder")'
COMMIT = "5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9"
SAFE = (
    "from transformers import AutoModel\n"
    'model = AutoModel.from_pretrained("acme/encoder", revision="%s", use_safetensors=True)\n' % COMMIT
)


def write(root, path, content=LOAD):
    """Writes text or bytes, or what a function returns; folders are made. `path` may be bytes."""
    content = content() if callable(content) else content
    full = os.path.join(os.fsencode(root), os.fsencode(path))
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
    return full


def file(path, content=LOAD):
    return lambda root: write(root, path, content)


def files(**contents):
    """a_py="..." writes a.py."""
    return lambda root: [write(root, name.replace("_", "."), text) for name, text in contents.items()]


def link(path, target, content=None):
    """A link, and beside it a harmless file."""

    def make(root):
        write(root, "harmless.py", "x = 1\n")
        os.symlink(target, os.path.join(root, path))
        if content is not None:
            write(root, os.path.normpath(os.path.join(os.path.dirname(path), target)), content)

    return make


def fifo(path):
    def make(root):
        write(root, "harmless.py", "x = 1\n")
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        os.mkfifo(os.path.join(root, path))

    return make


def unix_socket(path):
    def make(root):
        write(root, "harmless.py", "x = 1\n")
        here = os.getcwd()
        os.chdir(root)
        socket.socket(socket.AF_UNIX).bind(path)
        os.chdir(here)

    return make


def device(path):
    def make(root):
        write(root, "harmless.py", "x = 1\n")
        os.mknod(os.path.join(root, path), 0o020666, os.makedev(1, 5))

    return make


def both(*makers):
    return lambda root: [make(root) for make in makers]


def mode(path, bits):
    return lambda root: os.chmod(os.path.join(root, path), bits)


def sparse(path, size, head=b"", tail=b""):
    def make(root):
        full = write(root, path, head)
        os.truncate(full, size)
        with open(full, "ab") as out:
            out.write(tail)

    return make


def cell(source, kind="code", outputs=()):
    made = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made.update(outputs=list(outputs), execution_count=None)
    return made


def notebook(*cells, **more):
    """The bytes of a notebook; strings are code cells."""
    cells = [cell(c) if isinstance(c, (str, list)) else c for c in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}, indent=1)


def raw_notebook(source, before="", after=""):
    """A notebook whose cell's source is the given JSON text."""
    return '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], %s"source": %s%s}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}' % (
        before,
        source,
        after,
    )


def git(root, *words, **options):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always", *words]
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment, **options).stdout


def repository(*makers, folder="."):
    """Commits what the makers made."""

    def make(root):
        home = os.path.join(root, folder)
        os.makedirs(home, exist_ok=True)
        git(home, "init", "-q", "-b", "main")
        for maker in makers:
            maker(home)
        git(home, "add", "-A", "-f")
        git(home, "commit", "-qm", "tree", "--allow-empty")

    return make


def run_git(*words, folder="."):
    return lambda root: git(os.path.join(root, folder), *words)


def damage(pattern, how):
    """Rewrites the first file below the root whose path holds `pattern` by how(bytes)."""

    def make(root):
        for folder, _, names in sorted(os.walk(root)):
            for name in sorted(names):
                full = os.path.join(folder, name)
                if pattern in full:
                    with open(full, "rb") as old:
                        content = old.read()
                    os.chmod(full, 0o644)
                    with open(full, "wb") as out:
                        out.write(how(content))
                    return
        raise AssertionError("no file like " + pattern)

    return make


def every_object(how):
    """Damages every loose object."""

    def make(root):
        for folder, _, names in os.walk(os.path.join(root, ".git/objects")):
            for name in names:
                full = os.path.join(folder, name)
                if len(name) == 38:
                    with open(full, "rb") as old:
                        content = old.read()
                    os.chmod(full, 0o644)
                    with open(full, "wb") as out:
                        out.write(how(content))

    return make


def blob_object(text):
    """Path of the loose object of a text, below .git/objects."""
    import hashlib

    name = hashlib.sha1(b"blob %d\0" % len(text) + text.encode()).hexdigest()
    return name[:2] + "/" + name[2:]


def index_entry(path, flags=None):
    """One entry of git's index, version 2, for a regular empty blob."""
    path = os.fsencode(path)
    empty = bytes.fromhex("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    length = min(len(path), 0xFFF) if flags is None else flags
    entry = struct.pack(">10I", 0, 0, 0, 0, 0, 0, 0o100644, 0, 0, 0) + empty + struct.pack(">H", length) + path
    return entry + b"\0" * (8 - len(entry) % 8)


def index(entries, count=None, version=2):
    import hashlib

    count = len(entries) if count is None else count
    body = b"DIRC" + struct.pack(">II", version, count) + b"".join(entries)
    return body + hashlib.sha1(body).digest()
