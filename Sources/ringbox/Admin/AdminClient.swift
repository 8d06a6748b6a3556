import Glibc
import HTTPFrontend
import HandlerHost
import JSONText

/// Asks a running host, over plain HTTP. Blocks the thread that asks: a command does nothing else meanwhile.
struct AdminClient: Sendable {
    let address: ListenAddress
    let token: String?
    /// How long the host may do nothing before its answer begins.
    var patience = Duration.seconds(30)

    /// What the host says.
    struct Answer {
        let status: Int
        let entityTag: String?
        let body: [UInt8]
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Parameters:
    ///   - target: The path and query, encoded.
    ///   - body: Sent as JSON unless the fields name another type.
    ///   - fields: Further fields of the head.
    /// - Throws: ``CommandFailure`` when no host answers, or says an error.
    func send(
        _ method: String, _ target: String, body: [UInt8]? = nil, fields: [(name: String, value: String)] = []
    ) throws(CommandFailure) -> Answer {
        var bytes: [UInt8] = []
        let (status, entityTag) = try exchange(method, target, body: body, fields: fields, isStream: false) {
            bytes += $1
            return true
        }
        guard status < 400 else { throw refused(status, bytes) }
        return Answer(status: status, entityTag: entityTag, body: bytes)
    }

    /// Whether something answers at the address.
    var answers: Bool { (try? HTTPConnection(to: address, patience: patience)) != nil }

    /// The version of a state that an answer speaks of.
    func version(_ answer: Answer) throws(CommandFailure) -> Int {
        if let version = (try? JSONValue(parsing: answer.body))?["version"]?.int { return version }
        throw stranger
    }

    /// The JSON document that an answer is.
    func json(_ answer: Answer) throws(CommandFailure) -> JSONValue {
        if let value = try? JSONValue(parsing: answer.body, depthLimit: JSONValue.deepestLimit) { return value }
        throw stranger
    }

    /// What is said of a host that answers something else than it should.
    var stranger: CommandFailure { CommandFailure(.unavailable, "what answers at \(address.url) is no host of this version") }

    /// Reads an answer part by part as it comes, until the host ends it.
    ///
    /// - Parameters:
    ///   - isStream: Whether it may pause for as long as it likes once it has begun.
    ///   - part: Returns whether the rest is wanted. What it throws ends the reading as well.
    func receive(
        _ target: String, isStream: Bool = false, part: (ArraySlice<UInt8>) throws(CommandFailure) -> Bool
    ) throws(CommandFailure) {
        var failure: CommandFailure?
        var refusal: [UInt8] = []
        let (status, _) = try exchange("GET", target, isStream: isStream) { status, bytes in
            guard status < 400 else {
                refusal += bytes
                return true
            }
            do throws(CommandFailure) {
                return try part(bytes)
            } catch {
                failure = error
                return false
            }
        }
        guard status < 400 else { throw refused(status, refusal) }
        if let failure { throw failure }
    }

    /// Reads an answer line by line as it comes, until the host ends it or what is shown reaches nobody.
    ///
    /// - Parameter show: Called for each line, without its line end.
    func follow(_ target: String, show: ([UInt8]) -> Void) throws(CommandFailure) {
        var rest: [UInt8] = []
        try receive(target, isStream: true) { part throws(CommandFailure) in
            rest += part
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                show(Array(rest[..<end]))
                rest.removeFirst(end + 1)
            }
            return Console.arrives
        }
    }

    private func exchange(
        _ method: String, _ target: String, body: [UInt8]? = nil, fields: [(name: String, value: String)] = [], isStream: Bool,
        part: (Int, ArraySlice<UInt8>) -> Bool
    ) throws(CommandFailure) -> (status: Int, entityTag: String?) {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if let body {
            if !fields.contains(where: { $0.name == "Content-Type" }) { head += "Content-Type: application/json\r\n" }
            head += "Content-Length: \(body.count)\r\n"
        }
        do throws(HTTPConnectionError) {
            let connection = try HTTPConnection(to: address, patience: patience)
            try connection.send(Array((head + "\r\n").utf8) + (body ?? []))
            return try connection.receive(isStream: isStream, part)
        } catch {
            throw CommandFailure(.unavailable, sentence(error) + (method == "GET" ? "" : "; the change may be made all the same"))
        }
    }

    private func sentence(_ error: HTTPConnectionError) -> String {
        switch error {
        case .silent(let time):
            "the host at \(address.url) has not answered for \(time.text): it hangs or has too much to do"
        case .cutOff:
            "the host at \(address.url) broke its answer off: it has ended, or \"ringbox logs\" says why"
        case .unknownHost, .system, .broken:
            "no host answers at \(address.url) (\(error)): start one with \"ringbox serve\""
        }
    }

    /// The sentence of a problem document, or the status.
    private func refused(_ status: Int, _ body: [UInt8]) -> CommandFailure {
        let sentence = (try? JSONValue(parsing: body))?["detail"]?.string
        return CommandFailure(
            status == 503 ? .unavailable : .failure, sentence ?? "the host at \(address.url) answers with status \(status)")
    }
}
