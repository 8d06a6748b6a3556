/// The steps that finding the route of one request may take, whatever the routes and the path say.
///
/// A route's author chooses the patterns and a stranger the path, and both together run on an event loop that others wait for.
struct MatchingWork {
    /// About two milliseconds' worth: one step changes 64 states of a pattern by one character.
    static let limit = 1 << 18

    private(set) var left: Int

    init(limit: Int = MatchingWork.limit) { left = limit }

    var isExhausted: Bool { left < 0 }

    /// Takes steps; false when there are not so many left.
    mutating func spend(_ steps: Int) -> Bool {
        left = left > steps ? left - steps : -1
        return left >= 0
    }
}
