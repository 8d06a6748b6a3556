#!/usr/bin/env bash
# Asterisk: its start, its end, and what it says. Part of run.sh, which sets "root" and "logs".

asterisk=

# Runs a command where Asterisk is.
inside() { chroot "$root" "$@"; }

ask_asterisk() { inside /usr/sbin/asterisk -C /check/etc/asterisk.conf -rx "$1" 2>&1; }

start_asterisk() {
    mount --bind "$root" "$root"
    mkdir --parents "$root/check" "$logs/asterisk/spool"
    mount --bind "$logs" "$root/check"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    cp --recursive scripts/asterisk-check/etc "$logs/etc"
    inside /usr/sbin/asterisk -f -C /check/etc/asterisk.conf >"$logs/asterisk/console" 2>&1 &
    asterisk=$!
    wait_for 30 "$logs/asterisk/full" "Asterisk Ready" || give_up "$logs/asterisk/console" 'Asterisk did not start within 30 s'
    ask_asterisk 'core show version' | grep '^Asterisk'
}

stop_asterisk() {
    [[ -n "$asterisk" ]] || return 0
    ask_asterisk 'core stop now' >/dev/null || true
    end_process "$asterisk"
    asterisk=
}

# Whether Asterisk has no call left, given five seconds.
has_no_channel() {
    for _ in $(seq 50); do
        ask_asterisk 'core show channels' >"$logs/channels"
        if grep --quiet '^0 active channels' "$logs/channels"; then return 0; fi
        sleep 0.1
    done
    return 1
}
