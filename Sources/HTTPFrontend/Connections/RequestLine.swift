/// The first line of a request, as far as it is text.
struct RequestLine: Sendable, Equatable {
    var method: String
    var target: String

    /// What the bytes of a connection begin with; `-` for what is not there.
    ///
    /// - Parameter bytes: Not more than a line's worth is looked at.
    init(beginning bytes: some Collection<UInt8>) {
        let line = bytes.prefix(256).prefix { $0 != 0x0d && $0 != 0x0a }
        let parts = String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        let isText = line.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
        method = isText && parts.count > 1 && !parts[0].isEmpty ? String(parts[0]) : "-"
        target = isText && parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : "-"
    }
}
