import ScriptEngine
import TestSupport
import Testing

/// A realm …
@EngineActor
@Suite(.ownThreads)
struct RealmTests {
    private let subject = Subject()

    @Test func keepsItsBuiltInsToItself() throws {
        let other = subject.engine.makeRealm(named: "other")
        _ = try subject.realm.evaluate(
            "Object.prototype.leak = 1; Array.prototype.push = null; globalThis.x = 1; JSON.parse = 0", file: "test.js")
        #expect(
            try other.evaluateJSON("[typeof {}.leak, typeof [].push, typeof x, typeof JSON.parse]", file: "test.js")
                == #"["undefined","function","undefined","function"]"#)
    }

    @Test func worksAfterAScriptHasSpoiledItsBuiltIns() throws {
        _ = try subject.realm.evaluate(
            """
            Object.prototype.get = () => 1; Object.prototype.value = 2; Object.prototype.writable = true
            Object.defineProperty = Object.create = null; TypeError = RangeError = Error = Promise = undefined
            Function.prototype.call = Function.prototype.apply = null; String = null
            Object.defineProperty === null || fail
            """, file: "spoil.js")
        try subject.realm.defineFunction("late") { _ throws(HostFunctionError) in throw HostFunctionError("no", kind: .typeError) }
        let exception = try subject.exception("late()")
        #expect(exception.name == "TypeError" && exception.message == "no")
        #expect(try subject.json("late = 1; typeof late") == #""function""#)
        #expect(try subject.exception("throw Symbol('s')").message == "Symbol(s)")
    }

    @Test func forbidsEval() throws {
        subject.realm.setEvalEnabled(false, message: "нет")
        for source in ["eval('1')", "new Function('return 1')()"] {
            let exception = try subject.exception(source)
            #expect(exception.name == "EvalError" && exception.message == "нет")
        }
        subject.realm.setEvalEnabled(true)
        #expect(try subject.json("eval('1')") == "1")
    }

    @Test func keepsItsEngineAlive() throws {
        let realm = ScriptEngine().makeRealm(named: "alone")
        #expect(try realm.evaluateJSON("1", file: "test.js") == "1")
    }

    @Test func cannotBeMadeByAHostFunction() async {
        await #expect(processExitsWith: .failure) { @EngineActor in
            let subject = Subject()
            try subject.realm.defineFunction("make") { call in
                _ = call.realm.engine.makeRealm(named: "inner")
                return .undefined
            }
            _ = try subject.json("make()")
        }
    }
}
