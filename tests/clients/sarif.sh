#!/bin/sh
# Validates SARIF files with the multitool that Microsoft publishes and, when SARIF_SCHEMA names the
# JSON schema, with Python's jsonschema. The multitool exits with 0 whatever it finds, and its npm
# wrapper breaks lists with a semicolon: so the binary is called and its lines are read.
#	tests/clients/sarif.sh [FILE...]      (default: the golden report)
# MULTITOOL names the binary; without it the package is installed into build/clients.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -gt 0 ] || set -- "$root/tests/report/sarif.golden"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${MULTITOOL:-}" ]; then
	home=$root/build/clients
	MULTITOOL=$home/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
	if [ ! -f "$MULTITOOL" ]; then
		mkdir -p "$home"
		npm install --silent --no-save --prefix "$home" @microsoft/sarif-multitool-linux >&2
	fi
	chmod u+x "$MULTITOOL"
fi

status=0
for file; do
	cp "$file" "$work/report.sarif"
	"$MULTITOOL" validate "$work/report.sarif" --rule-kind "Sarif;Ghas" \
		-c "$here/sarif_policy.xml" --level "Error;Warning;Note" \
		-o "$work/out.sarif" --log ForceOverwrite >"$work/log" 2>&1 || status=1
	grep -q 'Analysis completed successfully' "$work/log" || status=1
	if grep -E ': (error|warning) [A-Z]+[0-9]+' "$work/log" | grep -v WRN999; then
		status=1
	fi
	if [ -n "${SARIF_SCHEMA:-}" ]; then
		python3 -W ignore -m jsonschema -i "$work/report.sarif" "$SARIF_SCHEMA" || status=1
	fi
	# What no validator knows: texts where code scanning wants texts, one line, encoded URIs.
	python3 - "$work/report.sarif" <<'PYTHON' || status=1
import json, re, sys
run, = json.load(open(sys.argv[1]))["runs"]
for rule in run["tool"]["driver"]["rules"]:
    properties = rule["properties"]
    assert isinstance(properties["security-severity"], str), rule["id"]
    assert 0 < float(properties["security-severity"]) <= 10, rule["id"]
    assert len(properties["tags"]) <= 10 and properties["tags"][0] == "security", rule["id"]
    assert rule["name"] != rule["id"] and rule["help"]["text"] and rule["help"]["markdown"]
assert run["invocations"][0]["executionSuccessful"] is True
assert len(run["results"]) <= 5000
for result in run["results"]:
    place = result["locations"][0]["physicalLocation"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"]), place
    assert ".." not in place["artifactLocation"]["uri"].split("/"), place
    assert place["region"]["startLine"] == place["region"]["endLine"], place
    assert place["region"]["startColumn"] <= place["region"]["endColumn"], place
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
PYTHON
	echo "$file: $([ $status -eq 0 ] && echo valid || echo NOT VALID)"
done
exit $status
