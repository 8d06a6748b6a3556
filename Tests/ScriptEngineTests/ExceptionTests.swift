import ScriptEngine
import TestSupport
import Testing

/// An exception …
@EngineActor
@Suite(.ownThreads)
struct ExceptionTests {
    private let subject = Subject()

    @Test func tellsWhereItWasThrown() throws {
        let exception = try subject.exception("\nfunction order() {\n  return missing;\n}\norder()")
        #expect(exception.name == "ReferenceError")
        #expect(exception.message == "Can't find variable: missing")
        #expect(exception.file == "test.js" && exception.line == 3 && exception.column == 17)
        #expect(exception.thrownType == nil)
        #expect(exception.description == "test.js:3:17: ReferenceError: Can't find variable: missing")
        #expect(
            exception.frames == [
                ScriptException.Frame(function: "order", file: "test.js", line: 3, column: 17),
                ScriptException.Frame(function: "global code", file: "test.js", line: 5, column: 6),
            ])
        #expect(exception.stack == "order@test.js:3:17\nglobal code@test.js:5:6")
    }

    @Test func countsLinesFromTheFirstLine() throws {
        let error = #expect(throws: ScriptError.self) {
            _ = try subject.realm.evaluate("\nthrow new Error('x')", file: "a.js", firstLine: 10)
        }
        guard case .thrown(let exception) = error else { throw try #require(error) }
        #expect(exception.line == 11)
        let source = Array("let = = 1".utf8)
        let syntax = #expect(throws: ScriptError.self) {
            _ = try source.withUnsafeBufferPointer { try Script(utf8: $0, file: "b.js", firstLine: 7, in: subject.engine) }
        }
        guard case .syntax(let exception) = syntax else { throw try #require(syntax) }
        #expect(exception.line == 7 && exception.file == "b.js")
    }

    @Test(arguments: [
        ("let z = = 3;", 1, 9), ("var a = 1;\n  let zebra = ham eggs;", 2, 19), ("x = {a:1,,}", 1, 10), ("if (", 1, 5),
        ("'abc", 1, 5), ("let a; let a;", 1, 12), ("\r\n\r\n1 2", 3, 3), ("/* a\n b */ 1 2", 2, 9), ("'ы'; 1 😀", 1, 8),
        ("({ a: [ ) })", 1, 9), ("foo(1, 2\n\n", 3, 1),
    ])
    func tellsWhereASourceDoesNotParse(_ source: String, _ line: Int, _ column: Int) throws {
        let error = #expect(throws: ScriptError.self) { _ = try Script(source, file: "broken.js", in: subject.engine) }
        guard case .syntax(let exception) = error else { throw try #require(error) }
        #expect(exception.name == "SyntaxError" && exception.file == "broken.js")
        #expect(exception.line == line && exception.column == column)
    }

    @Test func ofAnotherScriptsTextIsThrownAndNotASyntaxErrorOfThisOne() throws {
        for source in ["eval('1 2')", "JSON.parse('{')", "throw new SyntaxError('mine')", "new Function(')')"] {
            let error = #expect(throws: ScriptError.self) { _ = try subject.realm.evaluate(source, file: "test.js") }
            guard case .thrown(let exception) = error else { throw try #require(error) }
            #expect(exception.name == "SyntaxError" && exception.file == "test.js", "\(source)")
        }
    }

    @Test func beforeTheFirstStatementHasAtLeastTheFile() throws {
        _ = try subject.json("let taken = 1; 0")
        let exception = try subject.exception("let taken = 2")
        #expect(exception.name == "SyntaxError" && exception.file == "test.js")
    }

    @Test(arguments: [
        ("null", "null", "null"), ("undefined", "undefined", "undefined"), ("'нет такого'", "a string", "нет такого"),
        ("42", "a number", "42"), ("10n", "a BigInt", "10"), ("true", "a boolean", "true"), ("Symbol('s')", "a symbol", "Symbol(s)"),
        ("[1, 2]", "an array", "[1,2]"), ("{ code: 5 }", "an object", #"{"code":5}"#), ("() => 1", "a function", ""),
        ("Object.create(null)", "an object", "{}"), ("Object.freeze({ message: 'm' })", "an object", "m"),
    ])
    func ofSomethingElseThanAnErrorSaysWhatItIs(_ thrown: String, _ type: String, _ message: String) throws {
        let exception = try subject.exception("throw (\(thrown))")
        #expect(exception.name == "" && exception.thrownType == type && exception.message == message)
        #expect(exception.description == "\(type) was thrown" + (message.isEmpty ? "" : ": \(message)"))
    }

    @Test(arguments: [
        "{ get message() { throw 1 }, get name() { throw 2 }, get stack() { throw 3 } }", "new Proxy({}, { get() { throw 2 } })",
        "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()", "{ toJSON() { throw 3 } }",
        "(() => { const o = {}; o.o = o; return o })()", "globalThis", "{ message: {}, name: [] }",
        "{ get message() { return this.message } }",
    ])
    func survivesHostileObjects(_ thrown: String) throws {
        #expect(try subject.exception("throw (\(thrown))").thrownType == "an object")
        #expect(try subject.json("1") == "1")
    }

    @Test(arguments: [
        "Object.defineProperty(e, 'stack', { get() { throw 5 } })", "e.stack = 5", "e.stack = { toString() { throw 6 } }",
        "e.line = -1; e.stack = 'x'", "e.line = 1e300", "e.column = NaN", "Object.setPrototypeOf(e, { name: 'Odd' })",
    ])
    func survivesAnErrorThatWasSpoiled(_ spoil: String) throws {
        let exception = try subject.exception("const e = new Error('kept'); \(spoil); throw e")
        #expect(exception.message == "kept" && exception.thrownType == nil)
    }

    @Test func cutsWhatIsTooLong() throws {
        let limit = ScriptException.textLimit
        #expect(try subject.exception("throw 'ж'.repeat(1e7)").message == String(repeating: "ж", count: limit) + "…")
        let exception = try subject.exception("const e = new Error('m'.repeat(1e6)); e.stack = 's'.repeat(1e6); throw e")
        #expect(exception.message.count == limit + 1 && exception.stack.count == limit + 1)
    }

    @Test func ofAnotherRealmIsAnError() throws {
        let other = subject.engine.makeRealm(named: "other")
        let thrower = try other.function(evaluating: "(() => { throw new TypeError('far') })", file: "other.js")
        let error = #expect(throws: ScriptError.self) {
            _ = try subject.realm.function(evaluating: "(f => f())", file: "test.js").call(.function(thrower))
        }
        guard case .thrown(let exception) = error else { throw try #require(error) }
        #expect(exception.name == "TypeError" && exception.thrownType == nil && exception.file == "other.js")
    }

    @Test func ofEndlessRecursionIsARangeError() throws {
        let exception = try subject.exception("(function f() { f() })()")
        #expect(exception.name == "RangeError" && exception.file == "test.js")
        #expect(try subject.json("1") == "1")
    }

    @Test func readsFramesOfAnyForm() {
        let stack = "f@a@b.js:1:2\n@test.js:3:4\nforEach@[native code]\nnonsense\neval code@\ng@test.js\nh@c:d.js:5:6"
        let exception = ScriptException(name: "Error", message: "", stack: stack)
        typealias Frame = ScriptException.Frame
        #expect(
            exception.frames == [
                Frame(function: "f", file: "a@b.js", line: 1, column: 2), Frame(function: nil, file: "test.js", line: 3, column: 4),
                Frame(function: "forEach", file: nil, line: nil, column: nil),
                Frame(function: "nonsense", file: nil, line: nil, column: nil),
                Frame(function: "eval code", file: nil, line: nil, column: nil),
                Frame(function: "g", file: "test.js", line: nil, column: nil),
                Frame(function: "h", file: "c:d.js", line: 5, column: 6),
            ])
    }
}
