internal import CLinux

/// The bytes of a secret, and how to find them in others in time that grows with the length of those only.
struct HiddenText: Sendable, Hashable {
    let bytes: [UInt8]
    /// For each length of a beginning, less one: how long a shorter beginning is that it ends with (Knuth, Morris, Pratt).
    private let borders: [Int32]

    /// - Parameter bytes: Not empty.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var borders = [Int32](repeating: 0, count: bytes.count)
        var length = 0
        for index in bytes.indices.dropFirst() {
            while length > 0, bytes[index] != bytes[length] { length = Int(borders[length - 1]) }
            if bytes[index] == bytes[length] { length += 1 }
            borders[index] = Int32(length)
        }
        self.borders = borders
    }

    static func == (left: HiddenText, right: HiddenText) -> Bool { left.bytes == right.bytes }
    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

    /// Where the whole secret is. Of occurrences that overlap, the first one counts.
    func find(in text: UnsafeRawBufferPointer, found: (Range<Int>) -> Void) {
        guard let base = text.baseAddress else { return }
        var start = 0
        while text.count - start >= bytes.count, let place = linux_find(base + start, text.count - start, bytes, bytes.count) {
            let first = base.distance(to: place)
            found(first..<first + bytes.count)
            start = first + bytes.count
        }
    }

    /// Where beginnings of the secret are that end at one of `cuts`.
    ///
    /// - Parameters:
    ///   - cuts: Places in `text`, in order.
    ///   - shortest: The bytes that a beginning has at least.
    func findBeginnings(endingAt cuts: [Int], in text: UnsafeRawBufferPointer, shortest: Int, found: (Range<Int>) -> Void) {
        var length = 0
        var index = 0
        for cut in cuts {
            if index < cut - bytes.count {
                index = cut - bytes.count
                length = 0
            }
            while index < cut {
                if length == bytes.count { length = Int(borders[length - 1]) }
                while length > 0, text[index] != bytes[length] { length = Int(borders[length - 1]) }
                if text[index] == bytes[length] { length += 1 }
                index += 1
            }
            if length >= shortest, length < bytes.count { found(cut - length..<cut) }
        }
    }
}
