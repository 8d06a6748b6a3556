import Glibc
import WorkerProtocol
import WorkerRuntime

/// The misbehaving worker: reads frames one by one, and answers each as its attack wants.
struct HostileWorker {
    private let socket: Int32
    private let progress: ProgressMark
    private var attack = ""
    private var turns = 0

    init(socket: Int32, progress: ProgressMark) {
        self.socket = socket
        self.progress = progress
    }

    mutating func run() {
        say { ReadyReport().encode(into: &$0) }
        while let (kind, body) = nextFrame() {
            switch HostFrameKind(rawValue: kind) {
            case .load: load(body)
            case .turn: answer(body)
            case .cancel: cancelled(body)
            default: break
            }
        }
    }

    private mutating func load(_ body: [UInt8]) {
        guard let order = try? body.withUnsafeBytes({ try LoadOrder(decoding: $0) }), let module = order.modules.first else { return }
        let line = String(decoding: module.code.prefix { $0 != 10 }, as: UTF8.self)
        attack = line.hasPrefix("// ") ? String(line.dropFirst(3)) : ""
        let routes = #"[{"method":null,"template":null,"file":"\#(module.path)"}]"#
        switch attack {
        case "loaded-twice":
            loaded(routes)
            loaded(routes)
        case "routes-are-no-json": loaded("[{")
        case "routes-are-no-texts": loaded(#"[{"method":7}]"#)
        case "routes-are-none": loaded("[]")
        case "routes-of-a-file-that-is-none": loaded(#"[{"method":null,"template":null,"file":"x"}]"#)
        case "load-patch-is-endless": loaded(routes, patch: [UInt8](repeating: 32, count: Int(order.patchLimit) + 1))
        case "load-patch-removes-nothing": loaded(routes, patch: Array(#"[{"op":"remove","path":"/zzz"}]"#.utf8))
        case "load-patch-removes-all": loaded(routes, patch: Array(#"[{"op":"remove","path":""}]"#.utf8))
        case "load-patch-leaves-a-number": loaded(routes, patch: Array(#"[{"op":"replace","path":"","value":7}]"#.utf8))
        case "load-patch-that-is-too-deep": loaded(routes, patch: Self.deepPatch)
        case "load-patch-expires-at-no-time":
            let patch = #"[{"op":"add","path":"/a","value":{}},{"op":"expire","path":"/a","at":9223372036854775807}]"#
            loaded(routes, patch: Array(patch.utf8))
        case "ready-while-loading":
            frame(WorkerFrameKind.ready.rawValue, [0, 0, 0, 0])
            loaded(routes)
        case "turn-while-loading":
            report(1, TurnReportContent())
            loaded(routes)
        default: loaded(routes)
        }
    }

    private mutating func answer(_ body: [UInt8]) {
        guard let order = try? body.withUnsafeBytes({ try TurnOrder(decoding: $0).number }) else { return }
        turns += 1
        // The frames behind are not looked at: as far as the host can tell, the turn never began.
        if attack == "dies-before-it-begins", order == 1 { _exit(1) }
        progress.begin(turn: order)
        var content = TurnReportContent()
        content.ending = .returned
        content.body = Array(#"{"returned_code":1}"#.utf8)
        if attack == "grows-while-its-report-is-checked" { return growing(order, &content) }
        if !misbehave(order, &content) { report(order, content) }
    }

    /// Sends a report that is checked away from the event loop. The first worker then takes more memory than it may; the next one waits.
    private func growing(_ number: UInt64, _ content: inout TurnReportContent) {
        content.body += [UInt8](repeating: 32, count: 100_000)
        report(number, content)
        guard number == 1 else { return progress.leave() }
        let memory = [UInt8](repeating: 1, count: 300 << 20)
        while memory[memory.count / 2] == 1 { pause() }
    }

    /// Changes the report, or says something else instead and returns true.
    private func misbehave(_ number: UInt64, _ content: inout TurnReportContent) -> Bool {
        switch attack {
        case "number-of-the-future": report(number + 1, content)
        case "number-of-the-past": report(0, content)
        case "report-twice":
            // At once: there is no moment between them for another turn.
            let report = framed(WorkerFrameKind.turnEnded.rawValue, encoded(number, content))
            send(report + report)
        case "hangs-up-when-it-has-answered":
            report(number, content)
            progress.leave()
            guard number == 1 else { break }
            close(socket)
            while true { pause() }
        case "ready-again": frame(WorkerFrameKind.ready.rawValue, [0, 0, 0, 0])
        case "loaded-again": loaded("[]")
        case "unknown-kind": frame(99, [])
        case "length-zero": send([0, 0, 0, 0, 4])
        case "length-endless": send([0xff, 0xff, 0xff, 0xff, 4])
        case "length-over-the-limits": send([0, 0, 0, 7, 4])
        case "half-a-frame":
            send([200, 0, 0, 0, 4, 1, 2])
            _exit(0)
        case "an-empty-report": frame(WorkerFrameKind.turnEnded.rawValue, [])
        case "a-report-with-more-behind-it": frame(WorkerFrameKind.turnEnded.rawValue, encoded(number, content) + [0])
        case "silence": while true { pause() }
        case "waits-for-ever", "gives-back-twice": progress.leave()
        case "cancels-by-itself": end(number, .cancelled)
        case "always-stale": end(number, .stale)
        case "stale-with-a-reply":
            content.ending = .stale
            report(number, content)
        case "stale-with-a-change":
            content.ending = .stale
            content.body = []
            content.patch = Array(#"[{"op":"add","path":"/stolen","value":1}]"#.utf8)
            report(number, content)
        case "too-late-at-once":
            content.ending = .expired
            content.body = []
            report(number, content)
        case "silence-about-turns-to-come":
            progress.begin(turn: .max)
            while true { pause() }
        case "a-flood": while true { frame(WorkerFrameKind.turnEnded.rawValue, [UInt8](repeating: 1, count: 60_000)) }
        case "hangs-up": _exit(3)
        default: return !change(&content)
        }
        return true
    }

    /// Gives back what was cancelled, or does not.
    private func cancelled(_ body: [UInt8]) {
        guard let number = try? body.withUnsafeBytes({ try CancelOrder(decoding: $0).number }) else { return }
        if attack == "gives-back-twice" { end(number, .cancelled) }
        if attack != "waits-for-ever" { end(number, .cancelled) }
    }

    private func end(_ number: UInt64, _ ending: TurnReport.Ending) {
        var content = TurnReportContent()
        content.ending = ending
        report(number, content)
    }

    /// Makes a report that no honest worker sends; false for an unknown attack.
    private func change(_ content: inout TurnReportContent) -> Bool {
        switch attack {
        case "", "dies-before-it-begins": break
        case "status-100": content.status = 100
        case "status-999": content.status = 999
        case "reply-over-its-limit": content.body = [UInt8](repeating: 32, count: 2 << 20)
        case "headers-are-no-json": content.headers = Array("{".utf8)
        case "headers-are-no-texts": content.headers = Array(#"{"X-A":1}"#.utf8)
        case "headers-without-end": content.headers = [UInt8](repeating: 32, count: ReportLimits.headers + 1)
        case "slips-are-no-json": content.slips = Array("nonsense".utf8)
        case "slips-of-an-unknown-kind": content.slips = Array(#"[{"pointer":"","kind":"trojan"}]"#.utf8)
        case "patch-is-no-json": content.patch = Array("[{]".utf8)
        case "patch-is-no-patch": content.patch = Array(#"[{"op":"test","path":"","value":1}]"#.utf8)
        case "patch-removes-nothing": content.patch = Array(#"[{"op":"remove","path":"/zzz"}]"#.utf8)
        case "patch-removes-all": content.patch = Array(#"[{"op":"remove","path":""}]"#.utf8)
        case "patch-leaves-a-number": content.patch = Array(#"[{"op":"replace","path":"","value":7}]"#.utf8)
        case "patch-half-of-which-fits":
            content.patch = Array(#"[{"op":"add","path":"/a","value":1},{"op":"add","path":"/a/b","value":1}]"#.utf8)
        case "patch-that-is-too-deep": content.patch = Self.deepPatch
        case "patch-expires-at-no-time":
            content.patch = Array(
                #"[{"op":"add","path":"/a","value":{}},{"op":"expire","path":"/a","at":-9223372036854775808}]"#.utf8)
        case "removes-once": content.patch = Array(#"[{"op":"remove","path":"/once"}]"#.utf8)
        case "removes-what-has-expired":
            content.patch = Array(
                (turns == 1
                    ? #"[{"op":"add","path":"/once","value":{}},{"op":"expire","path":"/once","at":1}]"#
                    : #"[{"op":"remove","path":"/once"}]"#).utf8)
        case "patch-of-a-failed-turn":
            content.ending = .nothing
            content.body = []
            content.patch = Array(#"[{"op":"add","path":"/stolen","value":1}]"#.utf8)
        case "log-is-no-lines": content.log = LogLines(packed: [9, 9, 9])
        case "log-without-end": content.log.append(.info, utf8: [UInt8](repeating: 120, count: 128 << 10))
        case "a-failure-without-end":
            content.ending = .threw
            content.body = []
            content.failure = ScriptFailure(name: "E", message: String(repeating: "x", count: ReportLimits.failure + 1))
        default: return false
        }
        return true
    }
}

extension HostileWorker {
    /// Two values of as many levels as one may have, of which the second is put into the first.
    private static var deepPatch: [UInt8] {
        let levels = 500
        let value = String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
        let path = String(repeating: "/a", count: levels)
        return Array(#"[{"op":"add","path":"/a","value":\#(value)},{"op":"add","path":"\#(path)","value":\#(value)}]"#.utf8)
    }

    private func loaded(_ routes: String, patch: [UInt8] = []) {
        say { LoadReport(routes: Array(routes.utf8), patch: patch).encode(into: &$0) }
    }

    private func report(_ number: UInt64, _ content: TurnReportContent) {
        frame(WorkerFrameKind.turnEnded.rawValue, encoded(number, content))
    }

    /// The body of a report's frame.
    private func encoded(_ number: UInt64, _ content: TurnReportContent) -> [UInt8] {
        var encoder = FrameEncoder()
        content.encode(number: number, cpuMicroseconds: 1, into: &encoder)
        return Array(encoder.bytes[Frame.headerLength...])
    }

    private func frame(_ kind: UInt8, _ body: [UInt8]) { send(framed(kind, body)) }

    private func framed(_ kind: UInt8, _ body: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(body.count + 1).littleEndian) { Array($0) } + [kind] + body
    }

    private func say(_ write: (inout FrameEncoder) -> Void) {
        var encoder = FrameEncoder()
        write(&encoder)
        send(encoder.bytes)
    }

    private func send(_ bytes: [UInt8]) {
        var unsent = bytes[...]
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
            guard count > 0 else { _exit(1) }
            unsent = unsent.dropFirst(count)
        }
    }

    private func nextFrame() -> (kind: UInt8, body: [UInt8])? {
        guard let header = read(Frame.headerLength) else { return nil }
        let length = header.withUnsafeBytes { Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))) }
        return read(length - 1).map { (header[4], $0) }
    }

    private func read(_ count: Int) -> [UInt8]? {
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
