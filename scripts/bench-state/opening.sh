#!/usr/bin/env bash
# The first request of a sandbox with a large state. bench-state.sh sources it.

opening_records=100000
# What came after the snapshot has to be made up for.
opening_turns=20000

measure_opening() {
    local name round least_and_most
    mkdir -p "$work/opening"
    echo '{}' >"$work/opening/empty.json"
    sandbox_of empty "$work/opening/empty.json" read
    for name in mixed ascii; do
        sandbox_of "$name" "$(state_of "$opening_records" "$name")" change read
        echo "$name: $opening_records records, $(about "$(state_of "$opening_records" "$name")")"
    done
    # A worker that has nothing to do for a second goes, and another one waits for whoever comes next.
    serve opening --spares 1 --idle-timeout 1s
    for name in mixed ascii; do
        until (($(version_of opening "$name") >= opening_turns)); do
            asked 1 "$connections" -s Benchmarks/State/numbers.lua "http://127.0.0.1:$port/@$name/change" -- "$opening_records" >/dev/null
        done
    done
    for round in $(seq 1 "$rounds"); do
        echo "round $round of $rounds …"
        for name in empty mixed ascii; do open_once "$name" >>"$work/opening.$name"; done
    done
    for name in empty mixed ascii; do
        least_and_most=$(cut -d' ' -f1 "$work/opening.$name" | sort -n | sed -n '1p;$p' | paste -sd' ' | sed 's/ / to /')
        printf '  %-6s %6.1f ms until the first reply (%s); CPU ms: host %.0f, worker %.0f; version %d\n' "$name" "$(middle "$work/opening.$name" 1)" \
            "$least_and_most" "$(middle "$work/opening.$name" 2)" "$(middle "$work/opening.$name" 3)" "$(version_of opening "$name")"
    done
    for name in mixed ascii; do bar "opening, $name: first request" "$(middle "$work/opening.$name" 1 | awk '{ printf "%.0f", $1 }')" ≤ 150 ' ms'; done
    end_host
}

# open_once SANDBOX: waits until it has no worker, and prints the milliseconds of its next request, and the CPU time of the
# host and of the worker.
open_once() {
    local spare host_before worker_before milliseconds
    until [[ -z "$(worker_of opening "$1")" && "$(pgrep -P "$last_pid" -x ringbox-worker | wc -l)" == 1 ]]; do sleep 0.2; done
    # It has loaded what all sandboxes have.
    sleep 0.3
    spare=$(pgrep -P "$last_pid" -x ringbox-worker)
    host_before=$(cpu_of "$last_pid")
    worker_before=$(cpu_of "$spare")
    milliseconds=$(curl -fsS -o /dev/null -w '%{time_total}' "http://127.0.0.1:$port/@$1/read?numa=74950000000" | awk '{ print $1 * 1000 }')
    echo "$milliseconds $((($(cpu_of "$last_pid") - host_before) / 1000)) $((($(cpu_of "$spare") - worker_before) / 1000))"
}
