import Glibc

extension HandlersFolder.Failure {
    /// The error number of the system that fits best.
    var code: Int32 {
        switch self {
        case .system(let code): code
        case .leadsOut, .brokenLink, .vanished: ENOENT
        case .tooLong: EFBIG
        }
    }
}

extension BundleError {
    /// The error for a path that cannot be read.
    init(_ failure: HandlersFolder.Failure, at path: String) {
        switch failure {
        case .leadsOut: self = .linkLeadsOut(path: path)
        case .brokenLink: self = .brokenLink(path: path)
        case .vanished: self = .vanished(path: path)
        case .system, .tooLong: self = .unreadable(path: path, code: failure.code)
        }
    }
}
