import Testing

@testable import ringbox

/// Open files are shared out so that no port takes what another one needs.
struct DescriptorBudgetTests {
    @Test(arguments: [700, 1_024, 4_096, 20_000, 1_048_576], [false, true])
    func allTogetherAreBelowTheLimit(_ limit: Int, _ hasCalls: Bool) throws {
        let budget = try DescriptorBudget(limit: limit, workers: 65, connections: nil, calls: nil, hasCalls: hasCalls)
        #expect(budget.connections + budget.adminConnections + 3 * budget.calls + 4 * 65 + 256 <= limit)
        #expect(budget.connections >= 32 && budget.adminConnections >= 16)
        #expect((budget.calls > 0) == hasCalls)
    }

    @Test func whereThereIsRoomTheUsualNumbersHold() throws {
        let budget = try DescriptorBudget(limit: 65_536, workers: 65, connections: nil, calls: nil, hasCalls: true)
        #expect(budget.connections == 10_000 && budget.adminConnections == 128 && budget.calls == 1_000)
    }

    @Test func whatDoesNotFitIsRefusedWithWhatIsNeeded() throws {
        for (connections, calls) in [(10_000, nil), (nil, 1_000), (100, 1_000)] as [(Int?, Int?)] {
            let error = #expect(throws: CommandFailure.self) {
                try DescriptorBudget(limit: 1_024, workers: 65, connections: connections, calls: calls, hasCalls: true)
            }
            #expect(error?.sentence.contains("open files, and this user may have 1024") == true)
        }
        #expect(try DescriptorBudget(limit: 1_024, workers: 65, connections: 100, calls: 50, hasCalls: true).connections == 100)
    }
}
