import Foundation
import JSONText
import TestSupport
import Testing

/// One sandbox misbehaves; the others are served.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct NeighbourTests {
    static let attacks = [
        "while (true) {}",
        "return (async () => { for (;;) await 0 })()",
        "const all = []; for (;;) all.push(new Uint8Array(64 << 20).fill(1))",
        "const a = new Uint8Array(4 * 1024 * 1024 * 1024 - 1); a.fill(1); return a.length",
        "return /(a+)+$/.test('a'.repeat(40) + 'b')",
    ]

    @Test(arguments: attacks)
    func theCallerGetsTheFallbackAndTheNeighbourItsAnswer(attack: String) throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = function () { \(attack) }", to: "bad/go.js")
        try handlers.write("fallback: { phones: [\"74951234567\"] }\nlimits: { wall: 1s, cpu: 200ms }\n", to: "bad/sandbox.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "good/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        let callers = (0..<3).map { _ in Caller(port: host.trafficPort, target: "/@bad/go?n=") }
        for _ in 0..<20 {
            let answer = try host.get("/@good/go")
            #expect(answer.status == 200 && answer.text == #"{"returned_code":1}"#)
        }
        for caller in callers {
            let (answers, failure) = caller.stop()
            #expect(failure == nil && !answers.isEmpty)
            #expect(answers.allSatisfy { $0.status == 200 && $0.text == #"{"phones":["74951234567"]}"# })
            #expect(answers.allSatisfy { $0.headers["ringbox-outcome"]?.hasSuffix("; fallback") == true })
        }
    }
}
