import Glibc

extension ReadingFailure {
    /// The error number of the system that fits best.
    var code: Int32 {
        switch self {
        case .system(let code): code
        case .leadsOut, .brokenLink, .vanished: ENOENT
        case .tooLong: EFBIG
        }
    }

    /// Whether the system says this of files that stay as they are.
    static func isLasting(_ code: Int32) -> Bool { [EACCES, EPERM, ELOOP, ENAMETOOLONG, EFBIG, ENXIO, ENODEV].contains(code) }
}
