import HandlerHost
import JSONText
import NIOCore
import TestSupport
import Testing

/// How turns end, with real workers.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var code: String
        var outcome: Outcome
        var status: Int
        /// Part of the problem document's detail.
        var detail: String
        var testDescription: String { code }

        /// The limit that is to be met is low, and the others are out of the way on a slow machine.
        var limits: String {
            switch outcome {
            case .timedOut: "limits: { wall: 2s, cpu: 20s, memory: 1GiB }"
            case .exceededMemory: "limits: { wall: 10m, cpu: 10m, memory: 64MiB }"
            case .exceededCPU: "limits: { wall: 10m, cpu: 200ms, memory: 1GiB }"
            default: "limits: { wall: 10m, cpu: 10m, memory: 1GiB }"
            }
        }
    }

    static let failures: [Case] = [
        Case(code: "throw new TypeError('нет')", outcome: .threw, status: 500, detail: "TypeError: нет"),
        Case(code: "throw 'text'", outcome: .threw, status: 500, detail: "threw a string: text"),
        Case(code: "throw {get message() { throw 1 }}", outcome: .threw, status: 500, detail: ""),
        Case(code: "return {get text() { throw new Error('getter') }}", outcome: .threw, status: 500, detail: "getter"),
        Case(code: "", outcome: .noReply, status: 500, detail: "returned nothing"),
        Case(code: "return new Promise(() => {})", outcome: .noReply, status: 500, detail: "can never settle"),
        Case(code: "const o = {text: 'x'}; o.o = o; return o", outcome: .invalidInstruction, status: 500, detail: "/o"),
        Case(code: "return {phone: ['74951234567']}", outcome: .invalidInstruction, status: 500, detail: #"did you mean "phones"?"#),
        Case(code: "return JSON.stringify({text: 'x'})", outcome: .invalidInstruction, status: 500, detail: "JSON"),
        Case(code: "return {text: Promise.resolve('x')}", outcome: .invalidInstruction, status: 500, detail: "/text"),
        Case(code: "return {returned_code: NaN}", outcome: .invalidInstruction, status: 500, detail: "NaN"),
        Case(code: "return {phones: [74951234567]}", outcome: .invalidInstruction, status: 500, detail: "/phones/0"),
        Case(code: "return () => 1", outcome: .invalidInstruction, status: 500, detail: "function"),
        Case(
            code: "return {text: 'x'.repeat(2 << 20)}", outcome: .exceededReply, status: 500,
            detail: "reply 1048576 bytes exceeded: used 2097163 bytes"),
        Case(
            code: "state.all = 'x'.repeat(17 << 20); return {returned_code: 1}", outcome: .exceededState, status: 500,
            detail: "patch 4194304 bytes exceeded: this request changed 178"),
        Case(code: "for (;;) Math.sqrt(2);", outcome: .exceededCPU, status: 500, detail: " in go.js:1"),
        Case(code: "return (async () => { for (;;) await 0 })()", outcome: .timedOut, status: 504, detail: "wall 2 s exceeded"),
        Case(
            code: "const a = []; for (;;) a.push(new Array(1e5).fill(1.5))", outcome: .exceededMemory, status: 500,
            detail: "memory 64 MiB exceeded"),
        Case(
            code: "state.f = () => 1; return {returned_code: 1}", outcome: .threw, status: 500,
            detail: "state.f: functions cannot be stored"),
    ]

    @Test(arguments: failures)
    func aFailureSaysWhatToMend(_ failure: Case) async throws {
        let test = try await TestHost([
            "a/go.js": handler(failure.code), "a/ok.js": handler("return state"), "a/sandbox.yaml": failure.limits,
        ])
        let reply = await test.get("/@a/go")
        #expect(reply.outcome == failure.outcome && reply.status == failure.status, "\(reply.text)")
        #expect(reply.header("Ringbox-Outcome") == failure.outcome.rawValue)
        #expect(reply.header("Content-Type") == "application/problem+json")
        let problem = try JSONValue(parsing: reply.text)
        #expect(problem["detail"]?.string?.contains(failure.detail) == true, "\(reply.text)")
        #expect(problem["outcome"]?.string == failure.outcome.rawValue)
        #expect(!reply.text.contains(test.folder.path), "no path of the machine")
        let after = await test.get("/@a/ok?x=1")
        #expect(after.outcome == .invalidInstruction && after.text.contains("/"), "the sandbox goes on: \(after.text)")
    }

    @Test(arguments: failures)
    func withAFallbackThePBXGetsAnInstruction(_ failure: Case) async throws {
        let settings = """
            fallback: { phones: ["74951234567"] }
            \(failure.limits)
            routes:
              /own: { fallback: { returned_code: 9 } }
            """
        let test = try await TestHost([
            "a/go.js": handler(failure.code), "a/own.js": handler(failure.code), "a/sandbox.yaml": settings,
        ])
        for (path, body) in [("/@a/go", #"{"phones":["74951234567"]}"#), ("/@a/own", #"{"returned_code":9}"#)] {
            let reply = await test.get(path)
            #expect(reply.status == 200 && reply.text == body)
            #expect(reply.header("Ringbox-Outcome") == "\(failure.outcome.rawValue); fallback")
            #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
            #expect(test.lastTurn?.outcome == failure.outcome)
        }
    }

    @Test func anExceptionNamesTheAuthorsLine() async throws {
        let code =
            "import { greet } from './lib/greet';\n\nexport default function (req: { query: Record<string, string> }): unknown {\n  return greet(req.query.name);\n}\n"
        let library =
            "export interface Named { name: string }\n\nexport function greet(who: string): string {\n  const named = undefined as unknown as Named;\n  return who + named.name;\n}\n"
        let test = try await TestHost(["a/go.ts": code, "a/lib/greet.ts": library])
        let problem = try JSONValue(parsing: await test.get("/@a/go").text)
        #expect(problem["place"]?["file"]?.string == "lib/greet.ts" && problem["place"]?["line"]?.int == 5)
        #expect(problem["stack"]?[1]?.string?.contains("go.ts:4") == true)
    }

    @Test func aStopForCPUTimeNamesTheAuthorsLine() async throws {
        let code =
            "import { spin } from './lib/spin';\n\nexport default (req: { query: object }): unknown =>\n  Promise.resolve().then(() => spin(req.query));\n"
        let library =
            "export interface Any { a: number }\n\n\nexport function spin(what: object): never {\n  let sum: number = 0;\n  for (;;) sum += Math.sqrt(2);\n}\n"
        let test = try await TestHost(["a/go.ts": code, "a/lib/spin.ts": library, "a/sandbox.yaml": "limits: { wall: 60s, cpu: 150ms }"])
        let problem = try JSONValue(parsing: await test.get("/@a/go").text)
        #expect(problem["detail"]?.string?.hasPrefix("cpu 150 ms exceeded: used ") == true, "\(problem)")
        #expect(problem["detail"]?.string?.hasSuffix(" in lib/spin.ts:6") == true, "\(problem)")
        #expect(problem["place"]?["file"]?.string == "lib/spin.ts" && problem["place"]?["line"]?.int == 6)
        #expect(problem["stack"]?[0]?.string == "spin lib/spin.ts:6")
        #expect(problem["stack"]?[1]?.string?.contains("go.ts:") == true)
    }

    @Test func topLevelCodeThatIsStoppedNamesTheAuthorsLine() async throws {
        let code = "interface Any { a: number }\nfor (;;) Math.sqrt(2);\n"
        let test = try await TestHost(["a/go.ts": code, "a/sandbox.yaml": "limits: { load: 150ms }"])
        let problem = try JSONValue(parsing: await test.get("/@a/go").text)
        let detail = problem["detail"]?.string ?? ""
        #expect(detail.hasPrefix("load 150 ms exceeded: used ") && detail.hasSuffix(" in go.ts:2"), "\(detail)")
    }

    @Test func aValidReplyIsSentAsItIs() async throws {
        let test = try await TestHost(["a/go.js": handler("return {returned_code: 1, text: 'Здравствуйте'}")])
        let reply = await test.get("/@a/go")
        #expect(reply.status == 200 && reply.text == #"{"returned_code":1,"text":"Здравствуйте"}"# && reply.outcome == .ok)
        #expect(reply.header("Ringbox-Outcome") == "ok")
    }

    @Test func aReplyByResIsCheckedWhenAPBXWouldObeyIt() async throws {
        let test = try await TestHost([
            "a/bad.js": handler("res.json({phone: 1})"), "a/page.js": handler("state.n = 1; res.status(429).send('позже')"),
        ])
        #expect(await test.get("/@a/bad").outcome == .invalidInstruction)
        let page = await test.get("/@a/page")
        #expect(page.outcome == .ok && page.status == 429 && page.text == "позже")
        #expect(try await test.host.state(of: "a").version == 1, "a reply that the handler chose commits")
    }

    @Test func aFullQueueAnswersAtOnce() async throws {
        let test = try await TestHost([
            "a/go.js": handler("return (async () => { for (;;) await 0 })()"), "a/sandbox.yaml": "limits: { queue: 2, wall: 3s }",
        ])
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for _ in 0..<8 { group.addTask { await test.get("/@a/go") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let overloaded = replies.filter { $0.outcome == .overloaded }
        #expect(overloaded.count == 6)
        #expect(overloaded.allSatisfy { $0.status == 503 && $0.header("Retry-After") == "1" })
        #expect(replies.filter { $0.outcome == .timedOut }.count == 2)
    }

    private func handler(_ code: String) -> String {
        "module.exports = function (req, state, res) { \(code) };\n"
    }
}
