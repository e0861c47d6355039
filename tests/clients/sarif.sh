#!/bin/sh
# Validates SARIF files with the multitool that Microsoft publishes, with the JSON schema that comes
# with it, and with what no validator knows. The multitool exits with 0 whatever it finds, and its
# npm wrapper breaks lists with a semicolon: so the binary is called and its lines are read.
#	tests/clients/sarif.sh [FILE...] [--refused FILE...]      (default: the golden report)
# Files behind --refused must be found invalid by the multitool and by the schema.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -gt 0 ] || set -- "$root/tests/report/sarif.golden"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
home=${CLIENTS:-$root/build/clients}/node_modules/@microsoft/sarif-multitool-linux
passed=0 failed=0 wanted=valid
[ -f "$home/Sarif.Multitool" ] || {
	echo "FAILED: no $home: run tools/packages.sh clients"
	exit 1
}
chmod u+x "$home/Sarif.Multitool"

by_multitool() {
	DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$home/Sarif.Multitool" validate "$work/report.sarif" \
		--rule-kind "Sarif;Ghas" -c "$here/sarif_policy.xml" --level "Error;Warning;Note" \
		-o "$work/out.sarif" --log ForceOverwrite >"$work/log" 2>&1 || return 2
	grep -q 'Analysis completed successfully' "$work/log" || return 2
	! grep -E ': (error|warning) [A-Z]+[0-9]+' "$work/log" | grep -v WRN999 >"$work/complaints"
}

by_schema() {
	python3 -W ignore -m jsonschema -i "$work/report.sarif" "$home/sarif-2.1.0.json" \
		>"$work/complaints" 2>&1
}

# Texts where code scanning wants texts, regions of one line, encoded and relative URIs.
by_terms() {
	python3 - "$work/report.sarif" >"$work/complaints" 2>&1 <<'PYTHON'
import json, re, sys
run, = json.load(open(sys.argv[1]))["runs"]
for rule in run["tool"]["driver"]["rules"]:
    properties = rule["properties"]
    assert isinstance(properties["security-severity"], str), rule["id"]
    assert 0 < float(properties["security-severity"]) <= 10, rule["id"]
    assert len(properties["tags"]) <= 10 and properties["tags"][0] == "security", rule["id"]
    assert rule["name"] != rule["id"] and rule["help"]["text"] and rule["help"]["markdown"]
assert run["invocations"][0]["executionSuccessful"] is True
assert 0 < len(run["results"]) <= 5000
for result in run["results"]:
    place = result["locations"][0]["physicalLocation"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"]), place
    assert ".." not in place["artifactLocation"]["uri"].split("/"), place
    assert place["region"]["startLine"] == place["region"]["endLine"], place
    assert place["region"]["startColumn"] <= place["region"]["endColumn"], place
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
PYTHON
}

# check NAME FILE: a program that could not run is neither a yes nor a no.
check() {
	: >"$work/complaints"
	by_"$1"
	case $? in 0) found=valid ;; 1) found=refused ;; *) found=broken ;; esac
	if [ $found = $wanted ]; then
		passed=$((passed + 1))
	else
		[ $found != broken ] || tail -n 20 "$work/log"
		head -n 20 "$work/complaints"
		echo "FAILED $2: $found by $1, wanted $wanted"
		failed=$((failed + 1))
	fi
}

for file; do
	if [ "$file" = --refused ]; then
		wanted=refused
		continue
	fi
	cp "$file" "$work/report.sarif"
	check multitool "$file"
	check schema "$file"
	[ $wanted = refused ] || check terms "$file"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
