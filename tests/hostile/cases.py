"""The rows of the hostile suite: name, how the tree is made, what must come of it. Nothing here may
pass because it was not read: a load that hides is found, or there is no verdict (exit status 3)."""
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Any, Callable

from make import *

CASES = []


@dataclass
class Case:
    name: str
    make: Callable
    status: Any = 1  # or a tuple of those allowed
    words: tuple = ()  # must stand in the output
    never: tuple = ()  # must not
    args: tuple = ()
    folder: str = "."  # where it is started, below the tree
    stdin: Any = None
    env: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)  # RLIMIT_NAME: value
    closed: tuple = ()  # descriptors
    nobody: bool = False  # run without root's rights
    needs_root: bool = False  # to make the tree
    plain: bool = False  # no reports to files
    lint: bool = False  # `args` are words of lint
    during: Any = None  # called with the process and the tree
    seconds: float = 1.0
    memory: int = 256


def case(name, make, status=1, *words, **options):
    if isinstance(options.get("never"), str):
        options["never"] = (options["never"],)
    CASES.append(Case(name, make, status, words, **options))


GIT_ANSWERS = 12.0  # libgit2 hangs on some of what is damaged, and is given ten seconds
NOTHING = "nothing is loaded from the Hub here"
HARMLESS = file("harmless.py", "x = 1\n")
UNREAD = "HFG904"
FOUND = "HFG101"

# --- File system -----------------------------------------------------------------------------
case("fifo x.py", fifo("x.py"), 3, UNREAD, "x.py")
case("fifo x.ipynb", fifo("x.ipynb"), 3, UNREAD)
case("fifo of an irrelevant name", fifo("x.csv"), 0, NOTHING)
case("fifo named on the command line", fifo("x.csv"), 3, UNREAD, args=("x.csv",), lint=True)
case("device x.py", device("x.py"), 3, UNREAD, needs_root=True)
case("socket x.py", unix_socket("x.py"), 3, UNREAD)
case("link x.py to a device", link("x.py", "/dev/zero"), 3, UNREAD, "x.py")
case("link a.py to /etc/passwd", link("a.py", "/etc/passwd"), 3, UNREAD, never="root:")
case("link a.py out of the tree", link("a.py", "../outside.py"), 3, UNREAD)
case("link a.ipynb out of the tree", link("a.ipynb", "/etc/hostname"), 3, UNREAD)
case("link a.py dangling", link("a.py", "nowhere.py"), 3, UNREAD)
case("link a.py into .git", both(repository(HARMLESS), file(".git/a.py"), link("a.py", ".git/a.py")), 3, UNREAD)
case("link a.py to a text inside", link("a.py", "data.txt", LOAD), 3, UNREAD)
case("link a.py to Python inside", link("a.py", "real.py", LOAD), 1, FOUND, "real.py", "1 load of", never="HFG904")
case("link to itself", link("a.py", "a.py"), 3, UNREAD)
case("links at each other", both(link("a.py", "b.py"), lambda root: os.symlink("a.py", root + "/b.py")), 3, UNREAD)


def chain(root):
    write(root, "l0.py")
    for i in range(1, 60):
        os.symlink("l%d.py" % (i - 1), "%s/l%d.py" % (root, i))


case("chain of 60 links", chain, (1, 3), FOUND)
case("folder link to ..", both(file("a.py"), lambda root: os.symlink("..", root + "/up")), 1, "1 load of 1 model in 1 file")
case("folder link to itself", both(file("a.py"), lambda root: os.symlink(".", root + "/again")), 1, "in 1 file")
case("folder link out of the tree", link("data", "/etc"), 0, UNREAD, "data")
case("hard links", both(file("a.py"), lambda root: os.link(root + "/a.py", root + "/b.py")), 1, "2 loads of 1 model")
case("unreadable x.py", both(HARMLESS, file("x.py"), mode("x.py", 0)), 3, UNREAD, "x.py", nobody=True)
case("unreadable x.csv", both(HARMLESS, file("x.csv"), mode("x.csv", 0)), 0, NOTHING, nobody=True)
case("unreadable extensionless", both(HARMLESS, file("tool"), mode("tool", 0)), 0, UNREAD, nobody=True)
case("unreadable folder", both(HARMLESS, file("d/x.py"), mode("d", 0)), 3, UNREAD, "d", nobody=True)
case("folder that may be listed only", both(HARMLESS, file("d/x.py"), mode("d", 0o444)), 3, UNREAD, nobody=True)
case("folder that may be entered only", both(HARMLESS, file("d/x.py"), mode("d", 0o111)), 3, UNREAD, nobody=True)


def many(root):
    for i in range(100_000):
        os.close(os.open("%s/f%06d.py" % (root, i), os.O_CREAT | os.O_WRONLY))
    write(root, "zz.py")


case("100,000 files in one folder", many, 1, FOUND, "in 100001 files", seconds=3.0)


def deep(levels, name="d"):
    def make(root):
        write(root, "harmless.py", "x = 1\n")
        at = os.open(root, os.O_RDONLY)
        for _ in range(levels):
            os.mkdir(name, dir_fd=at)
            below = os.open(name, os.O_RDONLY, dir_fd=at)
            os.close(at)
            at = below
        fd = os.open("x.py", os.O_CREAT | os.O_WRONLY, dir_fd=at)
        os.write(fd, LOAD.encode())
        os.close(fd)
        os.close(at)

    return make


case("500 nested folders", deep(500), 1, FOUND)
case("200 nested folders of long names", deep(200, "d" * 200), (1, 3))
case("20,000 nested folders", deep(20_000), 3, UNREAD, seconds=2.0)
case("name of 255 bytes that are not UTF-8", file(b"\xff\xfe" * 126 + b".py"), 1, FOUND)
case("name with a line end and a command", file("a\n::set-output name=x::y.py"), 1, FOUND)
case("name with a carriage return and a command", file("a\r::error::x.py"), 1, FOUND)
case("name with escape sequences", file("a\x1b[2J\x1b]8;;http://e.example\x07.py"), 1, FOUND)
case("name with bidirectional override", file("a\u202eyp.py"), 1, FOUND)
case("name with ##[", file("##[add-mask]x.py"), 1, FOUND)
case("name that starts with ::", file("::error::x.py"), 1, FOUND)
case("names like options", both(file("-rf.py"), file("--config=x.py"), file("-.py")), 1, "3 loads")
case("names that differ in case", both(file("Train.py"), file("train.py")), 1, "2 loads")
case("names that differ in form", both(file("\u00e9.py"), file("e\u0301.py")), 1, "2 loads")
case("name with quotes, backslash, colon", file('a"b\\c:1:2\'.py'), 1, FOUND)
case("1 GiB sparse x.py", both(HARMLESS, sparse("x.py", 1 << 30)), 3, UNREAD, "larger than")
case("5 GiB sparse x.py", both(HARMLESS, sparse("x.py", 5 << 30)), 3, UNREAD)
case("300 MiB sparse notebook", both(HARMLESS, sparse("x.ipynb", 300 << 20)), 3, UNREAD, seconds=2.0, memory=600)
case("8 MiB of NUL, then a load", sparse("x.py", 8 << 20, b"", b"\n" + LOAD.encode()), (1, 3))
case("empty files", both(*[file(n, "") for n in ("a.py", "a.ipynb", "Dockerfile", "a.sh", "requirements.txt", "tool", ".env")]), 0, NOTHING)
case("root is a file", file("a.py"), 1, FOUND, args=("a.py",), lint=True)
case("root is an absolute file", file("a.py"), 1, FOUND, args=("{tree}/a.py",), lint=True)
case("root with slashes", file("d/a.py"), 1, FOUND, args=("d///",), lint=True)
case("root is a link", both(file("d/a.py"), lambda r: os.symlink("d", r + "/l")), 1, FOUND, args=("-C", "l"))
case("root is .", file("a.py"), 1, FOUND, args=(".",), lint=True)
case("root is empty", file("a.py"), (1, 2), args=("",), lint=True, plain=True)
case("root twice", file("a.py"), 1, "1 load of", args=("a.py", "a.py", "."), lint=True)
case("root is missing", file("a.py"), 2, "nowhere", args=("nowhere/",), lint=True)
case("path through a link", both(file("d/a.py"), lambda r: os.symlink("d", r + "/l")), 2, "link", args=("l/a.py",), lint=True)
case("path in .git", repository(file("a.py")), 2, args=(".git/config",), lint=True)
case("path above", file("d/a.py"), 1, FOUND, args=("..",), lint=True, folder="d")
case("untracked node_modules", both(repository(file(".gitignore", "node_modules\n"), HARMLESS), file("node_modules/x/a.py")), 0, NOTHING)
case("tracked node_modules", repository(file(".gitignore", "node_modules\n"), file("node_modules/x/a.py")), 1, FOUND)
case("virtual environment in no repository", file("venv/lib/a.py"), 1, FOUND)
case("many extensionless files", both(HARMLESS, lambda r: [write(r, "t/f%d" % i, "#!/bin/sh\n") for i in range(2000)]), 0, NOTHING)
case("Python by its first line", file("tool", "#!/usr/bin/env -S python3 -u\n" + LOAD), 1, FOUND)
case("upper case extension", file("A.PY"), 1, FOUND)
case("stub file", file("a.pyi"), 1, FOUND)
case("windows script", file("a.pyw"), 1, FOUND)


def runs(process):
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def vanish(process, tree):
    os.kill(process.pid, signal.SIGSTOP)
    for i in range(0, 3000, 7):
        os.unlink("%s/f%d.py" % (tree, i))
    os.kill(process.pid, signal.SIGCONT)


case("files vanish during the run", both(file("zz.py"), lambda r: [write(r, "f%d.py" % i, "x = 1\n") for i in range(3000)]), (1, 3), during=vanish)


def swap(process, tree):
    """The folder becomes a link out of the tree and back again."""
    until = time.monotonic() + 0.3
    while time.monotonic() < until and runs(process):
        os.rename(tree + "/d", tree + "/away")
        os.symlink("/etc", tree + "/d")
        time.sleep(0.0005)
        os.unlink(tree + "/d")
        os.rename(tree + "/away", tree + "/d")


def grow(process, tree):
    with open(tree + "/a.py", "ab", buffering=0) as out:
        for _ in range(200):
            out.write(b"x = 1\n" * 10)
            time.sleep(0.0005)


case("file grows during the run", file("a.py"), (1, 3), FOUND, during=grow)

case("folder becomes a link during the run", lambda r: [write(r, "d/f%d.py" % i, "x = 1\n") for i in range(2000)], (0, 3), never="root:", during=swap)

# --- Git -------------------------------------------------------------------------------------
REPO = repository(file("a.py"))
case("repository", REPO, 1, FOUND)
case("repository below .git name", both(HARMLESS, file("x.git/a.py")), 1, FOUND)
case("ignored file that is tracked", repository(file(".gitignore", "*.py\n"), file("a.py")), 1, FOUND)
case("gitattributes", repository(file(".gitattributes", "* export-ignore -text -diff linguist-generated filter=x\n"), file("a.py")), 1, FOUND)
case("ignored and untracked", both(repository(HARMLESS, file(".gitignore", "a.py\n")), file("a.py")), 0, NOTHING)
case("untracked and not ignored", both(repository(HARMLESS), file("a.py")), 1, FOUND)
case("ignored by .git/info/exclude", both(repository(HARMLESS), file(".git/info/exclude", "a.py\n"), file("a.py")), 0)
case("core.excludesFile", both(repository(HARMLESS), file(".git/config", "[core]\n\texcludesFile = /etc/passwd\n"), file("a.py")), 1, FOUND)
case("linked worktree", both(repository(file("a.py"), folder="main"), run_git("worktree", "add", "-q", "../wt", folder="main")), 1, FOUND, folder="wt")
case("linked worktree whose repository is gone", both(repository(file("a.py"), folder="main"), run_git("worktree", "add", "-q", "../wt", folder="main"), lambda r: os.rename(r + "/main", r + "/gone")), (1, 3), folder="wt", plain=True)
case(".git file to nowhere", both(HARMLESS, file(".git", "gitdir: /nonexistent/x\n"), file("a.py")), (1, 3), plain=True)
case(".git file to a device", both(HARMLESS, file(".git", "gitdir: /dev/zero\n"), file("a.py")), (1, 3), plain=True)
case(".git is a FIFO", both(HARMLESS, file("a.py"), lambda r: os.mkfifo(r + "/.git")), (1, 3), plain=True)
case(".git is an empty folder", both(file("a.py"), lambda r: os.mkdir(r + "/.git")), (1, 3), plain=True)
case(".git is a link out", both(file("a.py"), lambda r: os.symlink("/nonexistent", r + "/.git")), (1, 3), plain=True)
case(".git is garbage", both(file("a.py"), file(".git", b"\0\xff" * 1000)), (1, 3), plain=True)
case("bare repository as root", both(repository(file("a.py"), folder="w"), run_git("clone", "-q", "--bare", "w", "b.git")), 3, folder="b.git", plain=True)
case("bare repository with --rev", both(repository(file("a.py"), folder="w"), run_git("clone", "-q", "--bare", "w", "b.git")), 1, FOUND, args=("--rev", "main", "b.git"))
case("bare repository inside", both(HARMLESS, repository(file("a.py"), folder="w"), run_git("clone", "-q", "--bare", "w", "b.git")), 1, FOUND)
case("nested repository", both(repository(HARMLESS), repository(file("a.py"), folder="inner")), 1, FOUND)


def sha256(root):
    git(root, "init", "-q", "--object-format=sha256", ".")
    write(root, "a.py")
    git(root, "add", "-A")


case("SHA-256 repository", sha256, 1, FOUND, "not read")
case("shallow clone", both(repository(file("a.py"), folder="w"), run_git("commit", "-q", "--allow-empty", "-m", "b", folder="w"), run_git("clone", "-q", "--depth", "1", "file:///proc/self/cwd/w", "c")), 1, FOUND, folder="c")
case("missing blob, --rev", both(REPO, lambda r: os.unlink(r + "/.git/objects/" + blob_object(LOAD))), 3, UNREAD, args=("--rev", "HEAD"))
case("missing blob, file on disk", both(REPO, lambda r: os.unlink(r + "/.git/objects/" + blob_object(LOAD))), 1, FOUND)
case("sparse checkout", both(repository(file("a/x.py"), file("b/y.py", SAFE)), run_git("sparse-checkout", "set", "b")), 1, FOUND, "a/x.py")
case("sparse checkout, sparse index", both(repository(file("a/x.py"), file("b/y.py", SAFE)), run_git("sparse-checkout", "set", "--cone", "--sparse-index", "b")), (1, 3), never="-> PASS", plain=True)
case("sparse checkout, blob missing", both(repository(file("a/x.py"), file("b/y.py", SAFE)), run_git("sparse-checkout", "set", "b"), lambda r: os.unlink(r + "/.git/objects/" + blob_object(LOAD))), 3, UNREAD)
case("skip-worktree", both(REPO, run_git("update-index", "--skip-worktree", "a.py"), lambda r: os.unlink(r + "/a.py")), 1, FOUND)
case("assume-unchanged", both(REPO, run_git("update-index", "--assume-unchanged", "a.py")), 1, FOUND)
case("split index", both(REPO, run_git("update-index", "--split-index")), (1, 3), never="-> PASS", plain=True)
case("index version 4", both(REPO, run_git("update-index", "--index-version", "4")), 1, FOUND)
case("index with fsmonitor and untracked cache", both(REPO, run_git("update-index", "--untracked-cache", "--force-untracked-cache"), run_git("update-index", "--fsmonitor")), (1, 3), never="-> PASS", plain=True)
for cut in (0, 1):
    case("objects truncated to %d bytes, --rev" % cut, both(REPO, every_object(lambda b, cut=cut: b[:cut])), (2, 3), args=("--rev", "HEAD"), plain=True, seconds=GIT_ANSWERS)
case("blob truncated, --rev", both(REPO, damage(blob_object(LOAD), lambda b: b[: len(b) // 2])), 3, UNREAD, args=("--rev", "HEAD"), seconds=GIT_ANSWERS)
case("objects with flipped bytes, --rev", both(REPO, every_object(lambda b: bytes([b[0]] + [c ^ 0x55 for c in b[1:]]))), (2, 3), args=("--rev", "HEAD"), plain=True)
case("pack corrupt, --rev", both(REPO, run_git("gc", "-q"), damage(".pack", lambda b: b[:12] + bytes(c ^ 0xFF for c in b[12:]))), (2, 3), args=("--rev", "HEAD"), plain=True, seconds=2.0)
case("pack truncated, --rev", both(REPO, run_git("gc", "-q"), damage(".pack", lambda b: b[:20])), (2, 3), args=("--rev", "HEAD"), plain=True, seconds=2.0)
INDEX = ".git/index"
case("index truncated", both(REPO, damage(INDEX, lambda b: b[:40])), (1, 3), never="-> PASS", plain=True)
case("index empty", both(REPO, damage(INDEX, lambda b: b"")), (1, 3), never="-> PASS", plain=True)
case("index garbage", both(REPO, damage(INDEX, lambda b: b"DIRC\0\0\0\2" + b"\xff" * 4000)), (1, 3), plain=True)
case("index of 2^32-1 entries", both(REPO, damage(INDEX, lambda b: index([], 0xFFFFFFFF))), (1, 3), plain=True)
for path in ("../../etc/passwd", "/etc/passwd", ".git/config", "a/../../b.py", "x\ny.py", "./a.py", ""):
    case("index entry %r" % path, both(REPO, damage(INDEX, lambda b, path=path: index([index_entry(path)]))), (1, 3), never="root:", plain=True)
case("index entry with a lying length", both(REPO, damage(INDEX, lambda b: index([index_entry("a.py", 0xFFF)]))), (1, 3), plain=True)
case("index of version 9", both(REPO, damage(INDEX, lambda b: index([], version=9))), (1, 3), plain=True)
case("index is a FIFO", both(REPO, lambda r: (os.unlink(r + "/.git/index"), os.mkfifo(r + "/.git/index"))), (1, 3), never="-> PASS", plain=True, seconds=GIT_ANSWERS)
TRAP = '[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "touch {0}/pwned"\n\thooksPath = /tmp\n\tpager = touch {0}/pwned\n[diff]\n\texternal = touch {0}/pwned\n[filter "x"]\n\tclean = touch {0}/pwned\n\tsmudge = touch {0}/pwned\n\tprocess = touch {0}/pwned\n[include]\n\tpath = /dev/zero\n'


def trapped(root):
    repository(file(".gitattributes", "* filter=x\n"), file("a.py"))(root)
    write(root, ".git/config", TRAP.replace("{0}", root))


case("configuration that runs commands", trapped, (1, 3), never="-> PASS", plain=True, seconds=GIT_ANSWERS)
case("core.worktree elsewhere", both(REPO, file(".git/config", "[core]\n\tworktree = /etc\n\trepositoryformatversion = 0\n")), (1, 3), never=("passwd", "-> PASS"), plain=True)
case("configuration is garbage", both(REPO, file(".git/config", b"[\xff\0" * 100)), (1, 3), never="-> PASS", plain=True)
case("HEAD loop", both(REPO, file(".git/HEAD", "ref: HEAD\n")), (1, 3), never="-> PASS", plain=True)
case("HEAD loop, --rev", both(REPO, file(".git/HEAD", "ref: HEAD\n")), (2, 3), args=("--rev", "HEAD"), plain=True)
case("references in a circle, --rev", both(REPO, file(".git/refs/heads/x", "ref: refs/heads/y\n"), file(".git/refs/heads/y", "ref: refs/heads/x\n")), (2, 3), args=("--rev", "x"), plain=True)
case("HEAD missing", both(REPO, lambda r: os.unlink(r + "/.git/HEAD")), (1, 3), never="-> PASS", plain=True)
case("unborn branch", both(lambda r: git(r, "init", "-q"), file("a.py")), 1, FOUND)
case("detached HEAD", both(REPO, run_git("checkout", "-q", "--detach")), 1, FOUND)
case("foreign owner", both(REPO, lambda r: None if os.getuid() else os.chown(r + "/.git", 4711, 4711)), 1, FOUND)
case("read by another user", both(REPO, lambda r: os.chmod(r, 0o755)), 1, FOUND, nobody=True)
case("HOME unset", REPO, 1, FOUND, env={"HOME": ""})
case("submodule that is not checked out", both(REPO, run_git("update-index", "--add", "--cacheinfo", "160000," + COMMIT + ",sub"), file(".gitmodules", '[submodule "sub"]\n\tpath = sub\n\turl = ../x\n')), 1, FOUND, "submodule")
case("submodule named ../x", both(REPO, file(".gitmodules", '[submodule "x"]\n\tpath = ../x\n\turl = -oProxyCommand=touch\n')), 1, FOUND)
case("index.lock is there", both(REPO, file(".git/index.lock", "")), 1, FOUND)
case("replace references, --rev", both(REPO, lambda r: (write(r, "a.py", SAFE), git(r, "replace", git(r, "rev-parse", "HEAD:a.py").decode().strip(), git(r, "hash-object", "-w", "a.py").decode().strip()))), 1, FOUND, args=("--rev", "HEAD"))
case("grafts, --rev", both(REPO, file(".git/info/grafts", "%s %s\n" % (COMMIT, COMMIT))), 1, FOUND, args=("--rev", "HEAD"))
case("alternates to a device", both(REPO, file(".git/objects/info/alternates", "/dev/zero\n../../..\n")), (1, 3), never="-> PASS", plain=True)
case("revision like an option", REPO, 2, args=("--rev", "--upload-pack=x"), plain=True)
case("revision with a range", REPO, (2, 3), args=("--rev", "HEAD..HEAD"), plain=True)
case("revision of another kind, --rev blob", REPO, (2, 3), args=("--rev", "HEAD:a.py"), plain=True)
case("revision of 10,000 letters", REPO, (2, 3), args=("--rev", "x" * 10_000), plain=True)
case("revision HEAD~99999999", REPO, (2, 3), args=("--rev", "HEAD~99999999"), plain=True)


def tree_bomb(root):
    """Ten levels of trees that each hold the one below ten times: ten billion paths."""
    git(root, "init", "-q", ".")
    below = git(root, "hash-object", "-w", "--stdin", input=b"x = 1\n").decode().strip()
    kind = "100644 blob"
    for _ in range(10):
        rows = "".join("%s %s\tf%d%s\n" % (kind, below, i, ".py" if "blob" in kind else "") for i in range(10))
        below = git(root, "mktree", input=rows.encode()).decode().strip()
        kind = "040000 tree"
    commit = git(root, "commit-tree", below, "-m", "bomb").decode().strip()
    git(root, "update-ref", "refs/heads/main", commit)
    write(root, "a.py")


case("bomb of trees, --rev", tree_bomb, 3, args=("--rev", "main"), plain=True, seconds=GIT_ANSWERS, memory=1500)
case("link in a commit out of the tree, --rev", repository(link("a.py", "../../x.py")), 3, UNREAD, args=("--rev", "HEAD"))
case("link in a commit to a device, --rev", repository(link("a.py", "/dev/zero")), 3, UNREAD, args=("--rev", "HEAD"))

# --- Encodings and text ----------------------------------------------------------------------
CODING = "# -*- coding: %s -*-\n"
case("byte order mark", file("a.py", b"\xef\xbb\xbf" + LOAD.encode()), 1, FOUND, "a.py:2:")
case("UTF-16 with mark, little", both(HARMLESS, file("a.py", LOAD.encode("utf-16"))), 3, UNREAD)
case("UTF-16 with mark, big", both(HARMLESS, file("a.py", b"\xfe\xff" + LOAD.encode("utf-16-be"))), 3, UNREAD)
case("UTF-16 without mark", both(HARMLESS, file("a.py", LOAD.encode("utf-16-le"))), 3, UNREAD)
case("UTF-32", both(HARMLESS, file("a.py", LOAD.encode("utf-32"))), 3, UNREAD)
case("Latin-1 without coding line", file("a.py", b"# caf\xe9\n" + LOAD.encode()), (1, 3), never="-> PASS")
case("Latin-1 with coding line", file("a.py", (CODING % "latin-1").encode() + b"# caf\xe9\n" + LOAD.encode()), 1, FOUND, "a.py:4:")
case("invalid UTF-8 in harmless Python", file("a.py", b"# caf\xe9\nx = 1\n"), 3, UNREAD)
for name in ("utf-7", "utf_7", "unicode_escape", "raw_unicode_escape", "rot13", "rot_13", "hex", "base64", "cp037", "utf-16", "punycode", "idna", "undefined", "no-such", "mbcs", "shift_jis", "hz", "iso2022_jp"):
    case("coding " + name, both(HARMLESS, file("a.py", CODING % name + "x = 1\n")), 3, UNREAD)
case("UTF-7 that hides a load", both(HARMLESS, file("a.py", CODING % "utf-7" + LOAD.encode("utf-7").decode().replace("t", "+AHQ-"))), 3, UNREAD)
case("ROT13 that hides a load", both(HARMLESS, file("a.py", CODING % "rot13" + "sebz genafsbezref vzcbeg NhgbZbqry\n")), 3, UNREAD)
case("coding on line 2", both(HARMLESS, file("a.py", "#!/usr/bin/python3\n# vim: set fileencoding=utf-7 :\nx = 1\n")), 3, UNREAD)
case("coding on line 2 after a form feed", both(HARMLESS, file("a.py", "\f\n\f# coding=utf-7\nx = 1\n")), 3, UNREAD)
case("coding on line 2 after a bare CR", both(HARMLESS, file("a.py", "# x\r# coding=utf-7\rx = 1\r")), 3, UNREAD)
case("coding on line 2 after code", both(HARMLESS, file("a.py", "x = 1\n# coding=utf-7\n")), 0, NOTHING)
case("coding on line 3", both(HARMLESS, file("a.py", "#\n#\n# coding=utf-7\nx = 1\n")), 0, NOTHING)
case("coding against the mark", both(HARMLESS, file("a.py", b"\xef\xbb\xbf# coding: latin-1\nx = 1\n")), 3, UNREAD)
case("coding of 1 MiB", both(HARMLESS, file("a.py", lambda: "# coding: " + "x" * (1 << 20) + "\nx = 1\n")), 3, UNREAD)
case("coding twice in a line", both(HARMLESS, file("a.py", "# coding utf-8 coding: coding=utf-7\nx = 1\n")), (0, 3))
case("NUL in Python", both(HARMLESS, file("a.py", "x = 1\0\n" + LOAD)), (1, 3), never="-> PASS")
case("NUL in a string", both(HARMLESS, file("a.py", 'x = "\0"\n')), 3)
case("NUL within a word", both(HARMLESS, file("a.py", LOAD.replace("pre", "p\0re"))), (1, 3), never="-> PASS")
case("NUL in front of a comment", both(HARMLESS, file("a.py", "# \0\nx = 1\n")), 3)
case("bare CR ends a comment", file("a.py", "x = 1  # c\r" + LOAD.replace("\n", "\r")), 1, FOUND, "a.py:3:")
case("bare CR hides a call behind a comment", file("a.py", "from transformers import AutoModel\n# harmless\r" + CALL + "\n"), 1, FOUND, "a.py:3:")
case("CR, LF and CRLF mixed", file("a.py", "x = 1\r\ny = 2\rz = 3\n" + LOAD), 1, FOUND, "a.py:5:")
case("form feed, VT, NEL, LS are no line ends", file("a.py", "#\f\v\u0085\u2028\u2029\n" + LOAD), 1, FOUND, "a.py:3:")
case("only CR", file("a.py", LOAD.replace("\n", "\r")), 1, FOUND, "a.py:2:")
case("full-width name", file("a.py", "from transformers import \uff21utoModel\n\uff21uto\uff2dodel.from_pretrained('acme/encoder')\n"), 1, FOUND, "HFG905")
case("mathematical name", file("a.py", "from transformers import AutoModel\nAutoModel.\U0001d41f\U0001d42bom_\U0001d429retrained('acme/encoder')\n"), 1, FOUND, "HFG905")
case("every letter mathematical", file("a.py", "".join(chr(0x1D41A + ord(c) - 97) if c.islower() else c for c in "from transformers import AutoModel\n").replace(chr(0x1D41F) + chr(0x1D42B) + chr(0x1D428) + chr(0x1D426), "from", 1).replace("".join(chr(0x1D41A + ord(c) - 97) for c in "import"), "import") + "AutoModel." + "".join(chr(0x1D41A + ord(c) - 97) if c != "_" else c for c in "from_pretrained") + "('acme/encoder')\n"), 1, FOUND)
case("ligature in a name", file("a.py", LOAD.replace("from_", "from_").replace("encoder", "encoder") + "import pickle as p\nde\ufb01ne = p\n"), 1, FOUND)
case("long s in a name", file("a.py", LOAD.replace("transformers", "tran\u017fformers")), 1, FOUND)
case("bidirectional controls", file("a.py", SAFE + '# \u202e } \u2066if admin\u2069 \u2066\n'), (0, 1), "HFG905")
case("zero-width characters in a name", file("a.py", SAFE + 'NAME = "acme\u200b/encoder"\n'), (0, 1), "HFG905")
case("Cyrillic letter in a namespace", file("a.py", LOAD.replace("acme/", "f\u0430cebook/")), 1, FOUND, "HFG203")
case("backslash and line end between parts", file("a.py", "from transformers import \\\n AutoModel\nAutoModel \\\n . \\\n from_pretrained \\\n ( 'acme/encoder' )\n"), 1, FOUND)
case("strings side by side", file("a.py", LOAD.replace('"acme/encoder"', '"ac" \'me/\' """enc""" r"oder"')), 1, FOUND, "acme/encoder")
case("escapes in a name", file("a.py", LOAD.replace("acme", "\\x61\\143\\u006d\\U00000065")), 1, FOUND, "acme/encoder")
case("named escapes in a name", file("a.py", LOAD.replace("acme", "\\N{LATIN SMALL LETTER A}cme")), (0, 1), "1 load")
case("f-strings nested five deep", file("a.py", LOAD + "x = f'{f\"{f'''{f\"\"\"{1}\"\"\"}'''}\"}'\n"), 1, FOUND)
case("indentation of tabs and form feeds", file("a.py", "if 1:\n\t\fx = 1\n\t\t# c\n" + LOAD), 1, FOUND)
case("10,000 levels of indentation", file("a.py", lambda: "".join(" " * i + "if 1:\n" for i in range(3000)) + " " * 3000 + CALL + "\n"), (1, 3), never="-> PASS")
case("line of 30 MB", file("a.py", lambda: LOAD[:-2] + ", x='" + "y" * 30_000_000 + "')\n"), 1, FOUND, seconds=2.0, memory=600)
case("line of 10 MB in front of a load", file("a.py", lambda: "x = '" + "y" * 10_000_000 + "'; " + LOAD.replace("\n", "; ", 1)), 1, FOUND, seconds=2.0, memory=600)
case("20,000 loads", file("a.py", lambda: "from transformers import AutoModel\n" + (CALL + "\n") * 20_000), 1, "20000 loads", seconds=4.0, memory=600)
case("20,000 models", file("a.py", lambda: "from transformers import AutoModel\n" + "".join('AutoModel.from_pretrained("a/m%d")\n' % i for i in range(20_000))), 1, "20000 loads of 20000 models", seconds=4.0, memory=600)
case("200,000 lines", file("a.py", lambda: "x = 1\n" * 200_000 + LOAD), 1, FOUND, "a.py:200002:")
case("a million lines", file("a.py", lambda: "x = 1\n" * 1_000_000 + LOAD), (1, 3), UNREAD, "a.py:", seconds=2.0, memory=1200)
case("control characters in a name", file("a.py", LOAD.replace("acme", "a\x1b[31mcme\x07\x08")), (0, 1), "1 load")
case("runner commands in a name", file("a.py", LOAD.replace('"acme/encoder"', "'''\n::error::x\n##[group]y'''")), (0, 1))
case("runner commands on the line", file("a.py", "from transformers import AutoModel\n'''\n::add-mask::x'''; " + CALL + " ##[error]x\n"), 1, FOUND)

# --- JSON and notebooks ----------------------------------------------------------------------
case("notebook", file("a.ipynb", notebook(LOAD)), (0, 1), FOUND)
case("notebook with duplicate source", file("a.ipynb", raw_notebook('"x = 1"', before='"source": %s, ' % json.dumps(LOAD))), (1, 3), never="-> PASS")
case("notebook with duplicate source, second loads", file("a.ipynb", raw_notebook(json.dumps(LOAD), before='"source": "x = 1", ')), (1, 3), never="-> PASS")
case("notebook with duplicate cells", file("a.ipynb", notebook(LOAD)[:-2] + ', "cells": []}'), (1, 3), never="-> PASS")
case("notebook with escaped key", file("a.ipynb", notebook(LOAD).replace('"source"', '"s\\u006furce"').replace('"cells"', '"\\u0063ells"')), (0, 3), never=NOTHING)
case("notebook with escaped letters", file("a.ipynb", notebook(LOAD).replace("transformers", "tr\\u0061nsf\\u006frmers").replace("from_pretrained", "from_pr\\u0065trained").replace("AutoModel", "Aut\\u006fModel")), (0, 1), FOUND)
case("notebook with words over two strings", file("a.ipynb", notebook([LOAD[:12], LOAD[12:30], LOAD[30:54], LOAD[54:]])), (0, 1), FOUND)
case("notebook with every letter a string", file("a.ipynb", notebook(list(LOAD))), (0, 1), FOUND)
case("notebook with every letter escaped", file("a.ipynb", raw_notebook('"' + "".join("\\u%04x" % ord(c) for c in LOAD) + '"')), (0, 1), FOUND)
case("notebook with full-width escapes", file("a.ipynb", raw_notebook(json.dumps("from transformers import AutoModel\nAutoModel.\uff46\uff52\uff4f\uff4d_pretrained('acme/encoder')\n"))), (0, 1), FOUND)
case("notebook with full-width letters", file("a.ipynb", raw_notebook(json.dumps("from tran\uff53formers import AutoModel as A\nA.\uff46\uff52\uff4f\uff4d_pretrained('acme/encoder')\n", ensure_ascii=False))), (0, 1), FOUND)
case("notebook with \\u0000 in a word", file("a.ipynb", raw_notebook(json.dumps(LOAD).replace("pre", "p\\u0000re"))), (1, 3), never="-> PASS")
case("notebook with a raw NUL", file("a.ipynb", notebook(LOAD).replace("pre", "p\0re")), (1, 3), never="-> PASS")
case("notebook with bare CR", file("a.ipynb", raw_notebook(json.dumps("# x\r" + LOAD))), (0, 1), FOUND)
case("notebook with lone surrogates", file("a.ipynb", raw_notebook(json.dumps("# \ud800\n" + LOAD))), (1, 3), never="-> PASS")
case("notebook with invalid UTF-8", file("a.ipynb", notebook(LOAD).encode().replace(b"encoder", b"enc\xc0\xaf\xff")), (1, 3), never="-> PASS")
case("notebook in UTF-16", both(HARMLESS, file("a.ipynb", notebook(LOAD).encode("utf-16"))), 3, UNREAD)
case("notebook in UTF-16 without mark", both(HARMLESS, file("a.ipynb", notebook(LOAD).encode("utf-16-le"))), 3, UNREAD)
case("notebook in UTF-32", both(HARMLESS, file("a.ipynb", notebook(LOAD).encode("utf-32"))), 3, UNREAD)
case("notebook with a byte order mark", file("a.ipynb", b"\xef\xbb\xbf" + notebook(LOAD).encode()), (1, 3), never="-> PASS")
case("notebook nested 100 deep", file("a.ipynb", notebook(LOAD, x=json.loads("[" * 100 + "]" * 100))), (0, 1), FOUND)
for deep_by in (129, 100_000, 1_000_000):
    case("notebook nested %d deep" % deep_by, file("a.ipynb", lambda deep_by=deep_by: notebook(LOAD)[:-2] + ', "x": ' + "[" * deep_by + "]" * deep_by + "}"), 3, UNREAD)
case("notebook nested a million deep, unclosed", both(HARMLESS, file("a.ipynb", lambda: "[" * 1_000_000)), (0, 3))
case("notebook of objects, unclosed", both(HARMLESS, file("a.ipynb", lambda: '{"a":' * 300_000)), (0, 3))
for name, source in (("number", 7), ("null", None), ("object", {"a": 1}), ("list of numbers", [1, 2])):
    case("notebook with source as " + name, file("a.ipynb", notebook(cell(source), LOAD)), (1, 3), never="-> PASS")
case("notebook without source", file("a.ipynb", notebook({"cell_type": "code"}, LOAD)), (1, 3), never="-> PASS")
case("notebook that is a list", both(HARMLESS, file("a.ipynb", json.dumps([LOAD]))), 3, UNREAD)
case("notebook with 50 MB of numbers", file("a.ipynb", lambda: notebook(LOAD)[:-2] + ', "x": [' + "1," * 25_000_000 + "1]}"), (1, 3), never="-> PASS", seconds=2.0, memory=900)
case("notebook with bytes behind", file("a.ipynb", notebook(LOAD) + "garbage"), (1, 3), never="-> PASS")
case("two notebooks in one file", file("a.ipynb", notebook("x = 1") + notebook(LOAD)), (1, 3), never="-> PASS")
case("notebook with an image of 50 MB", file("a.ipynb", lambda: notebook(cell(LOAD, outputs=[{"data": {"image/png": "A" * 50_000_000}}]))), (0, 1), FOUND, seconds=1.5, memory=400)
case("notebook with magics", file("a.ipynb", notebook("%matplotlib inline\n!pip install x\n?print\n" + LOAD, "%%bash\necho $(", "%%time\n" + CALL)), (0, 1), "2 loads")
case("notebook of format 3", file("a.ipynb", json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "language": "python", "input": LOAD, "outputs": []}]}], "nbformat": 3, "nbformat_minor": 0, "metadata": {}})), (0, 1), FOUND)
case("notebook of format 3 and 4 at once", file("a.ipynb", json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": LOAD}]}], "cells": [], "nbformat": 3, "metadata": {}})), (0, 3), never=NOTHING)
case("notebook of 20,000 cells", file("a.ipynb", lambda: notebook(*["x = 1\n"] * 20_000, LOAD)), (0, 1), FOUND)
case("notebook cut in the middle", file("a.ipynb", notebook(LOAD, "x = 1")[:200]), 3, UNREAD)
case("notebook with single quotes", file("a.ipynb", str({"cells": [cell(LOAD)]})), 3, UNREAD)

# --- Source ----------------------------------------------------------------------------------
for name, text in (
    ("100,000 parentheses", lambda: "x = " + "(" * 100_000 + CALL + ")" * 100_000),
    ("100,000 brackets, unclosed", lambda: "x = " + "[" * 100_000 + CALL),
    ("100,000 braces", lambda: "x = " + "{" * 100_000 + CALL + "}" * 100_000),
    ("100,000 minus signs", lambda: "x = " + "-" * 100_000 + CALL),
    ("100,000 nots", lambda: "x = " + "not " * 100_000 + CALL),
    ("100,000 awaits", lambda: "x = " + "await " * 100_000 + CALL),
    ("100,000 lambdas", lambda: "x = " + "lambda: " * 100_000 + CALL),
    ("100,000 conditions", lambda: "x = " + "1 if 1 else " * 100_000 + CALL),
    ("100,000 powers", lambda: "x = " + "2 ** " * 100_000 + CALL),
    ("100,000 attributes", lambda: "x = a" + ".b" * 100_000 + "\n" + CALL),
    ("100,000 calls", lambda: "x = a" + "()" * 100_000 + "\n" + CALL),
    ("100,000 subscripts", lambda: "x = a" + "[0]" * 100_000 + "\n" + CALL),
    ("100,000 calls within", lambda: "x = " + "f(" * 100_000 + CALL + ")" * 100_000),
    ("sum of 100,000 terms", lambda: "x = " + "1 + " * 100_000 + CALL),
    ("sum of 100,000 strings", lambda: "x = " + "'a' + " * 100_000 + "'b'\n" + CALL),
    ("name of 100,000 added strings", lambda: "n = " + "'a' + " * 100_000 + "'b'\nAutoModel.from_pretrained(n)\n" + CALL),
    ("100,000 strings side by side", lambda: "x = " + "'a' " * 100_000 + "\n" + CALL),
    ("100,000 comparisons", lambda: "x = " + "1 < " * 100_000 + CALL),
    ("100,000 ands", lambda: "x = " + "1 and " * 100_000 + CALL),
    ("100,000 targets", lambda: "x = " * 100_000 + CALL),
    ("100,000 decorators", lambda: "@a\n" * 100_000 + "def f(): pass\n" + CALL),
    ("100,000 elifs", lambda: "if 1: pass\n" + "elif 1: pass\n" * 100_000 + CALL),
    ("100,000 else ifs", lambda: "".join(" " * min(i, 90) + "if 1:\n" for i in range(90)) + " " * 90 + "pass\n" + CALL),
    ("100,000 arguments", lambda: "f(" + "a," * 100_000 + ")\n" + CALL),
    ("100,000 keywords", lambda: "f(" + ",".join("a%d=1" % i for i in range(100_000)) + ")\n" + CALL),
    ("100,000 parameters", lambda: "def f(" + ",".join("a%d=1" % i for i in range(100_000)) + "): pass\n" + CALL),
    ("5,000 wrappers", lambda: "".join("def f%d(n): return AutoModel.from_pretrained(n)\n" % i for i in range(5_000)) + CALL),
    ("100,000 constants", lambda: "".join("c%d = c%d\n" % (i + 1, i) for i in range(100_000)) + "AutoModel.from_pretrained(c100000)\n" + CALL),
    ("constants that double", lambda: "c0 = 'a/b'\n" + "".join("c%d = c%d + c%d\n" % (i + 1, i, i) for i in range(200)) + "AutoModel.from_pretrained(c200)\n" + CALL),
    ("conditions that double", lambda: "c0 = 'a/b'\n" + "".join("c%d = c%d if x else c%d\n" % (i + 1, i, i) for i in range(200)) + "AutoModel.from_pretrained(c200)\n" + CALL),
    ("constants in a circle", lambda: "a = b\nb = a\nAutoModel.from_pretrained(a)\n" + CALL),
    ("functions in a circle", lambda: "def f(n): return g(n)\ndef g(n): return f(n)\nAutoModel.from_pretrained(f('a'))\n" + CALL),
    ("classes in a circle", lambda: "class A(B): pass\nclass B(A): pass\nA.x.from_pretrained('a/b')\n" + CALL),
    ("assigned 50,000 times", lambda: "".join("n = 'a/m%d'\n" % i for i in range(50_000)) + "AutoModel.from_pretrained(n)\n" + CALL),
    ("table of 50,000 rows", lambda: "T = {" + ",".join("'k%d': 'a/m%d'" % (i, i) for i in range(50_000)) + "}\nAutoModel.from_pretrained(T[k])\n" + CALL),
    ("100,000 imports", lambda: "".join("import m%d\n" % i for i in range(100_000)) + CALL),
    ("100,000 stars", lambda: "from x import *\n" * 100_000 + CALL),
    ("f-string of 100,000 fields", lambda: "x = f'" + "{a}" * 100_000 + "'\n" + CALL),
    ("f-string nested 1,000 deep", lambda: "x = " + "f'{" * 1000 + "1" + "}'" * 1000 + "\n" + CALL),
    ("f-string format nested", lambda: "x = f'" + "{a:" * 1000 + "}" * 1000 + "'\n" + CALL),
    ("number of a million digits", lambda: "x = " + "9" * 1_000_000 + "\n" + CALL),
    ("string repeated 10^12 times", lambda: "n = 'a' * 1000000000000\nAutoModel.from_pretrained(n)\n" + CALL),
    ("format of huge width", lambda: "n = '%1000000000s' % 'a'\nm = f'{1:1000000000}'\nAutoModel.from_pretrained(n + m)\n" + CALL),
    ("join, replace, split", lambda: "n = 'a'.join(['b'] * 1000000)\nAutoModel.from_pretrained(n.replace('', 'x' * 1000))\n" + CALL),
    ("name of 10 MB", lambda: "x" * 10_000_000 + " = 1\n" + CALL),
    ("match nested", lambda: "".join(" " * i + "match x:\n" + " " * (i + 1) + "case y:\n" for i in range(0, 150, 2)) + " " * 152 + "pass\n" + CALL),
):
    case("source: " + name, file("a.py", lambda text=text: "from transformers import AutoModel\n" + text() + "\n"), (1, 3), never="-> PASS", seconds=1.0, memory=700)
case("unterminated triple quote", both(HARMLESS, file("a.py", "x = '''\n" + LOAD)), (1, 3))
case("quote opened over a load", file("a.py", 'x = "\n' + LOAD), 1, FOUND)
case("load in a string", both(HARMLESS, file("a.py", "'''\n" + LOAD + "'''\n# " + CALL + "\n")), 0, NOTHING)
case("syntax error at the load", both(HARMLESS, file("a.py", "from transformers import AutoModel\nAutoModel.from_pretrained 'a/b', )\n")), 3, UNREAD)
case("syntax error in front", file("a.py", "def (:\n  !!\n" + LOAD), 1, FOUND)
case("Python 2", file("a.py", 'print "x"\nexec "y"\n' + LOAD), 1, FOUND)
for name, revision, rule in (
    ("main", "main", "HFG102"),
    ("39 digits", COMMIT[:39], "HFG104"),
    ("41 digits", COMMIT + "0", "HFG102"),
    ("7 digits", COMMIT[:7], "HFG104"),
    ("pull request", "refs/pr/1", "HFG102"),
    ("nothing", "", "HFG10"),
    ("blank behind", COMMIT + " ", "HFG102"),
    ("line end behind", COMMIT + "\\n", "HFG102"),
    ("NUL behind", COMMIT + "\\0", "HFG102"),
    ("full-width digit", "\uff15" + COMMIT[1:], "HFG102"),
):
    case("revision: " + name, file("a.py", SAFE.replace(COMMIT, revision)), (0, 1) if rule == "HFG104" else 1, rule)
case("revision: 40 digits", file("a.py", SAFE), 0, "-> PASS")
case("revision: 40 digits in upper case", file("a.py", SAFE.replace(COMMIT, COMMIT.upper())), (0, 1))
case("requirements: garbage", both(SAFE and file("a.py"), file("requirements.txt", lambda: b"\xff\0torch==" + b"9" * 100_000 + b"\n[[[\n")), 1, FOUND)
case("pyproject: nested", both(file("a.py"), file("pyproject.toml", lambda: "x = " + "[" * 100_000)), 1, FOUND)
case("pyproject: FIFO", both(file("a.py"), fifo("pyproject.toml")), 1, FOUND, UNREAD)
case("requirements that include themselves", both(file("a.py"), file("requirements.txt", "-r requirements.txt\n-r ../../x\n")), 1, FOUND)
case("modules that import each other", both(file("a.py", "from b import N\nfrom transformers import AutoModel\nAutoModel.from_pretrained(N)\n"), file("b.py", "from a import N\n")), (0, 1), "1 load")
case("module of 1 GiB that is imported", both(sparse("b.py", 1 << 30), file("a.py", "from b import N\nfrom transformers import AutoModel\nAutoModel.from_pretrained(N)\n")), (1, 3), UNREAD)
case("module that is a FIFO", both(fifo("b.py"), file("a.py", "from b import N\nfrom transformers import AutoModel\nAutoModel.from_pretrained(N)\n")), (1, 3), UNREAD)

# --- Policy ----------------------------------------------------------------------------------
for name, policy in (
    ("unknown key", "version: 1\nprest: strict\n"),
    ("unknown version", "version: 2\n"),
    ("no version", "preset: strict\n"),
    ("wrong type", "version: 1\nrules: 7\n"),
    ("number of 2^63", "version: 1\nlimits:\n  source: 9223372036854775808\n"),
    ("number of 2^64 + 1", "version: 1\nlimits:\n  source: 18446744073709551617\n"),
    ("negative number", "version: 1\nlimits:\n  source: -1\n"),
    ("duplicate key", "version: 1\nversion: 1\n"),
    ("alias bomb", "version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join("%s: &%s [%s]\n" % (chr(98 + i), chr(98 + i), ",".join(["*" + chr(97 + i)] * 9)) for i in range(12))),
    ("nested 100,000 deep", "version: 1\nrules: " + "[" * 100_000),
    ("nested 100,000 blocks", "".join(" " * i + "a:\n" for i in range(1400))),
    ("20,000 directives", "".join("%%TAG !a%d! x\n" % i for i in range(20_000)) + "---\nversion: 1\n"),
    ("two documents", "version: 1\n---\nversion: 1\n"),
    ("garbage", b"\xff\xfe\0\1"),
    ("NUL", "version: 1\0\npreset: strict\n"),
    ("python tag", "version: !!python/object/apply:os.system [id]\n"),
    ("self-reference", "version: 1\nrules: &a\n  HFG101: *a\n"),
    ("tab", "version: 1\n\trules: x\n"),
    ("unclosed quote", 'version: "1\n'),
    ("unknown rule", "version: 1\nrules:\n  HFG10:\n    level: off\n"),
    ("expired by a bad date", "version: 1\nrules:\n  HFG101:\n    level: off\n    reason: x\n    until: 2027-02-30\n"),
    ("2 MiB", lambda: "version: 1\n" + "#" * (2 << 20)),
):
    case("policy: " + name, both(file("a.py"), file(".hfgate.yml", policy)), 2, ".hfgate.yml", plain=True, never="pwned")
case("policy: empty", both(file("a.py"), file(".hfgate.yml", "")), (1, 2), plain=True)
case("policy: link", both(file("a.py"), lambda r: os.symlink("/dev/null", r + "/.hfgate.yml")), 2, "link", plain=True)
case("policy: FIFO", both(file("a.py"), lambda r: os.mkfifo(r + "/.hfgate.yml")), 2, plain=True)
case("policy: folder", both(file("a.py"), lambda r: os.mkdir(r + "/.hfgate.yml")), 2, plain=True)
case("policy: unreadable", both(file("a.py"), file(".hfgate.yml", "version: 1\n"), mode(".hfgate.yml", 0)), 2, plain=True, nobody=True)
case("policy: two", both(file("a.py"), file(".hfgate.yml", "version: 1\n"), file(".github/hfgate.yml", "version: 1\n")), 2, ".github/hfgate.yml", plain=True)
case("policy: pattern that explodes", both(file("a.py"), file("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab.py"), file(".hfgate.yml", "version: 1\npaths:\n  exclude: ['" + "*a" * 30 + "c']\n")), (1, 2), plain=True)
case("policy: empty tree", lambda root: None, 3)
case("policy: only irrelevant files", both(file("a.csv", "x"), file("b.png", "x")), 3)

# --- Environment -----------------------------------------------------------------------------
case("no environment", REPO, 1, FOUND, env={"HOME": "", "PATH": "", "TMPDIR": "", "LC_ALL": "\xff"})
case("environment that steers git", REPO, 1, FOUND, env={"GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/etc", "GIT_INDEX_FILE": "/dev/zero", "GIT_CONFIG_GLOBAL": "/dev/zero", "GIT_OBJECT_DIRECTORY": "/x"})
case("HOME holds a .gitconfig that ignores all", both(REPO, file("h/.gitconfig", "[core]\n\texcludesFile = {x}\n"), file("b.py")), 1, FOUND, env={"HOME": "/nonexistent"})
case("stdin closed", REPO, 1, FOUND, closed=(0,))
case("stderr closed", REPO, 1, closed=(2,))
case("stdout closed", REPO, 4, closed=(1,), plain=True)
case("all closed", REPO, 4, closed=(0, 1, 2), plain=True)
case("stdout is full", REPO, 4, args=("lint", "--format", "json=/dev/full"), plain=True)
case("report into a missing folder", REPO, 4, args=("lint", "--format", "json=no/where/x"), plain=True)
case("report over a link", both(REPO, lambda r: os.symlink("a.py", r + "/out.json")), 4, args=("lint", "--format", "json=out.json"), plain=True)
case("memory of 64 MiB", REPO, (1, 3, 4), limits={"RLIMIT_AS": 64 << 20}, plain=True)
case("memory of 64 MiB for 30 MB", file("a.py", lambda: "x = '" + "y" * 30_000_000 + "'\n" + LOAD), (1, 3, 4), limits={"RLIMIT_AS": 64 << 20}, plain=True)
case("16 descriptors", both(REPO, lambda r: [write(r, "d%d/e/f.py" % i) for i in range(100)]), (1, 3, 4), limits={"RLIMIT_NOFILE": 16}, plain=True)
case("5 descriptors", REPO, (1, 2, 3, 4), limits={"RLIMIT_NOFILE": 5}, plain=True)
case("stack of 256 KiB", both(REPO, file("b.py", "from transformers import AutoModel\nx = " + "(" * 10_000 + CALL + ")" * 10_000 + "\n")), (1, 3), limits={"RLIMIT_STACK": 256 << 10}, plain=True, never="-> PASS")
case("no process may be started", REPO, (1, 3, 4), limits={"RLIMIT_NPROC": 0}, plain=True, nobody=True, never="-> PASS")
case("files of no size", REPO, 4, limits={"RLIMIT_FSIZE": 0}, args=("lint", "--format", "json={out}/x"))
case("standard input", lambda root: None, 1, FOUND, args=("-",), stdin=LOAD.encode(), lint=True)
case("standard input of a notebook", lambda root: None, (0, 1), FOUND, args=("--stdin-filename", "a.ipynb", "-"), stdin=notebook(LOAD).encode(), lint=True)
case("standard input of 40 MB", lambda root: None, 3, args=("-",), stdin=b"x = 1\n" * 7_000_000, lint=True, plain=True)
case("standard input is empty", lambda root: None, 0, args=("-",), stdin=b"", lint=True)
case("standard input named like a command", lambda root: None, 1, args=("--stdin-filename", "a\n::error::b.py", "-"), stdin=LOAD.encode(), lint=True)


def storm(process, tree):
    for _ in range(50):
        if not runs(process):
            return
        process.send_signal(signal.SIGWINCH)
        process.send_signal(signal.SIGCHLD)
        time.sleep(0.0005)


case("storm of signals", both(REPO, lambda r: [write(r, "f%d.py" % i, "x = 1\n") for i in range(3000)]), 1, FOUND, during=storm)
