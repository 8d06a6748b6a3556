import JSONText
import StateStore
import TestSupport
import Testing
import WorkerProtocol

/// `state` under random programs, against the same programs on plain objects in an engine that knows nothing of `state`. The patches
/// are made by two implementations of RFC 6902, one of which is not Ringbox's.
@Suite(.ownThreads)
struct StateProgramTests {
    private static let start = #"{"7":"s","a":[1,{"b":2},[3,"x"]],"имя":{"c":{"d":null}}}"#
    /// The bytes of a document from which on it is made small again.
    private static let largest = 8_000

    /// What a turn says of the document before and after it, and of what it has seen between.
    private struct Told {
        let before: String
        let after: String
        let results: JSONValue

        init(_ reply: TestWorker.Reply) throws {
            let object = try JSONValue(parsing: Array(reply.body.utf8))
            before = try #require(object["before"]?.string)
            after = try #require(object["after"]?.string)
            results = try #require(object["results"])
        }
    }

    @Test(arguments: Seeds.upTo(8)) func doWhatTheyDoToPlainObjects(seed: UInt64) throws { try run(seed: seed, rules: .strict) }

    @Test(arguments: Seeds.upTo(4)) func doWhatTheyDoToPlainObjectsByTheRulesOfJSON(seed: UInt64) throws {
        try run(seed: seed, rules: .json)
    }

    /// Turns come one after another, so that what one leaves behind is what the next one starts from.
    private func run(seed first: UInt64, rules: LoadOrder.StateRules) throws {
        var generator = SeededGenerator(seed: first)
        let code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/programs.js")
        let plain = try PlainRealm(programs: code)
        let worker = try TestWorker()
        try #require(
            try worker.load(
                [("a.js", code)], state: Self.start, rules: rules, stateLimit: 10_000_000, patchLimit: 10_000_000, replyLimit: 10_000_000
            ).failure == nil)
        // The turns that can still be undone, oldest first, with the document after each of them.
        var turns: [(place: UInt64, document: String)] = [(0, Self.start)]
        for turn in 0..<700 {
            let seed = Int.random(in: 0..<1 << 30, using: &generator)
            let fails = Int.random(in: 0..<8, using: &generator) == 0
            let steps = turn % 9 + 1
            let query = #""seed":"\#(seed)","steps":"\#(steps)","rules":"\#(rules == .json ? "json" : "strict")""#
            let reply = try worker.run(
                request: #"{"query":{\#(query)\#(fails ? #","fails":"1""# : "")}}"#, settled: turns[0].place, budget: 20_000_000)
            let trouble: Comment = "seed \(first), program \(seed): \(reply.failure?.summary ?? reply.patch)"
            if fails {
                try #require(reply.failure?.message == "on purpose", trouble)
            } else {
                try #require(reply.ending == .returned, trouble)
                let told = try Told(reply)
                let before = turns[turns.count - 1].document
                // Keys in their order, too: it is what scripts see.
                try #require(told.before == before, trouble)
                let expected = try plain.run(on: before, "{\(query)}")
                try #require(told.results == expected["results"], trouble)
                try #require(told.after == expected["after"]?.string, trouble)
                let rebuilt = reply.patch.isEmpty ? before : try #require(try plain.apply(reply.patch, to: before))
                try #require(rebuilt == told.after, trouble)
                try #require(try Self.applied(reply.patch, to: before) == JSONValue(parsing: Array(told.after.utf8)), trouble)
                turns.append((reply.place, told.after))
            }
            let isLarge = turns[turns.count - 1].document.utf8.count > Self.largest
            switch Int.random(in: 0..<20, using: &generator) {
            // Everything so far is stored.
            case 0 where !isLarge: turns.removeFirst(turns.count - 1)
            // The latest turns are not, or the document is small again before each turn takes long.
            case let choice where turns.count > 1 && (choice < 3 || isLarge):
                let first = isLarge ? 1 : Int.random(in: 1..<turns.count, using: &generator)
                try worker.rewind(to: turns[first].place)
                turns.removeSubrange(first...)
            default: break
            }
        }
    }

    /// Makes the changes of a patch, and sees that taking them back leads to where they began.
    private static func applied(_ patch: String, to document: String) throws -> JSONValue {
        let before = StateContent(document: try JSONValue(parsing: Array(document.utf8)))
        guard !patch.isEmpty else { return before.document }
        var content = before
        let inverse = try content.applyReversibly(StatePatch(parsing: Array(patch.utf8)))
        let after = content.document
        _ = try content.applyReversibly(inverse)
        #expect(content == before)
        return after
    }
}
