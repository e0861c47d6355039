#!/bin/sh
# Runs every suite, shows what failed, and ends with the sum. A suite is a command whose last line
# is `N passed, N failed`; one that ends otherwise, or with another status than its count says, failed.
set -u
cd "$(dirname "$0")/.."
B=${B:-build}
export B
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

suite() {
	name=$1
	shift
	start=$(date +%s)
	"$@" >"$log" 2>&1
	status=$?
	count=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
	p=${count%% passed*} f=${count##*, }
	f=${f%% failed*}
	if [ -z "$count" ] || { [ "$status" != 0 ] && [ "$f" = 0 ]; }; then
		p=${p:-0} f=1
	fi
	[ "$f" = 0 ] || tail -n 60 "$log"
	printf '%-28s %6d passed %4d failed  %3ds\n' "$name" "$p" "$f" $(($(date +%s) - start))
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
