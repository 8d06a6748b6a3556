/// An HTTP answer with `Content-Length`, and how many bytes of a buffer it took.
struct Answer {
    var status: Int
    /// The value of `Ringbox-Outcome`.
    var outcome: String
    var body: ArraySlice<UInt8>
    var closes: Bool
    var length: Int

    /// - Returns: nil when the buffer does not hold all of it yet.
    /// - Throws: ``PlanError`` for what is no such answer.
    init?(parsing buffer: [UInt8]) throws(PlanError) {
        guard let end = Self.headEnd(in: buffer) else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw PlanError(description: "no status line: \(lines.first ?? "")")
        }
        self.status = status
        outcome = ""
        closes = false
        var bodyLength: Int?
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-length": bodyLength = Int(value)
            case "ringbox-outcome": outcome = String(value)
            case "connection": closes = value.lowercased() == "close"
            default: break
            }
        }
        guard let bodyLength else { throw PlanError(description: "an answer without Content-Length") }
        length = end + 4 + bodyLength
        guard buffer.count >= length else { return nil }
        body = buffer[(end + 4)..<length]
    }

    /// Where the empty line begins that ends the head.
    private static func headEnd(in buffer: [UInt8]) -> Int? {
        guard buffer.count >= 4 else { return nil }
        return (0...(buffer.count - 4)).first { index in
            buffer[index] == 13 && buffer[index + 1] == 10 && buffer[index + 2] == 13 && buffer[index + 3] == 10
        }
    }
}
