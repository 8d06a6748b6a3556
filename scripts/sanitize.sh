#!/usr/bin/env bash
# Runs the suites under the address sanitizer (with the leak sanitizer) and under the thread sanitizer.
#
#   SANITIZER   "address", "thread", or both (both)
#   TESTS       the suites to run, as a regular expression, such as StateStoreTests (all)
#   SUITE_SECONDS  when a suite is given up (900)
#
# The workers that the host's suites start are the ordinary ones: they begin with an empty environment, which JavaScriptCore's
# options for the thread sanitizer cannot get past, and a sanitizer's shadow memory would count against their limits. The
# worker's code is covered by the suites that run it inside the test process.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
read -r -a sanitizers <<<"${SANITIZER:-address thread}"
checked=(--explicit-target-dependency-import-check error)
failed=0

# Builds quietly: a sanitizer's linker has many warnings.
quietly() {
    mkdir -p ".build-$1"
    swift build "${checked[@]}" "${@:2}" >".build-$1/build.log" 2>&1 ||
        { grep 'error:' ".build-$1/build.log" || tail -20 ".build-$1/build.log"; exit 2; }
}

build() {
    echo "Building the tests for the $1 sanitizer"
    quietly "$1" --build-tests --sanitize="$1" --scratch-path ".build-$1"
    local worker
    for worker in ringbox-worker hostile-worker; do
        quietly "$1" --product "$worker"
        # Replaced and not written over: a running one cannot be written to.
        cp --remove-destination ".build/debug/$worker" ".build-$1/debug/$worker"
    done
}

# Runs one suite in a process of its own: a report that ends the process then hides nothing of the others.
run() {
    local sanitizer=$1 suite=$2 log=.build-$1/$2.log status=0
    # JavaScriptCore's collector and compiler threads synchronise in ways that the thread sanitizer cannot see, and hang.
    local jit=1
    [[ $sanitizer != thread ]] || jit=0
    ASAN_OPTIONS="detect_leaks=1" \
        LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0" \
        TSAN_OPTIONS="suppressions=$PWD/scripts/races.supp:halt_on_error=0" \
        JSC_useConcurrentGC=$jit JSC_useJIT=$jit SWIFT_BACKTRACE=enable=no \
        timeout --kill-after=10 "${SUITE_SECONDS:-900}" \
        swift test "${checked[@]}" --skip-build --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" \
        --no-parallel --filter "^$suite\\." >"$log" 2>&1 || status=$?
    printf '  %-22s %s\n' "$suite" "$(grep --only-matching 'Test run with .*' "$log" | tail -1 || true)"
    ((status == 0)) || {
        failed=1
        echo "  $suite ended with $status: $log"
        grep --extended-regexp '✘ Test .* (recorded|failed)|SUMMARY: |ERROR: |WARNING: ThreadSanitizer|Fatal error' "$log" |
            sort | uniq --count | sort --reverse --numeric-sort | head -20 | cut --characters=1-240 || true
    }
}

for sanitizer in "${sanitizers[@]}"; do
    build "$sanitizer"
    echo "Running the tests under the $sanitizer sanitizer"
    for suite in $(cd Tests && printf '%s\n' *Tests); do
        [[ "$suite" =~ ${TESTS:-.} ]] || continue
        run "$sanitizer" "$suite"
    done
done
exit $failed
