/// The steps from a request target's bytes to its path.
enum TargetPath {
    /// Where the path begins, and where the host of an absolute target is.
    static func start(in target: Span<UInt8>) throws(RequestTargetError) -> (path: Int, host: Range<Int>?) {
        guard target.count > 0 else { throw RequestTargetError(reason: .empty) }
        if target[0] == ASCII.slash { return (0, nil) }
        if target.count == 1, target[0] == UInt8(ascii: "*") { return (0, nil) }
        guard var start = lengthOfScheme(target) else { throw RequestTargetError(reason: .notAPath) }
        var end = start
        while end < target.count, target[end] != ASCII.slash, target[end] != ASCII.question {
            end += 1
            // A name and password before the host are nobody's business here.
            if target[end - 1] == ASCII.at { start = end }
        }
        guard start < end else { throw RequestTargetError(reason: .emptyHost) }
        return (end, start..<end)
    }

    /// Checks characters and escapes, and tells whether there are dot segments.
    static func check(_ path: Span<UInt8>) throws(RequestTargetError) -> Bool {
        var segment = 0
        var hasEscapes = false
        var hasDots = false
        for index in 0...path.count {
            if index == path.count || path[index] == ASCII.slash {
                let bytes = path.extracting(segment..<index)
                if hasEscapes { try checkEscapes(of: bytes) }
                hasDots = hasDots || dots(in: bytes) > 0
                segment = index + 1
                hasEscapes = false
            } else if path[index] == ASCII.percent {
                hasEscapes = true
            } else if path[index] <= ASCII.space || path[index] == ASCII.delete || path[index] == ASCII.backslash {
                // A backslash is a slash for some readers: dot segments may not hide behind it.
                throw RequestTargetError(reason: .character(code: path[index]))
            }
        }
        return hasDots
    }

    /// Resolves `.` and `..`; what remains begins with a slash.
    ///
    /// - Parameter mayNameSandbox: Whether what remains may look like a prefix, because the prefix has been taken off.
    static func withoutDotSegments(_ text: String, mayNameSandbox: Bool) throws(RequestTargetError) -> String {
        let path = text.utf8.span
        var kept: [Range<Int>] = []
        var endsInDots = false
        var start = 1
        for index in 1...path.count where index == path.count || path[index] == ASCII.slash {
            let dots = dots(in: path.extracting(start..<index))
            endsInDots = dots > 0
            if dots == 0 { kept.append(start..<index) }
            if dots == 2, kept.popLast() == nil { throw RequestTargetError(reason: .climbs) }
            start = index + 1
        }
        var resolved: [UInt8] = []
        for segment in kept {
            resolved.append(ASCII.slash)
            for index in segment { resolved.append(path[index]) }
        }
        if endsInDots || resolved.isEmpty { resolved.append(ASCII.slash) }
        guard mayNameSandbox || !hasPrefix(resolved.span) else { throw RequestTargetError(reason: .climbs) }
        return PercentEncoding.string(resolved.span)
    }

    static func hasPrefix(_ path: Span<UInt8>) -> Bool {
        path.count > 1 && path[0] == ASCII.slash && path[1] == ASCII.at
    }

    /// Splits `/@name/rest` into the name and `/rest`.
    static func takePrefix(of path: Span<UInt8>) throws(RequestTargetError) -> (SandboxName?, String) {
        guard path.count > 0 else { return (nil, "/") }
        guard hasPrefix(path) else { return (nil, PercentEncoding.string(path)) }
        var end = 2
        while end < path.count, path[end] != ASCII.slash { end += 1 }
        let name = path.extracting(2..<end)
        guard let sandbox = SandboxName(utf8: name) else {
            throw RequestTargetError(reason: .sandboxName(String(PercentEncoding.string(name).prefix(80))))
        }
        return (sandbox, end < path.count ? PercentEncoding.string(path.extracting(end..<path.count)) : "/")
    }

    private static func lengthOfScheme(_ target: Span<UInt8>) -> Int? {
        schemes.first { scheme in
            guard scheme.count <= target.count else { return false }
            return scheme.indices.allSatisfy { ASCII.lowercased(target[$0]) == scheme[$0] }
        }?.count
    }

    private static let schemes = [Array("http://".utf8), Array("https://".utf8)]

    private static func checkEscapes(of segment: Span<UInt8>) throws(RequestTargetError) {
        var decoded: [UInt8] = []
        var index = 0
        while index < segment.count {
            if segment[index] != ASCII.percent {
                decoded.append(segment[index])
                index += 1
                continue
            }
            guard let byte = PercentEncoding.escape(in: segment, at: index) else {
                let end = min(index + 3, segment.count)
                throw RequestTargetError(reason: .brokenEscape(PercentEncoding.string(segment.extracting(index..<end))))
            }
            guard byte != 0 else { throw RequestTargetError(reason: .escapedZero) }
            decoded.append(byte)
            index += 3
        }
        if String(validating: decoded, as: UTF8.self) == nil {
            throw RequestTargetError(reason: .notUTF8(segment: String(PercentEncoding.string(segment).prefix(80))))
        }
    }

    /// 1 for `.`, 2 for `..`, escaped or not; 0 for anything else.
    private static func dots(in segment: Span<UInt8>) -> Int {
        var dots = 0
        var index = 0
        while index < segment.count, dots < 3 {
            if segment[index] == ASCII.dot {
                index += 1
            } else if PercentEncoding.escape(in: segment, at: index) == ASCII.dot {
                index += 3
            } else {
                return 0
            }
            dots += 1
        }
        return dots == 3 ? 0 : dots
    }
}
