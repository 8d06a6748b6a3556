package import HTTPText

/// A range of addresses in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct AddressRange: Hashable, Sendable {
    private let base: IPAddress
    /// Of the 128 bits of the IPv6 form.
    private let bits: Int

    /// - Returns: Nil for what is no range. Bits behind the prefix do not matter: `127.0.0.1/8` is `127.0.0.0/8`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
        // An IPv4 prefix counts behind the 96 bits that all IPv4 addresses have in common.
        let isShort = !parts[0].utf8.contains(UInt8(ascii: ":"))
        var prefix = 128
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0"),
                let number = Int(parts[1]), number <= (isShort ? 32 : 128)
            else { return nil }
            prefix = isShort ? 96 + number : number
        }
        bits = prefix
        base = address.prefix(prefix)
    }

    package func contains(_ address: IPAddress) -> Bool { address.prefix(bits) == base }
}

extension AddressRange: CustomStringConvertible {
    /// In CIDR notation, with the address at the range's beginning; of a single address without the prefix.
    package var description: String {
        let prefix = base.isIPv4 && bits >= 96 ? bits - 96 : bits
        return bits == 128 ? "\(base)" : "\(base)/\(prefix)"
    }
}
