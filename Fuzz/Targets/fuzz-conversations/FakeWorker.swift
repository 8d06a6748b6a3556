import ChildPrograms
import Glibc
import Synchronization
import WorkerProtocol

@testable import HandlerHost

/// Workers that say what the fuzzer makes up, a line at a time, and end when there are no more lines.
///
/// A line is what the worker answers to being told to load, or to run a turn: the text of a patch, behind a valid reply or beside
/// valid routes. With a `+` and a digit before it the report has another ending; with a `#`, another number; `!` sends the rest as it
/// is and goes on with the next line; `?` says again that it is ready; `.` hangs up.
final class FakeWorkers: Sendable {
    /// No process has it: signals to it reach nobody.
    private static let nobody = pid_t.max
    private static let routes = Array(#"[{"method":null,"template":null,"file":"a/go.js"}]"#.utf8)

    private struct State {
        var lines: ArraySlice<[UInt8]>
        /// The workers' ends of the sockets.
        var sockets: Set<Int32> = []
    }

    private let state: Mutex<State>

    init(saying lines: [[UInt8]]) { state = Mutex(State(lines: lines[...])) }

    func start() throws(WorkerStartError) -> WorkerProcess {
        guard state.withLock({ !$0.lines.isEmpty }) else { throw .notReady("nothing is left to say") }
        var page: Int32 = -1
        let progress = try ProgressPage(descriptor: &page)
        close(page)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw .system(call: "socketpair", code: errno) }
        let socket = ends[1]
        state.withLock { _ = $0.sockets.insert(socket) }
        BlockingThread.start {
            self.converse(socket)
            self.state.withLock { _ = $0.sockets.remove(socket) }
            close(socket)
        }
        return WorkerProcess(processID: Self.nobody, socket: ends[0], progress: progress)
    }

    /// Hangs up for all of them: what the host has killed goes on here.
    func hangUp() {
        state.withLock { state in
            state.lines = []
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Whether all of them have ended.
    var areGone: Bool { state.withLock { $0.sockets.isEmpty } }

    private func converse(_ socket: Int32) {
        guard say(socket, { ReadyReport().encode(into: &$0) }) else { return }
        while let (kind, body) = nextFrame(socket) {
            var number: UInt64?
            switch HostFrameKind(rawValue: kind) {
            case .load: break
            case .turn: number = (try? body.withUnsafeBytes { try TurnOrder(decoding: $0).number }) ?? 0
            default: continue
            }
            guard answer(socket, turn: number) else { return }
        }
    }

    /// Says the next line, and those behind it as long as they are no answers; false at the end.
    private func answer(_ socket: Int32, turn: UInt64?) -> Bool {
        while let line = state.withLock({ $0.lines.popFirst() }) {
            switch line.first {
            case UInt8(ascii: "."): return false
            case UInt8(ascii: "!"):
                guard send(socket, Array(line.dropFirst())) else { return false }
            case UInt8(ascii: "?"):
                guard say(socket, { ReadyReport().encode(into: &$0) }) else { return false }
            default: return report(socket, turn, line)
            }
        }
        return false
    }

    private func report(_ socket: Int32, _ turn: UInt64?, _ line: [UInt8]) -> Bool {
        guard let turn else { return say(socket) { LoadReport(routes: Self.routes, patch: line).encode(into: &$0) } }
        var content = TurnReportContent()
        content.ending = .returned
        content.body = Array(#"{"returned_code":1}"#.utf8)
        content.patch = line
        var number = turn
        if line.first == UInt8(ascii: "+"), line.count > 1 {
            content.ending = TurnReport.Ending(rawValue: line[1] &- UInt8(ascii: "0")) ?? .stale
            content.patch = Array(line.dropFirst(2))
            if !content.ending.isReply { content.body = [] }
        } else if line.first == UInt8(ascii: "#") {
            number = turn &+ 1
            content.patch = Array(line.dropFirst())
        }
        return say(socket) { [content] in content.encode(number: number, cpuMicroseconds: .max, into: &$0) }
    }

    private func say(_ socket: Int32, _ write: (inout FrameEncoder) -> Void) -> Bool {
        var encoder = FrameEncoder()
        write(&encoder)
        return send(socket, encoder.bytes)
    }

    private func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
        var unsent = bytes[...]
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            unsent = unsent.dropFirst(count)
        }
        return true
    }

    private func nextFrame(_ socket: Int32) -> (kind: UInt8, body: [UInt8])? {
        guard let header = read(socket, Frame.headerLength) else { return nil }
        guard let (total, kind) = try? header.withUnsafeBytes({ try FrameDecoder.header($0) }) else { return nil }
        return read(socket, total - Frame.headerLength).map { (kind, $0) }
    }

    private func read(_ socket: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(socket, $0.baseAddress?.advanced(by: filled), count - filled) }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
