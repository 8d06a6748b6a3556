import TestSupport
import Testing

@testable import ScriptEngine

/// The transcoder …
@Suite(.ownThreads)
struct TranscoderTests {
    private func utf16(_ bytes: [UInt8]) -> [UInt16] {
        Array(unsafeUninitializedCapacity: bytes.count + 1) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = bytes.withUnsafeBufferPointer { Transcoder.writeUTF16($0, to: base) }
        }
    }

    private func utf8(_ units: [UInt16]) -> [UInt8] {
        units.withUnsafeBufferPointer { units in
            let size = Transcoder.utf8Count(of: units)
            return Array(unsafeUninitializedCapacity: size + 1) { buffer, count in
                guard let base = buffer.baseAddress else { return }
                base[size] = 0xAA
                Transcoder.writeUTF8(units, to: base)
                #expect(base[size] == 0xAA, "writes no more than it counted")
                count = size
            }
        }
    }

    @Test(arguments: ["", "a", "abcdefgh", "abcdefghi", "Здравствуйте", "a\0b", "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}", "😀 и 👩‍👧", "12345678é"])
    func keepsWellFormedText(_ text: String) {
        #expect(utf16(Array(text.utf8)) == Array(text.utf16))
        #expect(utf8(Array(text.utf16)) == Array(text.utf8))
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0x61, 0xF0, 0x80, 0x80, 0x41], [0xE0, 0x9F, 0xBF],
        ] as [[UInt8]])
    func replacesEachMaximalPartOfBrokenUTF8(_ bytes: [UInt8]) {
        #expect(utf16(bytes) == Array(String(decoding: bytes, as: UTF8.self).utf16))
    }

    @Test func repairsRandomBytesAsTheStandardLibraryDoes() {
        var generator = SeededGenerator(seed: 7)
        // Bytes that begin, continue and break sequences, with runs of ASCII between them.
        let palette: [UInt8] = [0x41, 0x42, 0x00, 0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xFF]
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                if Int.random(in: 0..<8, using: &generator) == 0 { bytes += Array("sixteen letters!".utf8) }
                bytes.append(palette.randomElement(using: &generator) ?? 0)
            }
            #expect(utf16(bytes) == Array(String(decoding: bytes, as: UTF8.self).utf16), "\(bytes)")
        }
    }

    @Test func escapesRandomBytesAsTheStandardLibraryRepairsThem() {
        var generator = SeededGenerator(seed: 9)
        let palette: [UInt8] = [0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xD0, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xFF]
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: bytes += Array("sixteen letters!".utf8)
                case 1: bytes += Array("Здравствуйте, 😀".utf8)
                default: bytes.append(palette.randomElement(using: &generator) ?? 0)
                }
            }
            let escaped = bytes.withUnsafeBufferPointer { Transcoder.escaped($0) }
            defer { escaped.deallocate() }
            let expected = String(decoding: bytes, as: UTF8.self).utf16.map { unit in
                unit < 0x80
                    ? String(UnicodeScalar(UInt8(unit)))
                    : "\\u" + String(repeating: "0", count: unit < 0x1000 ? 1 : 0)
                        + (unit < 0x100 ? "0" : "") + String(unit, radix: 16)
            }.joined()
            #expect(String(cString: escaped) == expected, "\(bytes)")
        }
    }

    @Test func repairsRandomUnitsAsTheStandardLibraryDoes() {
        var generator = SeededGenerator(seed: 8)
        let palette: [UInt16] = [0x41, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFF]
        for _ in 0..<5_000 {
            var units: [UInt16] = []
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                if Int.random(in: 0..<8, using: &generator) == 0 { units += Array("sixteen letters!".utf16) }
                units.append(palette.randomElement(using: &generator) ?? 0)
            }
            #expect(utf8(units) == Array(String(decoding: units, as: UTF16.self).utf8), "\(units)")
        }
    }
}
