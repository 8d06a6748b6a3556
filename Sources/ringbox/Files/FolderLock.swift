import Glibc
import SQLiteStateStore

/// Whether a process works on a data folder.
enum FolderLock {
    enum Holder: Equatable {
        case nobody
        case process(Int32)
        /// A process that is not seen from here, such as one of another container.
        case unseen
    }

    /// The error of a command that finds no host in a folder that a process works on; nil when none does.
    static func failure(of folder: String) -> CommandFailure? {
        let process: String
        switch holder(of: folder) {
        case .nobody: return nil
        case .process(let processID): process = "process \(processID)"
        case .unseen: process = "a process"
        }
        return CommandFailure(
            .unavailable,
            "the data folder \(folder) is in use by \(process), and running.json there does not say where that listens: it starts or ends, the disk is full, or it is no host. Try again, or name the host with --admin-url"
        )
    }

    /// The process that has the folder.
    static func holder(of folder: String) -> Holder {
        let path = "\(folder)/\(SQLiteStateStore.lockName)"
        var status = stat()
        guard stat(path, &status) == 0 else { return .nobody }
        return listedHolder(of: status.st_ino).map(Holder.process) ?? (isLocked(path) ? .unseen : .nobody)
    }

    /// The process that the kernel's list names for a locked file. The list has the processes that are seen from here only.
    private static func listedHolder(of file: ino_t) -> Int32? {
        // The list has no end, as far as its size says.
        guard let bytes = try? OwnFile.read("/proc/locks") else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            // Such as "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"; those who wait have an arrow behind the number.
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5].split(separator: ":").last == "\(file)" else { continue }
            return Int32(words[4])
        }
        return nil
    }

    /// Whether a lock on the file is refused. It is asked for, and given back at once, when nobody has one.
    private static func isLocked(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
