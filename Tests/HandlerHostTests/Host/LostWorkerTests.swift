import Foundation
import Glibc
import HTTPText
import NIOCore
import PBXInstructions
import PlainText
import TestSupport
import Testing

@testable import HandlerHost

/// A worker that is gone while something of it is still on its way.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LostWorkerTests {
    private func live(_ test: TestHost, _ name: String) throws -> LiveSandbox {
        try #require(SandboxName(name).flatMap { test.host.directory[$0] })
    }

    /// Whether the process is there, be it only as one that nobody has reaped.
    private func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 }

    @Test func whileItsReportIsCheckedItIsLostOnceAndHarmsNotTheNextOne() async throws {
        let test = try await TestHost(
            [
                "bad/go.js": "// grows-while-its-report-is-checked\nmodule.exports = () => ({})\n"
            ], worker: "hostile-worker")
        let sandbox = try live(test, "bad")
        let process = try #require(await test.host.summaries().first?.processID)
        let pool = try await HeldPool(of: test.host)
        let lost = await test.get("/@bad/go")
        #expect(lost.outcome == .exceededMemory, "\(lost.text)")
        async let next = test.get("/@bad/go")
        try await eventually("the next worker has sent its report") { await sandbox.suspendedCount == 1 }
        pool.release()
        let reply = await next
        #expect(reply.outcome == .ok && reply.text.hasPrefix(#"{"returned_code":1}"#))
        #expect(await sandbox.glance.summary.deaths == 1)
        let broken = test.host.activity.entries().contains { entry in
            if case .event(let event) = entry.content { event.message.contains("broke the protocol") } else { false }
        }
        #expect(!broken)
        try await eventually("the lost process is reaped") { !exists(process) }
    }

    /// It hangs up when nothing is under way, and its process lives on for a while. Until that is gone another worker serves.
    @Test func whatHungUpHarmsNotTheNextOne() async throws {
        let code = "// hangs-up-when-it-has-answered\nmodule.exports = () => ({})\n"
        let test = try await TestHost(["bad/go.js": code], worker: "hostile-worker")
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        try await live(test, "bad").holdReaping {
            gate.wait()
            gate.signal()
        }
        #expect(await test.get("/@bad/go").outcome == .ok)
        try await eventually("it is known that it hung up") { await test.host.summaries().first?.processID == nil }
        #expect(await test.get("/@bad/go").outcome == .ok)
        let process = try #require(await test.host.summaries().first?.processID)
        let isReaped = test.host.activity.entries().contains { entry in
            if case .event(let event) = entry.content { event.kind == .workerEnded } else { false }
        }
        #expect(!isReaped)
        gate.signal()
        #expect(await test.event { $0.kind == .workerEnded } != nil)
        #expect(await test.get("/@bad/go").outcome == .ok)
        #expect(await test.host.summaries().first?.processID == process)
    }

    /// The candidate has read the state, then a turn of the version before changes it, then that one's worker is let go.
    @Test func aVersionThatTakesOverBeginsWithWhatIsStored() async throws {
        let code = "module.exports = (req, state) => { if (req.query.add) state.n += 1; return { returned_code: state.n } }\n"
        let store = CountedStore()
        let test = try await TestHost(["a/go.js": code, "a/state.json": #"{"n": 1}"#], store: store)
        let process = try #require(await test.host.summaries().first?.processID)
        let pool = try await HeldPool(of: test.host)
        let (loads, last) = (store.loads, test.host.activity.entries().last?.number ?? 0)
        try test.folder.write(code + "// the next version\n", to: "a/go.js")
        try await eventually("the next version has read the state") { store.loads > loads }
        #expect(await test.get("/@a/go?add=1").text == #"{"returned_code":2}"#)
        try live(test, "a").evict()
        try await eventually("its worker is gone") { !exists(process) }
        pool.release()
        #expect(await test.event(after: last) { $0.kind == .loaded } != nil)
        #expect(await test.get("/@a/go").text == #"{"returned_code":2}"#)
        #expect(await test.get("/@a/go?add=1").text == #"{"returned_code":3}"#)
        #expect(try await store.version(of: "a") == 3)
    }

    /// What expires is removed by turns that have no route, in a version that may have any routes or none.
    @Test func theHostsOwnTurnsHaveTheLimitsOfTheSandbox() throws {
        var settings = SandboxSettings(dialect: .uis)
        settings.limits.cpu = .seconds(7)
        settings.routes = ["/a": RouteSettings(cpu: .milliseconds(1))]
        let bundle = Bundle(
            sandbox: try #require(SandboxName("a")), hash: ContentHash(), layout: .files(routes: []), modules: [], sourceMaps: [:],
            settings: settings, settingsText: nil, seed: nil)
        let request = IncomingRequest(method: "EXPIRE", path: "/", query: "", peer: "", received: .now)
        let turn = Turn(id: TurnID(epoch: 1, number: 1), request: request, time: 0, deadline: .now, isExpiry: true) { _ in }
        for routes in [[], [RouteDefinition(method: nil, template: "/a", file: "a.js")]] {
            let table = try RouteTable(routes: routes, style: .files)
            let served = ServedBundle(bundle: bundle, table: table, workerRoutes: Array(routes.indices), report: [], generation: 1)
            #expect(served.serving(turn).limits.cpu == .seconds(7))
        }
    }
}

extension LiveSandbox {
    /// Has whoever waits for the end of a process wait for something else before.
    fileprivate func holdReaping(_ wait: @escaping @Sendable () -> Void) {
        reaping = { processID in
            wait()
            return WorkerExit.reaping(processID)
        }
    }
}
