import HandlerHost
import NIOCore
import TestSupport
import Testing

/// A worker that was taken over says what it likes. The host ends it at the first thing that no honest worker says, its caller
/// gets the fallback, and the sandbox beside it is served.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostileWorkerTests {
    static let violations = [
        "number-of-the-future", "number-of-the-past", "ready-again", "loaded-again", "unknown-kind", "length-zero", "length-endless",
        "length-over-the-limits", "an-empty-report", "a-report-with-more-behind-it", "a-flood", "status-100", "status-999",
        "reply-over-its-limit", "headers-are-no-json", "headers-are-no-texts", "headers-without-end", "slips-are-no-json",
        "slips-of-an-unknown-kind", "patch-is-no-json", "patch-is-no-patch", "patch-removes-nothing", "patch-removes-all",
        "patch-leaves-a-number", "patch-half-of-which-fits", "patch-that-is-too-deep", "patch-expires-at-no-time", "patch-of-a-failed-turn",
        "log-is-no-lines",
        "log-without-end", "a-failure-without-end", "cancels-by-itself", "always-stale", "stale-with-a-reply", "stale-with-a-change",
    ]

    @Test(arguments: violations)
    func theFirstViolationEndsTheWorker(attack: String) async throws {
        let test = try await host(attack)
        let before = await test.host.summaries().first { $0.name == "bad" }?.processID
        let reply = await test.get("/@bad/go")
        #expect(reply.outcome == .workerCrashed && reply.text == #"{"returned_code":9}"#)
        #expect(test.lastTurn?.detail?.contains("broke the protocol") == true, "\(test.lastTurn?.detail ?? "")")
        let after = await test.host.summaries().first { $0.name == "bad" }?.processID
        #expect(after == nil || after != before, "the worker is gone")
        #expect(try await test.host.state(of: "bad").version == 0, "nothing of it is stored")
        #expect(await test.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    @Test func asSecondReportOfATurnEndsTheWorker() async throws {
        let test = try await host("report-twice")
        #expect(await test.get("/@bad/go").outcome == .ok, "the first one was fine")
        #expect(await test.get("/@bad/go").outcome == .ok, "and the next turn has another worker")
        #expect(await test.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    @Test(arguments: [
        "loaded-twice", "routes-are-no-json", "routes-are-no-texts", "routes-are-none", "routes-of-a-file-that-is-none",
        "load-patch-is-endless", "load-patch-removes-nothing", "load-patch-removes-all", "load-patch-leaves-a-number",
        "load-patch-that-is-too-deep", "load-patch-expires-at-no-time", "turn-while-loading",
        "ready-while-loading",
    ])
    func aWorkerThatLoadsDishonestlyDoesNotServe(attack: String) async throws {
        let test = try await host(attack)
        let bad = try #require(await test.host.summaries().first { $0.name == "bad" })
        if attack == "loaded-twice" {
            // The second report ends the worker. It is chance whether the version has begun to serve by then.
            let outcome = await test.get("/@bad/go").outcome
            #expect([.workerCrashed, .loadFailed].contains(outcome), "\(outcome)")
        } else {
            #expect(bad.problem != nil)
            #expect(await test.get("/@bad/go").outcome == .loadFailed)
            #expect(try await test.host.state(of: "bad").version == 0, "nothing of it is stored")
        }
        #expect(await test.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    /// What fits depends on what the state is at that moment, after an edit by hand as well.
    @Test func aPatchHasToFitTheStateThatIsStored() async throws {
        let test = try await host("removes-once")
        for _ in 0..<2 {
            _ = try await test.host.putState(of: "bad", Array(#"{"once": 1, "kept": [1]}"#.utf8))
            #expect(await test.get("/@bad/go").outcome == .ok)
            let reply = await test.get("/@bad/go")
            #expect(reply.outcome == .workerCrashed && reply.text == #"{"returned_code":9}"#)
            #expect(
                test.lastTurn?.detail?.contains(#"does not fit the state: operation 0 of the patch needs something at "/once""#) == true)
        }
        #expect(String(decoding: try await test.host.state(of: "bad").document, as: UTF8.self) == #"{"kept":[1]}"#)
    }

    @Test func aPatchHasToFitWhatExpiredThingsLeave() async throws {
        let test = try await host("removes-what-has-expired")
        #expect(await test.get("/@bad/go").outcome == .ok)
        try await eventually("what expired is gone") { try await test.host.state(of: "bad").version == 2 }
        #expect(await test.get("/@bad/go").outcome == .workerCrashed)
        #expect(String(decoding: try await test.host.state(of: "bad").document, as: UTF8.self) == "{}")
    }

    @Test(arguments: ["half-a-frame", "hangs-up"])
    func aWorkerThatLeavesIsReplaced(attack: String) async throws {
        let test = try await host(attack)
        let reply = await test.get("/@bad/go")
        #expect(reply.outcome == .workerCrashed && reply.text == #"{"returned_code":9}"#)
        #expect(test.lastTurn?.detail?.contains("ended") == true)
        #expect(await test.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    @Test func whatWasCancelledComesBackOnce() async throws {
        let test = try await host("gives-back-twice")
        #expect(await test.get("/@bad/go").outcome == .timedOut, "the first time was fine")
        let event = await test.event { $0.kind == .workerEnded }
        #expect(event?.message.contains("broke the protocol") == true)
        #expect(await test.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    @Test(arguments: ["silence", "silence-about-turns-to-come", "waits-for-ever"])
    func aSilentWorkerHoldsNobodyUpBeyondTheWallTime(attack: String) async throws {
        let test = try await host(attack)
        let reply = await test.get("/@bad/go")
        #expect(reply.outcome == .timedOut && reply.text == #"{"returned_code":9}"#)
        let detail = try #require(test.lastTurn?.detail)
        #expect(detail.hasPrefix("wall 5 s exceeded while it"), "\(detail)")
    }

    @Test func aWorkerThatSaysThatItIsTooLateIsTakenAtItsWord() async throws {
        let test = try await host("too-late-at-once")
        let reply = await test.get("/@bad/go")
        #expect(reply.outcome == .overloaded && reply.text == #"{"returned_code":9}"#)
        #expect(test.lastTurn?.detail == "queued 60 s exceeded: the requests before it take too long")
    }

    /// The worker dies without having begun the turn: that is the turn of the next worker, and its caller notices nothing.
    @Test func aTurnThatHadNotBegunIsRunByTheNextWorker() async throws {
        let test = try await host("dies-before-it-begins")
        let reply = await test.get("/@bad/go")
        #expect(reply.outcome == .ok && reply.text == #"{"returned_code":1}"#)
        let ended = test.host.activity.entries().contains { entry in
            if case .event(let event) = entry.content { event.kind == .workerEnded } else { false }
        }
        #expect(ended, "a worker did die")
    }

    private func host(_ attack: String) async throws -> TestHost {
        try await TestHost(
            [
                "bad/go.js": "// \(attack)\nmodule.exports = () => ({})\n",
                "bad/sandbox.yaml": "fallback: { returned_code: 9 }\nlimits: { wall: 5s, queued: 60s }\n",
                "good/go.js": "module.exports = () => ({})\n",
            ], worker: "hostile-worker")
    }
}
