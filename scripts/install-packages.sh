#!/usr/bin/env bash
# Installs the Debian packages of the named groups of packages.txt that are missing.
#
#   scripts/install-packages.sh build run
set -euo pipefail

list="$(dirname "${BASH_SOURCE[0]}")/packages.txt"
export DEBIAN_FRONTEND=noninteractive

fail() {
    echo "install-packages: $*" >&2
    exit 1
}

# Prints the packages of a group, one a line.
packages_of() {
    awk -v group="[$1]" '
        { sub(/#.*/, ""); gsub(/[ \t\r]/, "") }
        /^\[/ { inside = ($0 == group); found = found || inside; next }
        inside && $0 != "" { print }
        END { exit !found }
    ' "$list" || fail "packages.txt has no group \"$1\""
}

is_installed() {
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Runs a command as root.
as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else
        sudo --non-interactive --preserve-env=DEBIAN_FRONTEND "$@"
    fi
}

install() {
    as_root apt-get install --yes --no-install-recommends -qq "${missing[@]}"
}

# Whether apt knows every missing package from lists that it has.
is_known() {
    local package
    for package in "${missing[@]}"; do
        [[ -n "$(apt-cache madison "$package" 2>/dev/null)" ]] || return 1
    done
}

[[ $# -gt 0 ]] || fail "name the groups to install, such as: build run"
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail "this is no Debian: install what scripts/packages.txt lists under $* with the system's own package manager"
fi

missing=()
for group in "$@"; do
    names=$(packages_of "$group")
    for name in $names; do
        is_installed "$name" || [[ " ${missing[*]-} " == *" $name "* ]] || missing+=("$name")
    done
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

[[ $EUID -eq 0 ]] || command -v sudo >/dev/null ||
    fail "neither root nor sudo: have somebody run \"apt-get install ${missing[*]}\""

echo "Installing Debian packages: ${missing[*]}"
if is_known; then
    # Lists that are older than the archive name files that are gone from it.
    install || { as_root apt-get update -qq && install; } || fail "apt-get could not install ${missing[*]}"
else
    as_root apt-get update -qq || fail "apt-get could not fetch the package lists"
    install || fail "apt-get could not install ${missing[*]}"
fi
