#!/bin/sh
# The same bytes for any number of threads, locale, time zone and place in the file system's order.
#	tests/cli/determinism.sh [BINARY]
set -u
binary=${1:-${B:-build}/hfgate}
case $binary in /*) ;; *) binary=$PWD/$binary ;; esac
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# reports FOLDER TREE [NAME=VALUE...] [-- OPTION...]
reports() {
	folder=$work/$1 tree=$2
	shift 2
	mkdir -p "$folder"
	set -- "$@" --
	variables=
	while [ "$1" != -- ]; do
		variables="$variables $1"
		shift
	done
	shift
	options=
	for option; do [ "$option" = -- ] || options="$options $option"; done
	# shellcheck disable=SC2086
	env $variables "$binary" lint -v --color never --format text --format json="$folder/json" \
		--format sarif="$folder/sarif" $options -C "$tree" >"$folder/text" 2>"$folder/errors"
	echo $? >"$folder/status"
}

same() { # NAME
	for report in text json sarif status; do
		if cmp -s "$work/first/$report" "$work/again/$report"; then
			passed=$((passed + 1))
		else
			echo "FAILED $1: $report differs"
			diff "$work/first/$report" "$work/again/$report" | head -n 5
			failed=$((failed + 1))
		fi
	done
	rm -rf "$work/again"
}

# A locale whose decimal point and letters differ; made here, since few machines have it.
german=
if command -v localedef >/dev/null && localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" 2>/dev/null; then
	german="LOCPATH=$work LC_ALL=de_DE.UTF-8"
fi

variants() { # TREE
	tree=$1
	reports first "$tree" -- --jobs 1
	if ! [ -s "$work/first/json" ] || ! grep -q '"loads"' "$work/first/json"; then
		echo "FAILED no report for $tree"
		cat "$work/first/errors"
		failed=$((failed + 1))
		return
	fi
	for jobs in 1 2 8 33; do
		for _ in 1 2 3; do
			reports again "$tree" -- --jobs $jobs
			same "--jobs $jobs"
		done
	done
	for variables in LC_ALL=C LC_ALL=C.UTF-8 LC_ALL=de_DE.UTF-8 "$german" LC_ALL=tr_TR.UTF-8 TZ=UTC \
		TZ=Pacific/Kiritimati TZ=:/nonexistent 'TERM=dumb NO_COLOR=1' COLUMNS=40 HOME=/nonexistent; do
		# shellcheck disable=SC2086
		reports again "$tree" $variables
		same "$variables"
	done
}

python3 tests/generate_tree.py "$work/tree" 600
variants "$work/tree"
variants "$root"

# Another place, another order of creation: only the description of the tree may differ.
mkdir "$work/copy"
(cd "$work/tree" && find . -path ./.git -prune -o -type f -print | sort -r | cpio -pdm --quiet "$work/copy" 2>/dev/null) ||
	(cd "$work/tree" && find . -path ./.git -prune -o -type f -print | sort -r | while read -r file; do
		mkdir -p "$work/copy/$(dirname "$file")" && cp "$file" "$work/copy/$file"
	done)
reports first "$work/tree" -- --jobs 2
reports again "$work/copy" -- --jobs 8
same 'files made in another order, without git'

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
