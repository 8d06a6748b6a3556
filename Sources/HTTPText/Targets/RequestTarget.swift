/// Where a request goes: what stands between the method and the protocol on its first line.
package struct RequestTarget: Sendable, Equatable {
    /// The path as it was sent, still percent-encoded, without the `/@name` prefix and without dot segments.
    /// It never leaves the sandbox: dot segments are resolved behind the prefix only.
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
    /// The prefix is looked for in what was sent. Dot segments, escaped ones too, are resolved behind it as RFC 3986 does it.
    ///
    /// - Throws: ``RequestTargetError`` for a target that is empty or no path, a path with control characters, spaces,
    ///   backslashes or broken escapes, dot segments that climb above the top or lead to another prefix, and a prefix that is no
    ///   sandbox's name. A query is never an error.
    package init(parsing target: String) throws(RequestTargetError) {
        let bytes = target.utf8.span
        let start = try TargetPath.start(in: bytes)
        var end = start.path
        while end < bytes.count, bytes[end] != ASCII.question { end += 1 }
        host = start.host.map { PercentEncoding.string(bytes.extracting($0)) }
        query = end < bytes.count ? PercentEncoding.string(bytes.extracting((end + 1)..<bytes.count)) : ""

        let raw = bytes.extracting(start.path..<end)
        let hasDots = try TargetPath.check(raw)
        if !hasDots, raw.count == bytes.count, !TargetPath.hasPrefix(raw) {
            (sandbox, path) = (nil, target)
            return
        }
        let (name, rest) = try TargetPath.takePrefix(of: raw)
        sandbox = name
        path = hasDots ? try TargetPath.withoutDotSegments(rest, mayNameSandbox: name != nil) : rest
    }
}
