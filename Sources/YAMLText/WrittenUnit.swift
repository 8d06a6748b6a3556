/// How a time, a size or a number of things is written.
package enum WrittenUnit {
    case duration, size, count

    /// A value that may be written, for hints.
    package var example: String {
        switch self {
        case .duration: "3s, 200ms or 2m"
        case .size: "128MiB, 512KiB or 1MB"
        case .count: "256"
        }
    }

    /// Values of a range that may be written, for hints about the range.
    package func examples(in range: ClosedRange<Int>) -> String {
        [2, 16].map { factor in
            text(for: range.lowerBound > range.upperBound / factor ? range.upperBound : range.lowerBound * factor)
        }.joined(separator: " or ")
    }

    /// Units and how many milliseconds or bytes they have; the longer ones first, because they end in others.
    private var factors: [(unit: String, factor: Double)] {
        switch self {
        case .duration: [("ms", 1), ("s", 1000), ("m", 60_000)]
        case .size:
            [
                ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824),
                ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1),
            ]
        case .count: [("", 1)]
        }
    }

    /// Milliseconds, bytes, or the count that `text` says; `nil` when it says none.
    package func value(of text: String) -> Int? {
        for (unit, factor) in factors where text.hasSuffix(unit) {
            guard let number = Self.number(text.dropLast(unit.utf8.count)) else { continue }
            let value = (number * factor).rounded()
            // Safe: from 0 to 9e15.
            return value <= 9e15 && (self != .count || value == number) ? Int(value) : nil
        }
        return nil
    }

    /// Text for a value, in the largest unit that it has a whole number of.
    package func text(for value: Int) -> String {
        // Safe: factors are whole numbers, the greatest of them a GiB.
        let whole = factors.filter { $0.factor <= Double(value) && value % Int($0.factor) == 0 }
        guard let best = whole.max(by: { $0.factor < $1.factor }) else { return "\(value)\(factors[0].unit)" }
        // Safe: a factor, too.
        return "\(value / Int(best.factor))\(best.unit)"
    }

    /// Digits, with a point and digits after them if need be.
    private static func number(_ text: Substring) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }) else {
            return nil
        }
        return Double(text)
    }
}
