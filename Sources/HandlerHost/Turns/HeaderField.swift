/// What may stand in a response header that a handler chose.
enum HeaderField {
    /// Headers that the host alone decides about.
    static func isReserved(_ name: String) -> Bool {
        ["content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer", "ringbox-outcome"]
            .contains(name.lowercased())
    }

    /// RFC 9110: a token.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// No control character but the tab.
    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == 9 || ($0 >= 32 && $0 != 127) }
    }
}
