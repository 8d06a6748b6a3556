import Glibc
import SQLiteStateStore

/// Whether a process works on a data folder, found out without touching the folder's lock.
enum FolderLock {
    /// What is said to who finds no host in a folder that a process works on; nil when none does.
    static func failure(of folder: String) -> CommandFailure? {
        guard let processID = holder(of: folder) else { return nil }
        return CommandFailure(
            .unavailable,
            "the data folder \(folder) is in use by process \(processID), and running.json there does not say where that listens: it starts or ends, the disk is full, or it is no host. Try again, or name the host with --admin-url"
        )
    }

    /// The process that has the folder; nil when none has, as far as it can be seen from here.
    private static func holder(of folder: String) -> Int32? {
        var status = stat()
        // The kernel's list has no end, as far as its size says.
        guard stat("\(folder)/\(SQLiteStateStore.lockName)", &status) == 0, let bytes = try? OwnFile.read("/proc/locks") else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            // Such as "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"; those who wait have an arrow behind the number.
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5].split(separator: ":").last == "\(status.st_ino)" else { continue }
            return Int32(words[4])
        }
        return nil
    }
}
