#!/usr/bin/env bash
# Sees the kernel limit the workers' memory, on a machine that delegates a cgroup of version 2: a virtual one with Debian's
# kernel, emulated, so that it takes a minute and needs no rights. Prints what happened; exit code 1 if it is not as it has
# to be.
#
#   scripts/cgroup-check.sh [folder with ringbox and ringbox-worker]
set -euo pipefail
cd "$(dirname "$0")/.."

built=${1:-.build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "cgroup-check: $*" >&2
    [ ! -s "$work/console.log" ] || tail -n 60 "$work/console.log" >&2
    exit 1
}

[ -x "$built/ringbox" ] || fail "$built has no ringbox: build it first"

echo 'fetching a kernel …'
kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[^ ]*\).*/\1/p' | head -n 1)
[ -n "$kernel" ] || fail 'apt knows no linux-image-cloud-amd64: run apt-get update'
(cd "$work" && apt-get download -qq "$kernel" 2>"$work/apt.log" && dpkg-deb -x "$kernel"_*.deb kernel) || fail "$(cat "$work/apt.log")"

echo 'packing a machine …'
root=$work/root
mkdir -p "$root"/{bin,dev,proc,sys,tmp,lib64,data,handlers/good,handlers/bad}
cp "$(command -v busybox)" "$root/bin/busybox"
for name in sh mount mkdir cat echo sleep wget ip ls poweroff grep; do ln -s busybox "$root/bin/$name"; done
cp "$built/ringbox" "$built/ringbox-worker" "$root/bin/"
ldd "$root/bin/ringbox" "$root/bin/ringbox-worker" | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
echo 'module.exports = () => ({ returned_code: 1 })' >"$root/handlers/good/go.js"
echo 'module.exports = () => { const all = []; for (;;) all.push(new Uint8Array(16 << 20).fill(1)) }' >"$root/handlers/bad/go.js"
for sandbox in good bad; do
    echo 'limits: { memory: 64MiB, load: 100s, wall: 100s, queued: 100s, cpu: 50s }' >"$root/handlers/$sandbox/sandbox.yaml"
done
cat >"$root/init" <<'INIT'
#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
mkdir -p /dev/shm
mount -t tmpfs tmp /dev/shm
mount -t tmpfs tmp /tmp
mount -t cgroup2 none /sys/fs/cgroup
ip link set lo up
group=/sys/fs/cgroup/ringbox
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
mkdir $group
(echo 0 >$group/cgroup.procs && exec ringbox serve --handlers /handlers --data /data --log-level info --limit load=100s --limit wall=100s --limit queued=100s --limit cpu=50s) >/tmp/log 2>&1 &
waited=0
while ! grep -q '^traffic' /tmp/log && [ $waited -lt 120 ]; do sleep 1; waited=$((waited + 1)); done
for worker in $group/worker-*; do echo "group $(cat $worker/cgroup.procs) $(cat $worker/memory.max)"; done
# Lower than what the host allows, so that it is the kernel that ends the worker.
for worker in $group/worker-*; do echo 24M >$worker/memory.max; done
echo "bad $(wget -O - http://127.0.0.1:8080/@bad/go 2>&1 | grep -o 'HTTP/1.1 [0-9]*')"
echo "good $(wget -q -O - http://127.0.0.1:8080/@good/go)"
cat /tmp/log
ls $group | grep worker
echo "the end"
poweroff -f
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1 >"$work/initrd.gz")

echo 'starting it …'
timeout 600 qemu-system-x86_64 -accel tcg,thread=multi -cpu max -m 3000 -smp 2 -nographic -no-reboot -kernel "$work"/kernel/boot/vmlinuz-* \
    -initrd "$work/initrd.gz" -append 'console=ttyS0 quiet panic=1 rdinit=/init' </dev/null >"$work/console.log" 2>&1 || true

expect() { grep --quiet --text "$1" "$work/console.log" || fail "not seen: $2"; }
expect '^the end' 'the end of the check'
[ "$(grep --count --text 'group [0-9]* 100663296' "$work/console.log")" -ge 2 ] || fail 'not seen: a group for each worker, with a quarter and 16 MiB more than 64 MiB'
expect 'memory 64 MiB exceeded: the kernel ended the process' 'the worker that the kernel ended'
expect '^good {"returned_code":1}' 'the answer of the sandbox beside it'
grep --text --only-matching -E 'group [0-9]+ [0-9]+|^(bad|good) .*|^[0-9:]+ (bad|good) .*' "$work/console.log"
echo 'The kernel limits the workers; the sandbox beside was served.'
