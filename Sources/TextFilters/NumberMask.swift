import HTTPText

/// Shortens telephone numbers to their first two to four and their last two digits, such as `7495•••78`.
///
/// A number is whatever has seven digits or more, one after another or parted by what people part them with: `+7 (495)
/// 234-56-78`. Other long numbers are shortened as well, since nothing tells them apart, but for dates such as `2024-05-06`.
package struct NumberMask: Sendable {
    static let mark = "•••"
    /// What has fewer digits is no telephone number.
    private static let fewestDigits = 7
    /// How many bytes may part two digits.
    private static let widestGap = 6

    package init() {}

    /// The text with its numbers shortened; nil when there is none.
    func masked(_ text: MaskedText) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < text.bytes.count {
            guard ASCII.isDigit(text.bytes[index]) else {
                index += 1
                continue
            }
            if let end = Self.endOfDate(in: text.bytes, at: index) {
                index = end
                continue
            }
            let digits = Self.number(in: text.bytes, from: index)
            index = (digits.last ?? index) + 1
            guard digits.count >= Self.fewestDigits, let first = digits.first, let last = digits.last else { continue }
            result += text.source[copied..<text.place(first)]
            result += Self.shortened(digits.map { text.bytes[$0] })
            copied = text.place(last + 1)
        }
        return copied == 0 ? nil : result + text.source[copied...]
    }

    /// The places of one number's digits. A run that is long enough for a number begins a new one behind another number.
    private static func number(in bytes: [UInt8], from start: Int) -> [Int] {
        var digits = Array(run(in: bytes, from: start))
        while let last = digits.last {
            var next = last + 1
            while next < bytes.count, next - last <= widestGap, isSeparator(bytes[next]) { next += 1 }
            guard next > last + 1, next < bytes.count, ASCII.isDigit(bytes[next]) else { return digits }
            let isApart = bytes[(last + 1)..<next].allSatisfy { $0 == ASCII.space }
            if isApart, endOfDate(in: bytes, at: next) != nil { return digits }
            let run = run(in: bytes, from: next)
            if digits.count >= fewestDigits, run.count >= fewestDigits { return digits }
            digits += run
        }
        return digits
    }

    private static func run(in bytes: [UInt8], from start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count, ASCII.isDigit(bytes[end]) { end += 1 }
        return start..<end
    }

    /// The end of a date such as `2024-05-06` that begins here.
    private static func endOfDate(in bytes: [UInt8], at start: Int) -> Int? {
        let end = start + 10
        guard end <= bytes.count, end == bytes.count || !(ASCII.isDigit(bytes[end]) || bytes[end] == ASCII.hyphen) else { return nil }
        let parts = bytes[start..<end].split(separator: ASCII.hyphen, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard parts.map(\.count) == [4, 2, 2], numbers.count == 3 else { return nil }
        return (1900...2100).contains(numbers[0]) && (1...12).contains(numbers[1]) && (1...31).contains(numbers[2]) ? end : nil
    }

    private static func shortened(_ digits: [UInt8]) -> [UInt8] {
        let shown = digits.count >= 11 ? 4 : digits.count >= 9 ? 3 : 2
        return digits.prefix(shown) + Array(mark.utf8) + digits.suffix(2)
    }

    /// Spaces, hyphens and brackets; the bytes over 0x7F are those that the wider spaces and dashes consist of.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.space, ASCII.tab, ASCII.hyphen, UInt8(ascii: "("), UInt8(ascii: ")"): true
        case 0xc2, 0xa0, 0xe2, 0x80, 0x89, 0x90, 0x91, 0x92, 0x93, 0xaf: true
        default: false
        }
    }
}
