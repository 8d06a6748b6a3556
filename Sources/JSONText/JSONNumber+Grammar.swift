extension JSONNumber {
    /// What stands at a place where a number should begin.
    enum Scan {
        /// A number, ending before this offset.
        case number(end: Int)
        /// A number begins here but the grammar breaks at this offset.
        case broken(at: Int)
    }

    /// Reads one number of RFC 8259 from `start` on: no plus sign, no leading zeros, digits on both sides of a point.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Scan {
        var index = start
        func isDigit() -> Bool {
            index < bytes.count && bytes[index] &- UInt8(ascii: "0") < 10
        }
        func skipDigits() -> Bool {
            let first = index
            while isDigit() { index += 1 }
            return index > first
        }

        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
            index += 1
            if isDigit() { return .broken(at: index) }
        } else if !skipDigits() {
            return .broken(at: index)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            if !skipDigits() { return .broken(at: index) }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            if !skipDigits() { return .broken(at: index) }
        }
        return .number(end: index)
    }
}
