import Glibc

/// A queue of the kernel's reports about folders; closed when nobody uses it any more.
final class InotifyQueue: Sendable {
    /// Negative when the kernel has no more queues to give.
    let descriptor: Int32

    init() {
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Watches a folder that is open, whatever its name stands for by now; `nil` when the kernel has no more watches to give.
    func add(_ folder: OpenFile) -> Int32? {
        let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(folder.descriptor.number)", InotifyEvent.mask)
        return watch < 0 ? nil : watch
    }

    func remove(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

    /// The next reports that wait, in their order: a thousand or so, since whoever causes more of them may not hold others up.
    func read() -> [InotifyEvent] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(Glibc.read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        return InotifyEvent.parse(bytes)
    }
}
