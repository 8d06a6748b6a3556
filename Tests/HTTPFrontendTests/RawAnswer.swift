/// An answer as it came over the socket, taken apart by rules of the tests' own.
struct RawAnswer: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String

    /// Reads the answer at the start of `text`, whose body has the length that its head says; nil while it is not all there.
    ///
    /// - Parameter isHead: Nothing is to follow the head; ``body`` is what follows all the same.
    init?(_ text: String, isHead: Bool = false) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        var lines = text[..<end.lowerBound].split(separator: "\r\n")
        let first = lines.removeFirst().split(separator: " ")
        status = first.count > 1 && first[0] == "HTTP/1.1" ? Int(first[1]) ?? 0 : 0
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        self.headers = headers
        let rest = Array(text[end.upperBound...].utf8)
        let length = isHead ? rest.count : headers["content-length"].flatMap { Int($0) } ?? 0
        guard rest.count >= length else { return nil }
        body = String(decoding: rest.prefix(length), as: UTF8.self)
    }

    /// The answers in `text`, one behind the other.
    static func all(in text: String) -> [RawAnswer] {
        var answers: [RawAnswer] = []
        var rest = text
        while let end = rest.firstRange(of: "\r\n\r\n"), let answer = RawAnswer(rest) {
            answers.append(answer)
            rest = String(decoding: Array(rest[end.upperBound...].utf8).dropFirst(answer.body.utf8.count), as: UTF8.self)
        }
        return answers
    }
}
