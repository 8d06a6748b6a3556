#!/usr/bin/env bash
# Figures beside their bars. bench-state.sh sources it.

declare -a missed=() beyond=()

coloured=
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then coloured=yes; fi
paint() { if [[ -n "$coloured" ]]; then printf '\033[%sm%s\033[0m' "$1" "$2"; else printf '%s' "$2"; fi; }
bold() { paint 1 "$1"; }

# bar LABEL VALUE ≤|≥ LIMIT [UNIT]: prints the value, its bar and whether it holds, and remembers a miss.
bar() {
    local label=$1 value=$2 sign=$3 limit=$4 unit=${5:-} verdict
    verdict=$(awk -v value="$value" -v limit="$limit" -v sign="$sign" -v margin="$margin" 'BEGIN {
        off = sign == "≤" ? value - limit : limit - value
        print off <= 0 ? "ok" : off <= limit * margin / 100 ? "missed" : "MISSED" }')
    case "$verdict" in
    ok) verdict=$(paint 32 ok) ;;
    missed)
        missed+=("$label: $value$unit (bar $sign $limit$unit)")
        verdict=$(paint 33 "missed, by less than $margin %")
        ;;
    MISSED)
        beyond+=("$label: $value$unit (bar $sign $limit$unit)")
        verdict=$(paint 31 MISSED)
        ;;
    esac
    printf '  %-76s %8s%s (bar %s %s%s) %s\n' "$label" "$value" "$unit" "$sign" "$limit" "$unit" "$verdict"
}

# end_host: the one that was started last.
end_host() {
    kill "$last_pid"
    wait "$last_pid" || true
}

# quotient A B [DIGITS]
quotient() { awk -v a="$1" -v b="$2" -v digits="${3:-2}" 'BEGIN { printf "%.*f\n", digits, a / b }'; }

# difference A B [DIVISOR [DIGITS]]: of two figures, divided.
difference() { awk -v a="$1" -v b="$2" -v by="${3:-1}" -v digits="${4:-2}" 'BEGIN { printf "%.*f\n", digits, (a - b) / by }'; }

# middle FILE COLUMN: the median of a column.
middle() { awk -v column="$2" '{ print $column }' "$1" | median; }

# middle_ratio FILE FILE COLUMN: the median of the rounds' ratios of a column.
middle_ratio() {
    paste -d' ' <(awk -v column="$3" '{ print $column }' "$1") <(awk -v column="$3" '{ print $column }' "$2") |
        awk '{ print $1 / $2 }' | median | awk '{ printf "%.2f\n", $1 }'
}

# state_of COUNT ALPHABET [list]: a file with that many records; made once.
state_of() {
    local file=$work/state-$1-$2-${3:-keyed}.json
    [[ -f "$file" ]] || node Benchmarks/State/records.mjs "$@" >"$file"
    echo "$file"
}

# about FILE: its size, and how much of it is ASCII.
about() {
    local all ascii
    all=$(stat --format=%s "$1")
    ascii=$(LC_ALL=C tr -d '\200-\377' <"$1" | wc -c)
    awk -v all="$all" -v ascii="$ascii" 'BEGIN { printf "%.1f MB of JSON, %.1f MB of them ASCII", all / 1e6, ascii / 1e6 }'
}

# sandbox_of NAME FILE HANDLER…: a sandbox with handlers of Benchmarks/State and the state in FILE. It may take its time on a busy
# machine, and more memory than is usual, unless memory_limit says how much.
sandbox_of() {
    local name=$1 file=$2 handler
    shift 2
    mkdir -p "$sandboxes/$name"
    for handler in "$@"; do cp "Benchmarks/State/handlers/$handler.js" "$sandboxes/$name/"; done
    cp "$file" "$sandboxes/$name/state.json"
    cat >"$sandboxes/$name/sandbox.yaml" <<YAML
dialect: none
limits: { wall: 60s, cpu: 30s, load: 30s, queued: 30s, memory: ${memory_limit:-512MiB} }
YAML
}

say_verdict() {
    local line
    for line in "${missed[@]}"; do echo "missed by less than $margin %: $line"; done
    for line in "${beyond[@]}"; do echo "missed: $line"; done
    if [[ ${#beyond[@]} -gt 0 ]]; then exit 1; fi
    echo "all bars hold$([[ ${#missed[@]} -eq 0 ]] || echo ", but for the margin")"
}
