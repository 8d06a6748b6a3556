import Glibc

/// The name and the port in a host's bytes.
struct HostParts {
    /// Where the name is, without its trailing dot; for an IPv6 address without its brackets.
    var name: Range<Int>
    var port: UInt16?
    var isAddress: Bool

    /// The number of characters DNS allows a name.
    private static let longest = 253

    init(_ bytes: Span<UInt8>) throws(HostNameRejection) {
        guard bytes.count > 0 else { throw HostNameRejection(reason: .empty) }
        if bytes[0] == UInt8(ascii: "[") {
            try self.init(literal: bytes)
        } else {
            try self.init(named: bytes)
        }
    }

    private init(named bytes: Span<UInt8>) throws(HostNameRejection) {
        var end = 0
        while end < bytes.count, bytes[end] != ASCII.colon { end += 1 }
        port = try Self.port(bytes, after: end)
        if end > 1, bytes[end - 1] == ASCII.dot { end -= 1 }
        name = 0..<end
        guard end > 0 else { throw HostNameRejection(reason: .empty) }
        guard end <= Self.longest else { throw HostNameRejection(reason: .tooLong(limit: Self.longest)) }
        let label = try Self.checkLabels(of: bytes.extracting(0..<end))
        // No top-level domain is a number, so a name that ends in one is meant as an address.
        isAddress = label.isNumber
        if isAddress { try Self.checkAddress(bytes, name, family: AF_INET) }
    }

    private init(literal bytes: Span<UInt8>) throws(HostNameRejection) {
        var end = 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "]") { end += 1 }
        guard end < bytes.count else { throw HostNameRejection(reason: .notAnAddress) }
        name = 1..<end
        isAddress = true
        try Self.checkAddress(bytes, name, family: AF_INET6)
        port = try Self.port(bytes, after: end + 1)
    }

    /// Checks every label and returns what the last one is like.
    private static func checkLabels(of name: Span<UInt8>) throws(HostNameRejection) -> (isNumber: Bool, start: Int) {
        var start = 0
        var isNumber = true
        for index in 0..<name.count {
            let byte = name[index]
            if byte == ASCII.dot {
                try checkLabel(start..<index)
                start = index + 1
                isNumber = true
            } else if ASCII.isLetter(byte) || byte == ASCII.hyphen || byte == ASCII.underscore {
                isNumber = false
            } else if !ASCII.isDigit(byte) {
                throw HostNameRejection(reason: .character(shown(byte)))
            }
        }
        try checkLabel(start..<name.count)
        return (isNumber, start)
    }

    private static func checkLabel(_ label: Range<Int>) throws(HostNameRejection) {
        if label.isEmpty { throw HostNameRejection(reason: .emptyLabel) }
        if label.count > SandboxName.longest {
            throw HostNameRejection(reason: .labelTooLong(limit: SandboxName.longest))
        }
    }

    /// The port after the colon at `colon`; none when the host ends there or right after the colon.
    private static func port(_ bytes: Span<UInt8>, after colon: Int) throws(HostNameRejection) -> UInt16? {
        guard colon < bytes.count else { return nil }
        guard bytes[colon] == ASCII.colon else { throw HostNameRejection(reason: .character(shown(bytes[colon]))) }
        if colon + 1 == bytes.count { return nil }
        var port = 0
        for index in (colon + 1)..<bytes.count {
            guard ASCII.isDigit(bytes[index]) else { throw HostNameRejection(reason: .port) }
            port = port * 10 + Int(bytes[index] & 0x0F)
            guard port <= Int(UInt16.max) else { throw HostNameRejection(reason: .port) }
        }
        return UInt16(port)
    }

    private static func checkAddress(
        _ bytes: Span<UInt8>, _ name: Range<Int>, family: Int32
    ) throws(HostNameRejection) {
        var text: [CChar] = []
        for index in name where bytes[index] != 0 { text.append(CChar(truncatingIfNeeded: bytes[index])) }
        text.append(0)
        var address = in6_addr()
        guard text.count == name.count + 1, inet_pton(family, text, &address) == 1 else {
            throw HostNameRejection(reason: .notAnAddress)
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        byte > ASCII.space && byte < ASCII.delete
            ? "\"\(Character(UnicodeScalar(byte)))\"" : "0x\(String(byte, radix: 16, uppercase: true))"
    }
}
