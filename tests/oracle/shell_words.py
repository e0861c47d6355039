#!/usr/bin/env python3
"""Compares sh_parse with shfmt -tojson: words, assignments and heredocs of every script given.

usage: shell_words.py PROGRAM [FILE...]   (PROGRAM: build/tests/oracle/shell_words; without
files their names are read from standard input)
Scripts that shfmt refuses are not counted. Exit status 1 when anything differs.
"""
import json
import re
import subprocess
import sys
import concurrent.futures

DASH_HEREDOC = 62


def unescape(text, quoting):
    if quoting == "bare":
        return re.sub(r"\\(.)", lambda m: "" if m[1] == "\n" else m[1], text, flags=re.S)
    special = '$`\\"\n' if quoting == "double" else "$`\\\n"
    return re.sub(r"\\(.)", lambda m: ("" if m[1] == "\n" else m[1]) if m[1] in special else m[0],
                  text, flags=re.S)


def ansi(text):
    letters = dict(zip("abeEfnrtv\\'\"?", "\a\b\033\033\f\n\r\t\v\\'\"?"))
    return re.sub(r"\\(?:x([0-9a-f]{1,2})|([0-7]{1,3})|(.))",
                  lambda m: chr(int(m[1], 16)) if m[1] else chr(int(m[2], 8)) if m[2] else
                  letters.get(m[3], "\\" + m[3]), text, flags=re.S)


def constant(parts, quoting):
    out = ""
    for part in parts or []:
        kind = part["Type"]
        if kind == "Lit":
            out += unescape(part.get("Value", ""), quoting)
        elif kind == "SglQuoted":
            value = part.get("Value", "")
            out += ansi(value) if part.get("Dollar") else value
        elif kind == "DblQuoted":
            inner = constant(part.get("Parts"), "double")
            if inner is None:
                return None
            out += inner
        elif kind == "ExtGlob":
            return "EXTGLOB"  # a part of its own there, letters here
        else:
            return None
    return out


def text_of(word, quoting="bare"):
    return constant((word or {}).get("Parts"), quoting)


def record_word(found, word, kind="W", quoting="bare"):
    found.add((kind, word["Pos"]["Offset"], text_of(word, quoting)))


def record_assign(found, assign):
    name = assign.get("Name")
    if assign.get("Naked"):
        if name and not assign.get("Index"):
            found.add(("W", name["Pos"]["Offset"], name["Value"]))
        elif assign.get("Value"):
            record_word(found, assign["Value"])
        return
    value = "()" if assign.get("Array") else text_of(assign.get("Value"))
    found.add(("A", assign["Pos"]["Offset"], bool(assign.get("Append")), name["Value"], value))


def spans_of_let(node):
    """Arithmetic of `let` is words for us."""
    if isinstance(node, list):
        return [span for child in node for span in spans_of_let(child)]
    if not isinstance(node, dict):
        return []
    if node.get("Type") == "LetClause":
        return [(node["Pos"]["Offset"], node["End"]["Offset"])]
    return [span for child in node.values() for span in spans_of_let(child)]


def is_explained(text, item, other, lets):
    """Differences in which bash itself is with us, or that are a matter of form."""
    at = item[1]
    if any(start <= at < end for start, end in lets):
        return True
    # the back-tick inside back-ticks is written \\` and begins at the backslash for us
    if any((item[0], at + d, *item[2:]) in other for d in (-1, 1)):
        return True
    # shfmt 3.6 takes a # right behind a closing quote for a comment; bash does not
    line = text[text.rfind(b"\n", 0, at) + 1:at]
    return re.search(rb"[\"'}]#", line) is not None


def visit(found, node):
    if isinstance(node, list):
        for child in node:
            visit(found, child)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("Type")
    if kind == "CallExpr":
        for word in node.get("Args") or []:
            record_word(found, word)
        for assign in node.get("Assigns") or []:
            record_assign(found, assign)
    elif kind == "DeclClause":
        for assign in node.get("Args") or []:
            record_assign(found, assign)
    elif kind == "CaseClause":
        record_word(found, node["Word"])
        for item in node.get("Items") or []:
            for word in item["Patterns"]:
                record_word(found, word)
    elif kind == "WordIter":
        for word in node.get("Items") or []:
            record_word(found, word)
    if "Elems" in node:
        for element in node.get("Elems") or []:
            if element.get("Index"):
                found.update([("E", element["Pos"]["Offset"]), ("E", element["Pos"]["Offset"] - 1)])
            elif element.get("Value"):
                record_word(found, element["Value"])
    for redirect in node.get("Redirs") or []:
        record_word(found, redirect["Word"])
        if redirect.get("Hdoc"):
            body = redirect["Hdoc"]
            text = "".join(p["Value"] for p in body["Parts"]) if quoted(redirect["Word"]) else \
                text_of(body, "heredoc")
            if redirect["Op"] == DASH_HEREDOC and text is not None:
                text = re.sub(r"^\t+", "", text, flags=re.M)
            found.add(("H", body["Pos"]["Offset"], text))
    for child in node.values():
        visit(found, child)


def quoted(word):
    return any(p["Type"] in ("SglQuoted", "DblQuoted") or "\\" in p.get("Value", "")
               for p in word.get("Parts", []))


def theirs(path):
    with open(path, "rb") as file:
        text = file.read()
    if b"\r" in text or b"\0" in text:
        return None  # shell_clean takes them out before sh_parse
    run = subprocess.run(["shfmt", "-ln", "bash", "-tojson"], input=text, capture_output=True)
    if run.returncode:
        return None
    found, tree = set(), json.loads(run.stdout)
    visit(found, tree)
    return found, spans_of_let(tree), text


def ours(program, paths):
    run = subprocess.run([program, *paths], capture_output=True, check=True)
    files, complete = {}, {}
    for line in run.stdout.decode().splitlines():
        field = line.split(" ")
        if field[0] == "F":
            path = " ".join(field[1:-1])
            current = files[path] = set()
            complete[path] = field[-1] == "1"
            continue
        last = field[-1]
        value = None if last == "?" else "()" if last == "()" else \
            bytes.fromhex(last[1:]).decode("utf-8", "replace")
        if field[0] == "A":
            current.add(("A", int(field[1]), field[2] == "1",
                         bytes.fromhex(field[3]).decode("utf-8", "replace"), value))
        else:
            current.add((field[0], int(field[1]), value))
    return files, complete


def main():
    program, paths = sys.argv[1], sys.argv[2:] or sys.stdin.read().splitlines()
    found, complete = {}, {}
    for i in range(0, len(paths), 200):
        one, two = ours(program, paths[i:i + 200])
        found.update(one)
        complete.update(two)
    judged = differ = incomplete = records = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, expected in zip(paths, pool.map(theirs, paths)):
            if expected is None:
                continue
            judged += 1
            expected, lets, text = expected
            mine = found[path]
            # elements with a key are assignments for us; keys of arrays are told apart by place
            keyed = {item[1] for item in expected if item[0] == "E"}
            expected = {item for item in expected if item[0] != "E"}
            mine = {item for item in mine if not (item[0] == "A" and item[1] in keyed)}
            globs = {item[1] for item in expected if item[2] == "EXTGLOB"}
            expected = {item for item in expected if item[1] not in globs}
            mine = {item for item in mine if item[1] not in globs}
            records += len(expected)
            mine, expected = (
                {item for item in mine if item in expected or
                 not is_explained(text, item, expected, lets)},
                {item for item in expected if item in mine or
                 not is_explained(text, item, mine, lets)})
            if not complete[path]:
                incomplete += 1
                print(f"{path}: not complete")
            if mine != expected:
                differ += 1
                print(f"{path}: differs")
                for item in sorted(mine - expected, key=str)[:4]:
                    print("   only ours  ", str(item)[:150])
                for item in sorted(expected - mine, key=str)[:4]:
                    print("   only theirs", str(item)[:150])
    print(f"{judged} scripts, {records} records, {differ} differ, {incomplete} not complete")
    wrong = differ + incomplete + (not judged)
    print(f"{judged - differ} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
