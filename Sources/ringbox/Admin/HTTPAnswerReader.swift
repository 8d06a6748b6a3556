/// Takes an answer of HTTP/1.1 apart as it comes: its status, and its body without the framing.
struct HTTPAnswerReader {
    private enum Phase: Equatable {
        case head
        /// So many bytes are left; nil until the connection ends.
        case body(Int?)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailer
        case complete
    }

    /// The longest head or size line.
    private static let lineLimit = 64 << 10

    private(set) var status = 0
    /// The value of `ETag`.
    private(set) var entityTag: String?
    private var phase = Phase.head
    private var pending: [UInt8] = []

    var isComplete: Bool { phase == .complete }

    /// Takes the next bytes.
    ///
    /// - Parameter part: Called for the bytes of the body among them.
    /// - Throws: ``HTTPConnectionError/broken``.
    mutating func take(_ bytes: ArraySlice<UInt8>, part: (ArraySlice<UInt8>) -> Void) throws(HTTPConnectionError) {
        var rest = bytes
        while !rest.isEmpty, phase != .complete {
            switch phase {
            case .head:
                guard let line = try line(&rest, end: "\r\n\r\n") else { return }
                try readHead(line)
            case .body(let left):
                let count = min(left ?? rest.count, rest.count)
                if count > 0 { part(rest.prefix(count)) }
                rest = rest.dropFirst(count)
                phase = left.map { $0 == count ? .complete : .body($0 - count) } ?? .body(nil)
            case .chunkSize:
                guard let line = try line(&rest, end: "\r\n") else { return }
                guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else { throw .broken }
                phase = size == 0 ? .trailer : .chunk(size)
            case .chunk(let left):
                let count = min(left, rest.count)
                part(rest.prefix(count))
                rest = rest.dropFirst(count)
                phase = count == left ? .chunkEnd : .chunk(left - count)
            case .chunkEnd:
                guard let line = try line(&rest, end: "\r\n") else { return }
                guard line.isEmpty else { throw .broken }
                phase = .chunkSize
            case .trailer:
                guard let line = try line(&rest, end: "\r\n") else { return }
                if line.isEmpty { phase = .complete }
            case .complete: return
            }
        }
    }

    /// Says that the connection has ended.
    ///
    /// - Throws: ``HTTPConnectionError/cutOff`` when the answer has not.
    mutating func end() throws(HTTPConnectionError) {
        guard phase == .body(nil) || phase == .complete else { throw .cutOff }
        phase = .complete
    }

    /// The text up to `end`, once it is all there.
    private mutating func line(_ rest: inout ArraySlice<UInt8>, end: String) throws(HTTPConnectionError) -> String? {
        let mark = Array(end.utf8)
        while let byte = rest.popFirst() {
            pending.append(byte)
            guard pending.count <= Self.lineLimit else { throw .broken }
            guard pending.suffix(mark.count) == mark[...] else { continue }
            defer { pending.removeAll(keepingCapacity: true) }
            return String(decoding: pending.dropLast(mark.count), as: UTF8.self)
        }
        return nil
    }

    private mutating func readHead(_ text: String) throws(HTTPConnectionError) {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let parts = (lines.first ?? "").split(separator: " ")
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let code = Int(parts[1]), (100...999).contains(code) else { throw .broken }
        // An interim answer is followed by the real one.
        guard code >= 200 else { return }
        status = code
        phase = .body(code == 204 || code == 304 ? 0 : nil)
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw .broken }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-length" where phase != .chunkSize:
                guard let length = Int(value), length >= 0 else { throw .broken }
                phase = .body(length)
            case "transfer-encoding": phase = .chunkSize
            case "etag": entityTag = String(value)
            default: break
            }
        }
        if phase == .body(0) { phase = .complete }
    }
}
