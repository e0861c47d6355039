#!/bin/sh
# Holds every #include "room/..." in gate/ and rules/ against gate/ARROWS.
set -eu
cd "$(dirname "$0")/.."
find gate rules -name '*.[ch]' | sort | xargs awk '
BEGIN {
	while ((getline line < "gate/ARROWS") > 0) {
		if (line ~ /^#/ || line !~ /:/) continue
		room = line; sub(/:.*/, "", room); known[room] = 1
		sub(/^[^:]*: */, "", line); n = split(line, to, " ")
		for (i = 1; i <= n; i++) may[room, to[i]] = 1
	}
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	target = $0; sub(/^[^"]*"/, "", target); sub(/".*/, "", target)
	n = split(FILENAME, part, "/")
	room = part[1] == "rules" ? "rules" : n > 2 ? part[2] : "scan"
	checked++
	if (target ~ /^hfgate\//) next
	other = target ~ /\// ? target : "scan"; sub(/\/.*/, "", other); sub(/\.h$/, "", other)
	if (target !~ /\// ) other = "scan"
	if (target ~ /\.def$/) next
	if (other == room) next
	if (!(room in known)) { printf "%s:%d: room %s is not in gate/ARROWS\n", FILENAME, FNR, room; bad++; next }
	if (other == "base" && room != "rules") next
	if (!((room, other) in may)) { printf "%s:%d: %s may not include %s\n", FILENAME, FNR, room, target; bad++ }
}
END {
	printf "%d passed, %d failed\n", checked - bad, bad
	exit bad > 0
}'
