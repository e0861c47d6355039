#!/bin/sh
# Command lines and what must come of them: exit statuses and which of them wins, policies with
# mistakes, revisions, standard input, places that cannot be written.
#	tests/cli/transcripts.sh [BINARY]
set -u
binary=${1:-${B:-build}/hfgate}
case $binary in /*) ;; *) binary=$PWD/$binary ;; esac
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
cp "$binary" "$work/hfgate"
binary=$work/hfgate
cd "$work" || exit 1
passed=0 failed=0
export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent

complain() {
	echo "FAILED $1"
	sed 's/^/    /' out err
	failed=$((failed + 1))
}

# run STATUS WORD NAME COMMAND...: WORD must stand in what is written, `!WORD` must not.
run() {
	wanted=$1 word=$2 name=$3
	shift 3
	"$@" >out 2>err </dev/null
	got=$?
	case $word in
	!*) ! cat out err | grep -qF -- "${word#!}" ;;
	*) cat out err | grep -qF -- "$word" ;;
	esac
	if [ $? -eq 0 ] && [ $got -eq "$wanted" ]; then
		passed=$((passed + 1))
	else
		complain "$name: exit status $got, wanted $wanted with '$word'"
	fi
}

load='from transformers import AutoModel
AutoModel.from_pretrained("acme/encoder"'
mkdir bad good broken both empty twice
echo "$load)" >bad/a.py
echo "$load, revision=\"5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9\", use_safetensors=True)" >good/a.py
printf '# coding: rot13\nx = 1\n' >broken/a.py
cp broken/a.py both/b.py
cp bad/a.py both/a.py

run 0 '-> PASS' pass "$binary" lint -C good
run 1 '-> FAIL' 'a violation' "$binary" lint -C bad
run 3 '-> NO VERDICT' 'nothing read' "$binary" lint -C empty
run 3 '-> NO VERDICT' 'one file not read' "$binary" lint -C broken
run 1 '-> FAIL' '1 before 3' "$binary" lint -C both
run 1 '1 not analysed' '1 before 3 counts both' "$binary" lint -C both
run 4 'standard output' '4 before 1' sh -c "'$binary' lint -C bad >/dev/full"
run 4 'standard output' '4 before 3' sh -c "'$binary' lint -C broken >/dev/full"
run 4 'no/such' '4 for one of two reports' "$binary" lint -C bad --format json=no/such/x
run 2 'unknown' '2 before 1' "$binary" lint -C bad --nonsense
mkdir rows
printf 'version: 1\nsinks:\n  - call: acme.load\n    kind: modle\n' >rows/.hfgate.yml
run 2 ".hfgate.yml:4:11: unknown kind 'modle'" 'sinks are validated' "$binary" config validate -C rows
run 0 '-> FAIL' 'a violation that is waived' "$binary" lint -C bad --exit-zero
run 3 '-> NO VERDICT' 'no verdict is not waived' "$binary" lint -C broken --exit-zero
run 0 '-> PASS' 'another level fails' "$binary" lint -C bad --skip HFG101,HFG301
run 1 '-> FAIL' 'a warning fails' "$binary" lint -C bad --only HFG301 --fail-on warning

echo 'version: 1' >twice/.hfgate.yml
mkdir twice/.github
cp twice/.hfgate.yml twice/.github/hfgate.yml
run 2 '.github/hfgate.yml' 'two policies' "$binary" lint -C twice

policy() { # TEXT PLACE WORD
	printf "$1" >good/.hfgate.yml
	run 2 "$2" "policy '$1'" "$binary" lint -C good
	run 2 "$3" "policy '$1'" "$binary" lint -C good
	rm good/.hfgate.yml
}
policy 'version: 1\nprest: strict\n' '.hfgate.yml:2:1' 'did you mean'
policy 'version: 1\npreset: strct\n' '.hfgate.yml:2:9' 'strict'
policy 'version: 2\n' '.hfgate.yml:1:10' '2'
policy 'version: 1\nrules:\n  HFG10:\n    level: error\n' '.hfgate.yml:3:3' 'HFG10'
policy 'version: 1\nversion: 1\n' '.hfgate.yml:2' 'version'
policy 'version: 1\nallow: [\n' '.hfgate.yml' 'a'
cp good/a.py kept.py
printf 'version: 1\npreset: strict\n' >other.yml
run 0 '-> PASS' 'a policy named' "$binary" lint --config other.yml kept.py
run 2 'gone.yml' 'a policy that is not there' "$binary" lint --config gone.yml kept.py

for format in json sarif text; do
	rm -f report
	run 1 '-> FAIL' "--format $format=FILE" "$binary" lint --format "$format=report" bad
	if [ -s report ]; then passed=$((passed + 1)); else complain "--format $format=FILE writes"; fi
done
echo old >keep
run 4 'keep' 'a report that cannot be put in place' sh -c "mkdir -p ro && cp keep ro/keep && chmod 555 ro && if [ \$(id -u) = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups '$binary' lint --format json=ro/keep bad; else '$binary' lint --format json=ro/keep bad; fi"
if [ "$(cat ro/keep)" = old ]; then passed=$((passed + 1)); else complain 'the old report stays'; fi

stdin() { # STATUS WORD FILE OPTION...
	wanted=$1 word=$2 file=$3
	shift 3
	run "$wanted" "$word" "standard input: $*" sh -c 'file=$1; shift; exec "$@" <"$file"' sh "$file" "$binary" lint "$@"
}
stdin 1 'HFG101' bad/a.py -
stdin 0 '-> PASS' good/a.py -
stdin 1 'sub/b.py:2:' bad/a.py --stdin-filename sub/b.py -
stdin 3 'HFG904' broken/a.py -
stdin 2 'stands alone' bad/a.py - good

git init -q -b main repository
cp bad/a.py repository/a.py
(cd repository && git add -A && git -c user.name=a -c user.email=a@b commit -qm bad &&
	cp ../good/a.py a.py && git -c user.name=a -c user.email=a@b commit -qam good &&
	git -c user.name=a -c user.email=a@b tag -a v1 -m v1)
git clone -q --bare repository bare.git 2>/dev/null
run 0 '-> PASS' 'a work tree' "$binary" lint repository
run 0 '-> PASS' '--rev main' "$binary" lint -C repository --rev main
run 1 'HFG101' '--rev main~1' "$binary" lint -C repository --rev main~1
run 0 '-> PASS' '--rev of a tag' "$binary" lint -C bare.git --rev v1
run 1 'HFG101' '--rev of a bare repository' "$binary" lint -C bare.git --rev main~1
run 1 'HFG101' '--rev of a bare repository by its path' "$binary" lint --rev main~1 bare.git
run 1 'HFG101' '--rev of a path' "$binary" lint -C bare.git --rev main~1 a.py
run 2 'b.py' '--rev of a path that is not there' "$binary" lint -C bare.git --rev main b.py
run 2 'nowhere' '--rev that is not there' "$binary" lint -C bare.git --rev nowhere
run 2 'not a git repository' '--rev without a repository' "$binary" lint -C good --rev main

run 2 'outside' 'several paths of several roots' "$binary" lint good/a.py /etc/passwd
run 1 '2 loads' 'several paths' "$binary" lint bad both
run 1 'a.py:2:' 'a single file' "$binary" lint bad/a.py
run 2 'nowhere' 'a path that is not there' "$binary" lint good nowhere

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
