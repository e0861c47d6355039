"""Calls of Python files as CPython's ast sees them; see python_calls.sh.

One line a call: start line:byte column-end line:byte column, the span of the callee, positional
arguments, starred ones, keyword names (`**` for a mapping). Calls inside f-strings come after,
sorted and without positions: CPython before 3.12 does not know them.
"""
import ast
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def describe(call):
    starred = sum(isinstance(a, ast.Starred) for a in call.args)
    names = ",".join(k.arg or "**" for k in call.keywords)
    return f"{len(call.args) - starred} {starred} {names}"


def span(node):
    return f"{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}"


def calls(tree):
    plain, inner = [], []
    stack = [(tree, False)]
    while stack:
        node, inside = stack.pop()
        inside = inside or isinstance(node, ast.JoinedStr)
        if isinstance(node, ast.Call):
            if inside:
                inner.append("in f-string " + describe(node))
            else:
                plain.append((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset,
                              f"{span(node)} {span(node.func)} {describe(node)}"))
        stack.extend((child, inside) for child in ast.iter_child_nodes(node))
    return [p[4] for p in sorted(plain)] + sorted(inner)


def main():
    for path in sys.stdin.read().splitlines():
        print("file", path)
        try:
            with open(path, "rb") as file:
                tree = ast.parse(file.read())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            print("rejected", type(error).__name__, str(error).splitlines()[0])
            continue
        for line in calls(tree):
            print(line)


main()
