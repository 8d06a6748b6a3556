extension Transcoder {
    /// The number of bytes that ``writeEscaped(_:to:)`` writes for `bytes`, at most.
    static func escapedCount(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // No character takes more than six bytes for each two of its UTF-8, and an ill-formed byte takes six alone.
        var others = 0
        for byte in bytes where byte >= 0x80 { others += 1 }
        return bytes.count + 5 * others
    }

    /// Writes JSON text with `\u` escapes for all that is not ASCII, and returns the number of bytes.
    ///
    /// - Parameter target: Has room for ``escapedCount(of:)`` bytes.
    static func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var written = 0
        var index = 0
        while index < bytes.count {
            let run = asciiRun(in: base, from: index, to: bytes.count)
            (target + written).update(from: base + index, count: run)
            written += run
            index += run
            guard index < bytes.count else { break }
            let (scalar, length) = scalar(in: base, at: index, count: bytes.count)
            index += length
            if scalar >= 0x10000 {
                written += escape(0xD7C0 + (scalar >> 10), to: target + written)
                written += escape(0xDC00 + (scalar & 0x3FF), to: target + written)
            } else {
                written += escape(scalar, to: target + written)
            }
        }
        return written
    }

    private static func escape(_ unit: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\\")
        target[1] = UInt8(ascii: "u")
        for place in 0..<4 {
            let digit = UInt8(truncatingIfNeeded: unit >> UInt32(12 - 4 * place) & 0xF)
            target[2 + place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        return 6
    }

    private static func asciiRun(in base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index + 16 <= end {
            let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<UInt8>.self)
            guard block.max() < 0x80 else { break }
            index += 16
        }
        while index < end, base[index] < 0x80 { index += 1 }
        return index - start
    }
}
