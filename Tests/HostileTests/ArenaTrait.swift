import Testing

/// Runs a suite with one ``Arena`` for all of its tests.
struct ArenaTrait: SuiteTrait, TestScoping {
    let category: String

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        let arena = try Arena(category: category)
        try await Arena.$current.withValue(arena, operation: function)
    }
}

extension Trait where Self == ArenaTrait {
    /// One host for the cases of a category.
    static func arena(_ category: String) -> Self { Self(category: category) }
}
