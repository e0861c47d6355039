#!/bin/sh
# Installs what is missing, as Debian packages; says what to install elsewhere.
# usage: packages.sh build|test|bench|dev       Debian packages
#        packages.sh clients [FOLDER]           npm packages of tests/clients, into build/clients
set -eu

build="gcc pkg-config:pkgconf libgit2-dev libyaml-dev libcjson-dev libpcre2-dev libssl-dev"
test="git python3 python3-yaml python3-jsonschema libpython3.11-testsuite nodejs npm shfmt tmux procps"
bench="ripgrep bandit"
dev="clang clang-format clang-tidy cppcheck libclang-rt-14-dev valgrind gdb"

# Exact versions and checksums stand in tests/clients/package-lock.json. No script of theirs is run.
install_clients() {
	home=${1:-build/clients} source=$(dirname "$0")/../tests/clients
	cmp -s "$source/package-lock.json" "$home/installed" && exit 0
	mkdir -p "$home"
	cp "$source/package.json" "$source/package-lock.json" "$home"
	if ! (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=2 \
		--fetch-timeout=60000) >"$home/npm.log" 2>&1; then
		tail -n 20 "$home/npm.log"
		echo "FAILED: npm could not install tests/clients/package-lock.json; is its registry reachable?"
		exit 1
	fi
	cp "$home/package-lock.json" "$home/installed"
	exit 0
}

case ${1:-build} in
clients) install_clients "${2:-}" ;;
build) wanted=$build ;;
test) wanted="$build $test" ;;
bench) wanted="$build $bench" ;;
dev) wanted="$build $test $dev" ;;
*) echo "usage: packages.sh build|test|bench|dev|clients" >&2; exit 2 ;;
esac

# A row is `package` or `package:alternative`; npm of another origin counts as npm.
installed() {
	case $1 in
	npm | nodejs) command -v "$(echo "$1" | sed 's/nodejs/node/')" >/dev/null 2>&1 && return 0 ;;
	gcc | git | python3 | clang) command -v "$1" >/dev/null 2>&1 && return 0 ;;
	esac
	dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'
}

missing=
if command -v dpkg-query >/dev/null 2>&1; then
	for row in $wanted; do
		installed "${row%%:*}" || installed "${row##*:}" || missing="$missing ${row%%:*}"
	done
else
	for library in libgit2 yaml-0.1 libcjson libpcre2-8 libcrypto; do
		pkg-config --exists "$library" 2>/dev/null || missing="$missing $library"
	done
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
	cat >&2 <<-EOF
	hfgate needs:$missing
	  Fedora:  dnf install gcc make pkgconf libgit2-devel libyaml-devel cjson-devel pcre2-devel openssl-devel
	  Alpine:  apk add build-base pkgconf libgit2-dev yaml-dev cjson-dev pcre2-dev openssl-dev
	  macOS:   brew install pkg-config libgit2 libyaml cjson pcre2 openssl@3
	EOF
	exit 1
fi
root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null 2>&1 || {
		echo "hfgate needs these packages; as root: apt-get install$missing" >&2
		exit 1
	}
	root=sudo
fi
echo "installing:$missing" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! { $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "packages.sh: apt-get could not install:$missing" >&2
	exit 1
fi
