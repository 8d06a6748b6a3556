#!/usr/bin/env bash
# Lets many calls of a made-up Asterisk run a scenario at the same time, round after round. Fails when a call is lost, or when the
# host has more memory for itself after the last round than after the second by over a sixteenth and 2 MiB.
#
#   scripts/bench-agi.sh [folder with ringbox and ringbox-worker]
#
# AGI_CALLS=200 AGI_ROUNDS=8 for other numbers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

built=${1:-.build/release}
calls=${AGI_CALLS:-200}
rounds=${AGI_ROUNDS:-8}
folder=$(mktemp --directory)
host=

finish() {
    [[ -z "$host" ]] || kill "$host" 2>/dev/null || true
    wait 2>/dev/null || true
    rm --recursive --force -- "$folder"
}
trap finish EXIT

# Prints the KiB that the host has for itself.
memory() { awk '/^Private_Dirty:/ { print $2 }' "/proc/$host/smaps_rollup"; }

"$built/ringbox" serve --handlers handlers --data "$folder/data" --port 0 --admin-port 0 --agi-port 0 --quiet >"$folder/log" 2>&1 &
host=$!
for _ in $(seq 100); do
    [[ ! -e "$folder/data/running.json" ]] || break
    sleep 0.1
done
[[ -e "$folder/data/running.json" ]] || {
    cat "$folder/log" >&2
    echo 'bench-agi: the host does not start' >&2
    exit 1
}
port=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["agi"]["port"])' "$folder/data/running.json")

second=0 last=0
for ((round = 1; round <= rounds; round++)); do
    python3 scripts/bench-agi/peers.py "$port" uis_test "$calls"
    last=$(memory)
    [[ "$round" -ne 2 ]] || second=$last
    echo "round $round: $last KiB"
done
if ((last > second + second / 16 + 2048)); then
    echo "bench-agi: FAILED: the memory grew from $second to $last KiB" >&2
    exit 1
fi
echo "bench-agi: no call was lost, and the memory stayed at $last KiB"
