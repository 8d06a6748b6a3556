#!/usr/bin/env bash
# Millions of turns into one sandbox whose state stays as large as it is: disk, memory and latency have to stay too.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TEXT'
usage: STATE_SOAK_TURNS=5000000 STATE_SOAK_SECONDS=3600 scripts/soak-state.sh

Sessions come and go over STATE_SOAK_CONNECTIONS (16) connections, until there were STATE_SOAK_TURNS (300000) turns or
STATE_SOAK_SECONDS (600) are over, whichever comes first. Samples are taken every STATE_SOAK_SAMPLE_SECONDS (5): the data folder's
size, the private memory of the host and of the worker, and the latencies. A straight line through each of them may rise over the
run, after twice its error is taken off, by what stands at the top of the script; the first fifth of the turns does not count.
The exit code is 1 when one rises more, when an answer is wrong, or when the acknowledged turns are not all in the state.
WORK_FOLDER is for the data: a disk, if the latencies are to mean anything.
TEXT
}
case "${1:-}" in
'') ;;
-h | --help) usage; exit 0 ;;
*) usage >&2; exit 64 ;;
esac

turns=${STATE_SOAK_TURNS:-300000}
seconds=${STATE_SOAK_SECONDS:-600}
every=${STATE_SOAK_SAMPLE_SECONDS:-5}
connections=${STATE_SOAK_CONNECTIONS:-16}
if [[ -z "${WORK_FOLDER:-}" && "$(stat --file-system --format=%T "${TMPDIR:-/tmp}")" == tmpfs ]]; then WORK_FOLDER=/var/tmp; fi
source scripts/measured-host.sh
source scripts/straight-line.sh

# What the lines may rise by over the run: KiB, and for the latencies a part of their mean, in percent.
declare -A allowed_rise=([disk]=32768 [host]=16384 [worker]=16384)
allowed_latency=25

echo "building the $configuration …"
build_host
mkdir -p "$sandboxes/sessions"
cp Benchmarks/State/handlers/sessions.js "$sandboxes/sessions/index.js"
serve soak
host_pid=$last_pid
url=http://127.0.0.1:$port/@sessions/


curl -fsS -o /dev/null "$url?numa=74950000000"
worker_pid=$(worker_of soak sessions)
begin=$SECONDS
done_turns=$(version_of soak sessions)
asked_turns=$done_turns
shown=0
echo "$turns turns or $seconds s, whatever comes first; $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
while ((done_turns < turns && SECONDS - begin < seconds)); do
    read -r rate p50 p99 requests _ < <(asked "$every" "$connections" "$url?numa=74950000000")
    asked_turns=$((asked_turns + requests))
    done_turns=$(version_of soak sessions)
    [[ "$(worker_of soak sessions)" == "$worker_pid" ]] || { cat "$work/soak.log" >&2; echo "BROKEN: the worker ended" >&2; exit 1; }
    echo "$done_turns $(du --summarize --block-size=1K "$work/data-soak" | cut -f1) $(private_memory "$host_pid")" \
        "$(private_memory "$worker_pid") $p50 $p99 $rate $((SECONDS - begin))" >>"$work/samples"
    if ((SECONDS - begin >= shown + 60)); then
        shown=$((SECONDS - begin))
        tail -n 1 "$work/samples" | awk '{
            printf "%5d s: %9d turns, %5.0f a second; MiB: disk %.1f, host %.1f, worker %.1f; µs: p50 %d, p99 %d\n",
                $8, $1, $7, $2 / 1024, $3 / 1024, $4 / 1024, $5, $6 }'
    fi
done

broken=0
complain() {
    echo "BROKEN: $*"
    broken=1
}
echo
echo "$done_turns turns in $((SECONDS - begin)) s; load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "the state has $(admin soak /state/sessions | wc -c) bytes"
# wrk does not count the answers that come when its time is over.
counted=$(admin soak /state/sessions | tr -d ' \n' | sed -n 's/.*"turns":\([0-9]*\).*/\1/p')
rounds=$(wc -l <"$work/samples")
echo "$asked_turns acknowledged turns, $counted in the state"
((counted >= asked_turns && counted <= asked_turns + rounds * connections)) || complain "acknowledged and stored turns differ"

warm_up=$((done_turns / 5))
echo "without the first $warm_up turns ($rounds samples in all; KiB and µs):"
# line NAME COLUMN ALLOWED
line() { straight_line "$1" "$2" "$3" "$warm_up" "$work/samples" 1000000 'a million turns' || complain "$1 rises"; }
# part_of_mean COLUMN
part_of_mean() {
    awk -v column="$1" -v part="$allowed_latency" '{ all += $column } END { print int(all / NR * part / 100) }' "$work/samples"
}
line disk 2 "${allowed_rise[disk]}"
line host 3 "${allowed_rise[host]}"
line worker 4 "${allowed_rise[worker]}"
line p50 5 "$(part_of_mean 5)"
line p99 6 "$(part_of_mean 6)"
if [[ $broken -eq 0 ]]; then echo "all of it stays as it is"; fi
exit $broken
