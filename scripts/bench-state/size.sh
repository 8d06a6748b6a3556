#!/usr/bin/env bash
# One field changed in a small state, in a large one, and in a small one beside a large one. bench-state.sh sources it.

declare -A size_port size_pid size_count=([small]=10 [large]=100000 [beside]=10)

measure_size() {
    local name file round
    # A host for each: what one writes in the background is not the other's. That of the large state has a small one too.
    for name in small large; do
        sandboxes=$work/handlers-size-$name
        file=$(state_of "${size_count[$name]}" mixed)
        sandbox_of "$name" "$file" change
        if [[ $name == large ]]; then sandbox_of beside "$(state_of "${size_count[beside]}" mixed)" change; fi
        echo "$name: ${size_count[$name]} records, $(about "$file")"
        serve "$name"
        size_port[$name]=$port
        size_pid[$name]=$last_pid
    done
    size_port[beside]=${size_port[large]}
    size_pid[beside]=${size_pid[large]}
    # First, while the large state is one large row of the journal, as one is that was put by hand.
    for name in small beside; do ask_size "$name" 3 "$connections" >/dev/null; done
    measure_turns neighbour "$connections" small beside
    ask_size large 3 "$connections" >/dev/null
    measure_turns many "$connections" small large
    measure_turns one 1 small large
    show_turns many "$connections connections" small large
    show_turns one '1 connection' small large
    show_turns neighbour "$connections connections, small beside large" small beside
    local many="$connections connections"
    bar "time a turn, $many: large / small" "$(middle_ratio "$work/small.many" "$work/large.many" 1)" ≤ 1.3
    bar 'time a turn, 1 connection: large / small' "$(middle_ratio "$work/small.one" "$work/large.one" 1)" ≤ 1.3
    bar "CPU time a turn, $many: large / small" "$(middle_ratio "$work/large.many" "$work/small.many" 8)" ≤ 1.3
    bar 'CPU time a turn, 1 connection: large / small' "$(middle_ratio "$work/large.one" "$work/small.one" 8)" ≤ 1.3
    bar "time a turn, $many: small beside large / small" "$(middle_ratio "$work/small.neighbour" "$work/beside.neighbour" 1)" ≤ 1.3
    # Over one connection there are too few turns for the snapshots of the large state to show.
    bar "bytes written a turn, $many: large / small" "$(quotient "$(written_a_turn large.many)" "$(written_a_turn small.many)")" ≤ 1.1
    for name in small large; do kill "${size_pid[$name]}"; done
    wait "${size_pid[@]}" || true
}

# ask_size NAME SECONDS CONNECTIONS
ask_size() { asked "$2" "$3" -s Benchmarks/State/numbers.lua "http://127.0.0.1:${size_port[$1]}/@$1/change" -- "${size_count[$1]}"; }

# measure_turns LOAD CONNECTIONS NAME…: makes NAME.LOAD with a line for each round, "requests/s p50 p99 requests
# failures host-CPU-a-turn worker-CPU-a-turn CPU-a-turn", and NAME.LOAD.written with the bytes of all of them. Each load has rounds of
# its own: the snapshots that its turns ask for count as its own.
measure_turns() {
    local load=$1 at_once=$2 name round host worker host_before worker_before
    shift 2
    for name in "$@"; do written_by "${size_pid[$name]}" >"$work/$name.$load.before"; done
    for round in $(seq 1 "$rounds"); do
        echo "$load, round $round of $rounds …"
        for name in "$@"; do
            host=${size_pid[$name]}
            worker=$(worker_of "$([[ $name == beside ]] && echo large || echo "$name")" "$name")
            host_before=$(cpu_of "$host")
            worker_before=$(cpu_of "$worker")
            ask_size "$name" "$seconds_each" "$at_once" >"$work/round"
            awk -v host="$(($(cpu_of "$host") - host_before))" -v worker="$(($(cpu_of "$worker") - worker_before))" '
                { print $0, host / $4, worker / $4, (host + worker) / $4 }' "$work/round" >>"$work/$name.$load"
        done
    done
    # A snapshot that is under way.
    sleep 3
    for name in "$@"; do echo $(($(written_by "${size_pid[$name]}") - $(<"$work/$name.$load.before"))) >"$work/$name.$load.written"; done
}

# written_a_turn NAME.LOAD
written_a_turn() { quotient "$(<"$work/$1.written")" "$(awk '{ all += $4 } END { print all }' "$work/$1")" 0; }

# show_turns LOAD TITLE NAME…
show_turns() {
    local load=$1 name column figures
    echo "  $2:"
    shift 2
    for name in "$@"; do
        figures=()
        for column in 1 2 3 6 7; do figures+=("$(middle "$work/$name.$load" $column)"); done
        printf '    %-6s %7.0f turns/s, p50 %5.0f µs, p99 %6.0f µs; CPU µs a turn: host %5.1f, worker %5.1f; %6d bytes written a turn\n' \
            "$name" "${figures[@]}" "$(written_a_turn "$name.$load")"
    done
}
