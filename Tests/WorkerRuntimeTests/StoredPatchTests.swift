import JSONText
import StateStore
import TestSupport
import Testing
import WorkerProtocol

/// A worker gets a snapshot and the patches since, and starts from what they make.
@Suite(.ownThreads)
struct StoredPatchTests {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static func start(_ document: String, _ patches: String) throws -> String {
        let worker = try TestWorker()
        let report = try worker.load([("a.js", "module.exports = (req, state) => state")], state: document, patches: patches)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return try worker.run().body
    }

    @Test(arguments: [
        (#"[[{"op":"replace","path":"","value":{"n":1}}],[{"op":"add","path":"/m","value":2}]]"#, #"{"n":1,"m":2}"#),
        (
            #"[[{"op":"add","path":"/list/1","value":9},{"op":"add","path":"/list/-","value":8},{"op":"remove","path":"/list/0"}]]"#,
            #"{"list":[9,2,8],"a/b":{"~":{"":1}}}"#
        ),
        (
            #"[[{"op":"replace","path":"/a~1b/~0/","value":[]},{"op":"add","path":"/a~1b/~0//-","value":"~1"}]]"#,
            #"{"list":[1,2],"a/b":{"~":{"":["~1"]}}}"#
        ),
        (
            #"[[{"op":"replace","path":"/list","value":{"x":{}}},{"op":"add","path":"/list/x/__proto__","value":1}]]"#,
            #"{"list":{"x":{"__proto__":1}},"a/b":{"~":{"":1}}}"#
        ),
        (#"[[{"op":"expire","path":"/list","at":5}],[{"op":"remove","path":"/a~1b"}]]"#, #"{"list":[1,2]}"#),
        ("", #"{"list":[1,2],"a/b":{"~":{"":1}}}"#),
    ])
    func startsFromWhatThePatchesMake(patches: String, document: String) throws {
        #expect(try Self.start(#"{"list":[1,2],"a/b":{"~":{"":1}}}"#, patches) == document)
    }

    /// Wherever the snapshot is among the patches of many turns, the state is the same.
    @Test(arguments: [UInt64(1), 2, 3, 4]) func startsFromTheSameWhereverTheSnapshotIs(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/programs.js")
        let worker = try TestWorker()
        try #require(try worker.load([("a.js", code)], state: #"{"a":[1,{"b":2}]}"#).failure == nil)
        var documents: [JSONValue] = [["a": [1, ["b": 2]]]]
        var patches: [String] = []
        while patches.count < 40 {
            let seed = Int.random(in: 0..<1 << 30, using: &numbers)
            let reply = try worker.run(request: #"{"query":{"seed":"\#(seed)","steps":"3"}}"#)
            guard reply.ending == .returned, !reply.patch.isEmpty else { continue }
            patches.append(reply.patch)
            var content = StateContent(document: documents[documents.count - 1])
            _ = try content.applyReversibly(StatePatch(parsing: Array(reply.patch.utf8)))
            documents.append(content.document)
        }
        for version in documents.indices {
            let rest = patches[version...]
            let start = String(decoding: documents[version].bytes(), as: UTF8.self)
            let found = try Self.start(start, rest.isEmpty ? "" : "[\(rest.joined(separator: ","))]")
            #expect(try JSONValue(parsing: Array(found.utf8)) == documents[documents.count - 1], "from version \(version)")
        }
    }
}
