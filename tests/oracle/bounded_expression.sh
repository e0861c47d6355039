#!/bin/sh
# Expressions of workflows against what GitHub's own evaluator answered: recorded by
# expression_against_github.mjs. What is left open here is no difference, what is refused is.
set -eu
here=$(dirname "$0")
cut -f1 "$here/expression.recorded" | "${B:-build}/tests/oracle/expression_dump" |
	paste "$here/expression.recorded" - | awk -F '\t' '
	{ got = $3 ~ /^error/ ? "error" : $3 }
	got == $2 || (got == "unknown " && $2 != "error") { passed++; next }
	{ failed++; print $1 ": GitHub " $2 ", here " $3 }
	END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed < 1000 }'
