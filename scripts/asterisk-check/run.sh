#!/usr/bin/env bash
# The check itself, inside namespaces of its own; asterisk-check.sh starts it.
#
#   run.sh <folder with ringbox> <Debian with Asterisk> <folder for logs>
set -euo pipefail

built=$1 root=$2 logs=$3
failed=0
# shellcheck source=scripts/asterisk-check/asterisk.sh
source scripts/asterisk-check/asterisk.sh
# shellcheck source=scripts/asterisk-check/hosts.sh
source scripts/asterisk-check/hosts.sh
# shellcheck source=scripts/asterisk-check/calls.sh
source scripts/asterisk-check/calls.sh

# Prints the end of a log, and ends the check.
give_up() {
    echo "asterisk-check: $2; the end of $1:" >&2
    tail --lines=30 "$1" 2>/dev/null | awk '{ print "    " $0 }' >&2 || true
    exit 1
}

# Waits for a line in a file, some seconds at most.
wait_for() {
    for _ in $(seq $(($1 * 20))); do
        if grep --quiet --text --extended-regexp "$3" "$2" 2>/dev/null; then return 0; fi
        sleep 0.05
    done
    return 1
}

# Waits until somebody receives at an address over UDP.
wait_for_port() {
    for _ in $(seq 200); do
        [[ -z "$(ss --no-header --udp --listening --numeric "src $1")" ]] || return 0
        sleep 0.05
    done
    give_up "$call/callee.screen" "nobody receives at $1"
}

# Ends a process of ours, kindly first.
end_process() {
    kill -TERM "$1" 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# Whether a process of ours has ended; if not, it is ended.
has_ended() {
    ! kill -0 "$1" 2>/dev/null || { end_process "$1" && false; }
}

clean_up() {
    trap - EXIT
    for process in "$host" "$other"; do
        [[ -z "$process" ]] || { kill -CONT "$process" 2>/dev/null && end_process "$process"; } || true
    done
    stop_asterisk
}

# Prints whether something holds: what it is, the log that tells more, and the command that knows.
check() {
    local text=$1 log=$2
    shift 2
    if "$@"; then
        echo "ok      $text"
    else
        failed=1
        echo "FAILED  $text"
        echo "  the end of $log:"
        tail --lines=20 "$log" 2>/dev/null | awk '{ print "    " $0 }' || true
    fi
}

# What holds for every call that Ringbox brings to its end: its name, the number dialled, and the least seconds of speech.
check_call() {
    local name=$1 number=$2 least=$3
    measure heard 127.0.0.2
    check "$name: the caller hears $seconds s of speech (RMS $rms)" "$call/asterisk.log" is_audible "$least"
    check "$name: Asterisk dials $number" "$call/callee.msg" dialled "$number"
    check_conversation "$name"
    check "$name: the dialplan learns success_finish" "$call/asterisk.log" finished OK success_finish
}

# What holds when an instruction has words for whoever answers: nobody else speaks to him in these calls.
check_whisper() {
    measure all 127.0.0.3
    check "$1: whoever answers hears a whisper of $seconds s (RMS $rms)" "$call/asterisk.log" is_audible 1
}

check_conversation() {
    local share
    share=$(share_heard)
    check "$1: the caller hears $share % of what is said to him" "$call/asterisk.log" test "$share" -ge 80
    check "$1: the call ends by itself" "$call/caller.err" ended_well
}

# Whether a process is stopped and not ended.
is_stopped() { grep --quiet '^State:.*T (stopped)' "/proc/$1/status"; }

# What holds when Ringbox is not there: the dialplan goes on by itself.
check_dialplan() {
    check "$1: the dialplan's own backup dials 74950000000" "$call/asterisk.log" dialled 74950000000
    check_conversation "$1"
}

trap clean_up EXIT
trap 'exit 130' INT TERM
ip link set lo up

write_handlers
echo 'starting Asterisk and two hosts …'
start_asterisk
start_first_host
start_other_host

echo 'a courier calls and types 4711 …'
place_call courier 74952345678 74951234567 wait=9 press=4711
check_call courier 79165550011 3
check_whisper courier
check 'courier: the customer sees the shop and not the courier' "$call/callee.msg" shows 74951234567

echo 'a courier types three wrong numbers …'
place_call wrong 74952345678 74951234567 wait=9 press=1111 wait=11 press=2222 wait=11 press=3333
check_call 'wrong numbers' 74959876543 6
check_whisper 'wrong numbers'

echo 'a stranger calls …'
place_call stranger 79990001122 74951234567
check_call stranger 74959876543 1
check_whisper stranger

echo 'somebody finds the hotline busy, and leaves a message …'
answering=busy place_call busy 79990001122 74951234560 wait=9 speak wait=8 press=#
measure_recordings
check "busy: what was recorded has $seconds s of speech (RMS $rms)" "$call/asterisk.log" is_audible 4
check 'busy: Asterisk dials 74952223300' "$call/callee.msg" dialled 74952223300
check 'busy: the dialplan learns scenario_disconnects' "$call/asterisk.log" finished OK scenario_disconnects

echo 'a courier hangs up while he listens …'
place_call hangup 74952345678 74951234567 wait=4 hangup
check 'hang-up: nobody is dialled' "$call/callee.msg" dialled_nobody
check 'hang-up: the call ends' "$call/caller.err" ended_well
check 'hang-up: the dialplan learns subscriber_disconnects' "$call/asterisk.log" finished OK subscriber_disconnects

echo 'somebody calls a sandbox that is not there …'
place_call nobody 74952345678 74951234569
check_dialplan 'no such sandbox'
check 'no such sandbox: the dialplan learns FAILED' "$call/asterisk.log" finished FAILED ''

echo 'the handler'\''s host is killed between the prompt and the digits …'
signal_when_asked KILL "$other" "$logs/other.log" &
place_call killed 74952345678 74951234568 wait=9 press=4711
check 'killed host: it is gone' "$logs/other.log" has_ended "$other"
check_call 'killed host' 74959876543 3

echo 'the handler'\''s host hangs between the prompt and the digits …'
start_other_host
signal_when_asked STOP "$other" "$logs/other.log" &
place_call hanging 74952345678 74951234568 wait=9 press=4711
check 'hanging host: it hangs' "$logs/other.log" is_stopped "$other"
check_call 'hanging host' 74959876543 3

echo 'the FastAGI server is killed in the middle of a call …'
signal_when_asked KILL "$host" "$logs/host.log" &
place_call severed 74952345678 74951234567 wait=9 press=4711
check 'killed FastAGI server: it is gone' "$logs/host.log" has_ended "$host"
check_dialplan 'killed FastAGI server'

echo 'the FastAGI server is gone …'
place_call gone 74952345678 74951234567
check_dialplan 'no FastAGI server'

check 'Asterisk has no channel left' "$logs/channels" has_no_channel
[[ $failed -eq 0 ]] || echo 'The logs, the SIP messages and the recordings are in .build-asterisk/logs.'
exit $failed
