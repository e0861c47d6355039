#!/bin/sh
# Runs the gate over trees that want to be passed unread.
#	tests/hostile/run.sh [WORD]: only cases whose name holds WORD     B=build-asan: another build
set -eu
cd "$(dirname "$0")/../.."
exec python3 tests/hostile/run.py "${B:-build}/hfgate" "$@"
