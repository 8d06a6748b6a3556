#!/usr/bin/env bash
# Measures the state engine, and compares each figure with its bar.
#
#   scripts/bench-state.sh [size] [rivals] [reading] [opening] [memory]
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TEXT'
usage: scripts/bench-state.sh [PART…]

  size      one field changed in a state of 10 records, and of 100,000: time and bytes written a turn
  rivals    one record of 1,000 changed a request, over 32 connections, against node:http with a file that is written anew, and
            against Bun's server with bun:sqlite; each change is on the disk before its reply
  reading   reading by key, and searching, against plain JavaScript in the same handler
  opening   the first request of a sandbox with a state of 12 MB
  memory    a worker's memory with a state of 12 MB

All of them without PART. In the environment: ROUNDS (5), SECONDS_EACH (4), CONNECTIONS (32), MARGIN (10: by how many percent a
figure may miss its bar before the exit code is 1; machines are noisy), WORK_FOLDER (for all data; a disk, not memory),
BUILD (release), BIN (a folder with both executables, to measure them as they are). Whatever is compared takes turns in rounds,
and the medians of the rounds are compared.
TEXT
}

parts=()
for argument in "$@"; do
    case "$argument" in
    size | rivals | reading | opening | memory) parts+=("$argument") ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
done
[[ ${#parts[@]} -gt 0 ]] || parts=(size rivals reading opening memory)

rounds=${ROUNDS:-5}
seconds_each=${SECONDS_EACH:-4}
connections=${CONNECTIONS:-32}
margin=${MARGIN:-10}
# Nothing is durable in memory.
if [[ -z "${WORK_FOLDER:-}" && "$(stat --file-system --format=%T "${TMPDIR:-/tmp}")" == tmpfs ]]; then WORK_FOLDER=/var/tmp; fi
source scripts/measured-host.sh
source scripts/bench-state/bars.sh
for part in "${parts[@]}"; do source "scripts/bench-state/$part.sh"; done

echo "building the $configuration …"
build_host
echo "$(nproc) cores; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo "data on $(stat --file-system --format=%T "$work"), 4 KiB written and synchronised: $(node Benchmarks/State/fsync.mjs "$work")"
for part in "${parts[@]}"; do
    echo
    echo "$(bold "$part")"
    sandboxes=$work/handlers-$part
    mkdir -p "$sandboxes"
    "measure_$part"
done

echo
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"
say_verdict
