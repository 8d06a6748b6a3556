#!/usr/bin/env bash
# Measures a turn against a bare route of the HTTP library, in one run: the variants take turns, and the medians of the
# rounds are compared, so that a machine that is slow for a while is slow for all of them.
#
#   ROUNDS=5 SECONDS_EACH=4 CONNECTIONS=32 scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
seconds_each=${SECONDS_EACH:-4}
connections=${CONNECTIONS:-32}
source scripts/measured-host.sh
query='cdr_id=123&start_time=1200&input_result=None&numa=74952345678&numb=74951234567'

echo "building the release and the yardstick …"
build_host
build_benchmark bare-server

# One sandbox with what is measured, and ten more to see what a live worker takes.
mkdir -p "$work/handlers/bench"
cat >"$work/handlers/bench/read.js" <<'JS'
export default function (req, state) {
  const courier = state.couriers[req.query.numa];
  return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
}
JS
cat >"$work/handlers/bench/change.js" <<'JS'
export default function (req, state) {
  const courier = state.couriers[req.query.numa];
  courier.calls += 1;
  return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
}
JS
echo '{"couriers":{"74952345678":{"name":"Иван","calls":0}}}' >"$work/handlers/bench/state.json"
for number in 1 2 3 4 5 6 7 8 9 10; do
    echo 'export default () => ({ returned_code: 1 })' >"$work/handlers/small$number.js"
done

launch bare ".build-benchmarks/$configuration/bare-server"
bare_port=$(port_from "$work/bare.log" '^traffic http://127.0.0.1:\([0-9]*\).*')
serve host
host_port=$port
host_pid=$last_pid

# measure NAME URL: appends what `asked` prints to NAME's figures.
measure() { asked "$seconds_each" "$connections" "$2" >>"$work/$1.figures"; }

bare_url="http://127.0.0.1:$bare_port/@bench/read?$query"
read_url="http://127.0.0.1:$host_port/@bench/read?$query"
change_url="http://127.0.0.1:$host_port/@bench/change?$query"
for url in "$bare_url" "$read_url" "$change_url"; do wrk -t1 -c"$connections" -d2s "$url" >/dev/null; done
for round in $(seq 1 "$rounds"); do
    echo "round $round of $rounds …"
    measure bare "$bare_url"
    measure read "$read_url"
    measure change "$change_url"
done

echo
printf '%-34s %12s %12s\n' "$connections connections, one sandbox" 'requests/s' 'p99 µs'
for name in bare read change; do
    printf '%-34s %12.0f %12.0f\n' "$name" "$(cut -d' ' -f1 "$work/$name.figures" | median)" "$(cut -d' ' -f3 "$work/$name.figures" | median)"
done
ratio() { paste -d' ' "$work/$1.figures" "$work/$2.figures" | awk '{ print $1 / $6 }' | median; }
printf 'read / bare    %.2f (median of the rounds)\n' "$(ratio read bare)"
printf 'change / bare  %.2f (median of the rounds)\n' "$(ratio change bare)"

echo
echo 'private dirty memory of the workers that have served at most one request, KiB:'
for number in 1 2 3 4 5; do curl -fsS -o /dev/null "http://127.0.0.1:$host_port/@small$number/"; done
for pid in $(pgrep -P "$host_pid" -x ringbox-worker); do
    private_memory "$pid"
done | sort -n | awk '{ value[NR] = $1 } END { printf "  %d workers: least %d, median %d, most %d (the most is the one that was measured)\n", NR, value[1], value[int((NR + 1) / 2)], value[NR] }'

# A sandbox's first request: its worker is let go after a second without work.
first() {
    serve "first-$1" --spares "$1" --idle-timeout 1s
    sleep 4
    for number in 1 2 3 4 5 6 7 8 9 10; do
        curl -fsS -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$port/@small$number/"
        sleep 0.3
    done | awk '{ print $1 * 1000 }' | sort -n | awk '{ value[NR] = $1 } END { printf "least %.1f, median %.1f, most %.1f\n", value[1], (value[5] + value[6]) / 2, value[NR] }'
}
echo
first 1 >"$work/first-with"
first 0 >"$work/first-without"
echo "first request of a sandbox, ms, with a spare worker:    $(cat "$work/first-with")"
echo "first request of a sandbox, ms, without a spare worker: $(cat "$work/first-without")"
