import HTTPText
import HandlerHost
import JSONText
import PBXClient
import VirtualPBX

extension TestOutcome {
    /// Plays a test on a host, whose state of the sandbox begins anew with it.
    static func played(_ test: PlannedTest, _ scenario: Scenario, on host: LocalHost) async -> TestOutcome {
        let start = ContinuousClock.now
        var outcome = TestOutcome(test: test)
        do {
            try await outcome.play(scenario, on: host)
        } catch {
            outcome.problem = (error as? CommandFailure)?.sentence ?? "\(error)"
        }
        outcome.realTime = start.duration(to: .now)
        return outcome
    }

    private mutating func play(_ scenario: Scenario, on host: LocalHost) async throws {
        let content = try test.content.get()
        try await host.require(test.sandbox)
        try await host.resetState(of: test.sandbox)
        let client = host.client(of: test.sandbox)
        var result = await content.run(scenario, client: client)
        await client.close()
        self.result = result
        guard result.needsState(of: content) else { return }
        result.compare(try JSONValue(parsing: try await host.host.state(of: test.sandbox.text).document), with: content)
        self.result = result
    }
}
