#!/bin/sh
# Compares the calls py_parse finds with those of CPython's ast, over all .py below the folders.
#   make build/libhfgate.a && tests/oracle/python_calls.sh DIR...
# Prints counts and the files that differ. Files named in python_calls.explained (a shell pattern
# and a reason a line) may differ. Exit status 1: others do.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
build=${B:-$root/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-gcc} -std=c11 -D_GNU_SOURCE -I"$root/include" -I"$root/gate" -O2 -o "$work/calls" \
	"$here/python_calls.c" "$build/libhfgate.a"
find "$@" -name '*.py' -type f | sort >"$work/files"
"$work/calls" <"$work/files" >"$work/ours"
python3 "$here/python_calls.py" <"$work/files" >"$work/theirs" 2>/dev/null
python3 "$here/python_calls_compare.py" "$work/ours" "$work/theirs" "$here/python_calls.explained"
