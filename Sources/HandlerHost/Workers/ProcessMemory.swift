import Glibc

/// What the kernel says of a process's memory.
package enum ProcessMemory {
    /// The resident memory that the process shares with no file, in bytes; nil when the process is gone.
    package static func privateBytes(of processID: Int32) -> Int? {
        let descriptor = open("/proc/\(processID)/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return nil }
            let fields = buffer[..<count].split(separator: UInt8(ascii: " "))
            guard fields.count > 2, let resident = number(fields[1]), let shared = number(fields[2]) else { return nil }
            return (resident - shared) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        Int(String(decoding: Array(digits), as: UTF8.self))
    }
}
