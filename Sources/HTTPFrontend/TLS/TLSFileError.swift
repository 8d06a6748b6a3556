package import ChildPrograms

/// Why files make no certificate that can be served with.
package enum TLSFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, RegularFile.Failure)
    /// Not PEM, or without a certificate.
    case noCertificate(path: String)
    /// Not PEM, encrypted, or of an unknown kind.
    case noKey(path: String)
    /// The key belongs to another certificate, or the library takes neither.
    case noPair(certificate: String, key: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let failure): "\(path) cannot be read: \(failure)"
        case .noCertificate(let path): "\(path) has no certificate: it has to be a PEM file with the certificate and its chain"
        case .noKey(let path): "\(path) has no key that can be used: it has to be a PEM file with a private key that is not encrypted"
        case .noPair(let certificate, let key): "the key in \(key) does not belong to the certificate in \(certificate)"
        }
    }
}
