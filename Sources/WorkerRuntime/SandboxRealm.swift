import ScriptEngine
import WorkerProtocol

/// A realm with the runtime in it, and the bundle that has been loaded there, if one has.
final class SandboxRealm {
    private let realm: ScriptRealm
    private let reply: ReplyCollector
    private let timers: TimerQueue
    /// The number of the turn that runs.
    private var turn: UInt64 = 0
    private var functions: [String: ScriptFunction] = [:]
    private var modules: [String: LoadOrder.Module] = [:]
    /// The text of the state to start from, as far as it has come, and its bytes.
    private var state: GatheredText?
    private var stateByteCount = 0
    /// The place of the first file that did not parse while the bundle loaded: the error that scripts see has none.
    private var syntaxFailure: ScriptFailure?

    /// - Parameter runtime: ``RuntimeSource/script``, parsed.
    init(engine: ScriptEngine, runtime: Script, reply: ReplyCollector, timers: TimerQueue) throws(ScriptError) {
        realm = engine.makeRealm(named: "sandbox")
        self.reply = reply
        self.timers = timers
        realm.onUnhandledRejection = { exception in
            let place = exception.file.map { " (\($0):\(exception.line ?? 0))" } ?? ""
            reply.log(.error, "unhandled rejection: \(exception)\(place)")
        }
        try boot(runtime)
    }

    /// Takes a part of the text of the state to start from.
    func addState(_ piece: UnsafeRawBufferPointer) {
        stateByteCount += piece.count
        let text = state ?? GatheredText()
        state = text
        piece.withMemoryRebound(to: UInt8.self) { text.append($0) }
    }

    /// Runs the bundle's files.
    ///
    /// - Returns: The routes and what the files changed in the state, or why they cannot serve.
    func load(_ order: LoadOrder) -> LoadReport {
        guard stateByteCount == order.stateByteCount else {
            state?.finish { _ in }
            let sentence = "\(stateByteCount) of the \(order.stateByteCount) bytes of the state have come"
            return LoadReport(failure: ScriptFailure(name: "", message: sentence))
        }
        modules = Dictionary(order.modules.map { ($0.path, $0) }) { first, _ in first }
        reply.begin(logLimit: Int(order.logLimit), replyLimit: Int(order.replyLimit), patchLimit: Int(order.patchLimit))
        do throws(ScriptError) {
            return try realm.engine.withBudget(.microseconds(order.loadBudgetMicroseconds)) { () throws(ScriptError) in
                let routes = try runFiles(of: order)
                // Runs getters and toJSON of the bundle, too.
                let patch = try call("endState", .number(0)).text ?? ""
                let report = LoadReport(routes: Array(routes.utf8), patch: Array(patch.utf8), log: reply.content.log)
                return tooLarge(report, order).map { LoadReport(log: report.log, failure: $0) } ?? report
            }
        } catch .timedOut(_, let used, let frames) {
            let failure = ScriptFailure(name: "", message: "top-level code runs too long", frames: places(frames))
            return LoadReport(log: reply.content.log, failure: failure, exceededMicroseconds: used.wholeMicroseconds)
        } catch {
            return LoadReport(log: reply.content.log, failure: syntaxFailure ?? failure(error))
        }
    }

    private func tooLarge(_ report: LoadReport, _ order: LoadOrder) -> ScriptFailure? {
        let sentence: String
        if report.routes.count > ReportLimits.routes {
            sentence = "the routes take \(report.routes.count) bytes and may take \(ReportLimits.routes): define fewer"
        } else if report.patch.count > Int(order.patchLimit) {
            sentence = "patch \(order.patchLimit) bytes exceeded: loading changed \(report.patch.count) bytes"
        } else {
            return nil
        }
        return ScriptFailure(name: "", message: sentence)
    }

    /// Runs a turn; how it ended, or that it waits, is in the reply collector afterwards.
    ///
    /// - Parameter report: The place that its report will have if it ends.
    func run(_ order: TurnOrder, report: UInt64) {
        reply.begin()
        guard let run = functions["run"] else { return }
        enter(order.number, budget: .microseconds(order.budgetMicroseconds), report: report) { () throws(ScriptError) in
            _ = try run.call(
                .number(Double(order.route)), .number(Double(order.settled)), .utf8(order.request), .utf8(order.headers),
                .utf8(order.body))
        }
    }

    /// Goes on with a turn that waits.
    ///
    /// - Parameter token: Of what it waited for; 0 if its promise has settled without.
    func wake(_ turn: WaitingTurn, token: UInt64, report: UInt64) {
        reply.begin(with: turn.log)
        enter(turn.number, budget: turn.budget, report: report) { () throws(ScriptError) in
            try call("wake", .number(Double(turn.number)), .number(Double(token)))
        }
    }

    /// Ends a turn that waits as if it had not been.
    func drop(_ number: UInt64) {
        // Runs no script of the bundle, so that it cannot fail.
        _ = try? call("drop", .number(Double(number)))
    }

    /// A turn that is not to wait any longer.
    enum Pick {
        /// Another turn has changed what it had read.
        case stale(UInt64)
        /// Its promise has settled while another turn ran.
        case settled(UInt64)
    }

    /// Finds a turn that is not to wait any longer.
    func pick() -> Pick? {
        guard let number = (try? call("pick"))?.number, number != 0 else { return nil }
        return number > 0 ? .stale(UInt64(number)) : .settled(UInt64(-number))
    }

    func rewind(to report: UInt64) {
        // Runs no script of the bundle, so that it cannot fail.
        _ = try? call("rewindState", .number(Double(report)))
    }

    /// Runs something on behalf of a turn, and the promise jobs that it leaves.
    private func enter(_ number: UInt64, budget: Duration, report: UInt64, _ body: () throws(ScriptError) -> Void) {
        guard let conclude = functions["conclude"] else { return }
        turn = number
        do throws(ScriptError) {
            try realm.engine.withBudget(budget) { () throws(ScriptError) in
                try body()
                _ = try conclude.call(.number(Double(number)), .number(Double(report)))
            }
            if reply.isTooLarge { rewind(to: report) }
        } catch {
            reply.fail(error, failure: failure(error))
            // Nothing of a failed turn stays; `abort` runs no script of the bundle.
            _ = try? call("abort", .number(Double(number)))
            rewind(to: report)
        }
    }

    @discardableResult
    private func call(_ name: String, _ arguments: ScriptArgument...) throws(ScriptError) -> ScriptValue {
        guard let function = functions[name] else { throw .resultNotFunction(type: "nothing named \(name)") }
        switch arguments.count {
        case 0: return try function.call()
        case 1: return try function.call(arguments[0])
        default: return try function.call(arguments[0], arguments[1])
        }
    }
}

extension SandboxRealm {
    private func boot(_ runtime: Script) throws(ScriptError) {
        let install = try realm.function(evaluating: runtime)
        let reply = reply
        let log = realm.makeFunction(named: "log") { call throws(HostFunctionError) in
            reply.log(call)
            return .undefined
        }
        let send = realm.makeFunction(named: "reply") { call throws(HostFunctionError) in
            reply.take(call)
            return .undefined
        }
        let suspend = realm.makeFunction(named: "suspend") { _ throws(HostFunctionError) in
            reply.suspend()
            return .undefined
        }
        let startTimer = realm.makeFunction(named: "startTimer") { [unowned self] call throws(HostFunctionError) in
            self.startTimer(token: call.number(at: 0) ?? 0, milliseconds: call.number(at: 1) ?? 0)
            return .undefined
        }
        let stopTimer = realm.makeFunction(named: "stopTimer") { [unowned self] call throws(HostFunctionError) in
            timers.stop(token: UInt64(call.number(at: 0) ?? 0))
            return .undefined
        }
        let register = realm.makeFunction(named: "register") { [unowned self] call throws(HostFunctionError) in
            if let name = call.text(at: 0), let function = call.function(at: 1) { functions[name] = function }
            return .undefined
        }
        let compile = realm.makeFunction(named: "compile") { [unowned self] call throws(HostFunctionError) in
            .function(try compileModule(call.text(at: 0) ?? ""))
        }
        let exceeded = realm.makeFunction(named: "exceeded") { call throws(HostFunctionError) in
            reply.noteExcess(call)
            return .undefined
        }
        let text = realm.makeFunction(named: "text") { [unowned self] call throws(HostFunctionError) in
            .utf8(modules[call.text(at: 0) ?? ""]?.code ?? [])
        }
        let script = realm.makeFunction(named: "script") { [unowned self] call throws(HostFunctionError) in
            try runScript(call.text(at: 0) ?? "")
            return .undefined
        }
        _ = try install.call(
            .function(log), .function(send), .function(suspend), .function(startTimer), .function(stopTimer), .function(compile),
            .function(text), .function(script), .function(register), .function(exceeded))
    }

    /// The runtime has made sure that both are numbers that make sense.
    private func startTimer(token: Double, milliseconds: Double) {
        let due = BootClock.now + UInt64(milliseconds * 1_000_000)
        timers.start(TimerQueue.Timer(due: due, token: UInt64(token), turn: turn))
    }

    private func runFiles(of order: LoadOrder) throws(ScriptError) -> String {
        try loadState(of: order)
        try order.config.withArgument { (config) throws(ScriptError) in try call("useConfig", config) }
        try call("useModules", .text(moduleKinds))
        try call("beginState")
        switch order.layout {
        case .files(let paths):
            return try call("loadFiles", .text(JSONStrings.array(paths))).text ?? "[]"
        case .main(let path):
            try call("defineRequire", .text(path))
            let kind = modules[path]?.kind == .script ? "script" : "module"
            return try call("loadMain", .text(path), .text(kind)).text ?? "[]"
        }
    }

    private func loadState(of order: LoadOrder) throws(ScriptError) {
        guard let load = functions["loadState"] else { return }
        try state?.finish { (text) throws(ScriptError) in try call("addState", .made(text)) }
        state = nil
        let rules = order.stateRules == .strict ? "strict" : "json"
        // At least what the state has: a patch makes it larger by less than itself.
        let bytes = stateByteCount + order.patches.count
        let patches: ScriptArgument = order.patches.isEmpty ? .null : .json(order.patches)
        _ = try load.call(
            patches, .text(rules), .number(Double(bytes)), .number(Double(order.stateLimit)),
            .number(Double(order.patchLimit)))
    }

    private var moduleKinds: String {
        JSONStrings.object(
            modules.values.sorted { $0.path < $1.path }.map { module in
                switch module.kind {
                case .commonJS, .script: (module.path, "script")
                case .json: (module.path, "json")
                case .text: (module.path, "text")
                }
            })
    }

    private func compileModule(_ path: String) throws(HostFunctionError) -> ScriptFunction {
        guard let module = modules[path] else { throw HostFunctionError("Cannot find module: \(path)") }
        do {
            return try realm.function(evaluating: parse(ModuleWrapper.wrap(module.code), path))
        } catch {
            throw reported(error)
        }
    }

    private func runScript(_ path: String) throws(HostFunctionError) {
        guard let module = modules[path] else { throw HostFunctionError("Cannot find module: \(path)") }
        do {
            _ = try realm.evaluate(parse(module.code, path))
        } catch {
            throw reported(error)
        }
    }

    private func parse(_ code: [UInt8], _ path: String) throws(ScriptError) -> Script {
        try code.withBytes { (bytes) throws(ScriptError) in try Script(utf8: bytes, file: path, in: realm.engine) }
    }

    /// Keeps the place of an error on its way through a script that cannot carry it.
    private func reported(_ error: ScriptError) -> HostFunctionError {
        let failure = failure(error)
        if syntaxFailure == nil { syntaxFailure = failure }
        return HostFunctionError(failure.summary)
    }

    private func failure(_ error: ScriptError) -> ScriptFailure {
        switch error {
        case .thrown(let exception), .syntax(let exception): failure(exception)
        case .timedOut(_, _, let frames): ScriptFailure(name: "", message: error.description, frames: places(frames))
        default: ScriptFailure(name: "", message: error.description)
        }
    }

    private func failure(_ exception: ScriptException) -> ScriptFailure {
        var frames = exception.frames
        if frames.isEmpty, let file = exception.file {
            frames = [ScriptException.Frame(function: nil, file: file, line: exception.line, column: exception.column)]
        }
        let message = exception.thrownType.map { "threw \($0): \(exception.message)" } ?? exception.message
        return ScriptFailure(name: exception.thrownType == nil ? exception.name : "", message: message, frames: places(frames))
    }

    /// The frames in files of the bundle, as far as the engine tells.
    private func places(_ frames: [ScriptException.Frame]) -> [ScriptFailure.Frame] {
        frames.compactMap { frame in
            guard let file = frame.file, file != RuntimeSource.file else { return nil }
            var place = ScriptFailure.Frame(
                function: frame.function ?? "", file: file, line: UInt32(clamping: frame.line ?? 0),
                column: UInt32(clamping: frame.column ?? 0))
            if modules[file]?.kind == .commonJS { ModuleWrapper.unwrap(&place) }
            return place
        }
    }
}

extension Duration {
    fileprivate var wholeMicroseconds: UInt64 {
        UInt64(clamping: components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000)
    }
}
