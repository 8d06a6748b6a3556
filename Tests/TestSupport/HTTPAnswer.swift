/// What a server answered.
package struct HTTPAnswer {
    package var status: Int
    /// By lower-case name; of a repeated one the last.
    package var headers: [String: String]
    package var body: [UInt8] = []

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// - Parameter head: The status line and the header lines, without the empty line.
    init(head: String) throws {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let first = lines.first?.split(separator: " "), first.count >= 2, let status = Int(first[1]) else {
            throw HTTPConnection.Failure(description: "no status line: \(head)")
        }
        self.status = status
        headers = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
    }
}
