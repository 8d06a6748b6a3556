import Glibc

/// How long a thread has been ready to run and has not got a processor.
final class SchedulerClock: Sendable {
    private let file: Int32

    /// - Parameter thread: The kernel's number of a thread of this process.
    init(thread: Int32) {
        file = open("/proc/self/task/\(thread)/schedstat", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    deinit { if file >= 0 { close(file) } }

    /// Zero where the kernel does not say it.
    var waited: Duration {
        guard file >= 0 else { return .zero }
        let text = withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer -> String in
            let count = pread(file, buffer.baseAddress, buffer.count, 0)
            return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : ""
        }
        let fields = text.split { $0 == " " || $0 == "\n" }
        return fields.count > 1 ? .nanoseconds(Int64(fields[1]) ?? 0) : .zero
    }
}
