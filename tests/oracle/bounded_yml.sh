#!/bin/sh
# The YAML reader against PyYAML: the YAML files here, then random documents and changes to them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dump=${B:-build}/tests/oracle/yml_dump
find "$here/../.." -name '.git' -prune -o -name 'build*' -prune -o -name node_modules -prune -o \
	-type f \( -name '*.yml' -o -name '*.yaml' \) -print |
	sort | python3 "$here/yml_against_pyyaml.py" "$dump"
python3 "$here/yml_against_pyyaml.py" "$dump" 4000 1
