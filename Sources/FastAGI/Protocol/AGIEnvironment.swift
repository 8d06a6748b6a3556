/// What a PBX says of a call before it takes commands: lines such as `agi_callerid: 74952345678`, up to an empty one.
package struct AGIEnvironment: Equatable, Sendable {
    /// By name without `agi_`; of a repeated one the first.
    package private(set) var values: [String: String] = [:]
    /// How many lines were read.
    private(set) var count = 0

    package init() {}

    package subscript(_ name: String) -> String? { values[name] }

    /// Takes a line that is not empty.
    ///
    /// - Throws: ``AGIFault/unreadable(_:)`` for what has no name, and ``AGIFault/longEnvironment(limit:)``.
    package mutating func add(_ line: String, limit: Int) throws(AGIFault) {
        count += 1
        guard count <= limit else { throw .longEnvironment(limit: limit) }
        guard let colon = line.firstIndex(of: ":"), line.hasPrefix("agi_") else { throw .unreadable(AGIEnvironment.beginning(of: line)) }
        let name = String(line[..<colon].dropFirst(4))
        guard !name.isEmpty, name.utf8.allSatisfy(AGIEnvironment.isNameByte) else {
            throw .unreadable(AGIEnvironment.beginning(of: line))
        }
        let value = String(line[line.index(after: colon)...].drop { $0 == " " })
        if values[name] == nil { values[name] = value }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The first characters of what somebody sent, fit for a log.
    static func beginning(of line: String) -> String {
        var text = ""
        for scalar in line.unicodeScalars.prefix(60) { text += scalar.escaped(asASCII: false) }
        return text
    }
}
