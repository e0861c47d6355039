#!/bin/sh
# Adds a rule, a sink and a format to a copy of the repository exactly as HACKING.md writes them, builds,
# and shows that each works. A block of HACKING.md below `<!-- file: PATH -->` becomes that file, one
# below `<!-- append: PATH -->` is added to its end.
set -u
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
build=${B:-build}

mkdir "$work/copy"
git ls-files -z --cached --others --exclude-standard 2>/dev/null | xargs -0 cp -a --parents -t "$work/copy" 2>/dev/null
[ -f "$work/copy/Makefile" ] || cp -a Makefile HACKING.md LICENSE gate rules include tests tools "$work/copy"
[ -d "$build" ] && cp -a "$build" "$work/copy/build"
cd "$work/copy" || exit 1

awk '
	/^<!-- (file|append): / {
		how = $2; path = $3
		folder = path
		sub("/[^/]*$", "", folder)
		system("mkdir -p \"" folder "\"")
		next
	}
	path && !inside && /^```/ { inside = 1; match($0, /^`+/); fence = substr($0, 1, RLENGTH); next }
	inside && $0 == fence { inside = 0; close(path); path = ""; next }
	inside { if (how == "file:") print > path; else print >> path }
' HACKING.md
if ! make -j2 build/hfgate build/fixtures >log 2>&1; then
	tail -n 20 log
	echo '0 passed, 3 failed'
	exit 1
fi

check() { # NAME, then a command
	name=$1
	shift
	if "$@" >out 2>&1; then
		passed=$((passed + 1))
	else
		echo "FAILED $name"
		cat out
		failed=$((failed + 1))
	fi
}

# shellcheck disable=SC2317
rule() {
	build/hfgate rules | grep -q 'HFG299.*test-model' &&
		build/hfgate explain HFG299 | grep -q 'Its weights are random' &&
		build/hfgate explain test-model | grep -q 'hf-internal-testing' &&
		build/fixtures tests/rules rules HFG299 && build/fixtures tests/rules rules hfg299 &&
		{ sh tests/style.sh >style; ! grep hfg299 style; }
}

# shellcheck disable=SC2317
sink() {
	build/fixtures tests/rules rules load_model &&
		build/hfgate lint --format json tests/rules/HFG101/load_model.py | grep -q 'gliner.load_model'
}

# shellcheck disable=SC2317
format() {
	build/hfgate lint --format lines tests/rules/HFG101/load_model.py >lines
	[ $? -le 1 ] && grep -q '^tests/rules/HFG101/load_model.py:3:9: HFG101 acme/encoder' lines &&
		build/hfgate lint --format lnes . 2>&1 | grep -q 'did you mean "lines"' &&
		build/hfgate completion bash | grep -q lines
}

check 'a rule: two files and a fixture' rule
check 'a sink: a row and a fixture' sink
check 'a format: a file and a row' format
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
