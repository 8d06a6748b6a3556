import ScriptEngine
import TestSupport
import Testing

/// A host function …
@EngineActor
@Suite(.ownThreads)
struct HostFunctionTests {
    private let subject = Subject()

    init() throws {
        try subject.realm.defineFunction("f") { call in .number(Double(call.count)) }
    }

    @Test func isAFunctionToScripts() throws {
        #expect(
            try subject.json(
                "[typeof f, f instanceof Function, f.name, f(1, 2), f.call(null, 1), f.apply(null, [1, 2, 3]), f.bind(null, 1)(2)]")
                == #"["function",true,"f",2,1,3,2]"#)
        #expect(try subject.exception("new f()").name == "TypeError")
    }

    @Test(arguments: [
        "f = 1", "delete globalThis.f", "var f", "var f = 1", "globalThis.f = 1", "function f() {}", "let f = 1", "class f {}",
        "Object.defineProperty(globalThis, 'f', { value: 1 })", "'use strict'; f = 1", "Object.assign(globalThis, { f: 1 })",
    ])
    func cannotBeReplacedByAScript(_ source: String) throws {
        _ = try? subject.realm.evaluate(source, file: "test.js")
        #expect(try subject.json("f(1, 2, 3)") == "3")
    }

    @Test func leavesItsNameToLocalVariables() throws {
        #expect(try subject.json("(f => { { let f = 2 } return f })(1)") == "1")
    }

    @Test func isNotEnumerable() throws {
        #expect(try subject.json("Object.keys(globalThis).includes('f')") == "false")
    }

    @Test func replacesWhatIsInheritedOrBuiltIn() throws {
        for name in ["toString", "eval", "Map"] {
            try subject.realm.defineFunction(name) { _ in .text("mine") }
            #expect(try subject.json("delete globalThis.\(name); \(name) = 1; \(name)()") == #""mine""#)
        }
    }

    @Test func isRefusedIfTheNameIsTakenForGood() throws {
        let error = #expect(throws: ScriptError.self) { try subject.realm.defineFunction("undefined") { _ in .null } }
        guard case .thrown(let exception) = error else { throw try #require(error) }
        #expect(exception.name == "TypeError")
    }

    @Test func readsItsArgumentsWithoutConverting() throws {
        var seen: [String] = []
        let read = subject.realm.makeFunction(named: "read") { call in
            var bytes: [UInt8] = [1]
            let isText = call.utf8(at: 0, appendingTo: &bytes)
            #expect(isText == (call.text(at: 0) != nil))
            #expect(bytes == [1] + Array((call.text(at: 0) ?? "").utf8))
            #expect(call.utf16(at: 0) == call.text(at: 0).map { Array($0.utf16) })
            seen.append("\(call.type(at: 0)) \(call.text(at: 0) ?? "-") \(call.number(at: 0) ?? -1) \(call.bool(at: 0) ?? false)")
            #expect(call.isUndefined(at: 1) && call.text(at: -1) == nil && call.number(at: 99) == nil)
            #expect(call.value(at: 7).type == .undefined && call.function(at: 7) == nil)
            return .undefined
        }
        let all = "(read => ['ы', 1.5, true, null, undefined, {}, [], () => 1, { toString() { throw 1 } }].forEach(v => read(v)))"
        _ = try subject.realm.function(evaluating: all, file: "test.js").call(.function(read))
        #expect(
            seen == [
                "string ы -1.0 false", "number - 1.5 false", "bool - -1.0 true", "null - -1.0 false", "undefined - -1.0 false",
                "object - -1.0 false", "array - -1.0 false", "function - -1.0 false", "object - -1.0 false",
            ])
    }

    @Test func givesEveryKindOfResult() throws {
        let inner = subject.realm.makeFunction(named: "inner") { _ in .text("from inner") }
        let results: [HostResult] = [
            .undefined, .null, .bool(true), .number(0.5), .text("a\0ы"), .utf8([0x61, 0xFF]), .utf16([0xD800]),
            .json(Array(#"{"a":[1]}"#.utf8)), .function(inner),
        ]
        let give = subject.realm.makeFunction(named: "give") { call in results[Int(call.number(at: 0) ?? 0)] }
        let script =
            "(give => { const r = []; for (let i = 0; i < 9; i++) r.push(give(i)); r[8] = r[8](); r[0] = typeof r[0]; return JSON.stringify(r) })"
        let text = try subject.realm.function(evaluating: script, file: "test.js").callReturningText(.function(give))
        #expect(text == #"["undefined",null,true,0.5,"a\u0000ы","a\#u{FFFD}","\ud800",{"a":[1]},"from inner"]"#)
    }

    @Test(arguments: [(HostFunctionError.Kind.error, "Error"), (.typeError, "TypeError"), (.rangeError, "RangeError")])
    func throwsErrorsThatAScriptCanCatch(_ kind: HostFunctionError.Kind, _ name: String) throws {
        try subject.realm.defineFunction("fail") { _ throws(HostFunctionError) in throw HostFunctionError("не вышло", kind: kind) }
        #expect(
            try subject.json("try { fail() } catch (e) { [e instanceof \(name), e.name, e.message] }") == #"[true,"\#(name)","не вышло"]"#)
        let exception = try subject.exception("\n  fail()")
        #expect(exception.name == name && exception.message == "не вышло" && exception.file == "test.js" && exception.line == 2)
    }

    @Test func throwsIfItsResultIsNotJSON() throws {
        try subject.realm.defineFunction("broken") { _ in .json(Array("{".utf8)) }
        #expect(try subject.exception("broken()").message == "the host's result is not JSON")
    }

    @Test func mayCallBackIntoTheScript() throws {
        try subject.realm.defineFunction("twice") { call throws(HostFunctionError) in
            guard let function = call.function(at: 0) else { throw HostFunctionError("a function is expected", kind: .typeError) }
            do throws(ScriptError) {
                return .number((try function.call(.number(1)).number ?? 0) + (try function.call(.number(2)).number ?? 0))
            } catch {
                throw HostFunctionError("\(error)")
            }
        }
        #expect(try subject.json("twice(n => n * 10)") == "30")
        #expect(try subject.exception("twice(() => { throw new Error('inside') })").message == "test.js:1:30: Error: inside")
        #expect(try subject.exception("twice(1)").name == "TypeError")
    }

    @Test func survivesDeepRecursion() throws {
        try subject.realm.defineFunction("again") { call throws(HostFunctionError) in
            do throws(ScriptError) {
                _ = try call.function(at: 0)?.call()
            } catch {
                guard case .thrown(let exception) = error else { throw HostFunctionError("\(error)") }
                throw HostFunctionError(exception.message, kind: exception.name == "RangeError" ? .rangeError : .error)
            }
            return .undefined
        }
        let exception = try subject.exception("var depth = 0; (function down() { depth++; again(down) })()")
        #expect(exception.name == "RangeError" && exception.message.contains("call stack"))
        #expect(try subject.json("depth > 1000") == "true")
    }

    @Test func mayBeKeptFromTheCallItWasPassedTo() throws {
        var kept: ScriptFunction?
        let keep = subject.realm.makeFunction(named: "keep") { call in
            kept = call.function(at: 0)
            return .undefined
        }
        _ = try subject.realm.function(evaluating: "(keep => { let n = 41; keep(() => ++n) })", file: "test.js").call(.function(keep))
        subject.engine.collectGarbage()
        _ = try subject.json("for (let i = 0; i < 100000; i++) [i]; 0")
        #expect(try #require(kept).call().number == 42)
    }

    @Test func failsAfterItsRealmIsGone() throws {
        var other: ScriptRealm? = subject.engine.makeRealm(named: "other")
        let keep = try subject.realm.function(evaluating: "(f => { globalThis.kept = f })", file: "test.js")
        if let function = other?.makeFunction(named: "orphan", { _ in .null }) { _ = try keep.call(.function(function)) }
        other = nil
        let exception = try subject.exception("kept()")
        #expect(exception.message == "the realm of this function is gone")
    }
}
