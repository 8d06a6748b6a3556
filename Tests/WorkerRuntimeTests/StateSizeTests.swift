import JSONText
import TestSupport
import Testing
import WorkerProtocol

/// The size of a state, which is counted while it grows.
@Suite(.ownThreads)
struct StateSizeTests {
    private static let limit = 2_000

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// Adds, replaces and removes at random, near the limit: what fits is taken, what does not is refused, thousands of times.
    @Test(arguments: [UInt64(1), 2, 3]) func isKnownToTheByte(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              const { op, key, text, count } = req.query;
              if (op === "set") state[key] = text;
              else if (op === "object") state[key] = { text, list: [+count, null, true, { [text]: {} }] };
              else if (op === "push") (state.list ??= []).push(text);
              else if (op === "cut") { if (state.list) state.list.splice(+count % 3, 2); }
              else if (op === "move") { state[text] = state[key] ?? 0; delete state[key]; }
              else if (op === "spread") state[key] = { ...state[key], [text]: +count };
              else delete state[key];
              return JSON.parse(JSON.stringify(state));
            };
            """
        try #require(try worker.load([("a.js", code)], stateLimit: UInt64(Self.limit)).failure == nil)
        var size = 2
        var refused = 0
        for _ in 0..<3_000 {
            let op = ["set", "object", "push", "push", "cut", "move", "spread", "delete"].randomElement(using: &numbers) ?? ""
            let key = ["a", "b", "имя", "\\\\"].randomElement(using: &numbers) ?? ""
            let text = String(
                repeating: ["x", "ж", "\\n", "😀"].randomElement(using: &numbers) ?? "", count: Int.random(in: 0..<90, using: &numbers))
            let count = Int.random(in: 0..<9_999, using: &numbers)
            let reply = try worker.run(
                request: #"{"query":{"op":"\#(op)","key":"\#(key)","text":"\#(text)","count":"\#(count)"}}"#)
            if reply.ending == .changeTooLarge {
                refused += 1
                let sentence = try #require(reply.failure?.message)
                let told = try #require(sentence.split(separator: " ").compactMap { Int($0) }.last)
                #expect(sentence == "state \(Self.limit) bytes exceeded: it would have \(told) bytes" && told > Self.limit)
                #expect(told <= size + 1_000, "\(op): not more than what was there and what came")
            } else {
                try #require(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
                size = try JSONValue(parsing: Array(reply.body.utf8)).bytes().count
                #expect(size <= Self.limit)
            }
        }
        #expect(refused > 100, "otherwise nothing was tried")
    }

    @Test func theScriptThatIsToldCanGoOnWithLess() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              try {
                for (;;) state.list.push("x".repeat(100));
              } catch (error) {
                return { error: String(error), length: state.list.length };
              }
            };
            """
        try #require(try worker.load([("a.js", code)], state: #"{"list":[]}"#, stateLimit: 1_000).failure == nil)
        let reply = try worker.run()
        #expect(reply.body.hasPrefix(#"{"error":"RangeError: state 1000 bytes exceeded: it would have 10"#), "\(reply.body)")
        #expect(reply.body.hasSuffix(#","length":9}"#))
        #expect(reply.patch.hasPrefix(#"[{"op":"add","path":"/list/-","value":"xxxx"#))
    }

    /// At the very limit, what takes no more room than what it replaces is taken, by every way of writing it.
    @Test(arguments: [
        "state.n = 11", "state.n = 11; state.n = 12; state.n = 13", "state.text = 'y'.repeat(900)", "state.list[0] = 'ж'",
        "state.list.splice(0, 1, 'ж')", "state = { n: 99, text: 'y'.repeat(900), list: ['z1'] }",
        "Object.assign(state, { n: 99, list: ['z1'] })",
        "state.list.fill('ж')", "delete state.n; state.m = 10", "state.list.pop(); state.list.push('ж')", "state = { ...state, n: 77 }",
    ])
    func isNotInTheWayOfWhatTakesNoMoreRoom(statement: String) throws {
        let text = String(repeating: "x", count: 900)
        let document = #"{"n":10,"text":"\#(text)","list":["ab"]}"#
        let worker = try TestWorker()
        let code = "module.exports = (req) => { \(statement); return {} }"
        try #require(try worker.load([("a.js", code)], state: document, stateLimit: UInt64(document.utf8.count)).failure == nil)
        for _ in 0..<3 {
            let reply = try worker.run()
            #expect(reply.ending == .returned || statement.hasPrefix("delete"), "\(reply.failure?.summary ?? "")")
        }
        let more = try TestWorker()
        let refused = "module.exports = (req) => { \(statement); state.list.push(1); return {} }"
        try #require(try more.load([("a.js", refused)], state: document, stateLimit: UInt64(document.utf8.count)).failure == nil)
        let size = document.utf8.count
        #expect(try more.run().failure?.message == "state \(size) bytes exceeded: it would have \(size + 2) bytes")
    }

    /// A state that cannot be replaced stays what it was.
    @Test func aRefusedReplacementOfTheWholeLeavesItAsItWas() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              const messages = [];
              const attempt = (make) => { try { globalThis.state = make(); } catch (error) { messages.push(error.message); } };
              attempt(() => ({ a: "x".repeat(500), b: 1 }));
              attempt(() => ({ ...state, c: "x".repeat(500) }));
              attempt(() => ({ c: 1, d: () => 1 }));
              return [messages, state];
            };
            """
        try #require(try worker.load([("a.js", code)], state: #"{"a":{"b":1},"n":1}"#, stateLimit: 300).failure == nil)
        let reply = try worker.run()
        #expect(
            reply.body
                == #"[["state 300 bytes exceeded: it would have 514 bytes","state 300 bytes exceeded: it would have 526 bytes","state.d: functions cannot be stored"],{"a":{"b":1},"n":1}]"#
        )
        #expect(reply.patch.isEmpty)
    }

    /// As with the limit of the state: a script is told while it writes, and can go on with less.
    @Test func theScriptThatChangesTooMuchIsToldAndCanGoOnWithLess() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              let count = 0;
              try {
                for (;;) state["k" + count++] = "x".repeat(100);
              } catch (error) {
                return [error.name, error.message, count];
              }
            };
            """
        let state = #"{"text":"\#(String(repeating: "x", count: 3_000))"}"#
        try #require(try worker.load([("a.js", code)], state: state, patchLimit: 2_000).failure == nil)
        let reply = try worker.run()
        #expect(reply.body.hasPrefix(#"["RangeError","patch 2000 bytes exceeded: this request changed 2"#), "\(reply.body)")
        #expect(reply.patch.utf8.count > 1_700 && reply.patch.utf8.count <= 2_000)
    }

    @Test func whatIsNotToldByTheScriptThatChangedTooMuchIsTheOutcome() throws {
        let worker = try TestWorker()
        let code = #"module.exports = (req, state) => { state.x = "y".repeat(500); return {} }"#
        let state = #"{"text":"\#(String(repeating: "x", count: 3_000))"}"#
        try #require(try worker.load([("a.js", code)], state: state, patchLimit: 300).failure == nil)
        let reply = try worker.run()
        #expect(reply.ending == .changeTooLarge && reply.failure?.frames.first?.file == "a.js")
        #expect(reply.failure?.message.hasPrefix("patch 300 bytes exceeded: this request changed ") == true)
    }

    /// What is written again and again counts once.
    @Test func aPatchIsNoLargerForWhatIsWrittenAgain() throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              for (let round = 0; round < 200; round++) state.last = "y".repeat(700 + round % 20);
              for (let round = 0; round < 50; round++) { state.list.unshift("z".repeat(50)); state.list.pop(); }
              return {};
            };
            """
        let list = "[\(Array(repeating: #""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#, count: 200).joined(separator: ","))]"
        try #require(try worker.load([("a.js", code)], state: #"{"list":\#(list)}"#, patchLimit: 8_000).failure == nil)
        let reply = try worker.run()
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
    }

    /// What the rules `json` turn into null stands in the state as it is until the turn ends, and the patch is measured before.
    @Test(arguments: ["Symbol()", "() => 1", "undefined"])
    func aPatchIsMeasuredWhateverStandsInTheState(value: String) throws {
        let worker = try TestWorker()
        let code = """
            module.exports = (req, state) => {
              state.list[0] = \(value);
              for (let index = 1; index <= 400; index++) state.list[index] = index;
              return {};
            };
            """
        let list = "[\(Array(repeating: "0", count: 11_000).joined(separator: ","))]"
        try #require(try worker.load([("a.js", code)], state: #"{"list":\#(list)}"#, rules: .json, patchLimit: 20 << 10).failure == nil)
        let reply = try worker.run()
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch.hasPrefix(#"[{"op":"replace","path":"/list/0","value":null},"#), "\(reply.patch.prefix(100))")
    }

    @Test func aPatchThatIsTooLargeIsRefusedWithItsSize() throws {
        let worker = try TestWorker()
        let code = #"module.exports = (req, state) => { state.x = "ж".repeat(200); return {} }"#
        try #require(try worker.load([("a.js", code)], patchLimit: 300).failure == nil)
        let reply = try worker.run()
        #expect(reply.ending == .changeTooLarge)
        #expect(reply.failure?.message == "patch 300 bytes exceeded: this request changed 437 bytes")
        #expect(try worker.run(route: TurnOrder.expiryRoute, body: "[]").patch == "")
    }
}
