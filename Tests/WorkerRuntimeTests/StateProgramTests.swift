import JSONText
import StateStore
import TestSupport
import Testing
import WorkerProtocol

/// `state` under random programs, against the same programs on plain objects.
@Suite(.ownThreads)
struct StateProgramTests {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// What a turn says of the document before and after it.
    private struct Documents {
        let before: String
        let after: String

        init(_ reply: TestWorker.Reply) throws {
            let object = try JSONValue(parsing: Array(reply.body.utf8))
            before = try #require(object["before"]?.string)
            after = try #require(object["after"]?.string)
        }
    }

    /// Each worker runs turns one after another, so that what one leaves behind is what the next one starts from.
    @Test(arguments: 0..<8) func doWhatTheyDoToPlainObjects(worker number: UInt64) throws {
        var numbers = Numbers(state: number)
        let code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/programs.js")
        let start = #"{"7":"s","a":[1,{"b":2},[3,"x"]],"имя":{"c":{"d":null}}}"#
        let worker = try TestWorker()
        try #require(try worker.load([("a.js", code)], state: start).failure == nil)
        // The turns that can still be undone, oldest first, with the document after each of them.
        var turns: [(place: UInt64, document: String)] = [(0, start)]
        for turn in 0..<2_500 {
            let seed = Int.random(in: 0..<1 << 30, using: &numbers)
            let fails = Int.random(in: 0..<8, using: &numbers) == 0
            let query = #"{"query":{"seed":"\#(seed)","steps":"\#(turn % 9 + 1)"\#(fails ? #","fails":"1""# : "")}}"#
            let reply = try worker.run(request: query, settled: turns[0].place)
            if fails {
                try #require(reply.failure?.message == "on purpose", "seed \(seed): \(reply.failure?.message ?? "")")
            } else if reply.ending != .replyTooLarge {
                try #require(reply.ending == .returned, "seed \(seed): \(reply.failure?.summary ?? "")")
                let told = try Documents(reply)
                // Keys in their order, too: it is what scripts see.
                try #require(told.before == turns.last?.document, "seed \(seed)")
                let after = try JSONValue(parsing: Array(told.after.utf8))
                try #require(try Self.applied(reply.patch, to: told.before) == after, "seed \(seed): \(reply.patch)")
                turns.append((reply.place, told.after))
            }
            let length = turns[turns.count - 1].document.utf8.count
            switch Int.random(in: 0..<20, using: &numbers) {
            // Everything so far is stored.
            case 0: turns.removeFirst(turns.count - 1)
            // The latest turns are not, or the document is small again before each turn takes long.
            case let choice where turns.count > 1 && (choice < 3 || length > 1_500):
                let first = length > 1_500 ? 1 : Int.random(in: 1..<turns.count, using: &numbers)
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
