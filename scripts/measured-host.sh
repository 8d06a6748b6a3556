#!/usr/bin/env bash
# What the measuring scripts share; they source it from the root of the checkout. A host of their own with data of its own,
# and the end of all of it with the script.
#
# BUILD=debug measures the debug build; WORK_FOLDER is where handlers and data are put, the system's folder for temporary
# files unless it is set.

configuration=${BUILD:-release}
build_flags=(-c "$configuration")
if [[ "$configuration" == release ]]; then build_flags+=(--static-swift-stdlib); fi
bin=.build/$configuration
load_client=.build-benchmarks/$configuration/load-client

work=$(mktemp -d -p "${WORK_FOLDER:-${TMPDIR:-/tmp}}")
declare -a started=()
finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

# build_quietly ARGUMENT…: swift build, which is heard only when it fails.
build_quietly() {
    swift build "${build_flags[@]}" "$@" >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
}

# build_host: the two executables.
build_host() {
    build_quietly --product ringbox
    build_quietly --product ringbox-worker
}

# build_benchmark PRODUCT: one of the package in Benchmarks/.
build_benchmark() { build_quietly --package-path Benchmarks --scratch-path .build-benchmarks --product "$1"; }

# launch NAME COMMAND…: runs the program in the background until the end of the script; sets last_pid.
launch() {
    local name=$1
    shift
    "$@" >"$work/$name.log" 2>&1 &
    last_pid=$!
    started+=("$last_pid")
}

# port_from FILE PATTERN: waits until FILE has a line with PATTERN and prints the port in it.
port_from() {
    local port
    for _ in $(seq 1 300); do
        port=$(sed -n "s|$2|\\1|p" "$1" 2>/dev/null | head -n 1)
        if [ -n "$port" ]; then echo "$port"; return; fi
        sleep 0.1
    done
    cat "$work"/*.log >&2
    return 1
}

# serve NAME OPTION…: a host of the sandboxes in $work/handlers; sets port and last_pid.
serve() {
    local name=$1
    shift
    launch "$name" "$bin/ringbox" serve --quiet --handlers "$work/handlers" --data "$work/data-$name" --port 0 --admin-port 0 "$@"
    port=$(port_from "$work/data-$name/running.json" '.*"port": \([0-9]*\).*')
}

# median: of the numbers in standard input, one a line.
median() { sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'; }
