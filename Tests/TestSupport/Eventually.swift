import ChildPrograms
import Glibc

/// Waits until something holds. Between two looks others may run; a minute later it is taken to hold never.
///
/// - Parameter what: Goes into the error.
/// - Throws: ``Overdue``, what the condition throws, or `CancellationError` when the test's time is over.
package func eventually(
    _ what: String, within limit: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Overdue(what: what, limit: limit) }
        try Task.checkCancellation()
        // Looking without a pause would keep busy whom the condition waits for.
        _ = await BlockingThread.run { poll(nil, 0, 2) }
    }
}

package struct Overdue: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    package var description: String { "after \(limit) it still did not hold that \(what)" }
}
