extension JSONNumber {
    /// The exact value when the number is whole and fits `Int`, however it is written (`1.0`, `10e-1`, `-0`), and
    /// nil otherwise.
    package var int: Int? {
        if let plain = Int(literal) { return plain }
        let parts = Decimal(literal.utf8)
        guard !parts.digits.isEmpty else { return 0 }
        guard parts.digits.count <= parts.point, parts.point <= 19 else { return nil }
        var value = 0
        for place in 0..<parts.point {
            let digit = place < parts.digits.count ? Int(parts.digits[place]) : 0
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowToo) = tens.subtractingReportingOverflow(digit)
            if overflow || overflowToo { return nil }
            value = sum
        }
        // Collected below zero, where `Int` reaches one further than above.
        guard !parts.isNegative else { return value }
        return value == .min ? nil : -value
    }

    /// Whether both are the same number, however they are written: `1`, `1.0` and `10e-1` are.
    package func hasSameValue(as other: JSONNumber) -> Bool {
        let (left, right) = (Decimal(literal.utf8), Decimal(other.literal.utf8))
        guard !left.digits.isEmpty else { return right.digits.isEmpty }
        return left.digits == right.digits && left.point == right.point && left.isNegative == right.isNegative
    }

    /// A literal taken apart: its value is `0.digits × 10^point`, negated if `isNegative`.
    private struct Decimal {
        /// The digits without zeros at either end; empty for zero.
        private(set) var digits: [UInt8] = []
        /// How many places of `digits` (with zeros appended) are before the decimal point.
        private(set) var point = 0
        private(set) var isNegative = false

        init(_ literal: String.UTF8View) {
            var exponent = 0
            var exponentIsNegative = false
            var isFraction = false
            var isExponent = false
            for byte in literal {
                switch byte {
                case UInt8(ascii: "-") where isExponent: exponentIsNegative = true
                case UInt8(ascii: "-"): isNegative = true
                case UInt8(ascii: "."): isFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    let digit = byte - UInt8(ascii: "0")
                    if isExponent {
                        // Far beyond any literal's length, so that a larger exponent changes nothing.
                        exponent = min(exponent * 10 + Int(digit), 1 << 40)
                    } else if !digits.isEmpty || digit != 0 {
                        digits.append(digit)
                        if !isFraction { point += 1 }
                    } else if isFraction {
                        point -= 1
                    }
                default: break
                }
            }
            while digits.last == 0 { digits.removeLast() }
            point += exponentIsNegative ? -exponent : exponent
        }
    }
}
