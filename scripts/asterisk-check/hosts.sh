#!/usr/bin/env bash
# The hosts: one with the FastAGI port, and one that only answers for the sandbox "elsewhere". Part of run.sh.

host=
other=

# Copies the examples, and makes a sandbox whose scenario asks the other host. The hotline has its call begin with the operator, so
# that the time of the day does not count.
write_handlers() {
    mkdir --parents "$logs/handlers" "$logs/recordings"
    cp --recursive handlers/uis_test handlers/hotline "$logs/handlers/"
    sed --in-place '0,/^operations:/s//start: operator\noperations:/' "$logs/handlers/hotline/scenario.yaml"
    cp --recursive handlers/uis_test "$logs/handlers/elsewhere"
    sed --in-place 's|route: */crm_integration|url: http://127.0.0.1:9090/@uis_test/crm_integration|' "$logs/handlers/elsewhere/scenario.yaml"
    grep --quiet 'url: http://127.0.0.1:9090/' "$logs/handlers/elsewhere/scenario.yaml" ||
        give_up "$logs/handlers/elsewhere/scenario.yaml" 'the example asks no route /crm_integration'
}

# Starts a host and waits until it serves: its name, then its options.
start_host() {
    local name=$1
    shift
    "$built/ringbox" serve --handlers "$logs/handlers" --data "$logs/$name" --log-level info "$@" >"$logs/$name.log" 2>&1 &
    started=$!
    # Hosts are killed on purpose, which bash is not to remark on.
    disown "$started"
    wait_for 60 "$logs/$name.log" '^traffic' || give_up "$logs/$name.log" "the $name did not serve within 60 s"
}

start_first_host() {
    start_host host --port 8080 --admin-port 8081 --agi-port 4573 \
        --agi-sounds /check/host/speech --agi-recordings /check/recordings
    host=$started
}

start_other_host() {
    start_host other --port 9090 --admin-port 9091
    other=$started
}

# Sends a signal to a host as soon as it has answered its first question of a call.
signal_when_asked() {
    local signal=$1 process=$2 log=$3
    local before
    before=$(grep --count crm_integration "$log" || true)
    for _ in $(seq 600); do
        if [[ "$(grep --count crm_integration "$log" || true)" -gt "$before" ]]; then
            kill "-$signal" "$process"
            return
        fi
        sleep 0.05
    done
}
