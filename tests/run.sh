#!/bin/sh
# Runs every suite, shows what failed, and ends with the sum. A suite is a command whose last line
# is `N passed, N failed`; one that ends otherwise, with another status than its count says, without
# a single check or not in time has failed.
set -u
cd "$(dirname "$0")/.."
B=${B:-build}
SECONDS_A_SUITE=${SECONDS_A_SUITE:-240}
export B
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

suite() {
	name=$1
	shift
	start=$(date +%s)
	timeout -k 10 "$SECONDS_A_SUITE" "$@" >"$log" 2>&1 </dev/null
	status=$?
	count=$(tail -n 1 "$log" | grep -aE '^[0-9]+ passed, [0-9]+ failed$')
	p=${count%% passed*} f=${count##*, }
	p=${p:-0} f=${f%% failed*}
	why=
	if [ -z "$count" ]; then
		why="no count in the last line, status $status" f=1
	elif [ "$f" = 0 ] && [ "$status" != 0 ]; then
		why="status $status" f=1
	elif [ "$f" != 0 ] && [ "$status" = 0 ]; then
		why="status 0 in spite of failures"
	elif [ "$p" = 0 ] && [ "$f" = 0 ]; then
		why='no checks' f=1
	fi
	[ "$f" = 0 ] || tail -n 60 "$log"
	printf '%-28s %6d passed %4d failed  %3ds  %s\n' "$name" "$p" "$f" $(($(date +%s) - start)) "$why"
	passed=$((passed + p)) failed=$((failed + f))
}

suite unit "$B/unit"
suite fixtures "$B/fixtures" tests/rules rules
suite arrows sh tests/arrows.sh
suite style sh tests/style.sh
for script in tests/cli/*.sh tests/oracle/bounded_*.sh tests/clients/bounded_*.sh tests/hostile/run.sh tests/added.sh; do
	[ -f "$script" ] && suite "$(echo "$script" | sed 's,^tests/,,;s,\.sh$,,')" sh "$script"
done
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
