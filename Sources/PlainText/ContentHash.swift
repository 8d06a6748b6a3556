/// A 128-bit FNV-1a hash: stable over processes and machines, and no defence against anyone who wants a collision.
package struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    private var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    package init() {}

    /// Takes over what ``description`` wrote; nil for any other text.
    package init?(_ text: String) {
        guard text.utf8.count == 32, let value = UInt128(text, radix: 16), "+-".contains(text.prefix(1)) == false else { return nil }
        self.value = value
    }

    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            value ^= UInt128(byte)
            value = value &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
    }

    /// 32 hexadecimal digits.
    package var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }

    /// The first 12 digits.
    package var label: String { String(description.prefix(12)) }
}
