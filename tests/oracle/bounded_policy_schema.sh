#!/bin/sh
# The reader of policy files against their JSON Schema, judged by python3-jsonschema.
set -eu
exec python3 -W ignore "$(dirname "$0")/policy_schema.py" "${B:-build}/tests/oracle/policy_probe" 1500 1
