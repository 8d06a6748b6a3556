import ScriptEngine
import TestSupport
import Testing

/// A function of a script …
@EngineActor
@Suite(.ownThreads)
struct FunctionTests {
    private let subject = Subject()

    @Test func getsEveryKindOfArgument() throws {
        let function = try subject.realm.function(
            evaluating: "((...a) => JSON.stringify(a.map(v => v === undefined ? 'undefined' : typeof v == 'function' ? v(2) : v)))",
            file: "test.js")
        let double = try subject.realm.function(evaluating: "(n => n * 2)", file: "double.js")
        let bytes = Array("ы".utf8)
        let text = try bytes.withUnsafeBufferPointer { utf8 in
            try function.callReturningText(
                .undefined, .null, .bool(false), .number(1.5), .text("т"), .utf8(utf8), .utf16([0x41]), .json(Array("[{}]".utf8)),
                .function(double))
        }
        #expect(text == #"["undefined",null,false,1.5,"т","ы","A",[{}],4]"#)
    }

    @Test func takesSixteenArguments() throws {
        let count = try subject.realm.function(evaluating: "(function () { return arguments.length })", file: "test.js")
        #expect(ScriptFunction.argumentLimit == 16)
        let sixteen = try count.call(
            .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null)
        #expect(sixteen.number == 16)
        #expect(try count.call().number == 0)
    }

    @Test func stopsTheProcessForMoreArguments() async {
        await #expect(processExitsWith: .failure) { @EngineActor in
            let count = try Subject().realm.function(evaluating: "(() => 1)", file: "test.js")
            _ = try count.call(
                .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null, .null)
        }
    }

    @Test func isNotCalledWithBrokenJSON() throws {
        let function = try subject.realm.function(evaluating: "(() => { globalThis.called = true })", file: "test.js")
        #expect(throws: ScriptError.argumentNotJSON(index: 1)) { _ = try function.call(.null, .json(Array("{bad".utf8))) }
        #expect(try subject.json("typeof called") == #""undefined""#)
    }

    @Test func hasNoThis() throws {
        let function = try subject.realm.function(
            evaluating: "(function () { 'use strict'; return this === undefined || this === globalThis })", file: "test.js")
        #expect(try function.call().bool == true)
    }

    @Test func throwsWhatItThrows() throws {
        let function = try subject.realm.function(evaluating: "(n => { throw new RangeError('n is ' + n) })", file: "range.js")
        var bytes: [UInt8] = [1]
        let error = #expect(throws: ScriptError.self) { _ = try function.call(.number(3), appendingTextTo: &bytes) }
        guard case .thrown(let exception) = error else { throw try #require(error) }
        #expect(exception.description == "range.js:1:29: RangeError: n is 3" && bytes == [1])
    }

    @Test func survivesGarbageWhileItsArgumentsAreMade() throws {
        let function = try subject.realm.function(evaluating: "((...a) => a.map(s => s.length + s[0]).join())", file: "test.js")
        let texts = (0..<8).map { String(repeating: "\($0)", count: 100_000) }
        for _ in 0..<5 {
            let text = try function.callReturningText(
                .text(texts[0]), .text(texts[1]), .text(texts[2]), .text(texts[3]), .text(texts[4]), .text(texts[5]), .text(texts[6]),
                .text(texts[7]))
            #expect(text == "1000000,1000001,1000002,1000003,1000004,1000005,1000006,1000007")
        }
    }

    @Test func livesAsLongAsItsHandle() throws {
        var functions: [ScriptFunction] = []
        let make = try subject.realm.function(evaluating: "(n => () => n)", file: "test.js")
        for number in 0..<1_000 { functions.append(try #require(try make.call(.number(Double(number))).function)) }
        subject.engine.collectGarbage()
        for (number, function) in functions.enumerated() { #expect(try function.call().number == Double(number)) }
    }
}
