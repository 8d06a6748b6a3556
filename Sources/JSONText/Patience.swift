/// How long somebody waits for work of many small steps. What work that is given up leaves is cut short, and not to be used.
package struct Patience {
    private static let interval = 1_024

    private let goesOn: () -> Bool
    private var steps = 0
    /// Whether the work was given up.
    package private(set) var isOver = false

    /// - Parameter goesOn: Asked before the first step and before each 1,024th one after it, until it says no.
    package init(while goesOn: @escaping () -> Bool) { self.goesOn = goesOn }

    /// Counts a step, and returns whether it is to be done.
    package mutating func lasts() -> Bool {
        if steps == 0, !isOver { isOver = !goesOn() }
        steps = steps == Self.interval - 1 ? 0 : steps + 1
        return !isOver
    }
}
