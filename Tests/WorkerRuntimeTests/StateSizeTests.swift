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
