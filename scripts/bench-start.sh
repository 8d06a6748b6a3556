#!/usr/bin/env bash
# Measures how a host with many sandboxes starts: on an empty data folder, and once more on what the first start has kept.
#
#   SANDBOXES=10000 ASKED=10 scripts/bench-start.sh
#
# For each start: the time until the port is open, what a first request of a few sandboxes takes then, one after another, and the
# host's own memory; then the same when all sandboxes have loaded. Fails when a bar is missed that holds for 10,000 sandboxes.
set -euo pipefail
cd "$(dirname "$0")/.."

count=${SANDBOXES:-10000}
asked=${ASKED:-10}
source scripts/measured-host.sh
echo "building the release …"
build_host

mkdir -p "$sandboxes"
for number in $(seq 1 "$count"); do
    echo "module.exports = () => ({ returned_code: $number })" >"$sandboxes/s$number.js"
done

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
missed=0

# judge WHAT FIGURE BAR UNIT
judge() {
    local verdict=
    if [ "$2" -gt "$3" ]; then verdict=' MISSED'; missed=1; fi
    printf '  %-46s %8d %s (bar %d)%s\n' "$1" "$2" "$4" "$3" "$verdict"
}

# ask_some BAR: asks sandboxes that nobody has asked yet.
ask_some() {
    local slowest=0 number answer took
    for number in $(shuf -i 1-"$count" -n "$asked"); do
        answer=$(curl -fsS -w ' %{time_total}' "http://127.0.0.1:$port/@s$number/")
        [ "${answer% *}" = "{\"returned_code\":$number}" ] || { echo "s$number answered $answer" >&2; exit 1; }
        took=$(awk -v seconds="${answer##* }" 'BEGIN { printf "%.0f", seconds * 1000 }')
        if [ "$took" -gt "$slowest" ]; then slowest=$took; fi
    done
    judge "the slowest first answer of $asked" "$slowest" "$1" ms
}

memory_of() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

still_loading() { curl -fsS "http://127.0.0.1:$(admin_port_of start)/health" | awk '/"loading"/ { gsub(/[^0-9]/, ""); print }'; }

# start NAME PORT-BAR ANSWER-BAR [MEMORY-BAR]
start() {
    local begin processes
    begin=$(milliseconds)
    launch start "$bin/ringbox" serve --quiet --handlers "$sandboxes" --data "$work/data-start" --port 0 --admin-port 0
    until [ -s "$work/data-start/running.json" ]; do sleep 0.005; done
    echo "$1, $count sandboxes:"
    judge 'until the port is open' $(($(milliseconds) - begin)) "$2" ms
    port=$(port_from "$work/data-start/running.json" '.*"port": \([0-9]*\).*')
    ask_some "$3"
    processes=0
    until [ "$(still_loading)" = 0 ]; do
        local now
        now=$(pgrep -c -P "$last_pid" || true)
        if [ "$now" -gt "$processes" ]; then processes=$now; fi
        sleep 0.2
    done
    printf '  %-46s %8d ms, with %d processes at most\n' 'until all have been read, and loaded if need be' $(($(milliseconds) - begin)) "$processes"
    ask_some "$3"
    if [ -n "${4:-}" ]; then
        judge 'memory of the host' "$(memory_of "$last_pid")" "$4" MiB
    else
        printf '  %-46s %8d MiB\n' 'memory of the host' "$(memory_of "$last_pid")"
    fi
    begin=$(milliseconds)
    kill "$last_pid"
    wait "$last_pid" || true
    printf '  %-46s %8d ms\n' 'until it has ended' $(($(milliseconds) - begin))
}

start 'an empty data folder' 5000 500
start 'what the first start has kept' 1000 1000 200
exit "$missed"
