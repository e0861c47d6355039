#!/bin/sh
# SARIF reports of a generated tree, of this repository and of the golden run, read by the validator
# that Microsoft publishes and by the JSON schema; and a broken report, which both must refuse.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
build=${B:-build}
sh tools/packages.sh clients
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# report FILE ARGUMENTS...: the status may be any verdict, but a report must be there.
report() {
	file=$1
	shift
	status=0
	"$build/hfgate" lint --format "sarif=$file" "$@" >/dev/null 2>"$work/errors" || status=$?
	case $status in 0 | 1 | 3) ;; *) cat "$work/errors"; echo "FAILED: hfgate $*: status $status"; exit 1 ;; esac
}

mkdir "$work/tree"
python3 tests/generate_tree.py "$work/tree" 600
report "$work/tree.sarif" -C "$work/tree"
report "$work/repository.sarif" -C .
report "$work/strict.sarif" -C "$work/tree" --preset strict
sed 's/"startLine":[0-9]*/"startLine":0/' "$work/tree.sarif" >"$work/broken.sarif"
sh "$here/sarif.sh" tests/report/sarif.golden "$work/tree.sarif" "$work/repository.sarif" \
	"$work/strict.sarif" --refused "$work/broken.sarif"
