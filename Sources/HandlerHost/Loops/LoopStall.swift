/// An event loop that stood still.
struct LoopStall: Sendable {
    let loop: Int
    /// From when it was given something to do until it came to it, or until now.
    let duration: Duration
    let isOver: Bool
    /// What it did when it was looked at; nil when that was nothing for a sandbox.
    let seen: (step: LoopStep, sandbox: UInt32)?

    /// - Parameter sandbox: The name of the one in ``seen``.
    func sentence(sandbox: String?) -> String {
        let verb = isOver ? "stood still for" : "has been standing still for"
        let cause = seen.map { seen in
            ": \(seen.step.sentence)" + (sandbox.map { " (sandbox \($0))" } ?? "")
        }
        return "event loop \(loop) \(verb) \(duration.text)" + (cause ?? ", with nothing of a sandbox's turns")
    }
}
