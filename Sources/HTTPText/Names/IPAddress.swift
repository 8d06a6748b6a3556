import Glibc

/// An IPv4 or IPv6 address. An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) is the IPv4 address.
package struct IPAddress: Hashable, Sendable {
    /// The 16 bytes of the IPv6 form, the first eight in ``high``.
    let high: UInt64
    let low: UInt64

    /// Reads an address as it is written without a port, brackets or a zone.
    ///
    /// - Returns: Nil for anything else, such as `127.1` or `010.0.0.1`.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        var hasColon = false
        for byte in text.utf8 {
            // What the C library reads would end there.
            if byte == 0 { return nil }
            if byte == UInt8(ascii: ":") { hasColon = true }
        }
        if hasColon {
            var address = in6_addr()
            guard inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
            (high, low) = withUnsafeBytes(of: &address) { bytes in
                (UInt64(bigEndian: bytes.load(as: UInt64.self)), UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self)))
            }
        } else {
            var address = in_addr()
            guard inet_pton(AF_INET, String(text), &address) == 1 else { return nil }
            high = 0
            low = 0xffff_0000_0000 | UInt64(UInt32(bigEndian: address.s_addr))
        }
    }

    /// Stands for all callers whose address is not known.
    package static let unknown = IPAddress(high: 0, low: 0)

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Of this machine: `127.0.0.0/8` or `::1`.
    var isLoopback: Bool { isIPv4 ? (low >> 24) & 0xff == 127 : high == 0 && low == 1 }

    package var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// What limits count callers by: an IPv6 caller has a whole /64 to choose addresses from.
    package var callerKey: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }

    /// The address with only its first bits, of the 128 of the IPv6 form.
    package func prefix(_ bits: Int) -> IPAddress {
        IPAddress(
            high: bits >= 64 ? high : bits == 0 ? 0 : high & (~0 << UInt64(64 - bits)),
            low: bits <= 64 ? 0 : low & (~0 << UInt64(128 - bits)))
    }
}

extension IPAddress: CustomStringConvertible {
    /// As it is usually written.
    package var description: String {
        let bytes = [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
        if isIPv4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes { inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) }
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
