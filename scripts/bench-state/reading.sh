#!/usr/bin/env bash
# Reading by key and searching, over the state and over plain objects in the same worker. bench-state.sh sources it.

reading_records=10000

measure_reading() {
    local way in_state plain once
    mkdir -p "$work/reading"
    state_of "$reading_records" mixed >/dev/null
    state_of "$reading_records" mixed list >/dev/null
    # {"couriers":{…},"list":[…]}
    { sed 's/}$//' "$(state_of "$reading_records" mixed)"; sed 's/^{"couriers":/,"list":/' "$(state_of "$reading_records" mixed list)"; } |
        tr -d '\n' >"$work/reading/state.json"
    sandbox_of reading "$work/reading/state.json" search
    cp "$work/reading/state.json" "$sandboxes/reading/_plain.json"
    serve reading
    echo "$reading_records records, $(about "$work/reading/state.json"); CPU time of the worker for each record"
    node Benchmarks/State/reading.mjs "$port" "$(admin_port_of reading)" "$(<"$work/data-reading/admin.token")" $((rounds * 3)) \
        "$reading_records" >"$work/reading.figures"
    while read -r way in_state plain once; do
        case "$way" in
        key) bar 'by key, over plain objects' "$(difference "$in_state" "$plain")" ≤ 1 ' µs' ;;
        find) bar '.find in an array' "$in_state" ≤ 0.25 ' µs' ;;
        forOf) bar 'for…of over an array' "$in_state" ≤ 0.25 ' µs' ;;
        values) bar 'Object.values(…).find' "$in_state" ≤ 0.7 ' µs' ;;
        forIn) bar 'for…in over an object' "$in_state" ≤ 2.5 ' µs' ;;
        esac
        echo "    plain objects $plain µs; in a turn that does it once $once µs"
    done <"$work/reading.figures"
    end_host
}
