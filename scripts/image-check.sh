#!/usr/bin/env bash
# Builds the image from the Dockerfile and tries what is in it, with buildah and no Docker engine.
#
# The base images are made with debootstrap under the names that the Dockerfile uses; the Swift image is Debian with this
# machine's toolchain mounted. Needs root, because buildah's chroot isolation and debootstrap do.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ $EUID -ne 0 ]]; then exec sudo --preserve-env=PATH,HOME,http_proxy,https_proxy,no_proxy "${BASH_SOURCE[0]}" "$@"; fi

mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
image=localhost/ringbox:image-check
work=$(mktemp --directory "${TMPDIR:-/tmp}/ringbox-image.XXXXXX")
server=

say() { echo "image-check: $*"; }

fail() {
    say "$*" >&2
    [[ ! -s "$work/server.log" ]] || sed 's/^/    /' "$work/server.log" >&2
    exit 1
}

build() { buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"; }

# Ends the server's process group, and waits for it.
stop_server() {
    [[ -n "$server" ]] || return 0
    kill -TERM -- "-$server" 2>/dev/null || true
    for _ in $(seq 100); do
        kill -0 -- "-$server" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

clean_up() {
    stop_server
    build umount --all >/dev/null 2>&1 || true
    # Nothing that is still mounted from this machine may be deleted with the rest.
    if grep --quiet " $work/" /proc/self/mounts; then
        say "something is still mounted below $work: left as it is" >&2
    else
        rm --recursive --force -- "$work"
    fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Makes Debian's base image.
make_debian() {
    local container root
    container=$(build from scratch)
    root=$(build mount "$container")
    debootstrap --variant=minbase bookworm "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        { tail "$work/debootstrap.log" >&2; fail "debootstrap failed"; }
    cat >"$root/etc/apt/sources.list" <<END
deb $mirror bookworm main
deb $mirror bookworm-updates main
deb ${mirror}-security bookworm-security main
END
    rm --recursive --force -- "${root:?}"/dev/* "$root"/var/cache/apt/archives/*.deb
    build umount "$container" >/dev/null
    build config --cmd bash "$container"
    build commit --quiet --rm "$container" docker.io/library/debian:bookworm-slim >/dev/null
}

# Makes the image with Swift: Debian whose PATH leads to the toolchain, and whose git fetches as this machine's does.
make_swift() {
    local container path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    container=$(build from docker.io/library/debian:bookworm-slim)
    build config --env "PATH=$toolchain/usr/bin:$path" --env GIT_CONFIG_SYSTEM=/mnt/image-check/gitconfig "$container"
    build commit --quiet --rm "$container" docker.io/library/swift:6.3-bookworm >/dev/null
}

# Writes the rewritten addresses of this machine's git for the builder, and mounts the local folders among them.
mount_git_mirrors() {
    local key value base
    mkdir --parents "$work/mounted"
    git config --file "$work/mounted/gitconfig" safe.directory '*'
    while read -r key value; do
        git config --file "$work/mounted/gitconfig" --add "$key" "$value"
        base=${key#url.}
        base=${base%.insteadof}
        [[ "$base" != /* || ! -d "$base" ]] || volumes+=(--volume "${base%/}:${base%/}:ro")
    done < <(git config --get-regexp '^url\..*\.insteadof$' || true)
    volumes+=(--volume "$work/mounted:/mnt/image-check:ro")
}

# Runs a command in the finished image, as its user, with the handlers read-only and the data folder.
run_inside() {
    build run --isolation chroot --user 10001:10001 --volume "$PWD/handlers:/handlers:ro" --volume "$work/data:/data" \
        "$container" -- "$@"
}

start_server() {
    local command
    mapfile -t command < <(build inspect --type image --format '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}' "$image" | sed '/^$/d')
    [[ ${#command[@]} -gt 0 ]] || fail "the image has no entry point"
    set -m
    run_inside "${command[@]}" --port 0 --admin-port 0 >"$work/server.log" 2>&1 &
    server=$!
    set +m
    for _ in $(seq 300); do
        port=$(sed --quiet --regexp-extended 's|.*traffic http://[^ ]*:([0-9]+).*|\1|p' "$work/server.log" | head -n 1)
        if [[ -n "$port" ]] && run_inside ringbox health --data /data >/dev/null 2>&1; then return; fi
        kill -0 "$server" 2>/dev/null || fail "the server ended:"
        sleep 0.1
    done
    fail "the server did not become healthy within 30 s:"
}

# Asks as the PBX does, and compares the answer.
expect() {
    local input=$1 expected=$2 answer
    answer=$(curl --silent --show-error --max-time 10 --header 'Host: uis_test.localhost' \
        "http://127.0.0.1:$port/crm_integration?cdr_id=123&start_time=1200&input_result=$input&numa=74952345678&numb=74951234567")
    [[ "$answer" == "$expected" ]] || fail "input $input: expected $expected, got $answer"
    say "$answer"
}

toolchain=$(dirname "$(dirname "$(dirname "$(readlink --canonicalize "$(command -v swift)")")")")
[[ "$toolchain" != / ]] || fail "Swift is installed into /usr, which cannot be mounted as the builder's toolchain: put it into a folder of its own"
volumes=(--volume "$toolchain:$toolchain:ro")
mount_git_mirrors

say "making the base images (some minutes)"
make_debian
make_swift
say "building the image (some minutes more)"
build bud --isolation chroot --format docker --pull-never "${volumes[@]}" --tag "$image" . >"$work/build.log" 2>&1 ||
    { tail --lines=40 "$work/build.log" >&2; fail "the image cannot be built"; }

say "starting it as user 10001"
install --directory --owner=10001 --group=10001 --mode=0700 "$work/data"
container=$(build from --pull-never "$image")
if run_inside touch /handlers/written 2>/dev/null; then fail "the handlers can be written"; fi
start_server
expect None '{"returned_code":1,"text":"Здравствуйте, Иван! Введите номер заказа"}'
expect 4711 '{"text":"Соединяю с клиентом","phones":["79165550011"],"operator_text":"Курьер Иван, заказ 4711"}'
[[ "$(stat --format=%u "$work/data/state.sqlite")" == 10001 ]] || fail "the state does not belong to user 10001"
stop_server
say "the image works"
