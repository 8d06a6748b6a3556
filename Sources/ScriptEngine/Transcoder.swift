/// Turns UTF-8 into UTF-16 and back, repairing what is broken.
///
/// The engine counts in UTF-16 units and the rest of the program in UTF-8 bytes. Going through `String` would copy
/// twice, so both directions work on plain buffers. What one side cannot say becomes U+FFFD: each maximal part of an
/// ill-formed UTF-8 sequence (as the Unicode standard recommends and `String(decoding:as:)` does), and each surrogate
/// without a partner.
enum Transcoder {
    /// The number of UTF-8 bytes that ``writeUTF8(_:to:)`` writes for `units`.
    static func utf8Count(of units: UnsafeBufferPointer<UInt16>) -> Int {
        guard let base = units.baseAddress else { return 0 }
        var count = 0
        var index = 0
        while index < units.count {
            let ascii = asciiRun(in: base, from: index, to: units.count)
            count += ascii
            index += ascii
            guard index < units.count else { break }
            let (scalar, length) = scalar(in: base, at: index, count: units.count)
            count += UTF8.width(Unicode.Scalar(scalar) ?? replacement)
            index += length
        }
        return count
    }

    /// Writes `units` as UTF-8. `target` has room for ``utf8Count(of:)`` bytes.
    static func writeUTF8(_ units: UnsafeBufferPointer<UInt16>, to target: UnsafeMutablePointer<UInt8>) {
        guard let base = units.baseAddress else { return }
        var out = target
        var index = 0
        while index < units.count {
            let ascii = asciiRun(in: base, from: index, to: units.count)
            narrow(base + index, count: ascii, to: out)
            out += ascii
            index += ascii
            guard index < units.count else { break }
            let (scalar, length) = scalar(in: base, at: index, count: units.count)
            out += encode(scalar, to: out)
            index += length
        }
    }

    /// Writes `bytes` as UTF-16 and returns the number of units. `target` has room for as many units as there are bytes.
    static func writeUTF16(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt16>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var written = 0
        var index = 0
        while index < bytes.count {
            let ascii = widenASCII(base + index, count: bytes.count - index, to: target + written)
            written += ascii
            index += ascii
            guard index < bytes.count else { break }
            let (scalar, length) = scalar(in: base, at: index, count: bytes.count)
            index += length
            if scalar < 0x10000 {
                target[written] = UInt16(truncatingIfNeeded: scalar)
                written += 1
            } else {
                target[written] = UInt16(truncatingIfNeeded: 0xD7C0 + (scalar >> 10))
                target[written + 1] = UInt16(truncatingIfNeeded: 0xDC00 + (scalar & 0x3FF))
                written += 2
            }
        }
        return written
    }

    private static var replacement: Unicode.Scalar { "\u{FFFD}" }

    // MARK: UTF-16

    private static func asciiRun(in base: UnsafePointer<UInt16>, from start: Int, to end: Int) -> Int {
        var index = start
        while index + 8 <= end {
            let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD8<UInt16>.self)
            guard block.max() < 0x80 else { break }
            index += 8
        }
        while index < end, base[index] < 0x80 { index += 1 }
        return index - start
    }

    private static func narrow(_ source: UnsafePointer<UInt16>, count: Int, to target: UnsafeMutablePointer<UInt8>) {
        var index = 0
        while index + 8 <= count {
            let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<UInt16>.self)
            UnsafeMutableRawPointer(target + index)
                .storeBytes(of: SIMD8<UInt8>(truncatingIfNeeded: block), as: SIMD8<UInt8>.self)
            index += 8
        }
        while index < count {
            target[index] = UInt8(truncatingIfNeeded: source[index])
            index += 1
        }
    }

    /// The scalar that starts at `index`, U+FFFD for a surrogate without a partner, and its length in units.
    private static func scalar(in base: UnsafePointer<UInt16>, at index: Int, count: Int) -> (UInt32, Int) {
        let unit = base[index]
        guard unit & 0xF800 == 0xD800 else { return (UInt32(unit), 1) }
        guard unit < 0xDC00, index + 1 < count, base[index + 1] & 0xFC00 == 0xDC00 else {
            return (replacement.value, 1)
        }
        let high = UInt32(unit & 0x3FF)
        let low = UInt32(base[index + 1] & 0x3FF)
        return (0x10000 + (high << 10 | low), 2)
    }

    private static func encode(_ scalar: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
        switch scalar {
        case ..<0x80:
            out[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            out[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 2
        case ..<0x10000:
            out[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 3
        default:
            out[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            out[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 4
        }
    }

    // MARK: UTF-8

    /// Copies the ASCII at the start of `source` and returns its length.
    private static func widenASCII(
        _ source: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt16>
    ) -> Int {
        var index = 0
        while index + 8 <= count {
            let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<UInt8>.self)
            guard block.max() < 0x80 else { break }
            UnsafeMutableRawPointer(target + index)
                .storeBytes(of: SIMD8<UInt16>(truncatingIfNeeded: block), as: SIMD8<UInt16>.self)
            index += 8
        }
        while index < count, source[index] < 0x80 {
            target[index] = UInt16(source[index])
            index += 1
        }
        return index
    }

    /// The scalar that starts at `index`, U+FFFD for an ill-formed sequence, and the number of bytes it takes.
    static func scalar(in base: UnsafePointer<UInt8>, at index: Int, count: Int) -> (UInt32, Int) {
        let lead = base[index]
        // The lead byte narrows the range of the second byte; that rules out overlong forms, surrogates and
        // everything above U+10FFFF.
        let (following, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case ..<0x80: (0, 0x80...0xBF)
            case 0xC2...0xDF: (1, 0x80...0xBF)
            case 0xE0: (2, 0xA0...0xBF)
            case 0xED: (2, 0x80...0x9F)
            case 0xE1...0xEF: (2, 0x80...0xBF)
            case 0xF0: (3, 0x90...0xBF)
            case 0xF1...0xF3: (3, 0x80...0xBF)
            case 0xF4: (3, 0x80...0x8F)
            default: (-1, 0x80...0xBF)
            }
        if following == 0 { return (UInt32(lead), 1) }
        guard following > 0 else { return (replacement.value, 1) }
        var scalar = UInt32(lead) & (0x3F >> UInt32(following))
        for offset in 1...following {
            guard index + offset < count else { return (replacement.value, offset) }
            let byte = base[index + offset]
            guard (offset == 1 ? second : 0x80...0xBF).contains(byte) else { return (replacement.value, offset) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return (scalar, following + 1)
    }
}
