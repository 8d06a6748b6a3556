import Glibc
import HTTPFrontend
import JSONText

/// Asks a running host, over plain HTTP. Blocks the thread that asks: a command does nothing else meanwhile.
struct AdminClient: Sendable {
    let address: ListenAddress
    let token: String?

    /// What the host says.
    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Parameters:
    ///   - target: The path and query, encoded.
    ///   - body: Sent as JSON.
    /// - Throws: ``CommandFailure`` when no host answers, or says an error.
    func send(_ method: String, _ target: String, body: [UInt8]? = nil) throws(CommandFailure) -> Answer {
        var bytes: [UInt8] = []
        let status = try exchange(method, target, body: body) { bytes += $0 }
        guard status < 400 else { throw refused(status, bytes) }
        return Answer(status: status, body: bytes)
    }

    /// Whether something answers at the address.
    var answers: Bool { (try? HTTPConnection(to: address)) != nil }

    /// The version of a state that an answer speaks of.
    func version(_ answer: Answer) throws(CommandFailure) -> Int {
        if let version = (try? JSONValue(parsing: answer.body))?["version"]?.int { return version }
        throw CommandFailure(.unavailable, "what answers at \(address.url) is no host of this version")
    }

    /// Reads an answer line by line as it comes, until the host ends it.
    ///
    /// - Parameter show: Called for each line, without its line end.
    func follow(_ target: String, show: ([UInt8]) -> Void) throws(CommandFailure) {
        var rest: [UInt8] = []
        let status = try exchange("GET", target, body: nil) { part in
            rest += part
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                show(Array(rest[..<end]))
                rest.removeFirst(end + 1)
            }
        }
        guard status < 400 else { throw refused(status, rest) }
    }

    private func exchange(
        _ method: String, _ target: String, body: [UInt8]?, part: (ArraySlice<UInt8>) -> Void
    ) throws(CommandFailure) -> Int {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        do throws(HTTPConnectionError) {
            let connection = try HTTPConnection(to: address)
            try connection.send(Array((head + "\r\n").utf8) + (body ?? []))
            return try connection.receive(part)
        } catch {
            throw CommandFailure(.unavailable, "no host answers at \(address.url) (\(error)): start one with \"ringbox serve\"")
        }
    }

    /// The sentence of a problem document, or the status.
    private func refused(_ status: Int, _ body: [UInt8]) -> CommandFailure {
        let sentence = (try? JSONValue(parsing: body))?["detail"]?.string
        return CommandFailure(
            status == 503 ? .unavailable : .failure, sentence ?? "the host at \(address.url) answers with status \(status)")
    }
}
