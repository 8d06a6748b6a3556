import Glibc
import PlainText

extension stat {
    /// When the file was changed or got a new name, in nanoseconds since 1970, by the clock of the file system.
    var changeTime: Int {
        let (seconds, isTooFar) = Int(st_ctim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return isTooFar ? .max : seconds &+ Int(st_ctim.tv_nsec)
    }
}

extension ContentHash {
    /// Adds what changes when a file does. A folder changes by what is in it.
    mutating func combine(_ status: stat) {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        withUnsafeBytes(of: status.st_dev) { combine($0) }
        withUnsafeBytes(of: status.st_ino) { combine($0) }
        for value in [Int(status.st_mode), isFolder ? 0 : Int(status.st_size), isFolder ? 0 : status.changeTime] {
            withUnsafeBytes(of: value) { combine($0) }
        }
    }
}
