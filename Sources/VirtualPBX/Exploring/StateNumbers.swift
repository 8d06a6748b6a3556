import JSONText

/// What in a state looks like something that somebody types or calls from.
package struct StateNumbers {
    /// Digits that may be a code, 1 to 6 of them; those nearest to the root first.
    package private(set) var codes: [String] = []
    /// Keys that may be a caller's number, 7 to 15 digits; those nearest to the root first.
    package private(set) var callers: [String] = []

    /// - Parameter document: JSON; anything else has no numbers.
    package init(in document: [UInt8]) {
        guard let value = try? JSONValue(parsing: document) else { return }
        var queue = [value]
        while !queue.isEmpty, codes.count + callers.count < 1_000 {
            switch queue.removeFirst() {
            case .object(let object):
                for (key, value) in object {
                    note(key)
                    queue.append(value)
                }
            case .array(let array): queue += array
            default: break
            }
        }
    }

    private mutating func note(_ key: String) {
        guard key.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return }
        switch key.utf8.count {
        case 1...6: if !codes.contains(key) { codes.append(key) }
        case 7...15: if !callers.contains(key) { callers.append(key) }
        default: break
        }
    }
}
