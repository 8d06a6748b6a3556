import TestSupport
import Testing
import WorkerProtocol

/// How a turn ends.
@Suite(.ownThreads)
struct TurnTests {
    @Test(arguments: [
        ("function () { return {returned_code: 1} }", #"{"returned_code":1}"#),
        ("async function () { await null; return {text: 'привет'} }", #"{"text":"привет"}"#),
        ("function () { return Promise.resolve(5) }", "5"),
        ("function () { return '\\ud800' }", #""\ud800""#),
        ("function () { return 'a\\u0000b' }", #""a\u0000b""#),
        ("function () { return null }", "null"),
        ("function (req) { return req.query }", #"{"numa":"7495"}"#),
        (
            "function (req) { return [req.get('X-ID'), req.is('json'), req.cookies.a, req.accepted] }",
            #"["7",false,"1",["text/html"," */*"]]"#
        ),
    ])
    func aReturnedValueIsTheReply(handler: String, body: String) throws {
        let worker = try TestWorker()
        #expect(try worker.load([("a.js", "module.exports = \(handler)")]).failure == nil)
        let reply = try worker.run(
            request: #"{"query":{"numa":"7495"}}"#, headers: #"{"x-id":"7","cookie":"a=1; b","accept":"text/html, */*"}"#)
        #expect(reply.ending == .returned && reply.body == body)
    }

    @Test(arguments: [
        ("res.send('x')", 200, "x", #"{"Content-Type":"text/plain; charset=utf-8"}"#),
        ("res.send(404)", 404, "", #"{"Content-Type":"text/plain; charset=utf-8"}"#),
        ("res.status(201).json({a: 1})", 201, #"{"a":1}"#, #"{"Content-Type":"application/json; charset=utf-8"}"#),
        ("res.json('raw')", 200, "raw", #"{"Content-Type":"application/json; charset=utf-8"}"#),
        ("res.send(400, 'no')", 400, "no", #"{"Content-Type":"text/plain; charset=utf-8"}"#),
        ("res.type('html'); res.send('<p>')", 200, "<p>", #"{"Content-Type":"text/html"}"#),
        ("res.set({'X-A': 1, 'X-B': [1, 2]}); res.status('204')", 204, "", #"{"X-A":"1","X-B":"1,2"}"#),
        ("res.send('one'); res.json({two: 2}); return res", 200, #"{"two":2}"#, #"{"Content-Type":"application/json; charset=utf-8"}"#),
    ])
    func resAnswers(statement: String, status: UInt16, body: String, headers: String) throws {
        let reply = try TestWorker().answer("function (req, state, res) { \(statement) }")
        #expect(reply.ending == .sent && reply.status == status && reply.body == body && reply.headers == headers)
    }

    @Test(arguments: ["res.header('a b', 1)", "res.header('X', 'a\\r\\nSet-Cookie: x')", "res.status(99)", "res.status('ok')"])
    func resRefusesWhatHTTPCannotSay(statement: String) throws {
        let reply = try TestWorker().answer("function (req, state, res) { \(statement); res.send('x') }")
        #expect(reply.ending == .threw)
    }

    @Test func nothingReturnedAndNothingSentIsSaid() throws {
        #expect(try TestWorker().answer("function () {}").ending == .nothing)
    }

    @Test func aPromiseThatNothingSettlesEndsTheTurn() throws {
        #expect(try TestWorker().answer("function (req, state) { state.x = 1; return new Promise(() => {}) }").ending == .unsettled)
    }

    @Test(arguments: [
        ("throw new TypeError('нет')", "TypeError: нет"), ("null.x", "TypeError: null is not an object (evaluating 'null.x')"),
        ("throw 'text'", "threw a string: text"), ("throw null", "threw null: null"),
        ("return Promise.reject(new RangeError('r'))", "RangeError: r"),
    ])
    func anExceptionIsReportedWithItsPlace(statement: String, summary: String) throws {
        let worker = try TestWorker()
        let reply = try worker.answer("function () {\n  \(statement) }")
        #expect(reply.ending == .threw && reply.failure?.summary == summary)
        if !statement.hasPrefix("throw '") && !statement.hasPrefix("throw null") {
            #expect(reply.failure?.frames.first.map { "\($0.file):\($0.line)" } == "a.js:2")
        }
        #expect(try worker.run().ending == .threw, "the worker goes on")
    }

    @Test func columnsOnTheFirstLineAreTheAuthors() throws {
        let worker = try TestWorker()
        let report = try worker.load([("a.js", "let x = 1; x.y.z; module.exports = 1")])
        #expect(report.failure?.frames.first?.line == 1)
        #expect(report.failure?.frames.first?.column ?? 0 <= 18)
    }

    @Test(arguments: [
        ("throw {get message() { throw 1 }}"), ("throw new Proxy({}, {get() { throw 2 }})"),
        ("return {get text() { throw new Error('getter') }}"), ("const e = new Error('x'); e.stack = 7; throw e"),
        ("throw Object.create(null)"), ("return {toJSON() { throw 1 }}"),
    ])
    func whateverIsThrownTheWorkerGoesOn(statement: String) throws {
        let worker = try TestWorker()
        #expect(try worker.answer("function (req) { if (!req.query) { \(statement) } return 1 }").ending == .threw)
        #expect(try worker.run(request: #"{"query":{}}"#).body == "1")
    }

    @Test func anEndlessLoopIsStoppedAndNothingOfItStays() throws {
        let worker = try TestWorker()
        #expect(
            try worker.load([("a.js", "module.exports = (req, state) => { if (req.loop) { state.x = 1; for (;;); } return state }")])
                .failure == nil)
        #expect(try worker.run(request: #"{"loop":true}"#, budget: 50_000).ending == .exceededCPU)
        #expect(try worker.run().body == "{}")
    }

    @Test func aReplyOverItsLimitIsRefusedWithBothSizes() throws {
        let worker = try TestWorker()
        let reply = try worker.answer("function (req, state) { state.n = 1; return 'x'.repeat(20000) }")
        #expect(reply.ending == .replyTooLarge && reply.patch.isEmpty)
        #expect(reply.failure?.message == "reply 10000 bytes exceeded: used 20002 bytes")
    }

    @Test func whatJSONHidesIsReported() throws {
        let reply = try TestWorker().answer("function () { return {phones: [NaN, 1n], text: () => 1, p: Promise.resolve(), u: undefined} }")
        #expect(reply.ending == .returned && reply.body == #"{"phones":[null,null],"p":{}}"#)
        let expected = [("/phones/0", "nan"), ("/phones/1", "bigint"), ("/text", "function"), ("/p", "promise"), ("/u", "undefined")]
            .map { #"{"pointer":"\#($0)","kind":"\#($1)"}"# }.joined(separator: ",")
        #expect(reply.slips == "[\(expected)]")
    }

    @Test func promiseJobsThatAreLeftBelongToTheTurn() throws {
        let reply = try TestWorker().answer("function (req, state) { Promise.resolve().then(() => { state.late = 1 }); return 1 }")
        #expect(reply.patch == #"[{"op":"add","path":"/late","value":1}]"#)
    }

    @Test func consoleWritesTheTurnsLog() throws {
        let reply = try TestWorker().answer(
            "function () { console.log('%s: %d', 'шаг', 2, {a: [1]}); console.error(new Map([[1, 2]])); const o = {}; o.o = o; print(o, null, undefined, Symbol('s')); return 1 }"
        )
        #expect(reply.log == ["шаг: 2 {\"a\":[1]}", "Map [[1,2]]", #"{"o":"[circular]"} null undefined Symbol(s)"#])
    }

    @Test func aRejectionThatNobodyHandlesIsLogged() throws {
        let reply = try TestWorker().answer("function () {\n  Promise.reject(new TypeError('забыт')); return 1 }")
        #expect(reply.ending == .returned)
        #expect(reply.log.count == 1 && reply.log[0].contains("TypeError: забыт") && reply.log[0].contains("a.js:2"), "\(reply.log)")
    }

    @Test func aLogOverItsLimitIsCutWithAMark() throws {
        let reply = try TestWorker().answer("function () { for (let i = 0; i < 100; i++) console.log('я'.repeat(20)); return 1 }")
        #expect(reply.log.last == "… the log of this turn is cut here: it may have 1000 bytes")
        #expect(reply.log.count < 30 && reply.log.dropLast().last?.hasSuffix("…") == true)
    }

    @Test func repeatedQueryKeysAreAllThere() throws {
        let worker = try TestWorker()
        let request = #"{"query":{"a":"2","b":"3"},"queryPairs":[["a","1"],["b","3"],["a","2"]]}"#
        let reply = try worker.answer("function (req) { return [req.query.a, req.queryAll] }", request: request)
        #expect(reply.body == #"["2",{"a":["1","2"],"b":["3"]}]"#)
    }

    @Test(arguments: [
        (#"{"contentType":"json"}"#, #"{"a":1}"#, #"{"a":1}"#), (#"{"contentType":"json"}"#, "{bad", #""{bad""#),
        (#"{"contentType":"urlencoded","form":{"x":"1"}}"#, "x=1", #"{"x":"1"}"#), (#"{"contentType":""}"#, "", "null"),
        (#"{"contentType":""}"#, "текст", #""текст""#),
    ])
    func theBodyIsParsedByItsKind(request: String, body: String, seen: String) throws {
        #expect(try TestWorker().answer("function (req) { return [req.body] }", request: request, body: body).body == "[\(seen)]")
    }
}
