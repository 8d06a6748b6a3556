#!/usr/bin/env bash
# What the measuring scripts share; they source it from the root of the checkout. A host of their own with data of its own,
# and the end of all of it with the script.
#
# BUILD=debug measures the debug build, and BIN names a folder with both executables to measure as they are; WORK_FOLDER is
# where handlers and data are put, the system's folder for temporary files unless it is set.

configuration=${BUILD:-release}
build_flags=(-c "$configuration")
if [[ "$configuration" == release ]]; then build_flags+=(--static-swift-stdlib); fi
bin=${BIN:-.build/$configuration}
load_client=.build-benchmarks/$configuration/load-client

# Everything that is measured is in a folder of its own, and its sandboxes in another one in there.
work=$(mktemp -d -p "${WORK_FOLDER:-${TMPDIR:-/tmp}}")
sandboxes=$work/handlers
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

# build_host: the two executables, unless BIN says where they are.
build_host() {
    if [[ -n "${BIN:-}" ]]; then return; fi
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

# serve NAME OPTION…: a host of the sandboxes in $sandboxes; sets port and last_pid.
serve() {
    local name=$1
    shift
    launch "$name" "$bin/ringbox" serve --quiet --handlers "$sandboxes" --data "$work/data-$name" --port 0 --admin-port 0 "$@"
    port=$(port_from "$work/data-$name/running.json" '.*"port": \([0-9]*\).*')
}

# admin_port_of NAME: of that host.
admin_port_of() { awk '/"admin"/ { found = 1 } found && /"port"/ { gsub(/[^0-9]/, ""); print; exit }' "$work/data-$1/running.json"; }

# admin NAME PATH: what the admin port of that host answers.
admin() { curl -fsS --header "Authorization: Bearer $(<"$work/data-$1/admin.token")" "http://127.0.0.1:$(admin_port_of "$1")$2"; }

# loop_delay NAME: what 999 of 1,000 looks at that host's event loops saw of their delay at worst, in µs, without the time in which a
# loop had no processor; with the longest delay, the stalls over 50 ms and those of them for want of a processor.
loop_delay() {
    admin "$1" /loops | awk '
        /"delay"|"recentDelay"|"ownDelay"/ { split($0, words, "\""); kind = words[2] }
        { number = $NF; gsub(/[^0-9]/, "", number) }
        /"permille999Microseconds"/ && kind == "ownDelay" && number + 0 > own + 0 { own = number }
        /"longestMicroseconds"/ && kind == "delay" && number + 0 > longest + 0 { longest = number }
        /^ *"stalls"/ { stalls += number }
        /^ *"starvations"/ { starvations += number }
        END { print own + 0, longest + 0, stalls + 0, starvations + 0 }'
}

# judge_loops NAME: prints that host's loop_delay; false when it is above MOST_LOOP_DELAY, in µs.
judge_loops() {
    local own longest stalls starvations
    read -r own longest stalls starvations < <(loop_delay "$1")
    echo "the event loops' own delay: $own µs at the 99.9th percentile (at most ${MOST_LOOP_DELAY:-2000});" \
        "the longest $longest µs, $stalls over 50 ms, $starvations of them for want of a processor"
    ((own <= ${MOST_LOOP_DELAY:-2000}))
}

# worker_of NAME SANDBOX: the process that runs the sandbox on that host; nothing when it has none.
worker_of() {
    admin "$1" /sandboxes | awk -v sandbox="$2" '
        /"name"/ { gsub(/[ ",]/, ""); name = substr($0, 6) }
        /"processID"/ { gsub(/[^0-9]/, ""); if (name == sandbox) print }'
}

# version_of NAME SANDBOX: of its state on that host: one for each turn that changed it.
version_of() {
    admin "$1" /sandboxes | awk -v sandbox="$2" '
        /"name"/ { gsub(/[ ",]/, ""); name = substr($0, 6) }
        /"stateVersion"/ { gsub(/[^0-9]/, ""); if (name == sandbox) print }'
}

# cpu_of PID: the CPU time that the process and all its threads have used, in µs.
cpu_of() {
    sed 's/.*) //' "/proc/$1/stat" | awk -v ticks="$(getconf CLK_TCK)" '{ printf "%.0f\n", ($12 + $13) * 1000000 / ticks }'
}

# written_by PID: the bytes that the process has had written to a disk.
written_by() { awk '/^write_bytes/ { print $2 }' "/proc/$1/io"; }

# private_memory PID: what the process shares with nobody and would lose if it ended, in KiB.
private_memory() { awk '/^Private_Dirty/ { print $2 }' "/proc/$1/smaps_rollup"; }

# asked SECONDS CONNECTIONS ARGUMENT…: asks with wrk as fast as it is answered, and prints "requests-per-second p50-in-µs
# p99-in-µs requests failures". The last arguments are the URL, and what wrk's script gets. Ends the script when requests
# fail, unless may_fail is set.
asked() {
    local seconds=$1 connections=$2
    shift 2
    wrk -t1 -c"$connections" -d"${seconds}s" --timeout 30s --latency "$@" >"$work/wrk.txt"
    if [[ -z "${may_fail:-}" ]] && grep -q -e 'Non-2xx' -e 'Socket errors' "$work/wrk.txt"; then
        cat "$work/wrk.txt" >&2
        exit 1
    fi
    awk '
        function micro(text) { if (text ~ /us$/) return text + 0; if (text ~ /ms$/) return text * 1000; return text * 1000000 }
        $1 == "50%" { p50 = micro($2) }
        $1 == "99%" { p99 = micro($2) }
        $2 == "requests" && $3 == "in" { requests = $1 }
        /Non-2xx/ { failures = $NF }
        $1 == "Requests/sec:" { print $2, p50, p99, requests, failures + 0 }
    ' "$work/wrk.txt"
}

# median: of the numbers in standard input, one a line.
median() { sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'; }
