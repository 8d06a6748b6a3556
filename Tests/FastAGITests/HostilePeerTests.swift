import PBXInstructions
import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

/// Whatever a peer sends, its call ends, and the server goes on with those of others.
@Suite(.timeLimit(.minutes(3)))
struct HostilePeerTests {
    /// For those who say nothing.
    private static let quick: AGILimits = {
        var limits = AGILimits()
        limits.environment = .milliseconds(300)
        limits.reply = .milliseconds(300)
        return limits
    }()

    /// For those who say something, and then nothing more.
    private static let patientAtFirst: AGILimits = {
        var limits = AGITrial.patient
        limits.reply = .seconds(3)
        limits.farewell = .seconds(1)
        return limits
    }()

    private static let hello = AsteriskChannel.environment("test")

    /// What a peer sends at once, behind which the fault has to be that.
    private static let floods: [(String, AGIFault)] = [
        (String(repeating: "agi_x: 1\n", count: 1_000_000 / 9), .longEnvironment(limit: 300)),
        ("agi_request: " + String(repeating: "ы", count: 500_000), .longLine(limit: 8_192)),
        ("agi_request: " + String(repeating: "x", count: 1_000_000) + "\n\n", .longLine(limit: 8_192)),
        ("agi_network_script: test\n", .silent(.milliseconds(300))), ("", .silent(.milliseconds(300))),
        ("GET / HTTP/1.1\r\n\r\n", .unreadable("GET / HTTP/1.1")), ("\u{0}\u{1}\u{2}\n", .unreadable("\\0\\u{01}\\u{02}")),
        (hello, .silent(.milliseconds(300))), (hello + "200 result", .silent(.milliseconds(300))),
    ]

    @Test(arguments: floods.indices)
    func endsTheCallOf(_ index: Int) async throws {
        let (text, fault) = Self.floods[index]
        let limits = if case .silent = fault { Self.quick } else { AGITrial.patient }
        let record = try await AGITrial.run(.couriers(), TestHandlers("{}"), limits: limits) { trial in
            _ = try await AGIPeer.connect(port: trial.port).send([Array(text.utf8)])
            return try #require(await trial.ended(1).first)
        }
        // A flood may be noticed by the number of its lines before anybody has read one of them.
        let isExpected = record.fault == fault.description || record.fault == AGIFault.flood.description && text.count > 100_000
        #expect(isExpected, "\(record.fault ?? "nil")")
    }

    /// Whether it came before the first command was sent is chance: it answers that one, or none.
    @Test(arguments: [
        ("200 result=1\n", quick, [AGIFault.unasked("200 result=1"), .silent(.milliseconds(300))]),
        ("HANGUP\nHANGUP\nx\n", AGITrial.patient, [.unasked("x"), .unreadable("x")]),
    ])
    func endsTheCallOfWhoAnswersEarly(_ text: String, _ limits: AGILimits, _ faults: [AGIFault]) async throws {
        let record = try await AGITrial.run(.couriers(), TestHandlers("{}"), limits: limits) { trial in
            _ = try await AGIPeer.connect(port: trial.port).send([Array((Self.hello + text).utf8)])
            return try #require(await trial.ended(1).first)
        }
        #expect(faults.map(\.description).contains(record.fault), "\(record.fault ?? "nil")")
    }

    @Test func doesNotWaitForASlowDrip() async throws {
        let record = try await AGITrial.run(.couriers(), TestHandlers("{}"), limits: Self.quick) { trial in
            // Each byte comes for itself, and the end never.
            _ = try await AGIPeer.connect(port: trial.port).send(Self.hello.dropLast().utf8.map { [$0] })
            return try #require(await trial.ended(1).first)
        }
        #expect(record.fault == AGIFault.silent(.milliseconds(300)).description)
    }

    @Test(arguments: [
        "510 Invalid or unknown command\n", "520-Invalid command syntax.  Proper usage follows:\n Usage: x\n520 End of proper usage.\n",
        "что это\n", "200\n", "200 result=\n", "200 result=999999999\n", "200 result=-999999999999\n", "\u{0}\n", "100 Trying\n",
        "520-a\n", "HANGUP\n", "HANGUP200 result=-1\n", "200 result=0 endpos=-5\n200 result=0\n200 result=0\n", "\n",
        "200 result=300 endpos=1\n",
    ])
    func survivesThatAnswerToEverything(_ answer: String) async throws {
        let record = try await AGITrial.run(.couriers(), TestHandlers(#"{"returned_code": 1}"#), limits: Self.patientAtFirst) { trial in
            _ = try? await AGIPeer.connect(port: trial.port).talk(beginning: Self.hello, 0) { count, _ in
                count += 1
                return count > 2_000 ? nil : answer
            }
            return try #require(await trial.ended(1).first)
        }
        #expect(record.finish != nil || record.fault != nil)
    }

    @Test func noticesADisconnectionAtEveryStep() async throws {
        try await AGITrial.run(.couriers(), TestHandlers(#"{"returned_code": 1, "text": "Да"}"#)) { trial in
            for step in 0..<12 {
                _ = try? await AGIPeer.connect(port: trial.port).talk(beginning: Self.hello, (AsteriskChannel(), step)) { state, line in
                    guard state.1 > 0 else { return nil }
                    state.1 -= 1
                    return state.0.perform(line).map { $0 + "\n" }.joined()
                }
            }
            let records = await trial.ended(12)
            #expect(records.allSatisfy { $0.finish == .caller || $0.fault == AGIFault.disconnected.description })
        }
    }

    @Test func forgetsAQuestionWhenTheCallerHangsUp() async throws {
        let (asked, asking) = AsyncStream<Void>.makeStream()
        let (forgotten, forgetting) = AsyncStream<Void>.makeStream()
        let handlers = TestHandlers { _ in
            asking.yield()
            // Ends by cancellation only.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            forgetting.yield()
            return nil
        }
        let record = try await AGITrial.run(.question(), handlers) { trial in
            let peer = try await AGIPeer.connect(port: trial.port)
            async let visit = peer.talk(beginning: Self.hello, AsteriskChannel()) { channel, line in
                channel.perform(line).map { $0 + "\n" }.joined() + (line == "ANSWER" ? "HANGUP\n" : "")
            }
            _ = try await visit
            return try #require(await trial.ended(1).first)
        }
        #expect(record.finish == .caller)
        asking.finish()
        forgetting.finish()
        var counts = (0, 0)
        for await _ in asked { counts.0 += 1 }
        for await _ in forgotten { counts.1 += 1 }
        #expect(counts.0 == counts.1)
    }

    @Test func closesConnectionsBeyondTheLimit() async throws {
        var limits = Self.patientAtFirst
        limits.connections = 1
        try await AGITrial.run(.couriers(), TestHandlers("{}"), limits: limits) { trial in
            let (begun, beginning) = AsyncStream<Void>.makeStream()
            // The first one says nothing to its first command, until the server has had enough.
            async let first = AGIPeer.connect(port: trial.port).talk(beginning: Self.hello, AsteriskChannel()) { _, _ in
                beginning.yield()
                return ""
            }
            for await _ in begun { break }
            let second = try await AGIPeer.connect(port: trial.port).send([Array(Self.hello.utf8)])
            #expect(second == "")
            _ = try await first
            // Its place is free a moment after its end.
            try await eventually("somebody else is served") {
                // Who is not has his connection closed at any moment, and so has who is slow to reply.
                let third = try? await AGIPeer.call(port: trial.port, AsteriskChannel())
                return third?.commands.last == "HANGUP"
            }
        }
    }

    @Test func survivesRandomBytesInTheMiddleOfACall() async throws {
        try await AGITrial.run(.couriers(), TestHandlers(#"{"returned_code": 1}"#), limits: Self.patientAtFirst) { trial in
            await withDiscardingTaskGroup { tasks in
                for seed in 0..<60 { tasks.addTask { await Self.mumble(SeededGenerator(seed: UInt64(seed)), port: trial.port) } }
            }
            let records = await trial.ended(60)
            #expect(records.allSatisfy { $0.finish != nil || $0.fault != nil })
            // The server still serves.
            var channel = AsteriskChannel()
            channel.dialStatuses = ["ANSWER"]
            let end = try await AGIPeer.call(port: trial.port, channel)
            #expect(end.commands.first == "ANSWER")
        }
    }

    /// A call whose peer now and then changes three bytes of what it says.
    private static func mumble(_ generator: SeededGenerator, port: Int) async {
        _ = try? await AGIPeer.connect(port: port).talk(beginning: hello, (AsteriskChannel(), generator)) { state, line in
            let right = state.0.perform(line).map { $0 + "\n" }.joined()
            guard Int.random(in: 0..<4, using: &state.1) == 0 else { return right }
            var bytes = Array(right.utf8)
            for _ in 0..<3 { bytes[Int.random(in: bytes.indices, using: &state.1)] = UInt8.random(in: 0...255, using: &state.1) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func leavesCallsToTheDialplanWhenItStops() async throws {
        let (asked, asking) = AsyncStream<Void>.makeStream()
        let handlers = TestHandlers { _ in
            asking.yield()
            // Ends by cancellation only.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return nil
        }
        let (end, record) = try await AGITrial.run(.question(), handlers, stopTimeout: .milliseconds(50)) { trial in
            async let visit = AGIPeer.call(port: trial.port, AsteriskChannel())
            for await _ in asked { break }
            await trial.stop()
            return (try await visit, try #require(await trial.ended(1).first))
        }
        #expect(record.fault == "the host stops")
        #expect(end.variables["RINGBOX_STATUS"] == "FAILED")
        #expect(end.variables["RINGBOX_REASON"] == "the host stops")
        #expect(!end.isDead)
    }

    /// A peer that answers the last commands, too, must not lose them by that.
    @Test(.ownThreads) func listensToWhoAnswersTheLastCommands() async throws {
        try await AGITrial.run(.question(), TestHandlers("{}")) { trial in
            let connection = try HTTPConnection(port: trial.port)
            try connection.send(Array(Self.hello.utf8))
            #expect(try connection.readLine(until: "\n") == "ANSWER")
            try connection.send(Array("nonsense\n".utf8))
            var commands: [String] = []
            while let line = try? connection.readLine(until: "\n") { commands.append(line) }
            #expect(commands.count == 4 && commands.last?.contains("RINGBOX_OPERATIONS") == true, "\(commands)")
            // It has said all, and still listens: a closed connection would refuse what comes behind the first answer.
            for _ in commands { try connection.send(Array("200 result=1\n".utf8)) }
        }
    }

    @Test func letsCallsEndByThemselvesWhenItStops() async throws {
        let (asked, asking) = AsyncStream<Void>.makeStream()
        let (answers, answering) = AsyncStream<Void>.makeStream()
        let handlers = TestHandlers { _ in
            asking.yield()
            for await _ in answers { break }
            return .answer(status: 200, body: Array(#"{"text": "До свидания"}"#.utf8))
        }
        let record = try await AGITrial.run(.question(), handlers, stopTimeout: .seconds(60)) { trial in
            async let visit = AGIPeer.call(port: trial.port, AsteriskChannel())
            for await _ in asked { break }
            await trial.stop()
            answering.yield()
            _ = try await visit
            return try #require(await trial.ended(1).first)
        }
        #expect(record.finish == .scenario)
    }
}
