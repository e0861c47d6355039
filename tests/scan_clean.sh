#!/bin/sh
# Scans of a generated tree and of this repository by several threads; for programs built with a
# sanitizer, whose complaint is a status of its own.   B=build-tsan tests/scan_clean.sh [DIR...]
set -u
cd "$(dirname "$0")/.."
binary=$PWD/${B:-build}/hfgate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
mkdir "$work/tree"
python3 tests/generate_tree.py "$work/tree" 300

for tree in "$work/tree" "$PWD" "$@"; do
	for format in text json sarif; do
		"$binary" lint -C "$tree" --jobs 4 --format "$format" >"$work/out" 2>"$work/errors"
		status=$?
		case $status in
		0 | 1 | 3) [ -s "$work/out" ] && passed=$((passed + 1)) && continue ;;
		esac
		echo "FAILED $tree as $format: status $status"
		tail -n 60 "$work/errors"
		failed=$((failed + 1))
	done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
