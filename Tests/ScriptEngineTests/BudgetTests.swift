import Foundation
import ScriptEngine
import TestSupport
import Testing

/// A budget …
@EngineActor
@Suite(.ownThreads)
struct BudgetTests {
    private let subject = Subject()

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "while (true) {}", "try { for (;;) {} } finally { globalThis.cleaned = true }", "for (;;) { try { for (;;) {} } catch {} }",
            "[1].forEach(() => { for (;;) {} })", "Promise.resolve().then(() => { for (;;) {} })",
            "Promise.resolve().then(() => { for (;;) {} }); Promise.resolve().then(() => { for (;;) {} })",
            "(async () => { await 0; for (;;) {} })()", "throw { get message() { for (;;) {} } }", "({ toJSON() { for (;;) {} } })",
        ])
    func stopsAScriptThatOutlivesIt(_ source: String) throws {
        try subject.stopped { () throws(ScriptError) in _ = try subject.realm.evaluateJSON(source, file: "loop.js") }
        #expect(try subject.json("1 + 1") == "2")
        #expect(try subject.json("typeof cleaned") == #""undefined""#)
        #expect(
            try subject.engine.withBudget(.seconds(5)) { () throws(ScriptError) in try subject.realm.evaluateJSON("2", file: "a.js") }
                == "2")
    }

    @Test func stopsSoonAfterItIsUsedUp() throws {
        let error = #expect(throws: ScriptError.self) {
            try subject.engine.withBudget(.milliseconds(50)) { () throws(ScriptError) in
                _ = try subject.realm.evaluate("while (true) {}", file: "loop.js")
            }
        }
        guard case .timedOut(let budget, let used, _) = error else { throw try #require(error) }
        #expect(budget == .milliseconds(50) && used >= .milliseconds(50) && used < .seconds(5))
        #expect(try #require(error).description == "the script used \(used) of CPU time and may use \(budget)")
    }

    @Test func changesNothingForAScriptThatStaysInside() throws {
        let json = try subject.engine.withBudget(.seconds(5)) { () throws(ScriptError) in
            try subject.realm.evaluateJSON("Promise.resolve().then(() => { globalThis.done = 1 }); 3", file: "a.js")
        }
        #expect(json == "3")
        #expect(try subject.json("done") == "1")
    }

    @Test func passesOnWhatTheBodyThrows() throws {
        #expect(throws: ScriptError.resultNotJSON(type: "undefined")) {
            try subject.engine.withBudget(.seconds(5)) { () throws(ScriptError) in
                try subject.realm.evaluateJSON("undefined", file: "a.js")
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func coversAllCallsTogether() throws {
        let burn = try subject.realm.function(
            evaluating: "(() => { const end = Date.now() + 2; while (Date.now() < end) {} })", file: "a.js")
        try subject.stopped { () throws(ScriptError) in while true { _ = try burn.call() } }
    }

    @Test(.timeLimit(.minutes(1))) func coversSwiftCode() throws {
        try subject.stopped { () throws(ScriptError) in
            let start = Self.threadTime()
            while Self.threadTime() - start < .milliseconds(50) {}
            _ = try subject.realm.evaluate("1", file: "a.js")
        }
    }

    @Test(.timeLimit(.minutes(1))) func endsTheCallWhosePromiseJobsAreStopped() throws {
        var reached = false
        try subject.stopped { () throws(ScriptError) in
            _ = try subject.realm.evaluate("Promise.resolve().then(() => { for (;;) {} }); 1", file: "a.js")
            reached = true
        }
        #expect(!reached)
    }

    @Test func doesNotCountWaiting() throws {
        try subject.realm.defineFunction("wait") { _ in
            usleep(60_000)
            return .undefined
        }
        let json = try subject.engine.withBudget(.milliseconds(30)) { () throws(ScriptError) in
            try subject.realm.evaluateJSON("wait(); 1", file: "a.js")
        }
        #expect(json == "1")
    }

    @Test(.timeLimit(.minutes(1))) func isNotEscapedByCatchingItInAHostFunction() throws {
        try subject.realm.defineFunction("swallow") { call in
            _ = try? call.function(at: 0)?.call()
            return .undefined
        }
        try subject.stopped { () throws(ScriptError) in
            _ = try subject.realm.evaluate("for (;;) { try { swallow(() => { for (;;) {} }) } catch {} }", file: "a.js")
        }
        try subject.stopped { () throws(ScriptError) in
            _ = try? subject.realm.evaluate("for (;;) {}", file: "a.js")
        }
        #expect(try subject.json("1") == "1")
    }

    @Test(.timeLimit(.minutes(1))) func insideOfAnotherIsChargedToBoth() throws {
        try subject.stopped { () throws(ScriptError) in
            try subject.engine.withBudget(.seconds(100)) { () throws(ScriptError) in
                _ = try subject.realm.evaluate("for (;;) {}", file: "a.js")
            }
        }
        let inner = #expect(throws: ScriptError.self) {
            try subject.engine.withBudget(.seconds(100)) { () throws(ScriptError) in
                do throws(ScriptError) {
                    try subject.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in
                        _ = try subject.realm.evaluate("for (;;) {}", file: "a.js")
                    }
                } catch {
                    guard case .timedOut(.milliseconds(20), _, _) = error else { return }
                    _ = try subject.realm.evaluate("globalThis.goesOn = true; throw 1", file: "a.js")
                }
            }
        }
        guard case .thrown = inner else { throw try #require(inner) }
        #expect(try subject.json("goesOn") == "true")
    }

    @Test(.timeLimit(.minutes(1))) func ofAHostFunctionStopsItsCallersAsWell() throws {
        try subject.realm.defineFunction("brief") { call in
            _ = try? call.realm.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in _ = try call.function(at: 0)?.call() }
            return .undefined
        }
        let error = #expect(throws: ScriptError.self) {
            try subject.json("try { brief(() => { for (;;) {} }) } catch {} for (;;) {}")
        }
        guard case .timedOut(.milliseconds(20), _, _) = error else { throw try #require(error) }
        _ = try? subject.json("brief(() => { for (;;) {} }); globalThis.after = 1")
        #expect(try subject.json("typeof after") == #""undefined""#)
    }

    @Test(.timeLimit(.minutes(1))) func keepsAHostFunctionFromParsingOnceItIsUsedUp() throws {
        var thrown: ScriptError?
        try subject.realm.defineFunction("parse") { call in
            _ = try? call.function(at: 0)?.call()
            do throws(ScriptError) { _ = try Script("(", file: "a.js", in: call.realm.engine) } catch { thrown = error }
            return .undefined
        }
        try subject.stopped { () throws(ScriptError) in _ = try subject.realm.evaluate("parse(() => { for (;;) {} })", file: "a.js") }
        guard case .timedOut = thrown else { throw try #require(thrown) }
    }

    @Test(.timeLimit(.minutes(1))) func tellsTheTimeUsedWhileAScriptRuns() throws {
        var ticks: [Duration] = []
        let note: (Duration) -> Void = { ticks.append($0) }
        #expect(throws: ScriptError.self) {
            try subject.engine.withBudget(.milliseconds(200), onTick: note) { () throws(ScriptError) in
                _ = try subject.realm.evaluate("for (;;) {}", file: "a.js")
            }
        }
        #expect(ticks.count >= 2 && ticks == ticks.sorted())
        #expect(ticks.allSatisfy { $0 > .zero && $0 < .milliseconds(200) })
    }

    @Test(.timeLimit(.minutes(1))) func cannotStopAChainOfShortPromiseJobs() throws {
        // The chain ends by itself, after it has used far more than the budget: the fact that hosts have to rely on a kill for.
        let error: ScriptError?
        do throws(ScriptError) {
            try subject.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in
                _ = try subject.realm.evaluate(
                    "(async () => { const end = Date.now() + 200; while (Date.now() < end) await 0; globalThis.ended = true })()",
                    file: "a.js")
            }
            error = nil
        } catch let caught {
            error = caught
        }
        #expect(error == nil)
        #expect(try subject.json("ended") == "true")
    }

    /// CPU time of this thread: other tests run beside it.
    private static func threadTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Each statement spins in `spin`, on the second line of `a.js`, which line 3 or 4 leads to.
    @Test(arguments: [
        ("spin()", ["spin 2", "global code 3"]),
        ("({ get x() { return spin() } }).x", ["spin 2", "x 3", "global code 3"]),
        ("[2, 1].sort(function compare() { spin() })", ["spin 2", "compare 3", "sort", "global code 3"]),
        ("[1].map(() => spin())", ["spin 2", "- 3", "map", "global code 3"]),
        ("Promise.resolve().then(function job() {\nspin() })", ["spin 2", "job 4"]),
        ("eval('spin()')", ["spin 2", "eval code", "eval", "global code 3"]),
        ("new (class A { constructor() { spin() } })", ["spin 2", "A 3", "global code 3"]),
    ])
    func aStopSaysWhereTheScriptWas(statement: String, places: [String]) throws {
        let realm = ScriptEngine().makeRealm(named: "test")
        let error = #expect(throws: ScriptError.self) {
            try realm.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in
                _ = try realm.evaluate("function spin() {\nfor (;;) Math.sqrt(2); }\n\(statement)", file: "a.js")
            }
        }
        guard case .timedOut(_, _, let frames) = error else { throw try #require(error) }
        let seen = frames.map { "\($0.function ?? "-")\($0.line.map { " \($0)" } ?? "")" }
        #expect(Array(seen.prefix(places.count)) == places, "\(seen)")
        #expect(frames[0].file == "a.js")
    }

    @Test func aRecursionThatIsStoppedNamesItsInnermostFrames() throws {
        let realm = ScriptEngine().makeRealm(named: "test")
        let error = #expect(throws: ScriptError.self) {
            try realm.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in
                _ = try realm.evaluate("(function again() {\ntry { again() } finally { again() } })()", file: "a.js")
            }
        }
        guard case .timedOut(_, _, let frames) = error else { throw try #require(error) }
        #expect(frames.count == 32)
        #expect(frames.allSatisfy { $0.function == "again" && $0.file == "a.js" }, "\(frames)")
    }

    @Test func aNameCannotForgeAFrame() throws {
        let realm = ScriptEngine().makeRealm(named: "test")
        let error = #expect(throws: ScriptError.self) {
            try realm.engine.withBudget(.milliseconds(20)) { () throws(ScriptError) in
                let name = "'x() at evil.js:7\\n#1 y() at evil.js:8'"
                _ = try realm.evaluate("const o = {[\(name)]() { for (;;) Math.sqrt(2) }}; o[\(name)]()", file: "a.js")
            }
        }
        guard case .timedOut(_, _, let frames) = error else { throw try #require(error) }
        #expect(frames.last?.file == "a.js" && frames.contains { $0.function == "global code" })
    }
}
