import Glibc
import TestSupport
import Testing
import WorkerProtocol

/// A real worker process, spoken to as a host would.
final class JailedWorker {
    let program: ChildProgram
    let ready: ReadyReport
    private let socket: Int32
    /// With the page in which the worker marks its progress.
    private let folder: TemporaryFolder
    private var unread: [UInt8] = []
    private var lastTurn: UInt64 = 0

    init(as user: Probe.User = .own, environment: [String: String] = [:]) throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        folder = try TemporaryFolder()
        try folder.write(String(repeating: "\0", count: WorkerDescriptor.progressLength), to: "progress")
        program = try ChildProgram(
            "/bin/sh",
            ["-c", #"exec "$@" 3<&0 0</dev/null 4<>"$PROGRESS""#, "sh"] + user.prefix + [BuiltProducts.path(of: "ringbox-worker")],
            descriptors: (ends[1], nothing, nothing), environment: environment.merging(["PROGRESS": folder.path + "/progress"]) { $1 })
        close(ends[1])
        socket = ends[0]
        let (kind, body) = try Self.receive(from: socket, &unread)
        try #require(kind == .ready)
        ready = try body.withUnsafeBytes { try ReadyReport(decoding: $0) }
    }

    deinit {
        close(socket)
        program.wait()
    }

    /// Loads a handler that returns an expression's value, and returns the JSON that one turn of it gives.
    func value(of expression: String) throws -> String {
        let code = "module.exports = () => [\(expression)]"
        let order = LoadOrder(
            layout: .files(["a.js"]), modules: [LoadOrder.Module(path: "a.js", kind: .commonJS, code: Array(code.utf8))],
            stateRules: .strict, stateByteCount: 2, config: Array("{}".utf8), loadBudgetMicroseconds: 60_000_000, logLimit: 1_000,
            replyLimit: 100_000, stateLimit: 1_000_000, patchLimit: 1_000_000)
        try send { encoder in
            for piece in StatePiece.pieces(of: Array("{}".utf8)) { piece.encode(into: &encoder) }
            order.encode(into: &encoder)
        }
        let (kind, report) = try Self.receive(from: socket, &unread)
        let failure = try report.withUnsafeBytes { try LoadReport(decoding: $0, failed: kind == .loadFailed) }.failure
        try #require(failure == nil, "\(failure?.summary ?? "")")
        return try run()
    }

    /// Runs a turn of the loaded handler.
    func run() throws -> String {
        lastTurn += 1
        let object = Array("{}".utf8)
        try send { encoder in
            object.withUnsafeBytes { object in
                TurnOrder(
                    number: lastTurn, settled: lastTurn - 1, route: 0, budgetMicroseconds: 60_000_000, request: object, headers: object,
                    body: UnsafeRawBufferPointer(start: nil, count: 0)
                ).encode(into: &encoder)
            }
        }
        let (_, body) = try Self.receive(from: socket, &unread)
        let report = try body.withUnsafeBytes { try TurnReport(decoding: $0) }
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return String(decoding: body[report.body], as: UTF8.self)
    }

    /// As when the host dies.
    func hangUp() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func send(_ write: (inout FrameEncoder) -> Void) throws {
        var encoder = FrameEncoder()
        write(&encoder)
        let count = encoder.bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        try #require(count == encoder.bytes.count)
    }

    private static func receive(from socket: Int32, _ unread: inout [UInt8]) throws -> (kind: WorkerFrameKind, body: [UInt8]) {
        while true {
            if let header = try unread.withUnsafeBytes({ try FrameDecoder.header($0) }), unread.count >= header.total {
                let body = Array(unread[Frame.headerLength..<header.total])
                unread.removeFirst(header.total)
                return (try #require(WorkerFrameKind(rawValue: header.kind)), body)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(socket, &chunk, chunk.count)
            try #require(count > 0, "the worker hung up")
            unread += chunk[..<count]
        }
    }
}
