"""Holds the documents against the program: commands run, shown output is the output, lists are
complete, links lead somewhere.

	docs.py BINARY

A fenced block below `<!-- file NAME -->` is written to that file; `sh` blocks are run line by line
where a line starts with `hfgate`; in `console` blocks the output must be the one shown. Each document
has a folder of its own, a git repository with one commit. `<!-- not run -->` leaves a block out.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.getcwd()
BINARY = os.path.abspath(sys.argv[1])
DOCUMENTS = ["README.md", "DECISIONS.md", "SECURITY.md"] + sorted(
    os.path.join("docs", name) for name in os.listdir("docs") if name.endswith(".md")
)
USAGE, ENVIRONMENT, KILLED = 2, 4, 126
passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED", what)
    return ok


def run(command, folder):
    path = os.path.dirname(BINARY) + os.pathsep + os.environ["PATH"]
    environment = dict(os.environ, PATH=path, HOME=folder, LC_ALL="C.UTF-8")
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def blocks(text):
    """(marker, language, body, line) of each fenced block."""
    marker, language, body = "", None, []
    for number, line in enumerate(text.split("\n"), 1):
        if language is None and line.startswith("```"):
            language, body, start = line[3:].strip(), [], number
        elif line.startswith("```"):
            yield marker, language, "\n".join(body) + "\n", start
            marker, language = "", None
        elif language is not None:
            body.append(line)
        elif line.startswith("<!-- "):
            marker = line[5:].removesuffix(" -->")
        elif line:
            marker = ""
    check(language is None, "a fence is not closed")


def write(folder, name, body):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(body)
    if os.path.basename(name) == ".hfgate.yml":
        return run("hfgate config validate && hfgate lint -q", folder)[0] != USAGE
    return True


def runs(where, line, folder):
    status, output = run(line, folder)
    good = status not in (USAGE, ENVIRONMENT) and status < KILLED
    check(good, f"{where}: `{line}` ends with {status}\n{output}")


def shows(where, body, folder):
    for piece in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, wanted = piece.partition("\n")
        _, got = run(command, folder)
        if check(got.strip() == wanted.strip(), f"{where}: `{command}` shows something else:"):
            continue
        print(got)


def commit(folder):
    who = "-c user.name=n -c user.email=e@x.example"
    return run(f"git init -q . ; git add -A && git {who} commit -q --allow-empty -m x", folder)


def execute(document):
    with open(document, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        commit(folder)
        for marker, language, body, line in blocks(text):
            where = f"{document}:{line}"
            if marker.startswith("file "):
                check(write(folder, marker[5:], body), f"{where}: not a valid policy")
                commit(folder)
            elif marker == "not run":
                continue
            elif language == "sh":
                for command in body.split("\n"):
                    if command.startswith("hfgate"):
                        runs(where, command, folder)
            elif language == "console":
                shows(where, body, folder)
            elif language == "json":
                json.loads(body)


def links(document):
    with open(document, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if path.startswith("https:"):
            continue
        path = os.path.normpath(os.path.join(os.path.dirname(document), path)) if path else document
        good = os.path.exists(path)
        if good and anchor:
            with open(path, encoding="utf-8") as file:
                titles = re.findall(r"^#+ (.*)$", file.read(), flags=re.M)
            slugs = [re.sub(r"[^a-z0-9 _-]", "", title.lower()).replace(" ", "-") for title in titles]
            good = anchor in slugs
        check(good, f"{document}: {target} leads nowhere")


def read(document):
    with open(document, encoding="utf-8") as file:
        return file.read()


def rule_tables():
    rules = json.loads(run("hfgate rules --format json", ROOT)[1])
    check(len(rules) > 20, "few rules")
    for document in ("README.md", "docs/rules.md"):
        text = read(document)
        for rule in rules:
            row = f") {rule['name']} | {rule['level']} | {rule['summary']} |"
            known = any(f"[{rule['id']}](" in line and row in line for line in text.split("\n"))
            check(known, f"{document}: no row for {rule['id']} as `hfgate rules` says it")
        mentioned = set(re.findall(r"^\| .*\[(HFG\d+)\]", text, flags=re.M))
        check(mentioned == {rule["id"] for rule in rules}, f"{document}: other rules than there are")


def keys_of_schema(schema, prefix=""):
    for name, value in schema.get("properties", {}).items():
        yield prefix + name
        for inner in (value, value.get("additionalProperties"), value.get("items")):
            for shape in [inner] + (inner.get("anyOf", []) if isinstance(inner, dict) else []):
                if isinstance(shape, dict) and "properties" in shape:
                    yield from keys_of_schema(shape, "")


def policy_keys():
    text = read("docs/policy.md")
    schema = json.loads(run("hfgate config schema", ROOT)[1])
    for key in set(keys_of_schema(schema)):
        check(re.search(rf"`(?:[\w-]+\.)*{re.escape(key)}`", text), f"docs/policy.md: no {key}")
    for line in run("hfgate config show", "/")[1].split("\n"):
        key, _, rest = line.partition(" = ")
        check(not key or f"`{key}`" in text, f"docs/policy.md: no `{key}`")


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def report_keys():
    text = read("docs/report.md")
    for key in set(keys_of(json.loads(read("tests/report/json.golden")))):
        check(f"`{key}`" in text, f"docs/report.md: no `{key}`")


def sink_keys():
    text = read("docs/sinks.md")
    known = re.findall(r'\[(?:KEY|FILE)_\w+\] = S_INIT\("(\w+)"\)', read("gate/loads/catalogue_read.c"))
    check(len(known) > 30, "keys of the catalogue are not found in its reader")
    for key in known:
        check(f"`{key}`" in text or f"\n{key}:" in text, f"docs/sinks.md: no `{key}`")


def catalogue_size():
    files = [os.path.join("rules/sinks", name) for name in os.listdir("rules/sinks")]
    rows = sum(len(re.findall(r"^  - ", read(file), flags=re.M)) for file in files)
    said = re.search(r"more than (\d+) rows", read("README.md"))
    check(said and int(said[1]) < rows < 2 * int(said[1]), f"README.md: the catalogue has {rows} rows")


def help_options():
    text = read("README.md") + "".join(read(document) for document in DOCUMENTS)
    known = set(re.findall(r"--[a-z][a-z-]+", "".join(
        run(f"hfgate {command} --help", ROOT)[1]
        for command in ("lint", "rules", "explain", "config", "version"))))
    for line in re.findall(r"hfgate [^`\n]*", text):
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line):
            check(option in known or option == "--local-dir", f"no option {option}: {line}")


for name in DOCUMENTS:
    execute(name)
    links(name)
rule_tables()
policy_keys()
report_keys()
sink_keys()
catalogue_size()
help_options()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
