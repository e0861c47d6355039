#!/bin/sh
# Manners that a machine can check: banned functions, comments, lengths, deceptive characters,
# complete rules, formatting.
set -u
cd "$(dirname "$0")/.."
passed=0 failed=0
# Generated tables are data.
sources=$(find gate rules include -name '*.[ch]' ! -name '*_table.h' | sort)
all=$(find gate rules include tests tools docs -type f \( -name '*.[ch]' -o -name '*.md' -o -name '*.sh' -o -name '*.yml' \) ! -path 'tests/rules/*' ! -path 'tests/hostile/*' | sort; ls ./*.md Makefile 2>/dev/null)

check() { # name, lines that offend
	if [ -n "$2" ]; then
		echo "$2" | head -n 20
		echo "FAILED $1"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

# shellcheck disable=SC2086
{
check 'banned functions' "$(grep -nE '\b(strcpy|strcat|strncpy|strncat|sprintf|strtok|gets|atoi|atol|atof|strtod|gmtime|localtime|ctime|asctime|mktemp|tmpnam|setlocale|alloca|system|popen)[ ]*\(' $sources)"
check '// comments' "$(grep -nE '(^|[ \t;{}])//' $sources | grep -vE '"[^"]*//[^"]*"|https?://|`[^`]*//|hf://|file://|^[^:]*:[0-9]*:[ \t]*(\*|/\*)')"
check 'lines over 100 columns' "$(expand -t8 $sources /dev/null >/dev/null; for f in $sources; do expand -t8 "$f" | awk -v f="$f" 'length($0) > 104 { print f ":" FNR ": " length($0) " columns" }'; done)"
check 'bidirectional or zero-width characters' "$(grep -nP '[\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]' $all)"
check 'functions over 80 lines' "$(awk '
	FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ { if (start && FNR - start > 80) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' $(find gate rules -name '*.c'))"
check 'files over 1,500 lines' "$(wc -l $sources | awk '$2 != "total" && $1 > 1500 { print $2 ": " $1 " lines" }')"
check 'a head comment in every .c' "$(for f in $(find gate rules -name '*.c'); do head -c 2 "$f" | grep -q '/\*' || echo "$f"; done)"
}

for c in rules/hfg[0-9]*.c; do
	[ -f "$c" ] || continue
	name=$(basename "$c" .c) page=${c%.c}.md problem=
	id=$(echo "$name" | sed 's/^hfg\([0-9]*\)_.*/HFG\1/') rule=$(echo "$name" | sed 's/^hfg[0-9]*_//;s/_/-/g')
	grep -q "\"$id\"" "$c" && grep -q "\"$rule\"" "$c" || problem="$c: id and name are not those of the file"
	[ -f "$page" ] || problem="$c has no page"
	[ ! -f "$page" ] || [ "$(head -n 1 "$page")" = "# $id $rule" ] || problem="$page: title is not '# $id $rule'"
	for heading in What Why Bad Good 'How to mend' 'When to ignore'; do
		[ ! -f "$page" ] || grep -qx "## $heading" "$page" || problem="$page: no heading '$heading'"
	done
	[ -d "tests/rules/$id" ] || problem="$c has no fixtures in tests/rules/$id"
	check "$name complete" "$problem"
done

if command -v clang-format >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	check 'clang-format' "$(clang-format --dry-run $sources $(find tests -name '*.[ch]') 2>&1 | grep warning | cut -d: -f1 | sort | uniq -c)"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
