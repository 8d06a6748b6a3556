#!/usr/bin/env bash
# Measures how long the callers of one sandbox wait while another sandbox misbehaves, against the same callers alone, in one
# run: the quiet and the loud times take turns, and the medians of the rounds are compared.
#
#   ROUNDS=5 SECONDS_EACH=4 RATE=200 scripts/bench-neighbour.sh
#
# The neighbour gets RATE requests a second, half of them reading and half changing its state: a steady load far below what
# the machine can do, as a PBX makes it. Times count from the moment in which a request was due. MOST is the ratio that the
# script accepts; it ends with exit code 1 when one of them is above it. RATE=max asks as fast as it is answered, over 32
# connections: then everybody competes for the same two cores, and the ratio tells how they are shared.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
seconds_each=${SECONDS_EACH:-4}
rate=${RATE:-200}
most=${MOST:-3}
each=$rate
if [[ "$rate" != max ]]; then each=$((rate / 2)); fi
# In memory where that is possible: what is compared is how the machine's cores are shared, and not its disk.
if [[ -z "${WORK_FOLDER:-}" && -w /dev/shm ]]; then WORK_FOLDER=/dev/shm; fi
source scripts/measured-host.sh
query='cdr_id=123&start_time=1200&input_result=None&numa=74952345678&numb=74951234567'

echo "building the $configuration and the client …"
build_host
build_benchmark load-client

mkdir -p "$work"/handlers/{neighbour,loops,allocates,edited}
cat >"$work/handlers/neighbour/read.js" <<'JS'
export default function (req, state) {
  const courier = state.couriers[req.query.numa];
  return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
}
JS
cat >"$work/handlers/neighbour/change.js" <<'JS'
export default function (req, state) {
  const courier = state.couriers[req.query.numa];
  courier.calls += 1;
  return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
}
JS
echo '{"couriers":{"74952345678":{"name":"Иван","calls":0}}}' >"$work/handlers/neighbour/state.json"
for name in loops allocates edited; do echo 'fallback: { returned_code: 9 }' >"$work/handlers/$name/sandbox.yaml"; done
echo 'export default () => { for (;;) {} }' >"$work/handlers/loops/index.js"
echo 'export default () => { const kept = []; for (;;) kept.push(new Uint8Array(1 << 20).fill(1)) }' >"$work/handlers/allocates/index.js"

# save NUMBER: what an editor does.
save() {
    printf 'const number: number = %d;\nexport default () => ({ returned_code: 1, text: `${number}` });\n' "$1" >"$work/edited.ts"
    mv "$work/edited.ts" "$work/handlers/edited/index.ts"
}
save 0
serve host

# requests SECONDS STREAM…: sends them and waits for the answers.
requests() {
    local seconds=$1 streams=() stream
    shift
    for stream in "$@"; do streams+=(--stream "$stream"); done
    "$load_client" --port "$port" --seconds "$seconds" "${streams[@]}"
}

# What is loud, for a time. More callers ask the loud sandboxes than can be answered: one loops all the time, and the other
# is killed for its memory as often as the host lets it start again.
loops() { requests "$1" 'name=loops path=/@loops/ rate=20 connections=100 allow=fallback' >"$work/loud.txt"; }
allocates() { requests "$1" 'name=allocates path=/@allocates/ rate=20 connections=100 allow=fallback' >"$work/loud.txt"; }
reloads() {
    local end
    requests "$1" 'name=reloads path=/@edited/ rate=10 allow=ok' >"$work/loud.txt" &
    end=$((${EPOCHREALTIME/./} + $1 * 1000000))
    while ((${EPOCHREALTIME/./} < end)); do
        save "${EPOCHREALTIME/./}"
        sleep 0.1
    done
    wait $!
}

# neighbour NAME: appends the two 99th percentiles in µs to NAME's figures.
neighbour() {
    "$load_client" --first --port "$port" --seconds "$seconds_each" \
        --stream "name=read path=/@neighbour/read?$query rate=$each connections=16" \
        --stream "name=change path=/@neighbour/change?$query rate=$each connections=16" \
        >"$work/neighbour.txt" || { cat "$work/neighbour.txt"; exit 1; }
    awk -F '\t' '$1 == "stream" { print $8 > file "." $2 }' file="$work/round" "$work/neighbour.txt"
    cat "$work/round.read" >>"$work/$1.read"
    cat "$work/round.change" >>"$work/$1.change"
}

neighbour warm-up
for round in $(seq 1 "$rounds"); do
    echo "round $round of $rounds …"
    for loud in loops allocates reloads; do
        neighbour alone
        "$loud" $((seconds_each + 1)) &
        loud_pid=$!
        sleep 0.5
        neighbour "$loud"
        wait "$loud_pid" || { cat "$work/loud.txt"; exit 1; }
    done
done

echo
echo "the neighbour: $rate requests a second, median of the rounds' 99th percentiles, µs ($(nproc) cores)"
printf '%-34s %10s %7s %10s %7s\n' 'beside it another sandbox' read ratio change ratio
broken=0
for name in alone loops allocates reloads; do
    line=$(printf '%-34s' "$name")
    for kind in read change; do
        figure=$(median <"$work/$name.$kind")
        ratio=$(awk -v a="$figure" -v b="$(median <"$work/alone.$kind")" 'BEGIN { printf "%.2f", a / b }')
        line+=$(printf ' %10.0f %7s' "$figure" "$ratio")
        if awk -v ratio="$ratio" -v most="$most" 'BEGIN { exit !(ratio > most) }'; then broken=1; fi
    done
    echo "$line"
done
if [[ $broken -eq 1 ]]; then
    echo "a ratio is above $most"
    exit 1
fi
judge_loops host
