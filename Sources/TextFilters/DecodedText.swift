import Glibc
import HTTPText

/// What the bytes of a text mean once an encoding is taken off, and where in the text each of them is written.
struct DecodedText {
    enum Encoding {
        /// `%41` is `A`, as in URLs.
        case percent
        /// So it is, and `+` is a space, as in queries and forms.
        case form
        /// `\n` and `\u0041` are what they are in a string of JSON.
        case json
        /// `~1` is `/` and `~0` is `~`, as in the paths of a JSON Patch.
        case pointer
    }

    let bytes: [UInt8]
    /// What a place in ``bytes`` is behind each escape, and in the text; in order.
    private let jumps: [(decoded: Int, source: Int)]

    /// - Returns: nil when nothing in the text is encoded so.
    init?(_ text: UnsafeRawBufferPointer, as encoding: Encoding) {
        var bytes: [UInt8] = []
        var jumps: [(decoded: Int, source: Int)] = []
        var copied = 0
        var index = 0
        while let mark = Self.nextMark(in: text, from: index, encoding) {
            index = mark + 1
            guard let escape = Escape(in: text, at: mark, as: encoding) else { continue }
            if jumps.isEmpty { bytes.reserveCapacity(text.count) }
            bytes += text[copied..<mark]
            bytes += escape.bytes
            index = mark + escape.length
            copied = index
            jumps.append((bytes.count, index))
        }
        guard !jumps.isEmpty else { return nil }
        bytes += text[copied...]
        self.bytes = bytes
        self.jumps = jumps
    }

    /// Where a byte of ``bytes``, or their end, begins in the text.
    func place(_ index: Int) -> Int {
        var low = 0
        var high = jumps.count
        while low < high {
            let middle = (low + high) / 2
            if jumps[middle].decoded <= index { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return index }
        return jumps[low - 1].source + index - jumps[low - 1].decoded
    }

    private static func nextMark(in text: UnsafeRawBufferPointer, from start: Int, _ encoding: Encoding) -> Int? {
        guard let base = text.baseAddress, start < text.count else { return nil }
        switch encoding {
        case .form: return text[start...].firstIndex { $0 == ASCII.percent || $0 == ASCII.plus }
        case .percent: return place(of: ASCII.percent)
        case .json: return place(of: UInt8(ascii: "\\"))
        case .pointer: return place(of: UInt8(ascii: "~"))
        }
        func place(of byte: UInt8) -> Int? {
            memchr(base + start, Int32(byte), text.count - start).map { base.distance(to: UnsafeRawPointer($0)) }
        }
    }
}
