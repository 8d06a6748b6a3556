#!/usr/bin/env bash
# Runs the suites under the address sanitizer (with the leak sanitizer) and under the thread sanitizer.
#
#   SANITIZER   "address", "thread", or both (both)
#   TESTS       names the tests to run, as a regular expression (all that can run)
#
# The worker that the host's suites start is the ordinary one: it begins with an empty environment, which JavaScriptCore's
# options for the thread sanitizer cannot get past, and a sanitizer's shadow memory would count against its limits. The
# worker's code is covered by the suites that run it inside the test process.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
read -r -a sanitizers <<<"${SANITIZER:-address thread}"
checked=(--explicit-target-dependency-import-check error)
failed=0

# What cannot run under a sanitizer, as "suite or test: reason", one a line.
left_out() {
    case "$1" in
    address) ;;
    thread) ;;
    esac
}

# Builds quietly: a sanitizer's linker has many warnings.
quietly() {
    mkdir -p ".build-$1"
    swift build "${checked[@]}" "${@:2}" >".build-$1/build.log" 2>&1 ||
        { grep 'error:' ".build-$1/build.log" || tail -20 ".build-$1/build.log"; exit 2; }
}

build() {
    echo "Building the tests for the $1 sanitizer"
    quietly "$1" --build-tests --sanitize="$1" --scratch-path ".build-$1"
    quietly "$1" --product ringbox-worker
    # Replaced and not written over: a link would be written through, and a running one cannot be.
    cp --remove-destination .build/debug/ringbox-worker ".build-$1/debug/ringbox-worker"
}

run() {
    local sanitizer=$1 arguments=() suite reason log
    log=".build-$sanitizer/tests.log"
    while IFS=: read -r suite reason; do
        [[ -n "$suite" ]] || continue
        echo "Left out under the $sanitizer sanitizer: $suite:$reason"
        arguments+=(--skip "$suite")
    done < <(left_out "$sanitizer")
    [[ -z "${TESTS:-}" ]] || arguments+=(--filter "$TESTS")
    echo "Running the tests under the $sanitizer sanitizer"
    # JavaScriptCore's collector and compiler threads synchronise in ways that the thread sanitizer cannot see, and hang.
    ASAN_OPTIONS="detect_leaks=1" \
        LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0" \
        TSAN_OPTIONS="suppressions=$PWD/scripts/races.supp:halt_on_error=0" \
        JSC_useConcurrentGC="$([[ $sanitizer == thread ]] && echo 0 || echo 1)" \
        JSC_useJIT="$([[ $sanitizer == thread ]] && echo 0 || echo 1)" \
        SWIFT_BACKTRACE=enable=no \
        swift test "${checked[@]}" --skip-build --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" "${arguments[@]}" \
        >"$log" 2>&1 || failed=1
    grep --extended-regexp '✘|Test run with|^SUMMARY: |^==.*ERROR' "$log" | sort | uniq --count | sort --reverse --numeric-sort | head -40 || true
    echo "The whole log: $log"
}

for sanitizer in "${sanitizers[@]}"; do
    build "$sanitizer"
    run "$sanitizer"
done
exit $failed
