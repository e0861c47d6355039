"""Compares two outputs of python_calls; see python_calls.sh."""
import fnmatch
import sys


def files(path):
    name, lines = None, []
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as text:
        for line in text:
            line = line.rstrip("\n")
            if line.startswith("file "):
                if name is not None:
                    yield name, lines
                name, lines = line[5:], []
            else:
                lines.append(line)
    if name is not None:
        yield name, lines


def explained(path):
    with open(path, encoding="utf-8") as text:
        return [line.split()[0] for line in text if line.strip() and not line.startswith("#")]


def main():
    ours_path, theirs_path, explained_path = sys.argv[1:]
    patterns = explained(explained_path)
    compared = rejected = calls = inner = differing = known = incomplete = 0
    for (name, ours), (other, theirs) in zip(files(ours_path), files(theirs_path), strict=True):
        assert name == other, (name, other)
        if theirs and theirs[0].startswith("rejected"):
            rejected += 1
            incomplete += bool(ours) and ours[0].split()[0] in ("incomplete", "rejected")
            continue
        compared += 1
        calls += len(theirs)
        inner += sum(line.startswith("in f-string") for line in theirs)
        if ours == theirs:
            continue
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            known += 1
            continue
        differing += 1
        print("differs:", name)
        for line in sorted(set(theirs) - set(ours))[:3]:
            print("  only CPython:", line)
        for line in sorted(set(ours) - set(theirs))[:3]:
            print("  only hfgate: ", line)
    print(f"{compared} files compared, {calls} calls ({inner} in f-strings), {differing} differ, "
          f"{known} explained; CPython rejects {rejected} more, {incomplete} of them incomplete here")
    print(f"{compared - differing - known} passed, {differing} failed")
    sys.exit(differing > 0 or compared == 0)


main()
