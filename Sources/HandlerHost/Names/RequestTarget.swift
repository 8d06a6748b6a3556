/// Where a request goes: what stands between the method and the protocol on its first line.
package struct RequestTarget: Sendable, Equatable {
    /// The path as it was sent, still percent-encoded, without the `/@name` prefix and without dot segments.
    ///
    /// Begins with `/`, except for the `*` of `OPTIONS *`. Its escapes are whole, and decode to UTF-8 without zero
    /// characters in each segment. An escaped slash (`%2F`) belongs to its segment and separates nothing.
    package let path: String
    /// What follows the first `?`, undecoded; empty when there is none. A raw `#` is a character like any other,
    /// because exchanges send what a caller typed without escaping it.
    package let query: String
    /// The sandbox that a `/@name` prefix names. It counts more than the host.
    package let sandbox: SandboxName?
    /// The host and port of an absolute target (`http://host/path`), which counts instead of the `Host` header.
    package let host: String?

    /// Takes a request target apart.
    ///
    /// Dot segments, escaped ones too, are resolved as RFC 3986 does it, before the prefix is looked for; `..` at the
    /// top stays at the top.
    ///
    /// - Throws: ``RequestTargetError`` for a target that is empty or no path, a path with control characters, spaces or
    ///   broken escapes, and a prefix that is no sandbox's name. A query is never an error.
    package init(parsing target: String) throws(RequestTargetError) {
        let bytes = target.utf8.span
        let start = try TargetPath.start(in: bytes)
        var end = start.path
        while end < bytes.count, bytes[end] != ASCII.question { end += 1 }
        host = start.host.map { PercentEncoding.string(bytes.extracting($0)) }
        query = end < bytes.count ? PercentEncoding.string(bytes.extracting((end + 1)..<bytes.count)) : ""

        let raw = bytes.extracting(start.path..<end)
        let hasDots = try TargetPath.check(raw)
        if hasDots {
            let resolved = TargetPath.withoutDotSegments(raw)
            (sandbox, path) = try TargetPath.takePrefix(of: resolved.span)
        } else if raw.count == bytes.count, !TargetPath.hasPrefix(raw) {
            (sandbox, path) = (nil, target)
        } else {
            (sandbox, path) = try TargetPath.takePrefix(of: raw)
        }
    }
}
