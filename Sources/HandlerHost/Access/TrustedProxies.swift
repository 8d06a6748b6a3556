/// The proxies that are believed when they say who calls.
package struct TrustedProxies: Sendable, Equatable {
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
    func caller(peer: String, headers: [(name: String, value: String)]) -> String {
        guard !ranges.isEmpty, isTrusted(peer) else { return peer }
        var caller = peer
        for header in headers.reversed() where header.name == "x-forwarded-for" {
            for hop in header.value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                let text = hop.trimmingPrefix { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
                guard IPAddress(text) != nil else { return caller }
                caller = String(text)
                guard isTrusted(caller) else { return caller }
            }
        }
        return caller
    }

    private func isTrusted(_ text: String) -> Bool {
        guard let address = IPAddress(text) else { return false }
        return ranges.contains { $0.contains(address) }
    }
}
