#!/bin/sh
# The shell parser against shfmt: scripts of this repository and some of the system's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dump=${B:-build}/tests/oracle/shell_words
if ! command -v shfmt >/dev/null; then
	echo 'shfmt is not installed'
	echo '0 passed, 1 failed'
	exit 1
fi
{
	find "$here/../.." \( -name .git -o -name 'build*' -o -name node_modules \) -prune -o \
		-type f -name '*.sh' -print
	find /usr/share /usr/lib /etc /var/lib/dpkg/info -type f -size -100k \
		\( -name '*.sh' -o -name '*.postinst' -o -name '*.prerm' -o -name '*.preinst' \) -print
} 2>/dev/null | sort | head -n 400 |
	python3 "$here/shell_words.py" "$dump"
