/// What a PBX says to a command, in one line: `200 result=1 (timeout) endpos=8000`.
package struct AGIReply: Equatable, Sendable {
    /// 100 to 599: 200 when the command was carried out, 510 when it is unknown, 511 on a channel that is gone, 520 when it is
    /// written wrongly.
    package var code: Int
    /// What is behind `result=`, as a number; nil when there is none, or no number.
    package var result: Int?
    /// What is between the brackets behind the result, which may have any characters; nil without brackets.
    package var note: String?
    /// The sample at which a file ended, 8000 of them for each second; nil when the reply does not say.
    package var endPosition: Int?
    /// Whether further lines belong to it, up to one with the same code and no `-`.
    package var isContinued: Bool

    /// Reads a line, without its end; nil for what is no reply.
    package init?(_ line: String) {
        let digits = line.utf8.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard digits.count == 3, let code = Int(Substring(digits)), code >= 100, code < 600 else { return nil }
        let rest = line.utf8.dropFirst(3)
        guard rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "-") else { return nil }
        self.code = code
        isContinued = rest.first == UInt8(ascii: "-")
        guard code == 200 else { return }
        read(Substring(rest.dropFirst()))
    }

    private mutating func read(_ text: Substring) {
        let label = "result="
        guard text.hasPrefix(label) else { return }
        let rest = text.dropFirst(label.count)
        let value = rest.prefix { $0 != " " }
        result = Int(value)
        var tail = rest.dropFirst(value.count).drop { $0 == " " }
        if tail.first == "(", let end = tail.lastIndex(of: ")") {
            note = String(tail[tail.index(after: tail.startIndex)..<end])
            tail = tail[tail.index(after: end)...].drop { $0 == " " }
        }
        let position = "endpos="
        if tail.hasPrefix(position) { endPosition = Int(tail.dropFirst(position.count)) }
    }

    /// The key whose code is the result; nil when it is none.
    package var key: Character? {
        guard let result, let byte = UInt8(exactly: result) else { return nil }
        let key = Character(Unicode.Scalar(byte))
        return AGIReply.keys.contains(key) ? key : nil
    }

    /// The keys of a telephone.
    package static let keys = "0123456789*#"
}
