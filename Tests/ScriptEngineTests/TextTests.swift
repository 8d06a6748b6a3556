import ScriptEngine
import TestSupport
import Testing

/// Text that crosses into a script and back …
@EngineActor
@Suite(.ownThreads)
struct TextTests {
    private let subject = Subject()

    private func echo() throws -> ScriptFunction {
        try subject.realm.function(evaluating: "(text => text)", file: "echo.js")
    }

    @Test(arguments: ["", "a\0b", "Привет", "😀", "e\u{301} é", String(repeating: "ё", count: 100_000)])
    func staysAsItIs(_ text: String) throws {
        let echo = try echo()
        #expect(try echo.callReturningText(.text(text)) == text)
        var bytes = Array("before".utf8)
        let isText = try echo.call(.text(text), appendingTextTo: &bytes)
        #expect(isText)
        #expect(bytes == Array("before".utf8) + Array(text.utf8))
    }

    @Test func keepsTheLengthOfANUL() throws {
        let length = try subject.realm.function(evaluating: "(text => text.length)", file: "length.js")
        #expect(try length.call(.text("a\0b")).number == 3)
        #expect(try subject.json("'a\0b'.length") == "3")
    }

    @Test func isRepairedIfItIsBrokenUTF8() throws {
        let echo = try echo()
        let text = try [0x78, 0xFF, 0x79].withUnsafeBufferPointer { try echo.callReturningText(.utf8($0)) }
        #expect(text == "x\u{FFFD}y")
    }

    @Test func keepsALoneSurrogateInUTF16() throws {
        let value = try subject.realm.evaluate(#"'x\ud800y'"#, file: "test.js")
        #expect(value.utf16 == [0x78, 0xD800, 0x79])
        #expect(try echo().call(.utf16([0xDC00, 0x41])).utf16 == [0xDC00, 0x41])
    }

    @Test func replacesALoneSurrogateInUTF8() throws {
        let value = try subject.realm.evaluate(#"'x\ud800y'"#, file: "test.js")
        #expect(value.text == "x\u{FFFD}y")
        var bytes: [UInt8] = []
        let isText = value.appendUTF8(to: &bytes)
        #expect(isText)
        #expect(bytes == Array("x\u{FFFD}y".utf8))
    }

    @Test func isNotTakenFromAnythingButAString() throws {
        for source in ["1", "null", "undefined", "({ toString() { return 'x' } })", "new String('x')", "Symbol('x')"] {
            let value = try subject.realm.evaluate(source, file: "test.js")
            var bytes: [UInt8] = [1]
            #expect(value.text == nil && value.utf16 == nil)
            let isText = value.appendUTF8(to: &bytes)
            #expect(!isText && bytes == [1])
        }
        var bytes: [UInt8] = [1]
        let isText = try echo().call(.number(1), appendingTextTo: &bytes)
        #expect(!isText && bytes == [1])
        #expect(try echo().callReturningText(.null) == nil)
    }

    @Test func ofAScriptMayBeBrokenUTF8() throws {
        let script = try Array("'".utf8 + [0xC3] + "'".utf8).withUnsafeBufferPointer {
            try Script(utf8: $0, file: "broken.js", in: subject.engine)
        }
        #expect(try subject.realm.evaluate(script).text == "\u{FFFD}")
    }
}
