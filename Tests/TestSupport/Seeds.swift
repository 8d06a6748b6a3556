import Glibc

/// The seeds of tests that try random things.
package enum Seeds {
    /// The seeds from 1 to `count`, so that a test does the same each time; or those that the environment variable `TEST_SEEDS` names,
    /// as `4711` or `1-500`, to run one again or to look further.
    package static func upTo(_ count: UInt64) -> ClosedRange<UInt64> {
        guard let text = getenv("TEST_SEEDS").map({ String(cString: $0) }) else { return 1...count }
        let ends = text.split(separator: "-").compactMap { UInt64($0) }
        guard let first = ends.first, let last = ends.last, first <= last, ends.count <= 2 else {
            fatalError("TEST_SEEDS has to be a seed such as 4711, or a range such as 1-500, not \(text)")
        }
        return first...last
    }
}
