import JSONText
import TestSupport
import Testing
import WorkerProtocol

/// `expire`, and the turns that remove what has expired.
@Suite(.ownThreads)
struct ExpireTests {
    private static let state = #"{"calls":{"a/b":{"n":1},"c":{"n":2}},"list":[{}],"n":1}"#

    private func answer(_ statement: String) throws -> TestWorker.Reply {
        try TestWorker().answer("function (req, state) { \(statement); return {} }", state: Self.state)
    }

    @Test(arguments: [
        ("'250ms'", 250), ("'30s'", 30_000), ("'1.5m'", 90_000), ("'2h'", 7_200_000), ("'7d'", 604_800_000),
        ("new Date(Date.now() + 5000)", 5_000),
    ])
    func aPartOfTheStateGetsItsTime(after: String, milliseconds: Int) throws {
        let reply = try answer("const now = Date.now(); expire(state.calls['a/b'], \(after)); state.now = now")
        let patch = try JSONValue(parsing: Array(reply.patch.utf8))
        #expect(patch[0] == ["op": "add", "path": "/now", "value": patch[0]?["value"] ?? .null])
        let now = try #require(patch[0]?["value"]?.int)
        let at = try #require(patch[1]?["at"]?.int)
        #expect(patch[1]?["op"] == "expire" && patch[1]?["path"] == "/calls/a~1b")
        #expect((milliseconds...milliseconds + 1_000).contains(at - now))
    }

    @Test(arguments: [
        // What the turn has just made is the script's own object.
        (
            "state.calls.d = {n: 3}; expire(state.calls.d, new Date(5))",
            #"[{"op":"add","path":"/calls/d","value":{"n":3}},{"op":"expire","path":"/calls/d","at":5}]"#
        ),
        (
            "state.new ||= {}; state.new.x = {y: 1}; expire(state.new.x, new Date(5))",
            #"[{"op":"add","path":"/new","value":{"x":{"y":1}}},{"op":"expire","path":"/new/x","at":5}]"#
        ),
        ("const made = {}; state.calls.d = made; expire(made, new Date(5)); delete state.calls.d", ""),
        ("expire(state.calls, new Date(-1))", #"[{"op":"expire","path":"/calls","at":0}]"#),
        ("expire(state.calls.c, null)", #"[{"op":"expire","path":"/calls/c","at":null}]"#),
        ("expire(state.calls.c, new Date(5)); delete state.calls.c", #"[{"op":"remove","path":"/calls/c"}]"#),
        ("if (expire(state.calls.c, new Date(5)) !== state.calls.c) throw 1", #"[{"op":"expire","path":"/calls/c","at":5}]"#),
    ])
    func itStandsInThePatch(statement: String, patch: String) throws {
        let reply = try answer(statement)
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch == patch)
    }

    @Test(arguments: [
        (
            "expire(state.list[0], '2h')",
            "expire: state.list[0] is in an array, where places change: keep it in an object, under a name of its own"
        ),
        ("expire(state.n, '2h')", "expire: 1 is no object in state, such as state.calls[id]"),
        ("state.calls.d = {}; expire({}, '2h')", "expire: {} is no object in state, such as state.calls[id]"),
        ("state.calls.d = [{}]; expire(state.calls.d[0], '2h')", "expire: state.calls.d[0] is in an array"),
        ("expire({}, '2h')", "expire: {} is no object in state, such as state.calls[id]"),
        ("const gone = state.calls.c; delete state.calls.c; expire(gone, '2h')", "is no object in state, such as state.calls[id]"),
        ("expire(state, '2h')", "is no object in state, such as state.calls[id]"),
        (
            "expire(state.calls, 2)",
            #"expire: write the time like "30s", "15m", "2h" or "7d", or give a Date, not 2; null takes it back"#
        ),
        ("expire(state.calls, '2 hours')", "not 2 hours; null takes it back"), ("expire(state.calls, new Date(NaN))", "is no time"),
        ("expire(state.calls, '99999999999d')", "is no time"), ("expire(state.calls)", "not undefined; null takes it back"),
    ])
    func whatCannotExpireIsRefused(statement: String, sentence: String) throws {
        let reply = try answer(statement)
        #expect(reply.failure?.message.contains(sentence) == true, "\(reply.failure?.message ?? reply.patch)")
    }

    @Test func theHostsTurnRemovesWhatIsThere() throws {
        let worker = try TestWorker()
        let code = "module.exports = (req, state) => state"
        try #require(try worker.load([("a.js", code)], state: Self.state).failure == nil)
        let reply = try worker.run(
            route: TurnOrder.expiryRoute, body: #"["/calls/a~1b","/calls/none/x","/list/0","/n/x","/calls/c/n"]"#)
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch == #"[{"op":"remove","path":"/calls/a~1b"},{"op":"remove","path":"/calls/c/n"}]"#)
        #expect(try worker.run().body == #"{"calls":{"c":{}},"list":[{}],"n":1}"#)
    }
}
