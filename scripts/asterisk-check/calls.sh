#!/usr/bin/env bash
# Calls: a caller at 127.0.0.2 and whoever is dialled at 127.0.0.3, both SIPp, with everything on the line captured. Part of run.sh.

# The folder of the last call.
call=
# Seven seconds of somebody who speaks.
speech=/usr/share/sip-tester/g711a.pcap

# Writes the caller's scenario from steps such as: wait=9 press=4711 speak hangup. Keys and speech do not hold up the next step.
write_caller() {
    local step value milliseconds=0 number=0
    for step in "$@"; do
        value=${step#*=}
        case $step in
        wait=*)
            echo "  <pause milliseconds=\"$((value * 1000))\"/>"
            milliseconds=$((milliseconds + value * 1000))
            ;;
        press=*)
            number=$((number + 1))
            scripts/asterisk-check/rtp.py keys "$value" "$milliseconds" "$call/keys-$number.pcap"
            echo "  <nop><action><exec play_pcap_audio=\"$call/keys-$number.pcap\"/></action></nop>"
            ;;
        speak) echo "  <nop><action><exec play_pcap_audio=\"$speech\"/></action></nop>" ;;
        hangup) cat scripts/asterisk-check/sipp/hangup.xml ;;
        esac
    done >"$call/steps"
    sed "/<!-- steps -->/r $call/steps" scripts/asterisk-check/sipp/caller.xml >"$call/caller.xml"
}

run_sipp() {
    local name=$1 address=$2
    shift 2
    exec sipp -i "$address" -mi "$address" -p 5060 -mp 7000 -m 1 -nostdin -timeout 80s -timeout_error \
        -trace_msg -message_file "$call/$name.msg" -trace_err -error_file "$call/$name.err" "$@" >"$call/$name.screen" 2>&1
}

# Makes a call and waits for its end: a name, the caller's number, the number called, and the caller's steps. Whoever is dialled does
# what "answering" says, a file in sipp/.
place_call() {
    local name=$1 from=$2 to=$3 lines callee capture
    shift 3
    call=$logs/$name
    mkdir --parents "$call"
    write_caller "$@"
    lines=$(wc --lines <"$logs/asterisk/full")
    tcpdump -i lo -n -U -Z root -w "$call/line.pcap" udp 2>"$call/tcpdump.log" &
    capture=$!
    wait_for 10 "$call/tcpdump.log" 'listening on' || give_up "$call/tcpdump.log" 'the line cannot be captured'
    run_sipp callee 127.0.0.3 -sf "scripts/asterisk-check/sipp/${answering:-callee}.xml" &
    callee=$!
    wait_for_port 127.0.0.3:5060
    caller_ended=0
    (run_sipp caller 127.0.0.2 -sf "$call/caller.xml" -key from "$from" -s "$to" 127.0.0.1:5060) || caller_ended=$?
    # The other side says goodbye first, and gets the answer to that within moments.
    for _ in $(seq 20); do
        kill -0 "$callee" 2>/dev/null || break
        sleep 0.1
    done
    end_process "$callee"
    end_process "$capture"
    # Asterisk may have something to do yet when both are gone.
    for _ in $(seq 100); do
        tail --lines="+$((lines + 1))" "$logs/asterisk/full" >"$call/asterisk.log"
        if grep --quiet 'end of the call' "$call/asterisk.log"; then break; fi
        sleep 0.1
    done
    [[ -f "$call/callee.msg" ]] || : >"$call/callee.msg"
}

# Whether the caller's call ended as calls do: the other side hung up, and everything was said in between.
ended_well() { [[ "$caller_ended" -eq 0 ]]; }

# Whether exactly this number was dialled, once.
dialled() {
    local all
    all=$(grep --text --only-matching --extended-regexp '^INVITE sip:[^@]*' "$call/callee.msg" | sort --unique)
    [[ "$all" == "INVITE sip:$1" ]]
}

# Whether whoever is dialled sees this number.
shows() { grep --quiet --text "^From: .*<sip:$1@" "$call/callee.msg"; }

# Whether nobody was dialled.
dialled_nobody() { ! grep --quiet --text '^INVITE ' "$call/callee.msg"; }

# Whether the dialplan knows of the call's end by that status and that reason.
finished() { grep --quiet "end of the call: .*RINGBOX_STATUS=$1 RINGBOX_FINISH=$2\$" "$call/asterisk.log"; }

# Measures what an address heard ("heard" until somebody was dialled, "all" until the end): sets "seconds" of sound and "rms",
# where 1 is the loudest there is.
measure() {
    local part=$1 address=$2 file=$call/$1-$2
    seconds=0 rms=0
    scripts/asterisk-check/rtp.py "$part" "$call/line.pcap" "$address" "$file.al"
    [[ -s "$file.al" ]] || return 0
    sox -t al -r 8000 -c 1 "$file.al" "$file.wav"
    measure_file "$file.wav"
}

# Measures a WAV file, without whatever is silent for a third of a second.
measure_file() {
    local sound=$call/sound.wav
    sox "$1" "$sound" silence 1 0.05 1% -1 0.3 1%
    seconds=$(soxi -D "$sound" | awk '{ printf "%.1f", $1 }')
    [[ "$seconds" == 0.0 ]] || rms=$(sox "$sound" -n stat 2>&1 | awk '/^RMS +amplitude/ { printf "%.2f", $3 }')
}

# Measures the recordings of all calls as one.
measure_recordings() {
    seconds=0 rms=0
    sox "$logs"/recordings/*.wav "$call/recordings.wav" 2>"$call/recordings.log" || return 0
    measure_file "$call/recordings.wav"
}

# Whether what was measured is this many seconds long, and loud enough to be understood.
is_audible() { awk -v seconds="$seconds" -v rms="$rms" -v least="$1" 'BEGIN { exit !(seconds >= least && rms >= 0.02) }'; }

# Prints how many percent of what the dialled one said the caller heard.
share_heard() { scripts/asterisk-check/rtp.py share "$call/line.pcap" 127.0.0.2 "$speech"; }
