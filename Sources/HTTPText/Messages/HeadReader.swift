import Glibc

/// Reads the head of a request as it comes, line by line, and lets through only what every reader understands alike.
///
/// What is behind it may be lenient: where a body ends is never a matter of taste.
package struct HeadReader {
    /// Whether the connection may carry another request behind this one.
    package private(set) var keepsAlive = true
    package private(set) var isHTTP10 = false
    package private(set) var framing = BodyFraming.none
    /// Whether the sender waits for `100 Continue` before it sends the body.
    private(set) var expectsContinue = false

    private var lineStart = 0
    private var scanned = 0
    private var isFirstLine = true
    private var headersStart = 0
    private var fieldCount = 0
    private var hasHost = false
    private var hasLength = false
    private var hasUpgrade = false
    private var wantsUpgrade = false
    private var host = ""
    private var absoluteHost: String?

    package init() {}

    /// Whether no byte has been read.
    package var isUntouched: Bool { scanned == 0 }

    /// Reads on.
    ///
    /// - Parameter bytes: All bytes from the beginning of the head.
    /// - Returns: The head's length, nil while it is not all there.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) throws(MalformedRequest) -> Int? {
        if isFirstLine, scanned == 0 { try refuseOtherProtocols(bytes) }
        while scanned < bytes.count {
            guard let end = Self.lineFeed(in: bytes, from: scanned) else {
                scanned = bytes.count
                try checkLength(of: bytes.count - lineStart, total: bytes.count - headersStart)
                return nil
            }
            guard end > lineStart, bytes[end - 1] == 0x0d else {
                throw MalformedRequest(400, "a line of the request's head ends in a bare line feed: end it with CR LF")
            }
            let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<(end - 1)])
            scanned = end + 1
            lineStart = end + 1
            if isFirstLine {
                try readRequestLine(line)
                isFirstLine = false
                headersStart = lineStart
            } else if line.isEmpty {
                try finish()
                return lineStart
            } else {
                try checkLength(of: 0, total: lineStart - headersStart)
                try readField(line)
            }
        }
        return nil
    }

    private static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Refuses a line or a header that is too long already, whatever follows.
    private func checkLength(of line: Int, total: Int) throws(MalformedRequest) {
        if isFirstLine {
            guard line <= RequestLimits.target + 64 else {
                throw MalformedRequest(414, "the request's URL has more than \(RequestLimits.target) bytes")
            }
        } else {
            guard total <= RequestLimits.headers else {
                throw MalformedRequest(431, "the request's header has more than \(RequestLimits.headers) bytes")
            }
        }
    }

    private func refuseOtherProtocols(_ bytes: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard let first = bytes.first else { return }
        // A handshake record, or the hello of SSL 2.
        if first == 0x16 || first & 0x80 != 0 {
            throw MalformedRequest(400, "these bytes look like TLS, and this port speaks plain HTTP: use http://")
        }
        guard first >= 0x21 && first < 0x7f || first == 0x0d else {
            throw MalformedRequest(400, "these bytes are no HTTP request")
        }
    }
}

extension HeadReader {
    private mutating func readRequestLine(_ line: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard let methodEnd = line.firstIndex(of: 0x20), methodEnd > 0 else {
            throw MalformedRequest(400, "the first line is no request line: it has to be like GET /path HTTP/1.1")
        }
        guard line[..<methodEnd].allSatisfy({ $0 >= 0x41 && $0 <= 0x5a || $0 == 0x2d }) else {
            throw MalformedRequest(400, "the method has characters that no method has: methods are in upper case")
        }
        let rest = line[(methodEnd + 1)...]
        guard let targetEnd = rest.firstIndex(of: 0x20) else {
            throw MalformedRequest(400, "the request line has no protocol (HTTP/0.9 is not spoken): it has to end in HTTP/1.1")
        }
        try readVersion(UnsafeRawBufferPointer(rebasing: line[(targetEnd + 1)...]))
        let target = UnsafeRawBufferPointer(rebasing: line[(methodEnd + 1)..<targetEnd])
        guard target.count <= RequestLimits.target else {
            throw MalformedRequest(
                414, "the request's URL has \(target.count) bytes; at most \(RequestLimits.target) are accepted")
        }
        guard target.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            throw MalformedRequest(400, "the request's URL has control characters")
        }
        let isConnect = line[..<methodEnd].elementsEqual("CONNECT".utf8)
        guard !isConnect else { throw MalformedRequest(501, "CONNECT is not supported: this is no proxy") }
        if target.first != 0x2f { absoluteHost = try Self.host(ofAbsolute: target) }
    }

    private mutating func readVersion(_ version: UnsafeRawBufferPointer) throws(MalformedRequest) {
        if version.elementsEqual("HTTP/1.1".utf8) { return }
        guard version.elementsEqual("HTTP/1.0".utf8) else {
            guard version.starts(with: "HTTP/".utf8) else {
                throw MalformedRequest(400, "the request line does not end in HTTP/1.1, or its URL has a space")
            }
            throw MalformedRequest(505, "this version of HTTP is not spoken: use HTTP/1.1")
        }
        isHTTP10 = true
        keepsAlive = false
    }

    /// The authority of `http://host/path`; nil for `*`.
    private static func host(ofAbsolute target: UnsafeRawBufferPointer) throws(MalformedRequest) -> String? {
        if target.elementsEqual("*".utf8) { return nil }
        let text = String(decoding: target, as: UTF8.self)
        guard let scheme = ["http://", "https://"].first(where: { text.prefix($0.count).lowercased() == $0 }) else {
            throw MalformedRequest(400, "the request's URL begins with neither \"/\" nor http://")
        }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@") else {
            throw MalformedRequest(400, "the request's URL has no host, or a user's name before it")
        }
        return authority.lowercased()
    }

    private mutating func readField(_ line: UnsafeRawBufferPointer) throws(MalformedRequest) {
        fieldCount += 1
        guard fieldCount <= RequestLimits.headerCount else {
            throw MalformedRequest(431, "the request has more than \(RequestLimits.headerCount) header fields")
        }
        let (name, value) = try FieldLine.parts(of: line)
        switch name.count {
        case 4 where FieldLine.isName(name, "host"): try readHost(value)
        case 6 where FieldLine.isName(name, "expect"): try readExpectation(value)
        case 7 where FieldLine.isName(name, "upgrade"): hasUpgrade = true
        case 10 where FieldLine.isName(name, "connection"): readConnection(value)
        case 14 where FieldLine.isName(name, "content-length"): try readLength(value)
        case 17 where FieldLine.isName(name, "transfer-encoding"): try readCoding(value)
        default: break
        }
    }

    private mutating func readHost(_ value: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard !hasHost else { throw MalformedRequest(400, "the request has several Host headers") }
        hasHost = true
        // It is part of the URL, and was always there.
        fieldCount -= 1
        if absoluteHost != nil { host = String(decoding: value, as: UTF8.self).lowercased() }
    }

    private mutating func readExpectation(_ value: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard FieldLine.isName(value, "100-continue") else {
            throw MalformedRequest(417, "the only expectation that is known is 100-continue")
        }
        expectsContinue = true
    }

    private mutating func readConnection(_ value: UnsafeRawBufferPointer) {
        for option in String(decoding: value, as: UTF8.self).lowercased().split(separator: ",") {
            switch option.trimmingPrefix(while: { $0 == " " || $0 == "\t" }).prefix(while: { $0 != " " && $0 != "\t" }) {
            case "close": keepsAlive = false
            case "keep-alive": if isHTTP10 { keepsAlive = true }
            case "upgrade": wantsUpgrade = true
            default: break
            }
        }
    }

    private mutating func readLength(_ value: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard !hasLength else { throw MalformedRequest(400, "the request has several Content-Length headers") }
        guard framing != .chunked else { throw MalformedRequest.lengthAndCoding }
        guard !value.isEmpty, value.count <= 18, value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw MalformedRequest(400, "Content-Length has to be one number of at most 18 digits")
        }
        hasLength = true
        let length = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        framing = length == 0 ? .none : .length(length)
    }

    private mutating func readCoding(_ value: UnsafeRawBufferPointer) throws(MalformedRequest) {
        guard !hasLength else { throw MalformedRequest.lengthAndCoding }
        guard framing != .chunked else { throw MalformedRequest(400, "the request has several Transfer-Encoding headers") }
        guard !isHTTP10 else { throw MalformedRequest(400, "HTTP/1.0 has no Transfer-Encoding") }
        guard FieldLine.isName(value, "chunked") else {
            throw MalformedRequest(501, "the only Transfer-Encoding that is known is chunked")
        }
        framing = .chunked
    }

    private mutating func finish() throws(MalformedRequest) {
        guard hasHost || isHTTP10 else { throw MalformedRequest(400, "the request has no Host header, which HTTP/1.1 wants") }
        if let absoluteHost, hasHost, absoluteHost != host {
            throw MalformedRequest(400, "the request's URL names another host than its Host header")
        }
        guard !(hasUpgrade && wantsUpgrade) else {
            throw MalformedRequest(400, "this port speaks HTTP/1.1 and changes to nothing else: leave Upgrade out")
        }
        if isHTTP10 { expectsContinue = false }
    }
}

extension MalformedRequest {
    static var lengthAndCoding: MalformedRequest {
        MalformedRequest(400, "the request has Content-Length and Transfer-Encoding: where does its body end?")
    }
}
