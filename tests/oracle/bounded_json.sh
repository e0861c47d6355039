#!/bin/sh
# The JSON reader against python3's json: traps, random texts and mutations of them.
set -eu
exec python3 "$(dirname "$0")/json_against_python.py" "${B:-build}/tests/oracle/json_dump" 4000 1
