#!/usr/bin/env bash
# Builds the fuzzers and runs them for a while each, two at a time; "fuzz.sh merge" minimises the corpora instead.
#
#   FUZZ_SECONDS        for each fuzzer (60)
#   FUZZ_TOTAL_SECONDS  the sum for all of them, in the place of FUZZ_SECONDS: each gets its share
#   FUZZ_TARGETS        some of them, such as "frames settings" (all)
#   FUZZ_AT_ONCE        how many run side by side (2)
#   FUZZ_SEED           begins the same way each time (a new one for each run)
#
# Ends with 1 when there is a finding, which is then in Fuzz/Findings.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${FUZZ_SECONDS:-60}
at_once=${FUZZ_AT_ONCE:-2}
read -r -a targets <<<"${FUZZ_TARGETS:-frames heads addresses settings parameters instructions patches calls scenarios conversations journals admin}"

if [[ -n "${FUZZ_TOTAL_SECONDS:-}" ]]; then
    seconds=$((FUZZ_TOTAL_SECONDS / ${#targets[@]}))
    ((seconds > 0)) || { echo "fuzz.sh: FUZZ_TOTAL_SECONDS=$FUZZ_TOTAL_SECONDS is less than a second for each fuzzer" >&2; exit 2; }
fi

programs=Fuzz/.build/release
findings=Fuzz/Findings
# Inputs that a run came upon: they grow from run to run, and "merge" takes the best of them into the corpus.
found=Fuzz/.build/found
logs=Fuzz/.build/logs
# A corpus is for everybody's every build: what is more than this is left out by the merge.
most_files=300
most_bytes=500000

# The runtime's own reports of crashes would keep libFuzzer from writing the input down.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=0}
export LSAN_OPTIONS=suppressions=$PWD/scripts/leaks.supp:print_suppressions=0

# The longest input of a fuzzer, in bytes.
longest() {
    case "$1" in
    settings) echo 4096 ;;
    addresses) echo 2048 ;;
    *) echo 8192 ;;
    esac
}

# Whether a fuzzer's target is a whole host. Its threads have jobs in flight when an input is done, and the leak sanitizer does not see
# all of them: such a fuzzer has a limit of memory for leaks, and tests under the sanitizer look for them at the end of a process.
has_threads() {
    [[ "$1" == admin || "$1" == conversations ]]
}

build() {
    mkdir -p "$findings" "$logs"
    echo 'Building the fuzzers'
    # Of two --sanitize SwiftPM makes two options in any order, of which the Swift compiler takes the last.
    swift build --package-path Fuzz -c release --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address \
        -Xswiftc -enable-testing \
        >"$logs/build.log" 2>&1 || { grep 'error:' "$logs/build.log" || tail -20 "$logs/build.log"; exit 2; }
    for target in "${targets[@]}"; do
        [[ -x "$programs/fuzz-$target" ]] || { echo "fuzz.sh: there is no fuzzer \"$target\"" >&2; exit 2; }
    done
    # Without them everything seems to run, blindly.
    grep --quiet --binary-files=text __sanitizer_cov "$programs"/JSONText.build/*.o ||
        { echo 'fuzz.sh: the code under test has no coverage counters' >&2; exit 2; }
}

# Arguments that every run of a fuzzer gets.
options() {
    echo "-max_len=$(longest "$1") -timeout=5 -rss_limit_mb=2048 -artifact_prefix=$findings/$1-"
    [[ -z "${FUZZ_SEED:-}" ]] || echo "-seed=$FUZZ_SEED"
    [[ ! -f "Fuzz/Dictionaries/$1.dict" ]] || echo "-dict=Fuzz/Dictionaries/$1.dict"
}

run() {
    local target=$1 arguments
    mkdir -p "$found/$target"
    read -r -d '' -a arguments < <(options "$target") || true
    ! has_threads "$target" || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
    set +e
    "$programs/fuzz-$target" "${arguments[@]}" -max_total_time="$seconds" -print_final_stats=1 \
        "$found/$target" "Fuzz/Corpora/$target" >"$logs/$target.log" 2>&1
    echo $? >"$logs/$target.status"
}

# The number behind the last "NAME: " or "stat::NAME: " of a log; 0 when there is none.
number() {
    local value
    value=$(grep --only-matching --extended-regexp "$2: +[0-9]+" "$1" | tail -1 | grep --only-matching '[0-9]*$') || true
    echo "${value:-0}"
}

report() {
    local target=$1 log=$logs/$1.log count=0 first artifact
    first=$(grep -m1 'INITED' "$log" | grep --only-matching 'cov: [0-9]*' | cut -d' ' -f2) || true
    for artifact in "$findings/$target"-*; do [[ "$artifact" -nt "$logs/started" ]] && count=$((count + 1)); done
    printf '%-13s %11s runs  coverage %5s → %-5s  %4s s  %4s MB  %s findings\n' "$target" \
        "$(number "$log" 'stat::number_of_executed_units')" "${first:-0}" "$(number "$log" 'cov')" \
        "$(sed -n 's/.* in \([0-9]*\) second.*/\1/p' "$log" | tail -1)" "$(number "$log" 'stat::peak_rss_mb')" "$count"
}

explain() {
    local target=$1 artifact
    echo
    echo "$target: a finding"
    grep --extended-regexp '^FINDING |^SUMMARY: |^ERROR: |Fatal error' "$logs/$target.log" | head -5 | sed 's/^/  /' || true
    for artifact in "$findings/$target"-*; do
        [[ "$artifact" -nt "$logs/started" ]] || continue
        echo "  reproduce:  SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=suppressions=scripts/leaks.supp $programs/fuzz-$target $artifact"
        echo "  make small: SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=suppressions=scripts/leaks.supp $programs/fuzz-$target -minimize_crash=1 -max_total_time=60 $artifact"
    done
    echo "  the whole log: $logs/$target.log"
}

fuzz() {
    local target failed=0 running=0
    touch "$logs/started"
    echo "Fuzzing ${targets[*]}: $seconds seconds each, $at_once at a time"
    for target in "${targets[@]}"; do
        if ((running >= at_once)); then
            wait -n || true
            running=$((running - 1))
        fi
        echo 1 >"$logs/$target.status"
        run "$target" &
        running=$((running + 1))
    done
    wait
    for target in "${targets[@]}"; do report "$target"; done
    for target in "${targets[@]}"; do
        [[ "$(<"$logs/$target.status")" != 0 ]] || continue
        explain "$target"
        failed=1
    done
    return $failed
}

# Puts the smallest set of inputs that covers what the corpus and the runs covered in the place of the corpus.
merge() {
    local target new arguments count bytes
    for target in "${targets[@]}"; do
        new=$(mktemp -d)
        mkdir -p "$found/$target"
        read -r -d '' -a arguments < <(options "$target") || true
        # By what they reach and not by how often: the few inputs that matter.
        "$programs/fuzz-$target" "${arguments[@]}" -set_cover_merge=1 -use_counters=0 "$new" "Fuzz/Corpora/$target" "$found/$target" \
            >"$logs/$target-merge.log" 2>&1
        count=0
        bytes=0
        find "Fuzz/Corpora/$target" -type f -not -name 'regression-*' -delete
        while read -r size file; do
            # The larger ones first: each of them reaches more.
            ((count < most_files && bytes + size <= most_bytes)) || continue
            mv "$file" "Fuzz/Corpora/$target/"
            count=$((count + 1))
            bytes=$((bytes + size))
        done < <(find "$new" -type f -printf '%s %p\n' | sort --numeric-sort --reverse)
        rm -r "$new"
        echo "$target: $count inputs, $bytes bytes"
    done
}

build
if [[ "${1:-}" == merge ]]; then merge; else fuzz; fi
