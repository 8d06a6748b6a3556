#!/usr/bin/env bash
# Sees a real Asterisk run a sandbox's scenario: real SIP calls, real voice, real keys. Prints a line for everything that has to
# hold; exit code 1 if something does not.
#
#   scripts/asterisk-check.sh [folder with ringbox and ringbox-worker]
#
# The first run fetches Asterisk into .build-asterisk/, which takes a minute or two. The calls are made in a network of their own, so
# that no port of this machine is taken, and nothing outlives the check. Needs root, for that and for chroot.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $EUID -ne 0 ]]; then
    echo 'asterisk-check: root is needed, for a network of its own and for chroot: asking sudo'
    exec sudo --preserve-env=PATH,HOME,DEBIAN_MIRROR,http_proxy,https_proxy,no_proxy "${BASH_SOURCE[0]}" "$@"
fi

built=$(realpath "${1:-.build/release}")
folder=$PWD/.build-asterisk
# The last Debian with an Asterisk package.
release=bullseye
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

fail() {
    echo "asterisk-check: $*" >&2
    exit 1
}

# Makes a Debian with Asterisk. Only a complete one gets the name that later runs look for.
fetch_asterisk() {
    [[ ! -x "$folder/root/usr/sbin/asterisk" ]] || return 0
    echo "fetching Asterisk (Debian $release) into .build-asterisk/ …"
    rm --recursive --force -- "$folder/root.part"
    debootstrap --variant=minbase --include=asterisk "$release" "$folder/root.part" "$mirror" >"$folder/debootstrap.log" 2>&1 &
    local child=$! seconds=0
    trap 'kill $child 2>/dev/null || true; exit 130' INT TERM
    while kill -0 "$child" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        [[ $((seconds % 15)) -ne 0 ]] || echo "  $seconds s: $(tail --lines=1 "$folder/debootstrap.log")"
    done
    trap - INT TERM
    if ! wait "$child"; then
        tail --lines=20 "$folder/debootstrap.log" >&2
        fail 'debootstrap failed'
    fi
    rm --recursive --force -- "$folder/root.part"/var/cache/apt/archives/*.deb
    mv "$folder/root.part" "$folder/root"
}

[[ -x "$built/ringbox" ]] || fail "$built has no ringbox: build it first"
mkdir --parents "$folder"
exec 9>"$folder/lock"
flock --nonblock 9 || fail 'another check is running in this folder'
fetch_asterisk
rm --recursive --force -- "$folder/logs"
mkdir --parents "$folder/logs"

# What is started in there ends with it, and what is mounted in there was never mounted out here.
unshare --net --mount --pid --fork --kill-child --mount-proc true 2>/dev/null ||
    fail 'this machine does not let root make namespaces (a container needs CAP_SYS_ADMIN for it)'
unshare --net --mount --pid --fork --kill-child --mount-proc scripts/asterisk-check/run.sh "$built" "$folder/root" "$folder/logs" &
inside=$!
# unshare does not care for other signals; with it everything ends that is inside.
trap 'kill -KILL $inside; exit 130' INT TERM
wait "$inside"
