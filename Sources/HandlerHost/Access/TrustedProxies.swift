import HTTPText

/// The proxies that are believed when they say who calls.
package struct TrustedProxies: Sendable, Equatable {
    /// The header that they say it in, in lower case.
    package static let header = "x-forwarded-for"

    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    /// The caller's address.
    ///
    /// `X-Forwarded-For` counts only on connections from a trusted proxy, and is read from its end: each proxy adds the
    /// address that it was called from, so the first one from the right that is no trusted proxy is the caller. What stands
    /// before it, anybody may have written.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - headers: Names in lower case.
    /// - Returns: Nil when a trusted proxy says something else than an address, so that nobody knows who calls.
    package func caller(peer: String, headers: [(name: String, value: String)]) -> String? {
        guard !ranges.isEmpty, isTrusted(peer) else { return peer }
        var caller = peer
        for header in headers.reversed() where header.name == Self.header {
            for hop in header.value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                let text = hop.trimmingPrefix { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
                // Lists may have empty elements, which say nothing (RFC 9110, 5.6.1).
                guard !text.isEmpty else { continue }
                let address = Self.withoutPort(text)
                guard IPAddress(address) != nil else { return nil }
                caller = String(address)
                guard isTrusted(caller) else { return caller }
            }
        }
        return caller
    }

    /// What is left of `192.0.2.1:5555`, `[2001:db8::1]:443` and `[2001:db8::1]` without port and brackets.
    private static func withoutPort(_ text: Substring) -> Substring {
        let isLiteral = text.hasPrefix("[")
        guard isLiteral || text.filter({ $0 == ":" }).count == 1 else { return text }
        let address = isLiteral ? text.dropFirst().prefix { $0 != "]" } : text.prefix { $0 != ":" }
        guard !isLiteral || text.dropFirst(1 + address.count).hasPrefix("]") else { return text }
        let rest = text.dropFirst(address.count + (isLiteral ? 2 : 0))
        let port = rest.dropFirst()
        guard rest.isEmpty || rest.hasPrefix(":") && UInt16(port) != nil && port.utf8.allSatisfy(ASCII.isDigit) else { return text }
        return address.contains(":") == isLiteral ? address : text
    }

    /// Whether an address is one of a trusted proxy.
    package func isTrusted(_ text: String) -> Bool {
        guard !ranges.isEmpty, let address = IPAddress(text) else { return false }
        return ranges.contains { $0.contains(address) }
    }
}
