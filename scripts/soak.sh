#!/usr/bin/env bash
# Loads one host with everything at once, and checks that nothing of it stays: good sandboxes, hostile ones, workers that are
# killed, files that are saved, connections that are dropped half-way.
#
#   SOAK_SECONDS=600 scripts/soak.sh
#
# It ends with exit code 1 when
# - a request is not accounted for, or its answer is not what its sandbox may answer: good sandboxes answer "ok" and nothing
#   else, the others with a valid reply or with their fallback, byte for byte;
# - a change of state that was acknowledged is not there at the end, or one of a turn that failed is;
# - the host's private memory (in KiB), descriptors, threads, children, or the zombies among them rise over the run by more
#   than is allowed below, or are more when all is quiet again.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${SOAK_SECONDS:-600}
every=${SOAK_SAMPLE_SECONDS:-$((seconds < 120 ? 1 : 5))}
# In memory where that is possible: a disk that others keep busy for seconds makes a host answer "state_unavailable", which
# is right and says nothing about the host.
if [[ -z "${WORK_FOLDER:-}" && -w /dev/shm ]]; then WORK_FOLDER=/dev/shm; fi
source scripts/measured-host.sh
source scripts/straight-line.sh

# What the straight line through the samples may rise by over the run, after its error is taken off.
declare -A allowed_rise=([memory]=16384 [descriptors]=8 [threads]=4 [zombies]=1 [children]=4)
# What there may be more of at rest. The activity log keeps 2,000 turns with what they sent and wrote.
declare -A allowed_rest=([descriptors]=2 [threads]=4 [zombies]=0)

echo "building the $configuration and the client …"
build_host
build_benchmark load-client

fallback='{"returned_code":9}'
# sandbox NAME FILE: a file from standard input; the sandbox gets a fallback.
sandbox() {
    mkdir -p "$work/handlers/$1"
    cat >"$work/handlers/$1/$2"
    echo "fallback: { returned_code: 9 }" >"$work/handlers/$1/sandbox.yaml"
}
count='export default (req, state) => { state.count = (state.count ?? 0) + 1; return { returned_code: 1 } }'
sandbox reads index.js <<<'export default (req, state) => ({ returned_code: state.code })'
echo '{"code":1}' >"$work/handlers/reads/state.json"
sandbox changes index.js <<<"$count"
sandbox killed index.js <<<"$count"
sandbox dropped index.js <<<"$count"
sandbox saved index.ts <<<'export default () => ({ returned_code: 1 as number })'
sandbox loops index.js <<<'export default () => { for (;;) {} }'
sandbox chains index.js <<<'export default async () => { for (;;) await 0 }'
sandbox allocates index.js <<<'export default () => { const kept = []; for (;;) kept.push(new Uint8Array(1 << 20).fill(1)) }'
sandbox recurses index.js <<<'export default function again(req) { return again({ req }) + 1 }'
sandbox throws index.js <<<'export default (req, state) => { state.count = (state.count ?? 0) + 1; throw new Error("нет") }'
sandbox lies index.js <<<'export default (req, state) => { state.count = (state.count ?? 0) + 1; return { returned_code: "x" } }'
sandbox prints index.js <<<'export default () => { for (let i = 0; i < 300; i++) console.log("строка ".repeat(100)); return { returned_code: 1 } }'

serve host
host_pid=$last_pid
# count_of SANDBOX: the count in its state.
count_of() { admin host "/state/$1" | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p' | grep . || echo 0; }

# sample: seconds, memory in KiB, descriptors, threads, zombies, children. Memory is what the host shares with no file.
sample() {
    local status=/proc/$host_pid/status children
    # A process may end while the list is read.
    children=$({ cat /proc/[0-9]*/stat 2>/dev/null || true; } | sed 's/.*) //' | awk -v parent="$host_pid" '
        $2 == parent { all += 1; if ($1 == "Z") zombies += 1 } END { print zombies + 0, all + 0 }')
    echo "$((SECONDS - begin)) $(awk '/^RssAnon/ { print $2 }' $status) $(ls "/proc/$host_pid/fd" | wc -l)" \
        "$(awk '/^Threads/ { print $2 }' $status) $children"
}

# victims: the processes of the sandboxes whose callers may get the fallback.
victims() {
    admin host /sandboxes | awk '
        /"name"/ { gsub(/[ ",]/, ""); name = substr($0, 6) }
        /"processID"/ { gsub(/[^0-9]/, ""); if (name !~ /^(reads|changes|dropped|saved)$/) print }'
}

kills=0
saves=0
# disturb: kills a worker and saves files, again and again.
disturb() {
    local pid
    while sleep 1; do
        # Not so often that the host does nothing but pause them.
        pid=
        if ((saves % 2 == 0)); then pid=$(victims | shuf -n 1) || true; fi
        if [[ -n "$pid" ]] && kill -9 "$pid" 2>/dev/null; then echo "$((kills += 1))" >"$work/kills"; fi
        echo "export default () => ({ returned_code: (1 as number) }); // $((saves += 1))" >"$work/handlers/saved/index.ts"
        if ((saves % 5 == 0)); then
            echo "$count // $saves" >"$work/handlers/killed/index.js"
            echo "export default () => { for (;;) {} } // $saves" >"$work/handlers/loops/index.js"
        fi
        if ((saves % 7 == 0)); then echo "export default () => { oops // $saves" >"$work/handlers/throws/broken.js"; fi
        if ((saves % 7 == 3)); then rm -f "$work/handlers/throws/broken.js"; fi
        echo "$saves" >"$work/saves"
    done
}

# load SECONDS: every kind of request at once.
load() {
    "$load_client" --port "$port" --seconds "$1" --progress "${SOAK_PROGRESS_SECONDS:-30}" \
        --stream 'name=reads path=/@reads/ rate=60 connections=64 reply={"returned_code":1}' \
        --stream 'name=changes path=/@changes/ rate=60 connections=64 reply={"returned_code":1}' \
        --stream 'name=saved path=/@saved/ rate=30 connections=64 reply={"returned_code":1}' \
        --stream "name=killed path=/@killed/ rate=30 connections=64 allow=ok,fallback reply={\"returned_code\":1} fallback=$fallback" \
        --stream 'name=dropped path=/@dropped/ rate=20 connections=64 hangup=yes' \
        --stream "name=loops path=/@loops/ rate=2 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=chains path=/@chains/ rate=0.3 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=allocates path=/@allocates/ rate=1 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=recurses path=/@recurses/ rate=5 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=throws path=/@throws/ rate=10 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=lies path=/@lies/ rate=10 connections=64 allow=fallback fallback=$fallback" \
        --stream "name=prints path=/@prints/ rate=2 connections=64 allow=ok,fallback reply={\"returned_code\":1} fallback=$fallback"
}

broken=0
complain() {
    echo "BROKEN: $*"
    broken=1
}

begin=$SECONDS
# Everything has run once before it is looked at: pools of threads and caches are as large as they get.
load 5 >"$work/answers.txt" 2>/dev/null || true
declare -A counted_before
for name in changes killed; do counted_before[$name]=$(count_of "$name"); done
sleep 3
rest_before=$(sample)

echo "loading for $seconds s …"
disturb &
disturb_pid=$!
started+=("$disturb_pid")
begin=$SECONDS
load "$seconds" >"$work/answers.txt" &
load_pid=$!
started+=("$load_pid")
while kill -0 "$load_pid" 2>/dev/null; do
    kill -0 "$host_pid" 2>/dev/null || break
    if ((SECONDS - begin < seconds)); then sample >>"$work/samples"; fi
    sleep "$every"
done
wait "$load_pid" || complain "answers are missing or wrong"
kill "$disturb_pid" 2>/dev/null || true
wait "$disturb_pid" 2>/dev/null || true
kill -0 "$host_pid" 2>/dev/null || { cat "$work/host.log"; complain "the host ended"; exit 1; }

echo
awk -F '\t' '
    $1 == "stream" { print $2 ": " $4 " sent; µs p50 " $6 ", p99 " $8 ", most " $12; all += $4 }
    $1 == "answers" { printf "    %7d %s\n", $4, $3; accounted += $4 }
    $1 == "wrong" { print "    WRONG: " $3 }
    END { print all " requests sent, " accounted " accounted for; " kills " workers killed, " saves " saves" }
' kills="$(cat "$work/kills" 2>/dev/null || echo 0)" saves="$(cat "$work/saves" 2>/dev/null || echo 0)" "$work/answers.txt"

echo
answered() { awk -F '\t' -v name="$1" -v word="$2" '$1 == "answers" && $2 == name && $3 == word { print $4 }' "$work/answers.txt" | grep . || echo 0; }
for name in changes killed; do
    ok=$(answered "$name" ok)
    # What the store took too long for may be stored or not.
    open=$(answered "$name" 'state_unavailable; fallback')
    counted=$(($(count_of "$name") - counted_before[$name]))
    echo "$name: $ok acknowledged changes, $counted in the state"
    ((counted >= ok && counted <= ok + open)) || complain "$name: acknowledged and stored changes differ"
done
for name in throws lies; do
    counted=$(count_of "$name")
    echo "$name: $counted changes of failed turns in the state"
    [[ $counted -eq 0 ]] || complain "$name: a failed turn changed the state"
done

# column NAME: its number in the samples.
column() { case "$1" in memory) echo 2 ;; descriptors) echo 3 ;; threads) echo 4 ;; zombies) echo 5 ;; children) echo 6 ;; esac; }
echo
# Until then the caches, the activity log and the allocator's pools fill.
warm_up=$((seconds / 5 > 90 || seconds < 120 ? seconds / 5 : 90))
echo "the host over the run, without the first $warm_up s ($(wc -l <"$work/samples") samples):"
for name in memory descriptors threads zombies children; do
    straight_line "$name" "$(column "$name")" "${allowed_rise[$name]}" "$warm_up" "$work/samples" || complain "$name rises"
done

judge_loops host || complain "the event loops stood still for too long"

# At rest: deadlines of 3 s have passed, and processes that ended are waited for.
sleep 5
rest_after=$(sample)
echo "at rest before and after: $(paste -d' ' <(echo "$rest_before" | tr ' ' '\n') <(echo "$rest_after" | tr ' ' '\n') |
    awk 'NR == 2 { printf "memory %d and %d KiB", $1, $2 } NR == 3 { printf ", descriptors %d and %d", $1, $2 }
         NR == 4 { printf ", threads %d and %d", $1, $2 } NR == 5 { printf ", zombies %d and %d", $1, $2 }
         NR == 6 { printf ", children %d and %d", $1, $2 }')"
for name in descriptors threads zombies; do
    field=$(column "$name")
    more=$(($(cut -d' ' -f"$field" <<<"$rest_after") - $(cut -d' ' -f"$field" <<<"$rest_before")))
    [[ $more -le ${allowed_rest[$name]} ]] || complain "$name: $more more at rest"
done

[[ $broken -eq 0 ]] && echo && echo "nothing stayed"
exit $broken
