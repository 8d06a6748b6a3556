import HTTPText
import HandlerHost
import Synchronization
import VirtualPBX

/// Runs call tests, some at a time: each lane is a host of its own, whose states begin anew with each test.
struct TestRun: Sendable {
    let scenarios: [SandboxName: Scenario]
    let scenarioProblems: [SandboxName: String]
    let tests: [PlannedTest]
    let configuration: HostConfiguration
    /// Whom scenarios may ask outside their sandboxes.
    let urls: ScenarioURLs

    /// How many tests make another host worth its start.
    private static let testsPerLane = 16
    private static let mostLanes = 4

    /// - Parameter lanes: How many; nil for as many as are worth it.
    /// - Returns: What came of each test, in their order.
    func run(lanes: Int?, cores: Int) async throws -> [TestOutcome] {
        let worthwhile = max(1, min(cores, Self.mostLanes, (tests.count + Self.testsPerLane - 1) / Self.testsPerLane))
        let next = TestQueue(tests)
        return try await withThrowingTaskGroup(of: [(Int, TestOutcome)].self) { group in
            for _ in 0..<min(lanes ?? worthwhile, tests.count) {
                group.addTask {
                    try await LocalHost.run(configuration, urls: urls) { host in
                        var outcomes: [(Int, TestOutcome)] = []
                        while let (place, test) = next.take() { outcomes.append((place, await outcome(of: test, on: host))) }
                        return outcomes
                    }
                }
            }
            var all: [(Int, TestOutcome)] = []
            for try await outcomes in group { all += outcomes }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func outcome(of test: PlannedTest, on host: LocalHost) async -> TestOutcome {
        guard let scenario = scenarios[test.sandbox] else {
            // What is wrong with the test itself comes first.
            let problem = if case .failure(let error) = test.content { "\(error)" } else { scenarioProblems[test.sandbox] }
            return TestOutcome(test: test, problem: problem)
        }
        return await TestOutcome.played(test, scenario, on: host)
    }
}

/// Tests that are still to be run, for several lanes.
private final class TestQueue: Sendable {
    private let tests: [PlannedTest]
    private let place = Mutex(0)

    init(_ tests: [PlannedTest]) { self.tests = tests }

    func take() -> (Int, PlannedTest)? {
        place.withLock { place in
            guard place < tests.count else { return nil }
            defer { place += 1 }
            return (place, tests[place])
        }
    }
}
