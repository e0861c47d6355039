#!/bin/sh
# Measures over the given folders, or over a generated tree when none is given.
set -eu
cd "$(dirname "$0")/.."
B=${B:-build}
words=$(mktemp)
tree=
trap 'rm -rf "$words" "$tree"' EXIT
"$B/words" >"$words"
dir=${1:-.}
if [ "$dir" = . ]; then
	tree=$(mktemp -d)
	python3 tests/generate_tree.py "$tree" 3000
	dir=$tree
fi
# shellcheck disable=SC2086
python3 tests/bench.py --slow "$B/hfgate" "$words" $dir
