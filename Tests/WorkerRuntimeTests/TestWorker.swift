import Glibc
import Testing
import WorkerProtocol

@testable import WorkerRuntime

/// A worker on a thread of its own, spoken to over a real socket as a host would.
final class TestWorker {
    struct Reply {
        var number: UInt64
        /// Counts the worker's reports, from 1.
        var place: UInt64
        var ending: TurnReport.Ending
        var status: UInt16
        var headers: String
        var body: String
        var patch: String
        var slips: String
        var log: [String]
        var failure: ScriptFailure?
    }

    private let socket: Int32
    private var unread: [UInt8] = []
    private var lastNumber: UInt64 = 0
    private var reports: UInt64 = 0

    /// - Parameter source: The scripts that every realm starts with.
    init(source: [UInt8] = RuntimeSource.script) throws {
        // One side may be gone while the other one writes: that is an error, and no end of all tests.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        socket = ends[0]
        // A turn that waits for ever is a test that fails.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        try #require(setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size)) == 0)
        try start(Start(socket: ends[1], source: source))
        try #require(try receive().kind == .ready)
    }

    deinit { close(socket) }

    /// Loads files; each is a route unless `main` names the one that defines them.
    ///
    /// - Parameter missing: How many bytes of the state do not come.
    func load(
        _ files: [(path: String, code: String)], main: String? = nil, state: String = "{}", patches: String = "",
        rules: LoadOrder.StateRules = .strict,
        config: String = "{}", stateLimit: UInt64 = 100_000, patchLimit: UInt32 = 100_000,
        replyLimit: UInt32 = 10_000, budget: UInt64 = 60_000_000, missing: Int = 0
    ) throws -> LoadReport {
        let modules = files.map { path, code in
            let kind: LoadOrder.Module.Kind = path == main ? .script : path.hasSuffix(".json") ? .json : .commonJS
            return LoadOrder.Module(path: path, kind: kind, code: Array(code.utf8))
        }
        let routes = files.map(\.path).filter { !$0.contains("_") && !$0.hasSuffix(".json") }
        let order = LoadOrder(
            layout: main.map { .main($0) } ?? .files(routes), modules: modules, stateRules: rules,
            stateByteCount: UInt64(state.utf8.count + missing),
            patches: Array(patches.utf8),
            config: Array(config.utf8), loadBudgetMicroseconds: budget, logLimit: 1_000, replyLimit: replyLimit, stateLimit: stateLimit,
            patchLimit: patchLimit)
        try send { encoder in
            for piece in StatePiece.pieces(of: Array(state.utf8)) { piece.encode(into: &encoder) }
            order.encode(into: &encoder)
        }
        let (kind, body) = try receive()
        return try body.withUnsafeBytes { try LoadReport(decoding: $0, failed: kind == .loadFailed) }
    }

    /// Loads one handler and runs one turn of it.
    func answer(_ handler: String, state: String = "{}", request: String = "{}", body: String = "") throws -> Reply {
        let report = try load([("a.js", "module.exports = \(handler)")], state: state)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return try run(request: request, body: body)
    }

    /// Runs one turn to its end, with no other one under way.
    func run(
        route: UInt32 = 0, request: String = "{}", headers: String = "{}", body: String = "", settled: UInt64 = 0,
        budget: UInt32 = 60_000_000
    ) throws -> Reply {
        let number = try order(route: route, request: request, headers: headers, body: body, settled: settled, budget: budget)
        let reply = try nextReply()
        #expect(reply.number == number)
        return reply
    }

    /// Sends the order for a turn, and returns the turn's number.
    @discardableResult
    func order(
        route: UInt32 = 0, request: String = "{}", headers: String = "{}", body: String = "", settled: UInt64 = 0,
        budget: UInt32 = 60_000_000
    ) throws -> UInt64 {
        lastNumber += 1
        let parts = [request, headers, body].map { Array($0.utf8) }
        try send { encoder in
            parts[0].withUnsafeBytes { request in
                parts[1].withUnsafeBytes { headers in
                    parts[2].withUnsafeBytes { body in
                        TurnOrder(
                            number: lastNumber, settled: settled, route: route, budgetMicroseconds: budget, request: request,
                            headers: headers, body: body
                        ).encode(into: &encoder)
                    }
                }
            }
        }
        return lastNumber
    }

    /// Waits for the next report of a turn.
    func nextReply() throws -> Reply {
        let (kind, bytes) = try receive()
        try #require(kind == .turnEnded)
        let report = try bytes.withUnsafeBytes { try TurnReport(decoding: $0) }
        reports += 1
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        return Reply(
            number: report.number, place: reports, ending: report.ending, status: report.status, headers: text(report.headers),
            body: text(report.body), patch: text(report.patch), slips: text(report.slips),
            log: LogLines(packed: Array(bytes[report.log])).lines.map(\.text), failure: report.failure)
    }

    /// Has the worker undo the latest `count` turns.
    func rewind(_ count: UInt64) throws { try rewind(to: reports + 1 - count) }

    /// Has the worker undo the turn reported at a place, counted from 1, and those after it.
    func rewind(to place: UInt64) throws {
        try send { RewindOrder(report: place).encode(into: &$0) }
    }

    /// Has the worker drop a turn that waits.
    func cancel(_ number: UInt64) throws {
        try send { CancelOrder(number: number).encode(into: &$0) }
    }

    /// What the worker's thread begins with.
    private final class Start: Sendable {
        let socket: Int32
        let source: [UInt8]

        init(socket: Int32, source: [UInt8]) {
            self.socket = socket
            self.source = source
        }
    }

    private func start(_ start: Start) throws {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 16 << 20)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                do {
                    try WorkerLoop(socket: start.socket, progress: nil, source: start.source).run()
                } catch {
                    Issue.record(error)
                }
                return nil
            }, Unmanaged.passRetained(start).toOpaque())
        try #require(code == 0)
        pthread_detach(thread)
    }

    private func send(_ write: (inout FrameEncoder) -> Void) throws {
        var encoder = FrameEncoder()
        write(&encoder)
        let count = encoder.bytes.withUnsafeBytes { Glibc.write(socket, $0.baseAddress, $0.count) }
        try #require(count == encoder.bytes.count)
    }

    private func receive() throws -> (kind: WorkerFrameKind, body: [UInt8]) {
        while true {
            if let header = try unread.withUnsafeBytes({ try FrameDecoder.header($0) }), unread.count >= header.total {
                let body = Array(unread[Frame.headerLength..<header.total])
                unread.removeFirst(header.total)
                return (try #require(WorkerFrameKind(rawValue: header.kind)), body)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            var count = read(socket, &chunk, chunk.count)
            // An engine on this thread interrupts it to collect its garbage.
            while count < 0, errno == EINTR { count = read(socket, &chunk, chunk.count) }
            try #require(count > 0, "the worker hung up, or says nothing")
            unread += chunk[..<count]
        }
    }
}
