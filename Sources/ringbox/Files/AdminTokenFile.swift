import Glibc

/// The secret of a data folder's host: `admin.token`, for its owner only.
struct AdminTokenFile {
    let path: String

    /// - Parameter folder: The data folder.
    init(in folder: String) { path = folder + "/admin.token" }

    /// The token, without the line end.
    ///
    /// - Throws: ``CommandFailure`` when there is no file or it is empty.
    func read() throws(CommandFailure) -> String {
        let bytes = try OwnFile.read(path).filter { $0 > 0x20 && $0 < 0x7f }
        guard bytes.count >= 16 else {
            throw CommandFailure(.inputOutput, "\(path) holds no token: remove it, and the next start makes a new one")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether other users of the machine may read it.
    var isReadableByOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & (S_IRWXG | S_IRWXO) != 0
    }

    /// The token, made when there is none.
    func readOrMake() throws(CommandFailure) -> (token: String, isNew: Bool) {
        guard access(path, F_OK) != 0 else { return (try read(), false) }
        let token = Self.random()
        try TextFile.create(path, token + "\n", mode: 0o600)
        return (token, true)
    }

    /// 32 bytes of the system's randomness in hexadecimal.
    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
