#!/bin/sh
# README and docs/ against the program: every command shown runs, shown output is the output, and
# the lists of rules, policy keys and report keys are complete.
#	tests/cli/docs.sh [BINARY]
exec python3 tests/cli/docs.py "${1:-${B:-build}/hfgate}"
