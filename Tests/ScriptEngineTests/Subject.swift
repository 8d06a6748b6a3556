import ScriptEngine
import Testing

/// A fresh engine with one realm.
struct Subject {
    let engine: ScriptEngine
    let realm: ScriptRealm

    init() {
        engine = ScriptEngine()
        realm = engine.makeRealm(named: "test")
    }

    /// The JSON of what `source` gives.
    func json(_ source: String) throws -> String {
        try realm.evaluateJSON(source, file: "test.js")
    }

    /// The exception that `source` ends in.
    func exception(_ source: String) throws -> ScriptException {
        let error = #expect(throws: ScriptError.self) { _ = try realm.evaluate(source, file: "test.js") }
        switch try #require(error) {
        case .thrown(let exception), .syntax(let exception): return exception
        case let other: throw other
        }
    }

    /// Runs `body` with a budget of 30 ms.
    func stopped(_ body: () throws(ScriptError) -> Void) throws {
        let error = #expect(throws: ScriptError.self) { try engine.withBudget(.milliseconds(30), body) }
        guard case .timedOut(.milliseconds(30), let used, _) = try #require(error) else { throw try #require(error) }
        #expect(used >= .milliseconds(30))
    }
}
