import HandlerHost
import JSONText
import StateStore
import TestSupport
import Testing

/// The host removes what handlers let expire.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ExpiryTests {
    private static let files = [
        "a/put.js": """
        module.exports = (req, state) => {
          state.calls[req.query.id] = { n: 1 };
          expire(state.calls[req.query.id], req.query.after);
          return { returned_code: 1 };
        };
        """,
        "a/take.js": "module.exports = (req, state) => { delete state.calls[req.query.id]; return { returned_code: 1 } }",
        "a/state.json": #"{"calls": {}}"#,
        "a/sandbox.yaml": "limits: { wall: 60s, cpu: 60s }\n",
    ]

    /// Waits for the next removal after `number` in the activity log, and returns its record.
    private func removal(_ test: TestHost, after number: UInt64 = 0) async throws -> TurnRecord {
        var last = number
        while true {
            for entry in await test.host.activity.next(after: last) {
                if case .turn(let record) = entry.content, record.method == "EXPIRE" { return record }
                last = entry.number
            }
        }
    }

    private func calls(_ test: TestHost) async throws -> [String] {
        let state = try JSONValue(parsing: await test.host.state(of: "a").document)
        return try #require(state["calls"]?.object).map(\.key)
    }

    @Test func whatHasExpiredIsRemovedByATurnOfItsOwn() async throws {
        let store = MemoryStateStore()
        let test = try await TestHost(Self.files, store: store)
        #expect(await test.get("/@a/put?id=late&after=1h").outcome == .ok)
        #expect(await test.get("/@a/put?id=soon&after=30ms").outcome == .ok)
        let record = try await removal(test)
        #expect(record.outcome == .ok && record.stateVersion == 4)
        #expect(try await calls(test) == ["late"])
        let patches = try await store.patches(of: "a", after: 3)
        #expect(patches.map(\.cause) == ["expire"])
        #expect(patches.first.map { String(decoding: $0.patch, as: UTF8.self) } == #"[{"op":"remove","path":"/calls/soon"}]"#)
    }

    @Test func whatIsPutAgainIsNotRemovedForWhatWasThereBefore() async throws {
        var test = try await TestHost(Self.files)
        // Until it was taken out in time.
        for milliseconds in [40, 400, 4_000, 40_000] {
            let start = ContinuousClock.now
            #expect(await test.get("/@a/put?id=x&after=\(milliseconds)ms").outcome == .ok)
            #expect(await test.get("/@a/take?id=x").outcome == .ok)
            #expect(await test.get("/@a/put?id=x&after=1h").outcome == .ok)
            #expect(await test.get("/@a/put?id=y&after=\(milliseconds * 2)ms").outcome == .ok)
            if start.duration(to: .now) < .milliseconds(milliseconds) { break }
            test = try await TestHost(Self.files)
        }
        #expect(try await removal(test).stateVersion == 6)
        #expect(try await calls(test) == ["x"])
    }

    @Test func aHostThatStartsLaterRemovesIt() async throws {
        let store = MemoryStateStore()
        let first = try await TestHost(Self.files, store: store)
        #expect(await first.get("/@a/put?id=x&after=300ms").outcome == .ok)
        await first.stop()
        let second = try await TestHost(Self.files, store: store)
        #expect(try await removal(second).outcome == .ok)
        #expect(try await calls(second).isEmpty)
    }

    @Test func aRemovalThatCannotBeStoredHasNotHappened() async throws {
        let store = MemoryStateStore()
        let test = try await TestHost(Self.files, store: store)
        #expect(await test.get("/@a/put?id=x&after=60ms").outcome == .ok)
        store.fail(with: .closed)
        #expect(try await removal(test).outcome == .stateUnavailable)
        store.fail(with: nil)
        #expect(try await calls(test) == ["x"])
    }
}
