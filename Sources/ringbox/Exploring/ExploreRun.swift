import HTTPText
import HandlerHost
import PBXClient
import VirtualPBX

/// Calls that try everything: each caller, at each time, every input that makes a difference.
struct ExploreRun: Sendable {
    let sandbox: SandboxName
    let scenario: Scenario
    /// Who calls; nil for some of the numbers that the state knows, a stranger, and somebody with a hidden number.
    let callers: [String]?
    /// The number that is called.
    let to: String
    /// What is worth typing besides what is in the state.
    let codes: [String]
    /// When the calls come in, in seconds since 1970.
    let times: [Int64]
    let depth: Int
    let callLimit: Int
    /// Whom the scenario may ask outside its sandbox.
    let urls: ScenarioURLs

    /// A number that no state is likely to know.
    private static let stranger = "70000000000"
    /// How many of the state's callers and codes are tried: those of the first few cards are like those of all others.
    private static let knownCallers = 2
    private static let knownCodes = 8

    /// Plays the calls on a host inside this process, each from the state that the sandbox begins with.
    ///
    /// - Throws: ``CommandFailure`` when there is no such sandbox, or when it does not load.
    func run(_ configuration: HostConfiguration) async throws -> ExploreReport {
        try await LocalHost.run(configuration, urls: urls) { host in
            try await host.require(sandbox)
            let client = host.client(of: sandbox)
            let result: Result<ExploreReport, any Error>
            do {
                result = .success(try await explore(on: host, client))
            } catch {
                result = .failure(error)
            }
            await client.close()
            return try result.get()
        }
    }

    private func explore(on host: LocalHost, _ client: PBXClient) async throws -> ExploreReport {
        let numbers = StateNumbers(in: try await host.seed(of: sandbox))
        let callers = callers ?? numbers.callers.prefix(Self.knownCallers) + [Self.stranger, ""]
        var codes = codes
        for code in numbers.codes.prefix(Self.knownCodes) where !codes.contains(code) { codes.append(code) }
        var report = ExploreReport(sandbox: sandbox.text, scenario: scenario, showsTimes: times.count > 1)
        for time in times {
            var explorer = Explorer(scenario, codes: codes, depth: depth, callLimit: callLimit - report.callCount) { from, script in
                try await host.resetState(of: sandbox)
                let facts = CallFacts(id: "1", from: from, to: to, startTime: time)
                var call = ScriptedCall(scenario, facts, client: client, script: script)
                let finish = await call.run()
                return ExploredCall(steps: call.steps, point: call.script.point, finish: finish)
            }
            for caller in callers {
                guard report.callCount + explorer.callCount < callLimit else {
                    report.skipped.append(ExploreReport.Call(from: caller, time: time))
                    continue
                }
                report.trees.append((ExploreReport.Call(from: caller, time: time), try await explorer.explore(from: caller)))
            }
            report.add(explorer, at: time)
        }
        return report
    }
}
