import Logging
import PBXInstructions
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

/// A FastAGI server on a free port, with one script, for as long as a test runs.
final class AGITrial: Sendable {
    let port: Int
    let folder: TemporaryFolder
    private let recorder: Recorder
    private let group: ServiceGroup

    private init(port: Int, folder: TemporaryFolder, _ recorder: Recorder, _ group: ServiceGroup) {
        self.group = group
        self.port = port
        self.folder = folder
        self.recorder = recorder
    }

    /// The calls that have ended, in that order; waits for that many.
    func ended(_ count: Int) async -> [CallRecord] {
        var found: [CallRecord] = []
        for await record in recorder.ends {
            found.append(record)
            if found.count == count { break }
        }
        return found
    }

    /// Asks the server to stop.
    func stop() async { await group.triggerGracefulShutdown() }

    /// What the operator was told of sounds.
    var told: [String] { recorder.told.withLock { $0 } }

    private final class Recorder: Sendable {
        let ends: AsyncStream<CallRecord>
        let entrance: AsyncStream<CallRecord>.Continuation
        let told = Mutex<[String]>([])

        init() { (ends, entrance) = AsyncStream<CallRecord>.makeStream() }
    }

    private struct OneScript: ChannelScriptSource {
        let script: ChannelScript

        func script(of sandbox: String) async throws(ChannelScriptFault) -> ChannelScript {
            guard sandbox == "test" else { throw ChannelScriptFault(sandbox: nil, "there is no sandbox \"\(sandbox)\"") }
            return script
        }
    }

    /// Times that no peer of a test comes near to on a busy machine.
    static let patient: AGILimits = {
        var limits = AGILimits()
        limits.environment = .seconds(100)
        limits.reply = .seconds(100)
        limits.farewell = .seconds(10)
        return limits
    }()

    /// Runs a server around `body`.
    static func run<Value: Sendable>(
        _ scenario: Scenario, _ handlers: TestHandlers, limits: AGILimits = patient, stopTimeout: Duration = .seconds(5),
        speech: SpeechCommand = .standard, _ body: @escaping @Sendable (AGITrial) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryFolder()
        let recorder = Recorder()
        var settings = SoundSettings(folder: folder.path + "/cache", asteriskFolder: "/srv/sounds")
        settings.speech = speech
        settings.programLimit = .seconds(100)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var services = AGICallServices(
            scripts: OneScript(
                script: ChannelScript(scenario: scenario, sounds: FolderSounds(path: folder.path + "/sounds"), client: handlers)),
            sounds: SoundLibrary(settings) { sentence in recorder.told.withLock { $0.append(sentence) } },
            dial: DialTemplates(
                number: try #require(DialTemplate("PJSIP/{number}@trunk")), extension: try #require(DialTemplate("PJSIP/{number}")),
                sipLogin: try #require(DialTemplate("PJSIP/{number}"))),
            recordings: "/var/spool/asterisk/monitor", logger: logger, report: { recorder.entrance.yield($0) })
        services.limits = limits
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = AGIServer(
            host: "127.0.0.1", port: 0, services: services, stopTimeout: stopTimeout, isListening: { port.yield($1) })
        let group = ServiceGroup(services: [server], logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
                return nil
            }
            tasks.addTask {
                for await port in ports { return try await body(AGITrial(port: port, folder: folder, recorder, group)) }
                return nil
            }
            while let value = try await tasks.next() {
                if let value {
                    tasks.cancelAll()
                    return value
                }
            }
            throw AGIFault.disconnected
        }
    }
}
