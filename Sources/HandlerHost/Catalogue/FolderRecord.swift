import HTTPText

/// What the catalogue knows of the handlers folder, and what follows from looking at it again.
///
/// A sandbox is removed when its files were gone for a while in a folder that could be read. An empty folder removes nobody: it may
/// be one that is not mounted.
struct FolderRecord {
    /// What a look at the folder leads to.
    struct Steps: Equatable {
        var additions: [SandboxName] = []
        var removals: [SandboxName] = []
        /// Sandboxes whose files cannot be read at all, and why.
        var refusals: [SandboxName: BundleError] = [:]
        /// What has to be read.
        var due: [SandboxEntry] = []
        /// Sentences for the operator.
        var news: [String] = []
        /// Whether something is to be looked at again though nothing changes.
        var isUnsettled = false
    }

    /// The file that says that an empty folder is meant.
    static let emptyMark = ".empty"

    /// How long a sandbox's files have to be gone.
    private let patience: Duration
    private var known: Set<SandboxName> = []
    private var missing: [SandboxName: ContinuousClock.Instant] = [:]
    private var refused: [SandboxName: BundleError] = [:]
    private var told: Set<String> = []
    /// What has changed since the folder was listed to its end.
    private var unseen = FolderChanges.none

    init(patience: Duration) { self.patience = patience }

    /// Compares a look with what was known.
    ///
    /// - Parameters:
    ///   - isMeantEmpty: Whether the folder has the ``emptyMark``.
    ///   - changes: What may have changed since the look before.
    mutating func take(
        _ scan: SandboxScan, isMeantEmpty: Bool, _ changes: FolderChanges, now: ContinuousClock.Instant
    ) -> Steps {
        var steps = Steps()
        unseen.formUnion(changes)
        let changed = unseen
        if scan.isComplete { unseen = .none }
        let before = refused
        refused = scan.refused
        var sentences = Set(scan.problems.map(\.description))
        let present = Set(scan.entries.map(\.name)).union(refused.keys)
        steps.additions = present.subtracting(known).sorted()
        steps.due = scan.entries.filter { entry in
            changed.contain(entry.entry) || !known.contains(entry.name) || missing[entry.name] != nil || before[entry.name] != nil
        }
        steps.refusals = refused.filter { before[$0.key] != $0.value }
        steps.isUnsettled = refused.values.contains(where: \.isLack)
        known.formUnion(present)
        if scan.isComplete {
            sentences.formUnion(look(for: present, isMeantEmpty: isMeantEmpty, now: now, &steps))
        } else {
            missing = [:]
            steps.isUnsettled = true
        }
        steps.news = sentences.subtracting(told).sorted()
        told = sentences
        return steps
    }

    /// Looks for the known sandboxes among those that are there.
    ///
    /// - Returns: What the operator has to know.
    private mutating func look(
        for present: Set<SandboxName>, isMeantEmpty: Bool, now: ContinuousClock.Instant, _ steps: inout Steps
    ) -> [String] {
        let gone = known.subtracting(present)
        missing = missing.filter { gone.contains($0.key) }
        if present.isEmpty, !gone.isEmpty, !isMeantEmpty {
            missing = Dictionary(uniqueKeysWithValues: gone.map { ($0, now) })
            steps.isUnsettled = true
            return [
                "the handlers folder is empty: its sandboxes go on serving what they served. Put their files back, or make the file "
                    + "\(Self.emptyMark) there to have all of them removed"
            ]
        }
        for name in gone.sorted() {
            let since = missing[name] ?? now
            missing[name] = since
            if now - since >= patience { steps.removals.append(name) } else { steps.isUnsettled = true }
        }
        known.subtract(steps.removals)
        for name in steps.removals { missing[name] = nil }
        return []
    }
}
