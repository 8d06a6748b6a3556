/// What is asked for of a sandbox's state, as the path and query of a URL.
enum StateTarget {
    /// - Parameters:
    ///   - view: What stands behind the sandbox's name, such as `history`; nil for the state itself.
    ///   - query: Names and values; a nil value is left out.
    static func text(_ sandbox: String, _ view: String? = nil, _ query: [(name: String, value: String?)] = []) -> String {
        let given = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return "/state/\(sandbox)" + (view.map { "/\($0)" } ?? "") + (given.isEmpty ? "" : "?" + given.joined(separator: "&"))
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
