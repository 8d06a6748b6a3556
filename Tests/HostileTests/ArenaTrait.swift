import Testing

/// Runs a suite with one ``Arena`` for all of its tests.
struct ArenaTrait: SuiteTrait, TestScoping {
    let category: String

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        let arena = try Arena(category: category)
        try await Arena.$current.withValue(arena, operation: function)
        // No handler, whatever it tries, has the host itself stand still.
        let delay = try arena.loopDelay()
        #expect(delay < .milliseconds(250), "the event loops came \(delay) late to their work")
    }
}

extension Trait where Self == ArenaTrait {
    /// One host for the cases of a category.
    static func arena(_ category: String) -> Self { Self(category: category) }
}
