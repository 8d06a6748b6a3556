/// What one scope of ``ScriptEngine/withBudget(_:onTick:_:)`` may use, and has used.
final class BudgetAccount {
    let budget: Duration
    /// Whether a script was stopped, or kept from starting, because the budget was used up.
    private(set) var isSpent = false
    /// Where the script was that was stopped, the innermost frame first; empty if none ran.
    private(set) var frames: [ScriptException.Frame] = []
    let onTick: ((Duration) -> Void)?

    private let parent: BudgetAccount?
    private let cpuStart: Duration
    private let wallStart: Duration

    /// - Parameter parent: The account of the scope around this one, which goes on being charged.
    init(budget: Duration, parent: BudgetAccount?, onTick: ((Duration) -> Void)?) {
        self.budget = budget
        self.parent = parent
        self.onTick = onTick
        cpuStart = CPUClock.threadTime()
        wallStart = CPUClock.wallTime()
    }

    /// CPU time that the thread has used since the scope began.
    var used: Duration { CPUClock.threadTime() - cpuStart }

    /// CPU time that this scope and every scope around it may still use.
    var remaining: Duration {
        let own = budget - used
        return parent.map { min(own, $0.remaining) } ?? own
    }

    /// Marks every scope of the chain that has used its budget, and tells whether there is one.
    func check() -> Bool {
        if parent?.check() == true { isSpent = true }
        if !isSpent, mayBeSpent, used >= budget { isSpent = true }
        return isSpent
    }

    /// Notes where a script is stopped, in every scope of the chain whose budget is used up.
    func stopped(at frames: [ScriptException.Frame]) {
        parent?.stopped(at: frames)
        if isSpent { self.frames = frames }
    }

    var error: ScriptError { .timedOut(budget: budget, used: used, frames: frames) }

    /// False if the budget cannot be used up yet: a thread uses no more CPU time than time passes.
    private var mayBeSpent: Bool { CPUClock.wallTime() - wallStart >= budget }
}
