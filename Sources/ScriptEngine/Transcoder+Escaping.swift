extension Transcoder {
    /// JSON text with `\u` escapes for all that is not ASCII, and a NUL behind it, which the caller deallocates.
    static func escaped(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let text = UnsafeMutablePointer<UInt8>.allocate(capacity: escapedCount(of: bytes) + 1)
        text[writeEscaped(bytes, to: text)] = 0
        return text
    }

    /// The number of bytes that ``writeEscaped(_:to:)`` writes for `bytes`, at most.
    private static func escapedCount(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // No character takes more than six bytes for each two of its UTF-8, and an ill-formed byte takes six alone.
        var others = 0
        for byte in bytes { others &+= Int(byte &>> 7) }
        return bytes.count + 5 * others
    }

    /// Writes the text of ``escaped(_:)`` without the NUL, and returns the number of bytes.
    ///
    /// - Parameter target: Has room for ``escapedCount(of:)`` bytes.
    private static func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var written = 0
        var index = 0
        while index < bytes.count {
            let run = asciiRun(in: base, from: index, to: bytes.count)
            (target + written).update(from: base + index, count: run)
            written += run
            index += run
            // Most of the world's alphabets come two bytes at a time, and in words.
            while index + 1 < bytes.count, base[index] & 0xE0 == 0xC0, base[index] >= 0xC2, base[index + 1] & 0xC0 == 0x80 {
                written += escape(UInt32(base[index] & 0x1F) << 6 | UInt32(base[index + 1] & 0x3F), to: target + written)
                index += 2
            }
            guard index < bytes.count, base[index] >= 0x80 else { continue }
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
        // Four digits at once, the first one in the lowest byte.
        let digits = SIMD4<UInt32>(unit >> 12, unit >> 8, unit >> 4, unit) & 0xF
        let letters = SIMD4<UInt32>(repeating: 0x30) &+ digits &+ SIMD4(repeating: 0).replacing(with: 0x27, where: digits .> 9)
        UnsafeMutableRawPointer(target + 2).storeBytes(of: SIMD4<UInt8>(truncatingIfNeeded: letters), as: SIMD4<UInt8>.self)
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
