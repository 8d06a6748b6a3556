#!/usr/bin/env bash
# Runs "swift test" with the arguments given, keeps what it prints in .build/tests.log, and says at the end which tests failed
# and where: thousands of lines would hide it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=.build/tests.log
mkdir -p .build
if "${SWIFT:-swift}" test "$@" 2>&1 | tee "$log"; then exit 0; fi

echo
echo "What failed (all of it is in $log):"
# The mark of a failure, the lines that go on with it, and what the compiler or the process itself said at its end.
awk '/^✘ (Test|Suite) / || /^error: / || /Fatal error/ { print; told = 1; next }
     /^(↳| )/ { if (told) print; next }
     { told = 0 }' "$log" | tail -n 60
exit 1
