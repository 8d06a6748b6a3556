import HTTPText
import HandlerHost
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import HTTPFrontend

/// Requests that have come in part only.
@Suite(.timeLimit(.minutes(3)))
struct UnfinishedBodyTests {
    private final class Given: Sendable {
        let names = Mutex<[String]>([])

        func way(_ name: String) -> @Sendable () -> Void { { self.names.withLock { $0.append(name) } } }

        var all: [String] { names.withLock { $0 } }
    }

    private let given = Given()
    private let one = IPAddress("192.0.2.1")
    private let other = IPAddress("192.0.2.2")

    private func bodies(count: Int = 3, bytes: Int = 1_000, ofOneCaller: Int = 100) -> UnfinishedBodies {
        UnfinishedBodies(limits: UnfinishedBodies.Limits(count: count, bytes: bytes, ofOneCaller: ofOneCaller, stall: .seconds(1)))
    }

    private func time(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(1) + .milliseconds(milliseconds) }

    @Test func whatStandsStillGivesWayToWhatComes() {
        let bodies = bodies()
        let first = bodies.begin(caller: one, bytes: 1, now: time(0), giveWay: given.way("first"))
        _ = bodies.begin(caller: other, bytes: 1, now: time(1), giveWay: given.way("second"))
        _ = bodies.begin(caller: one, bytes: 1, now: time(2), giveWay: given.way("third"))
        if let first { bodies.progressed(first, bytes: 1, now: time(900)) }
        #expect(bodies.begin(caller: one, bytes: 1, now: time(1_500), giveWay: given.way("fourth")) != nil)
        #expect(given.all == ["second"] && bodies.count == 3)
    }

    @Test func whileAllMoveTheOneWithMostGivesWay() {
        let bodies = bodies()
        for name in ["a", "b", "c"] { _ = bodies.begin(caller: one, bytes: 1, now: time(0), giveWay: given.way(name)) }
        #expect(bodies.begin(caller: other, bytes: 1, now: time(1), giveWay: given.way("d")) != nil)
        #expect(given.all.count == 1 && given.all != ["d"])
        #expect(bodies.begin(caller: other, bytes: 1, now: time(2), giveWay: given.way("e")) == nil, "he has as many then")
        #expect(bodies.begin(caller: one, bytes: 1, now: time(2), giveWay: given.way("f")) == nil)
        #expect(bodies.count == 3)
    }

    @Test func oneCallerHasSoManyAtMost() {
        let bodies = bodies(count: 10, ofOneCaller: 2)
        let network = ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map { IPAddress($0) }
        _ = bodies.begin(caller: network[0], bytes: 1, now: time(0), giveWay: given.way("a"))
        _ = bodies.begin(caller: network[1], bytes: 1, now: time(1), giveWay: given.way("b"))
        #expect(bodies.begin(caller: network[2], bytes: 1, now: time(2), giveWay: given.way("c")) == nil)
        #expect(bodies.begin(caller: network[2], bytes: 1, now: time(2_000), giveWay: given.way("d")) != nil)
        #expect(given.all == ["a"])
        #expect(bodies.begin(caller: other, bytes: 1, now: time(3), giveWay: given.way("e")) != nil)
    }

    @Test func theyHaveSoManyBytesTogether() {
        let bodies = bodies(count: 10)
        let large = bodies.begin(caller: one, bytes: 900, now: time(0), giveWay: given.way("large"))
        let small = bodies.begin(caller: other, bytes: 50, now: time(1), giveWay: given.way("small"))
        if let small { bodies.progressed(small, bytes: 100, now: time(2)) }
        #expect(given.all == ["large"] && bodies.count == 1)
        // One alone is limited by its sandbox.
        if let small { bodies.progressed(small, bytes: 10_000, now: time(3)) }
        if let large { bodies.progressed(large, bytes: 1, now: time(4)) }
        #expect(given.all == ["large"] && bodies.count == 1)
        if let small { bodies.end(small) }
        if let small { bodies.end(small) }
        #expect(bodies.count == 0)
    }

    private static let files = [
        "a/sandbox.yaml": "dialect: none\nlimits: { wall: 20s, cpu: 10s }\n", "a/echo.js": "module.exports = (req) => ({ body: req.body })",
    ]
    private static let half = "POST /@a/echo HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n"

    @Test func holdNobodyUp() async throws {
        var settings = ServerSettings()
        settings.bodies = UnfinishedBodies.Limits(count: 8, stall: .nanoseconds(0))
        try await ServedFolder.serve(Self.files, settings: settings) { served in
            var half: [RawConnection] = []
            for _ in 0..<100 {
                let connection = try RawConnection(port: served.traffic)
                connection.send(Self.half)
                half.append(connection)
            }
            // The first ones have given way, and are told so.
            let first = RawAnswer.all(in: await half[0].receive { _ in false })
            #expect(first.map(\.status) == [503] && first.first?.body.contains("made room") == true)
            #expect(try await served.ask("GET /@a/echo HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            let slow = try RawConnection(port: served.traffic)
            slow.send(Self.half + "x")
            #expect(await slow.ask("y")?.status == 200)
        }
    }

    /// One stranger behind a proxy has his share; the others whom it passes on have theirs.
    @Test func areThoseOfWhomATrustedProxyTells() async throws {
        var settings = ServerSettings()
        // Nothing counts as standing still, so that nothing gives way.
        settings.bodies = UnfinishedBodies.Limits(count: 8, ofOneCaller: 2, stall: .hours(1))
        try await ServedFolder.serve(Self.files, settings: settings, proxies: ["127.0.0.1"]) { served in
            func begin(by caller: String, until answer: String = " 100 Continue\r\n\r\n") async throws -> RawConnection {
                let connection = try RawConnection(port: served.traffic)
                let proxied = "Host: a\r\nX-FORWARDED-FOR: 192.0.2.7, \(caller)\r\nExpect: 100-continue"
                connection.send(Self.half.replacing("Host: a", with: proxied))
                #expect(await connection.receive { $0.contains(answer) }.contains(answer))
                return connection
            }
            let counted = [try await begin(by: "192.0.2.1"), try await begin(by: "192.0.2.1")]
            _ = try await begin(by: "192.0.2.1", until: " 503 ")
            for connection in counted + [try await begin(by: "192.0.2.2")] {
                #expect(await connection.ask("xy")?.status == 200)
            }
        }
    }

    @Test func areForgottenWithTheirConnections() async throws {
        var settings = ServerSettings()
        // Nothing counts as standing still, so that nothing gives way.
        settings.bodies = UnfinishedBodies.Limits(count: 1, stall: .hours(1))
        try await ServedFolder.serve(Self.files, settings: settings) { served in
            for _ in 0..<20 {
                var connection: RawConnection? = try RawConnection(port: served.traffic)
                connection?.send(Self.half + "x")
                connection = nil
                try await eventually("the room is free again") {
                    let next = try RawConnection(port: served.traffic)
                    next.send(Self.half + "x")
                    return await next.ask("y")?.status == 200
                }
            }
        }
    }
}
