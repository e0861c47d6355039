#!/bin/sh
# Compares the calls py_parse finds with those of CPython's ast, over all .py below the folders.
#   make build/tests/oracle/python_calls && tests/oracle/python_calls.sh DIR...
# Prints the files that differ, counts, and how many files passed. Files named in
# python_calls.explained (a shell pattern and a reason a line) may differ. Exit status 1: others do.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
calls=${B:-$here/../../build}/tests/oracle/python_calls
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$@" -name '*.py' -type f | sort >"$work/files"
"$calls" <"$work/files" >"$work/ours"
python3 "$here/python_calls.py" <"$work/files" >"$work/theirs" 2>/dev/null
python3 "$here/python_calls_compare.py" "$work/ours" "$work/theirs" "$here/python_calls.explained"
