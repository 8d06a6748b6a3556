import ChildPrograms
import StateStore

/// An edit of a state by hand, on its way through the sandbox, so that no turn comes between its condition and its change.
///
/// It may hold a whole state. Letting that go takes long, and the last one who has the edit is an event loop: a thread does it.
// Sendable: `kind` changes in `deinit` only, when nobody else has the edit any more; all else is constant and Sendable.
final class HandEdit: @unchecked Sendable {
    enum Kind: Sendable {
        case edit(StateEdit)
        case reset(StateReset)
        /// Make the newest version readable, as by ``StateRepair/mend(_:in:while:)``, and tell what was done.
        case repair(told: @Sendable (StateRepair.Outcome) -> Void)
    }

    private(set) var kind: Kind
    let condition: StateCondition
    /// The version that it made.
    let completion: @Sendable (Result<Int64, StateEditError>) -> Void

    init(kind: Kind, condition: StateCondition, completion: @escaping @Sendable (Result<Int64, StateEditError>) -> Void) {
        self.kind = kind
        self.condition = condition
        self.completion = completion
    }

    deinit {
        guard case .edit = kind else { return }
        let scraps = Scraps(kind)
        kind = .repair { _ in }
        BlockingThread.start { scraps.drop() }
    }
}
