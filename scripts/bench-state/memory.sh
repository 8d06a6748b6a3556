#!/usr/bin/env bash
# What a large state takes of a worker's memory. bench-state.sh sources it.

memory_records=100000

measure_memory() {
    local name worker after times memory_limit=128MiB may_fail=yes failures=0
    local -A size=()
    mkdir -p "$work/memory"
    echo '{"couriers":{"74950000000":{"name":"Иван","calls":0}}}' >"$work/memory/empty.json"
    sandbox_of small-memory "$work/memory/empty.json" change read
    for name in mixed ascii; do
        sandbox_of "$name-memory" "$(state_of "$memory_records" "$name")" change read
        size[$name]=$(stat --format=%s "$(state_of "$memory_records" "$name")")
        echo "$name: $memory_records records, $(about "$(state_of "$memory_records" "$name")")"
    done
    serve memory
    for name in small mixed ascii; do
        curl -fsS -o /dev/null "http://127.0.0.1:$port/@$name-memory/read?numa=74950000000"
        sleep 2
        worker=$(worker_of memory "$name-memory")
        private_memory "$worker" >"$work/memory.$name"
        asked 10 "$connections" -s Benchmarks/State/numbers.lua "http://127.0.0.1:$port/@$name-memory/change" -- \
            "$([[ $name == small ]] && echo 1 || echo "$memory_records")" >"$work/memory.$name.turns"
        failures=$((failures + $(cut -d' ' -f5 "$work/memory.$name.turns")))
        sleep 2
        # One that was ended for its memory is not compared: its failed requests are.
        after=$(worker_of memory "$name-memory")
        if [[ "$after" != "$worker" ]]; then
            echo "  $name: the worker was ended"
            failures=$((failures + 1))
            continue
        fi
        private_memory "$worker" >>"$work/memory.$name"
        printf '  %-6s private memory of the worker %5.1f MB after opening, %5.1f MB after %d turns\n' "$name" \
            $(awk '{ print $1 * 1024 / 1e6 }' "$work/memory.$name") "$(cut -d' ' -f4 "$work/memory.$name.turns")"
    done
    for name in mixed ascii; do
        mapfile -t times < <(paste -d' ' "$work/memory.$name" "$work/memory.small" |
            awk -v size="${size[$name]}" 'NF == 2 { printf "%.2f\n", ($1 - $2) * 1024 / size }')
        bar "memory over a small state, $name, after opening: times its JSON" "${times[0]}" ≤ 5
        if [[ ${#times[@]} -gt 1 ]]; then bar "memory over a small state, $name, after turns: times its JSON" "${times[1]}" ≤ 5; fi
    done
    bar "requests that failed, and workers that were ended, with the usual limit of memory, $memory_limit" "$failures" ≤ 0
    end_host
}
