#!/bin/sh
# The position map of every scalar in the YAML files of this repository and of the system.
set -eu
log=$(find rules tests docs /usr/share /etc -name '*.y*ml' -type f 2>/dev/null | sort | head -n 3000 |
	"${B:-build}/tests/oracle/yml_map" | tail -n 3)
echo "$log"
scalars=$(echo "$log" | tail -n 1 | sed 's/.* files, \([0-9]*\) scalars.*/\1/')
wrong=$(echo "$log" | tail -n 1 | sed 's/.*scalars, \([0-9]*\) without.*/\1/')
echo "$((scalars - wrong)) passed, $wrong failed"
[ "$wrong" = 0 ] && [ "$scalars" -gt 100 ]
