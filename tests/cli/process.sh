#!/bin/sh
# How the process ends: exit status, where messages go, what becomes of reports that cannot be
# written. A crash or a lost report must never look like a pass.
#	tests/cli/process.sh [BINARY]
set -u
binary=${1:-${B:-build}/hfgate}
case $binary in /*) ;; *) binary=$PWD/$binary ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir tree
echo 'x = 1' >tree/a.py
failed=0
checks=0

# expect STATUS NAME: compares the status of the command before.
expect() {
	got=$?
	checks=$((checks + 1))
	[ "$got" -eq "$1" ] && return
	echo "FAILED $2: exit status $got, wanted $1"
	failed=$((failed + 1))
}

# holds TEXT FILE NAME
holds() {
	checks=$((checks + 1))
	grep -qF -- "$1" "$2" && return
	echo "FAILED $3: no \"$1\" in:"
	cat "$2"
	failed=$((failed + 1))
}

for command in --help 'lint --help' 'help lint' version --version rules 'rules --format json' \
	'config schema' 'config show' man 'completion bash' 'completion zsh' 'completion fish'; do
	# shellcheck disable=SC2086
	"$binary" $command >out 2>err
	expect 0 "$command"
	checks=$((checks + 1))
	[ -s out ] && [ ! -s err ] || { echo "FAILED $command: output"; failed=$((failed + 1)); }
	# shellcheck disable=SC2086
	"$binary" $command >/dev/full 2>err
	expect 4 "$command to a full disk"
	# shellcheck disable=SC2086
	"$binary" $command >&- 2>err
	expect 4 "$command to a closed output"
done

while IFS='|' read -r words message; do
	# shellcheck disable=SC2086
	"$binary" $words >out 2>err </dev/null
	expect 2 "$words"
	holds "$message" err "$words"
	checks=$((checks + 1))
	[ ! -s out ] || { echo "FAILED $words: wrote to standard output"; failed=$((failed + 1)); }
done <<'WORDS'
lint --fromat json|did you mean "--format"?
lnt|did you mean "lint"?
help lnt|did you mean "lint"?
lint --preset strct|did you mean "strict"?
lint --format sarf|did you mean "sarif"?
lint --format json --format sarif|two reports for standard output
lint --format json=a --format sarif=a|two reports for the same file
lint --only HFG10|did you mean
lint --skip unpined-revision|did you mean
lint --fail-on never|unknown fail-on "never"
lint --jobs 0|from 1 on
lint --jobs 100000|goes up to
lint -C nowhere|nowhere
lint --config nowhere.yml|nowhere.yml
lint tree - |stands alone
lint --stdin-filename a.py tree|no `-` among the paths
explain HFG10|did you mean
explain|which rule?
config shwo|did you mean "show"?
completion tcsh|One of: bash, zsh, fish
version now|one word too many
WORDS

"$binary" lint tree >out 2>err
expect 0 'lint of a harmless tree'
holds '-> PASS' out 'lint of a harmless tree'
"$binary" tree >out2 2>err
expect 0 'lint by default'
checks=$((checks + 1))
cmp -s out out2 || { echo 'FAILED lint by default: other output'; failed=$((failed + 1)); }

"$binary" lint tree >/dev/full 2>err
expect 4 'report to a full disk'
holds 'standard output' err 'report to a full disk'
"$binary" lint tree >&- 2>err
expect 4 'report to a closed output'
"$binary" lint tree >out 2>&- <&-
expect 0 'input and errors closed'
{ "$binary" lint tree 2>err; echo $? >status; } | :
sleep 0.2
(exit "$(cat status)")
[ "$(cat status)" = 0 ] || [ "$(cat status)" = 4 ]
expect 0 'reader gone'

"$binary" lint --format json=out.json --format sarif=out.sarif tree >out 2>err
expect 0 'reports to files'
holds '-> PASS' out 'text beside files'
holds '"schema":	"hfgate/1"' out.json 'JSON file'
holds '"version":"2.1.0"' out.sarif 'SARIF file'
checks=$((checks + 1))
ls ./*.tmp >/dev/null 2>&1 && { echo 'FAILED temporary files are left'; failed=$((failed + 1)); }
echo precious >target
ln -s target link.json
"$binary" lint --format json=link.json tree >out 2>err
expect 4 'report over a link'
holds 'precious' target 'the target of a link'
"$binary" lint --format json=/dev/full tree >out 2>err
expect 4 'report to a device that is full'
"$binary" lint --format json=/dev/null tree >out 2>err
expect 0 'report to /dev/null'
checks=$((checks + 1))
[ -c /dev/null ] || { echo 'FAILED /dev/null was replaced'; failed=$((failed + 1)); }
"$binary" lint --format json=no/such/folder tree >out 2>err
expect 4 'report into a missing folder'
mkfifo pipe
cat pipe >piped &
"$binary" lint --format json=pipe tree >out 2>err
expect 0 'report into a pipe'
wait
holds '"verdict":	"pass"' piped 'report into a pipe'

echo 'x = 1' | "$binary" lint - >out 2>err
expect 0 'standard input'
mkdir empty
"$binary" lint empty >out 2>err
expect 3 'nothing to analyse'
holds 'NO VERDICT' out 'nothing to analyse'
printf 'version: 1\nprest: strict\n' >tree/.hfgate.yml
"$binary" lint -C tree >out 2>err
expect 2 'invalid policy'
holds '.hfgate.yml:2' err 'invalid policy'
rm tree/.hfgate.yml
ln -s /dev/null tree/.hfgate.yml
"$binary" lint -C tree >out 2>err
expect 2 'policy behind a link'
rm tree/.hfgate.yml

"$binary" completion bash >completion.bash && bash -n completion.bash
expect 0 'bash accepts its completion'
got=$(bash -c '. ./completion.bash; COMP_WORDS=(hfgate lint --preset st); COMP_CWORD=3; _hfgate
	echo "${COMPREPLY[*]}"')
[ "$got" = strict ]
expect 0 "bash completes --preset st (got \"$got\")"
got=$(bash -c '. ./completion.bash; COMP_WORDS=(hfgate expl); COMP_CWORD=1; _hfgate
	echo "${COMPREPLY[*]}"')
[ "$got" = explain ]
expect 0 "bash completes expl (got \"$got\")"
if command -v zsh >/dev/null; then
	"$binary" completion zsh >_hfgate && zsh -n _hfgate
	expect 0 'zsh accepts its completion'
fi
if command -v fish >/dev/null; then
	"$binary" completion fish >hfgate.fish && fish -n hfgate.fish
	expect 0 'fish accepts its completion'
fi
if command -v groff >/dev/null; then
	"$binary" man | groff -man -Tutf8 -ww >man.txt 2>err
	[ ! -s err ]
	expect 0 'groff has no complaint about the manual page'
fi

echo "$((checks - failed)) passed, $failed failed"
[ $failed -eq 0 ]
