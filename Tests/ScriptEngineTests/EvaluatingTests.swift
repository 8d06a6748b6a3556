import ScriptEngine
import TestSupport
import Testing

/// A realm that evaluates scripts …
@EngineActor
@Suite(.ownThreads)
struct EvaluatingTests {
    private let subject = Subject()

    @Test(arguments: [
        ("1 + 1", "2"), ("'ы'", "\"ы\""), ("null", "null"),
        (
            "({a: undefined, b: NaN, c: new Date(0), d: 1e400})",
            #"{"b":null,"c":"1970-01-01T00:00:00.000Z","d":null}"#
        ), ("[1, , 3]", "[1,null,3]"),
    ])
    func givesTheJSONOfTheCompletionValue(_ source: String, _ json: String) throws {
        #expect(try subject.json(source) == json)
    }

    @Test(arguments: [
        ("undefined", "undefined"), ("(() => 1)", "a function"), ("Symbol()", "a symbol"), ("Promise.resolve(1)", "a promise"),
        ("(async () => 1)()", "a promise"), ("class Mine extends Promise {}; Mine.resolve(2)", "a promise"),
    ])
    func refusesWhatJSONCannotExpress(_ source: String, _ type: String) throws {
        #expect(throws: ScriptError.resultNotJSON(type: type)) { try subject.json(source) }
    }

    @Test(arguments: ["var o = {}; o.o = o", "10n", "({ toJSON() { throw new TypeError('no') } })"])
    func throwsWhatMakingJSONThrows(_ source: String) throws {
        let error = #expect(throws: ScriptError.self) { try subject.json(source) }
        guard case .thrown(let exception) = error else { throw try #require(error) }
        #expect(exception.name == "TypeError")
    }

    @Test func tellsTheTypeOfAValue() throws {
        let types: [(String, ScriptType, String)] = [
            ("undefined", .undefined, "undefined"), ("null", .null, "null"), ("true", .bool, "a boolean"), ("1", .number, "a number"),
            ("''", .string, "a string"), ("Symbol()", .symbol, "a symbol"), ("1n", .bigInt, "a BigInt"), ("[]", .array, "an array"),
            ("(() => 1)", .function, "a function"), ("({})", .object, "an object"),
        ]
        for (source, type, name) in types {
            let value = try subject.realm.evaluate(source, file: "test.js")
            #expect(value.type == type && value.typeName == name && value.type.name == name)
        }
    }

    @Test func readsNumbersAndBooleansOnly() throws {
        let number = try subject.realm.evaluate("1.5", file: "test.js")
        #expect(number.number == 1.5 && number.bool == nil)
        let bool = try subject.realm.evaluate("true", file: "test.js")
        #expect(bool.bool == true && bool.number == nil)
        let string = try subject.realm.evaluate("'1'", file: "test.js")
        #expect(string.number == nil && string.bool == nil && string.function == nil)
    }

    @Test func knowsAPromiseFromAThenable() throws {
        #expect(try subject.realm.evaluate("Promise.resolve()", file: "test.js").isPromise)
        for source in ["({ then() {} })", "1", "new Proxy({}, { getPrototypeOf() { throw 1 } })"] {
            #expect(try !subject.realm.evaluate(source, file: "test.js").isPromise)
        }
    }

    @Test func knowsAPromiseAfterAScriptReplacedTheClass() throws {
        #expect(try subject.realm.evaluate("Promise = class {}; (async () => 1)()", file: "test.js").isPromise)
    }

    @Test func keepsAValueAliveWhileItsHandleLives() throws {
        let value = try subject.realm.evaluate("({ text: 'kept'.repeat(2) })", file: "test.js")
        subject.engine.collectGarbage()
        _ = try subject.json("for (let i = 0; i < 100000; i++) [i]; 0")
        #expect(try value.json() == #"{"text":"keptkept"}"#)
    }

    @Test func keepsValuesAliveThatAreHeldInTheHeap() throws {
        final class Box {
            let value: ScriptValue
            init(_ value: consuming ScriptValue) { self.value = value }
        }
        let make = try subject.realm.function(evaluating: "(n => ({ n }))", file: "test.js")
        var boxes: [Box] = []
        for number in 0..<1_000 { boxes.append(Box(try make.call(.number(Double(number))))) }
        subject.engine.collectGarbage()
        _ = try subject.json("for (let i = 0; i < 100000; i++) ({ i }); 0")
        for (number, box) in boxes.enumerated() { #expect(try box.value.json() == #"{"n":\#(number)}"#) }
    }

    @Test func runsAParsedScriptInManyRealms() throws {
        let script = try Script("globalThis.n = (globalThis.n ?? 0) + 1; n", file: "count.js", in: subject.engine)
        #expect(try subject.realm.evaluate(script).number == 1)
        #expect(try subject.realm.evaluate(script).number == 2)
        #expect(try subject.engine.makeRealm(named: "other").evaluate(script).number == 1)
    }

    @Test func runsPromiseJobsBeforeItReturns() throws {
        _ = try subject.realm.evaluate(
            "var seen = []; Promise.resolve().then(() => seen.push(1)).then(() => seen.push(2)); (async () => { await 0; seen.push(3) })()",
            file: "test.js")
        #expect(try subject.json("seen.sort()") == "[1,2,3]")
    }

    @Test func takesTheJSONBeforeThePromiseJobs() throws {
        #expect(try subject.json("var o = { n: 1 }; Promise.resolve().then(() => { o.n = 2 }); o") == #"{"n":1}"#)
        #expect(try subject.json("o") == #"{"n":2}"#)
    }

    @Test func leavesThePromiseJobsOfANestedCallToTheOutermost() throws {
        var seen: [String] = []
        let ask = subject.realm.makeFunction(named: "ask") { call in
            _ = try? call.function(at: 0)?.call()
            seen.append("returned")
            return .undefined
        }
        let note = subject.realm.makeFunction(named: "note") { call in
            seen.append(call.text(at: 0) ?? "")
            return .undefined
        }
        let script = "((ask, note) => { ask(() => { Promise.resolve().then(() => note('job')) }); note('end') })"
        _ = try subject.realm.function(evaluating: script, file: "test.js").call(.function(ask), .function(note))
        #expect(seen == ["returned", "end", "job"])
    }

    @Test func takesNoModules() throws {
        let exception = try subject.exception("export default 1")
        #expect(exception.name == "SyntaxError" && exception.line == 1 && exception.column == 1)
    }

    @Test func carriesStrictnessIntoNoOtherScript() throws {
        _ = try subject.realm.evaluate(#""use strict"; 1"#, file: "strict.js")
        #expect(try subject.json("sloppy = 1") == "1")
    }

    @Test func asksForAFunction() throws {
        let error = ScriptError.resultNotFunction(type: "an object")
        #expect(throws: error) { try subject.realm.function(evaluating: "({})", file: "test.js") }
        #expect(error.description == "a function is expected, and the script gave an object")
    }

    @Test func stopsTheProcessForAScriptOfAnotherEngine() async {
        await #expect(processExitsWith: .failure) { @EngineActor in
            let script = try Script("1", file: "a.js", in: ScriptEngine())
            _ = try Subject().realm.evaluate(script)
        }
    }
}
