#!/usr/bin/env bash
# Lets many calls of a made-up Asterisk run a scenario at the same time, round after round. Fails when a call is lost, or when the
# host has more memory for itself after the last round than after half of them by over a sixteenth and 1 MiB: until then what it
# keeps of the latest calls and requests has its full size.
#
#   scripts/bench-agi.sh [folder with ringbox and ringbox-worker]
#
# AGI_CALLS=200 AGI_ROUNDS=60 for other numbers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

built=${1:-.build/release}
calls=${AGI_CALLS:-200}
rounds=${AGI_ROUNDS:-60}
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

# A handler that keeps nothing: what it kept would be in the host's memory, too.
mkdir --parents "$folder/handlers/bench"
cat >"$folder/handlers/bench/crm.js" <<'END'
module.exports = ({ call }) =>
  call.input === "4711" ? { text: "Соединяю с клиентом", phones: ["79165550011"], operator_text: "Курьер" } : { returned_code: 1 };
END
cat >"$folder/handlers/bench/scenario.yaml" <<'END'
operations:
  ask: { interactive: { route: /crm, codes: { 1: code }, backup: bye } }
  code: { interactive: { route: /crm, prompt: Введите номер заказа, input: { length: 4 }, codes: { 1: code }, backup: bye } }
  bye: hangup
END

# With one arena a leak is all that can grow: each further one takes its share at a time of its own.
MALLOC_ARENA_MAX=1 "$built/ringbox" serve --handlers "$folder/handlers" --data "$folder/data" --port 0 --admin-port 0 --agi-port 0 --quiet >"$folder/log" 2>&1 &
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

early=0 last=0
for ((round = 1; round <= rounds; round++)); do
    python3 scripts/bench-agi/peers.py "$port" bench "$calls"
    last=$(memory)
    [[ "$round" -ne $(((rounds + 1) / 2)) ]] || early=$last
    echo "round $round: $last KiB"
done
if ((last > early + early / 16 + 1024)); then
    echo "bench-agi: FAILED: the memory grew from $early to $last KiB" >&2
    exit 1
fi
echo "bench-agi: no call was lost, and the memory stayed at $last KiB"
