import Glibc

/// The processes that this one has started and not waited for.
enum OwnChildren {
    /// Ends all of them at once.
    static func kill() {
        guard let threads = opendir("/proc/self/task") else { return }
        defer { closedir(threads) }
        while let entry = readdir(threads) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let bytes = try? OwnFile.read("/proc/self/task/\(name)/children") else { continue }
            for word in String(decoding: bytes, as: UTF8.self).split(separator: " ") {
                if let processID = pid_t(word) { Glibc.kill(processID, SIGKILL) }
            }
        }
    }
}
