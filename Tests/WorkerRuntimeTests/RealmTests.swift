import TestSupport
import Testing
import WorkerProtocol

/// What a script finds in its realm, and what the runtime does there.
@Suite(.ownThreads)
struct RealmTests {
    /// The globals of the language as the engine has it, without those that are taken away.
    private static let language = """
        AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float16Array \
        Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object \
        Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array \
        Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI \
        encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape
        """

    @Test func theGlobalsAreTheDocumentedOnes() throws {
        let worker = try TestWorker()
        let code = "Sandbox.define('/', (req, res) => res.send(Reflect.ownKeys(globalThis).map(String).join(' ')))"
        #expect(try worker.load([("main.js", code)], main: "main.js").failure == nil)
        let found = Set(try worker.run().body.split(separator: " ").map(String.init))
        #expect(found == Set(Self.language.split(separator: " ").map(String.init)).union(try Self.documented()))
    }

    @Test func theRuntimeNeverFallsIntoWhatAScriptHasReplaced() throws {
        let worker = try TestWorker()
        let code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/poison.js")
        let report = try worker.load([("a.js", code)], state: #"{"n":0,"list":[{"a":[1]}],"own":{}}"#)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        let headers = #"{"host":"h","x-thing":"1","cookie":"a=\"b\"; c=d","accept":"a,b","content-type":"application/json"}"#
        let request = #"{"query":{"q":"2"},"queryPairs":[["q","1"],["q","2"]],"contentType":"json"}"#
        for turn in 1...3 {
            let reply = try worker.run(request: request, headers: headers, body: #"{"z":1}"#)
            #expect(reply.ending == .returned, "turn \(turn): \(reply.failure?.summary ?? "")")
            #expect(
                reply.body == #"{"returned_code":1,"text":"","deep":{"a":[1,null]}}"#, "the runtime called something that it should not")
            #expect(reply.log == ["text 1.5 % {\"a\":{\"b\":\"1n\"}} [1,[2]] null undefined true"])
            #expect(reply.patch.hasPrefix(#"[{"op":"replace","path":"/n","value":\#(turn)}"#), "\(reply.patch)")
            #expect(reply.slips == #"[{"pointer":"/deep/a/1","kind":"nan"}]"#)
        }
        let sent = try worker.run(request: #"{"query":{"res":"1"},"contentType":"json"}"#, headers: headers)
        #expect(sent.ending == .sent && sent.status == 201, "\(sent.failure?.summary ?? "")")
        #expect(sent.headers == #"{"Content-Type":"application/json","X-A":"b","X-B":"c","X-C":"4"}"#)
        #expect(sent.body == #"{"ok":true,"hits":""}"#)
        let awaited = try worker.run(request: #"{"query":{"wait":"1"},"contentType":"json"}"#, headers: headers)
        #expect(awaited.ending == .returned && awaited.body.contains(#""text":"""#), "\(awaited.failure?.summary ?? awaited.body)")
    }

    @Test func whatIsStoredIsWhatTheTreeHasWhateverToJSONSays() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              state.copy = state.list;
              return {get text() { Object.prototype.toJSON = Array.prototype.toJSON = () => "forged"; return "x" }};
            }
            """
        #expect(try worker.load([("a.js", code)], state: #"{"list":[{"a":[2],"b":"я\n"},1,null]}"#).failure == nil)
        #expect(try worker.run().patch == #"[{"op":"add","path":"/copy","value":[{"a":[2],"b":"я\n"},1,null]}]"#)
    }

    @Test(arguments: [
        "state.self === state && state.list.self === state.list",
        "Object.getPrototypeOf(state) === Object.prototype && !caught && Object.isExtensible(state) && !caught",
        "(state.fresh = {a: 1}, state.list.push(1), caught === undefined)",
        "(req.headers, req.body, caught === undefined)",
    ])
    func noObjectOfTheRuntimeComesOut(claim: String) throws {
        let code = """
            let caught;
            Object.defineProperty(Object.prototype, "self", {get() { return this }});
            for (const trap of ["getPrototypeOf", "isExtensible"]) Object.prototype[trap] = function (target) { caught = target; return Reflect[trap](target) };
            for (const name of ["writes", "parent", "proxy", "node", "records", "fresh", "headersText", "1", "2"])
              Object.defineProperty(Object.prototype, name, {set() { caught = this }});
            module.exports = (req, state) => \(claim);
            """
        let worker = try TestWorker()
        #expect(try worker.load([("a.js", code)], state: #"{"list":[1,{}]}"#).failure == nil)
        #expect(try worker.run().body == "true")
        #expect(try worker.run().body == "true")
    }

    @Test func configCannotBeChangedInAnyDepth() throws {
        let worker = try TestWorker()
        let code =
            "module.exports = (req) => { try { req.config.a.b.push(2) } catch {} try { req.config.a.c = 1 } catch {} return req.config }"
        #expect(try worker.load([("a.js", code)], config: #"{"a":{"b":[1]}}"#).failure == nil)
        #expect(try worker.run().body == #"{"a":{"b":[1]}}"#)
        #expect(try worker.run().body == #"{"a":{"b":[1]}}"#)
    }

    @Test func anElementOfAnArrayIsAllThatItCanStore() throws {
        let reply = try TestWorker().answer("function (req, state) { state.list.name = 'x' }", state: #"{"list":[]}"#)
        #expect(reply.failure?.summary == "TypeError: state.list.name: what is no element of an array cannot be stored")
        let worker = try TestWorker()
        let code = "Sandbox.define('/', (req, res) => { res.json({before: state.list.name ?? null}); state.list.name = 'x' })"
        #expect(try worker.load([("main.js", code)], main: "main.js", state: #"{"list":[]}"#, rules: .json).failure == nil)
        #expect(try worker.run().patch == "")
        #expect(try worker.run().body == #"{"before":null}"#)
    }

    @Test func aWriteAtTheEndOfTheStackIsWholeOrHasNotHappened() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              (function deeper() { try { deeper() } catch {} try { state.a.edge = {x: [1]} } catch {} })();
              return {seen: state.a.edge !== undefined};
            }
            """
        #expect(try worker.load([("a.js", code)], state: #"{"a":{}}"#).failure == nil)
        let reply = try worker.run(budget: 30_000_000)
        #expect(reply.body == #"{"seen":true}"#, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch == #"[{"op":"add","path":"/a/edge","value":{"x":[1]}}]"#)
        try worker.rewind(1)
        #expect(try worker.run(budget: 30_000_000).patch == reply.patch)
    }

    /// The names of the table in the documentation.
    private static func documented() throws -> Set<String> {
        let lines = try Checkout.text(of: "docs/handlers.md").split(separator: "\n")
        let section = lines.drop { $0 != "## Globals" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let rows = section.filter { $0.hasPrefix("| `") }
        return Set(rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) })
    }
}
