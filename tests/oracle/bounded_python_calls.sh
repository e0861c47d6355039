#!/bin/sh
# The calls py_parse finds in Python's own library and its tests against those of CPython's ast.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
library=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
[ -d "$library/test" ] || {
	echo "FAILED: no $library/test: the tests of Python's library are not installed"
	exit 1
}
for entry in "$library"/*; do
	case $entry in */site-packages | */dist-packages) continue ;; esac
	set -- "$@" "$entry"
done
sh "$here/python_calls.sh" "$@"
