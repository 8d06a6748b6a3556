import JSONText
import TestSupport
import Testing
import WorkerProtocol

/// What JSON does not have is refused with an error, at once or when the request ends, or is what JSON makes of it. Nothing is lost in
/// silence, however it is put into `state`.
@Suite(.ownThreads, .timeLimit(.minutes(10)))
struct OddValueTests {
    private static let start = #"{"turns":0,"a":[1,{"b":2},[3,"x"]],"имя":{"c":{"d":null}},"7":{}}"#
    private static let ways = [
        "set", "inside", "define", "assign", "later", "laterInside", "push", "unshift", "splice", "fill", "accessor",
    ]
    /// Refused by all rules.
    private static let refused = ["bigint", "cycle", "halfKey", "tooDeep", "revoked", "throwing"]
    /// Refused by the strict rules.
    private static let unlikeJSON = [
        "function", "symbol", "nan", "infinity", "map", "set", "entries", "generator", "regexp", "error", "promise", "bytes", "buffer",
        "weak", "inherits", "symbolKey", "namedArray",
    ]
    private static let converted = [
        "undefined", "date", "noDate", "toJSON", "instance", "minusZero", "holes", "halfText", "getter", "boxed", "protoKey", "bare",
        "frozen", "proxy", "wide",
    ]

    @Test(arguments: Seeds.upTo(3)) func areRefusedOrKept(seed: UInt64) throws { try run(seed: seed, rules: .strict) }

    @Test(arguments: Seeds.upTo(2)) func areWhatJSONMakesOfThemByItsRules(seed: UInt64) throws { try run(seed: seed, rules: .json) }

    private func run(seed first: UInt64, rules: LoadOrder.StateRules) throws {
        var generator = SeededGenerator(seed: first)
        let code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/oddities.js")
        let plain = try PlainRealm(programs: code)
        let worker = try TestWorker()
        try #require(try worker.load([("a.js", code)], state: Self.start, rules: rules).failure == nil)
        let isStrict = rules == .strict
        for value in Self.refused + Self.unlikeJSON + Self.converted {
            for way in Self.ways {
                let program = #"{"seed":\#(Int.random(in: 1..<1 << 30, using: &generator)),"value":"\#(value)","way":"\#(way)"}"#
                let isRefused = way == "accessor" || Self.refused.contains(value) || isStrict && Self.unlikeJSON.contains(value)
                let reply = try worker.run(request: #"{"query":\#(program)}"#)
                let look = try worker.run()
                try worker.rewind(to: reply.place)
                let trouble: Comment =
                    "seed \(first), \(program): \(reply.failure?.summary ?? reply.body) \(reply.patch), then \(look.body)"
                let after = try JSONValue(parsing: JSONValue(parsing: look.body)["state"]?.string ?? "")
                let expected = try plain.run(on: Self.start, program)
                if reply.ending == .threw {
                    #expect(isRefused, trouble)
                    #expect(try JSONValue(parsing: Self.start) == after, trouble)
                    #expect(reply.patch.isEmpty, trouble)
                } else {
                    try #require(reply.ending == .returned, trouble)
                    let told = try JSONValue(parsing: reply.body)["told"]?.string
                    #expect((told != nil) == isRefused, trouble)
                    let text = isRefused ? expected["kept"]?.string : expected["after"]?.string
                    #expect(try JSONValue(parsing: text ?? "").bytes() == after.bytes(), trouble)
                    let rebuilt = try plain.apply(reply.patch, to: Self.start)
                    #expect(try JSONValue(parsing: rebuilt ?? "").bytes() == after.bytes(), trouble)
                }
            }
        }
    }
}
