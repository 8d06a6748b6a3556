import TestSupport
import Testing
import WorkerProtocol

/// Turns that wait for something, and the turns that run meanwhile.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct WaitingTests {
    private static let wait = "const wait = (time) => new Promise((done) => setTimeout(done, time));\n"

    @Test func othersRunWhileOneWaits() throws {
        let worker = try worker("async (req, state) => { if (req.query.wait) await wait(500); return req.query.name }")
        let slow = try worker.order(request: #"{"query":{"wait":"1","name":"slow"}}"#)
        let quick = try worker.order(request: #"{"query":{"name":"quick"}}"#)
        let replies = try [worker.nextReply(), worker.nextReply()]
        #expect(replies.map(\.number) == [quick, slow] && replies.map(\.body) == [#""quick""#, #""slow""#])
    }

    @Test func timersGoOffInTheOrderOfTheirTimesAndNotBefore() throws {
        let reply = try worker(
            """
            async () => {
              const order = [], start = Date.now();
              await new Promise((done) => {
                setTimeout(done, 30);
                setTimeout((a, b) => order.push(a + b), 12, "x", "y");
                setTimeout(() => order.push("first"), 1);
                setTimeout(() => order.push("same"), 1);
                setTimeout(() => order.push("none"));
              });
              return [order, Date.now() - start >= 29];
            }
            """
        ).run()
        #expect(reply.body == #"[["none","first","same","xy"],true]"#)
    }

    @Test func aTimerThatIsClearedDoesNotGoOff() throws {
        let reply = try worker(
            """
            async () => {
              let calls = 0;
              const ids = [5, 1, 1].map((time) => setTimeout(() => { calls += 1; clearTimeout(ids[2]) }, time));
              clearTimeout(ids[0]), clearTimeout("nonsense"), clearTimeout(), clearTimeout(1e9);
              await wait(500);
              return [calls, typeof ids[0]];
            }
            """
        ).run()
        #expect(reply.body == #"[1,"number"]"#)
    }

    @Test func whatATurnLeavesBehindWhenItEndsNeverGoesOff() throws {
        let worker = try worker("(req) => { setTimeout(() => { globalThis.late = 1 }, 1); return globalThis.late ?? 0 }")
        #expect(try worker.run().body == "0")
        let other = try self.worker(
            """
            async (req) => {
              if (req.query.look) { await wait(500); return globalThis.late ?? 0 }
              setTimeout(() => { globalThis.late = 1 }, 1);
              if (req.query.fail) throw new Error("no");
              return 0;
            }
            """)
        #expect(try other.run(request: #"{"query":{}}"#).body == "0")
        #expect(try other.run(request: #"{"query":{"fail":"1"}}"#).ending == .threw)
        #expect(try other.run(request: #"{"query":{"look":"1"}}"#).body == "0")
    }

    @Test(arguments: ["setTimeout(() => {}, 1);", "Promise.resolve().then(() => setTimeout(() => {}, 1));"])
    func nothingCanBeWaitedForWhileFilesLoad(statement: String) throws {
        let report = try TestWorker().load([("a.js", "\(statement) module.exports = () => 1")])
        let sentence =
            "setTimeout: there is nothing to wait for outside of a request: while files load, and after the handler has answered"
        if statement.hasPrefix("set") {
            #expect(report.failure?.summary == "Error: \(sentence)")
        } else {
            #expect(report.log.lines.count == 1 && report.log.lines.first?.text.contains(sentence) == true)
        }
    }

    @Test(arguments: [
        ("setTimeout('code', 1)", "TypeError: setTimeout: the first argument should be a function"),
        (
            "for (let i = 0; i < 1001; i++) setTimeout(() => {}, 1)",
            "RangeError: setTimeout: one request may wait for 1000 things at the same time"
        ),
    ])
    func whatCannotBeWaitedForIsSaid(statement: String, summary: String) throws {
        let worker = try worker("(req) => { if (req.query.bad) { \(statement) } return 1 }")
        #expect(try worker.run(request: #"{"query":{"bad":"1"}}"#).failure?.summary == summary)
        #expect(try worker.run(request: #"{"query":{}}"#).body == "1")
    }

    @Test func aCallbackThatThrowsEndsTheTurn() throws {
        let reply = try worker("(req, state) => { state.x = 1; return new Promise(() => setTimeout(() => {\n null.x }, 1)) }").run()
        #expect(reply.ending == .threw && reply.failure?.frames.first.map { "\($0.file):\($0.line)" } == "a.js:3" && reply.patch == "")
    }

    @Test(arguments: ["Promise.race([new Promise(() => {}), wait(1).then(() => new Promise(() => {}))])", "new Promise(() => wait(1))"])
    func aPromiseThatNothingIsLeftToSettleEndsTheTurn(promise: String) throws {
        #expect(try worker("() => \(promise)").run().ending == .unsettled)
    }

    @Test func whoAnswersByResMayDoSoLater() throws {
        let worker = try worker("(req, state, res) => { setTimeout(() => { state.x = 1; res.send('later') }, 1) }")
        let reply = try worker.run()
        #expect(reply.ending == .sent && reply.body == "later" && reply.patch == #"[{"op":"add","path":"/x","value":1}]"#)
        let defined = try TestWorker()
        let code = "Sandbox.define('/', (req, res) => setTimeout(() => { if (req.query.say) res.send('later') }, 1))"
        #expect(try defined.load([("main.js", code)], main: "main.js").failure == nil)
        #expect(try defined.run(request: #"{"query":{"say":"1"}}"#).body == "later")
        #expect(try defined.run(request: #"{"query":{}}"#).ending == .nothing)
    }

    @Test func theComputingTimeIsThatOfTheWholeTurn() throws {
        let worker = try worker(
            """
            async () => {
              for (let part = 0; part < 50; part++) { const end = Date.now() + 20; while (Date.now() < end); await wait(1) }
              return "done";
            }
            """)
        #expect(try worker.run(budget: 200_000).ending == .exceededCPU)
        #expect(try worker.run(budget: 30_000_000).body == #""done""#, "the turn before leaves nothing of its account")
    }

    @Test func theLogIsThatOfTheWholeTurnAndHasOneLimit() throws {
        let worker = try worker(
            "async (req) => { console.log('one ' + req.query.name); await wait(5); console.log('two'); await wait(1); console.log('x'.repeat(2000)) }"
        )
        for name in ["a", "b"] { try worker.order(request: #"{"query":{"name":"\#(name)"}}"#) }
        for name in ["a", "b"] {
            let log = try worker.nextReply().log
            #expect(log.prefix(2) == ["one \(name)", "two"] && log.last?.hasSuffix("it may have 1000 bytes") == true, "\(log)")
        }
    }

    @Test func aPromiseOfAnotherTurnEndsThisOneToo() throws {
        let worker = try worker(
            """
            (() => { let shared; return async (req) => {
              if (req.query.first) return await (shared = wait(500).then(() => "shared"));
              setTimeout(() => {}, 1e6);
              return await shared;
            } })()
            """)
        try worker.order(request: #"{"query":{"first":"1"}}"#)
        try worker.order(request: #"{"query":{}}"#)
        #expect(try [worker.nextReply().body, worker.nextReply().body] == [#""shared""#, #""shared""#])
    }

    private func worker(_ handler: String, state: String = "{}") throws -> TestWorker {
        let worker = try TestWorker()
        let report = try worker.load([("a.js", Self.wait + "module.exports = \(handler)")], state: state)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return worker
    }
}
