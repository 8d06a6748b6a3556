import TestSupport
import Testing

@testable import SQLiteStateStore

struct LZ4Tests {
    private func compress(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.withUnsafeBytes { LZ4.compress($0) }
    }

    /// What `bytes` are the compressed form of, if that has `count` bytes.
    private func decompress(_ bytes: [UInt8], count: Int) -> [UInt8]? {
        var target = [UInt8](repeating: 0xaa, count: count)
        let isDone = bytes.withUnsafeBytes { source in
            target.withUnsafeMutableBytes { LZ4.decompress(source, into: $0) }
        }
        return isDone ? target : nil
    }

    @Test func givesBackWhatItCompressed() throws {
        for seed in 0..<300 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let alphabet = Int.random(in: 1...40, using: &generator)
            var bytes: [UInt8] = []
            while bytes.count < Int.random(in: 13...6000, using: &generator) {
                if !bytes.isEmpty, Bool.random(using: &generator) {
                    let start = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes += bytes[start..<min(start + Int.random(in: 1...700, using: &generator), bytes.count)]
                } else {
                    bytes.append(UInt8(Int.random(in: 0..<alphabet, using: &generator)))
                }
            }
            guard let compressed = compress(bytes) else { continue }
            #expect(compressed.count < bytes.count)
            #expect(decompress(compressed, count: bytes.count) == bytes, "seed \(seed)")
            #expect(decompress(compressed, count: bytes.count - 1) == nil)
            #expect(decompress(compressed, count: bytes.count + 1) == nil)
            #expect(decompress(Array(compressed.dropLast()), count: bytes.count) != bytes)
        }
    }

    @Test func makesTextThatRepeatsItselfSmall() throws {
        let text = (0..<5000).map { #"{"id":\#($0),"name":"Иван \#($0 % 97)","step":0},"# }.joined()
        let compressed = try #require(compress(Array(text.utf8)))
        #expect(compressed.count * 4 < text.utf8.count, "\(compressed.count) of \(text.utf8.count)")
        #expect(decompress(compressed, count: text.utf8.count) == Array(text.utf8))
        let zeros = [UInt8](repeating: 0, count: 256 << 10)
        let small = try #require(compress(zeros))
        #expect(small.count < 1100)
        #expect(decompress(small, count: zeros.count) == zeros)
    }

    @Test func leavesAloneWhatHasNothingToRepeat() {
        var generator = SeededGenerator(seed: 1)
        #expect(compress((0..<10_000).map { _ in UInt8.random(in: 0...255, using: &generator) }) == nil)
        #expect(compress([]) == nil)
        #expect(compress([1, 2, 3]) == nil)
    }

    @Test func readsWhatTheReferenceWrote() throws {
        // The block in what "lz4 -9" makes of the text.
        let digits =
            "ff0c7b226964223a372c226e616d65223a22d098d0b2d0b0d0bd22"
            + "7d2c1b007a16381b007f9fd191d182d18036000650d0bd227d2c"
        let block = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
        let ivan = #"{"id":7,"name":"Иван"},"#
        let text = String(repeating: ivan, count: 6) + #"{"id":8,"name":"Пётр"},"# + ivan
        #expect(decompress(block, count: text.utf8.count) == Array(text.utf8))
    }

    @Test func refusesDamagedBlocksAndNeverWritesElsewhere() throws {
        var generator = SeededGenerator(seed: 3)
        let bytes = (0..<2000).map { UInt8($0 % 50) } + (0..<100).map { UInt8($0) }
        let compressed = try #require(compress(bytes))
        for _ in 0..<20_000 {
            var damaged = compressed
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if let wrong = decompress(damaged, count: bytes.count) { #expect(wrong.count == bytes.count) }
        }
        #expect(decompress([], count: 0) == nil)
        #expect(decompress([0], count: 0) == [])
        #expect(decompress([0x10, 1, 0, 0], count: 5) == nil)
    }
}
