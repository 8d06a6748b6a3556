/// How many bytes the journals of all sandboxes take, and what follows from that.
struct JournalUse: Sendable {
    fileprivate struct Journal {
        var bytes = 0
        /// What has come since it was cut to what it may take, or to what the newest version needs.
        var added = 0
    }

    private let retention: StateRetention
    private var journals: [String: Journal] = [:]
    private var total = 0
    /// Whose use is near the limit, and has been told.
    private var told: Set<StateUse.Owner> = []

    init(_ retention: StateRetention) { self.retention = retention }

    /// What is known of a sandbox; nil before it was looked at.
    subscript(sandbox: String) -> Int? { journals[sandbox]?.bytes }

    /// What a sandbox may keep. Fewer bytes than its own limit while all together take too many.
    var limit: Int {
        guard total > retention.totalBytes else { return retention.bytes }
        return min(retention.bytes, retention.totalBytes / max(1, journals.count))
    }

    /// The rule by which a sandbox's journal is pruned. It has no number of bytes while the journal is known to take no more than it
    /// may, which saves the store from adding it up.
    func retention(of sandbox: String) -> StateRetention {
        var retention = retention
        retention.bytes = (journals[sandbox]?.bytes ?? .max) <= limit ? .max : limit
        return retention
    }

    /// Takes down what the store says of a sandbox.
    mutating func set(_ sandbox: String, to count: Int) {
        total += count - (journals[sandbox]?.bytes ?? 0)
        journals[sandbox, default: Journal()].bytes = count
    }

    /// Counts a patch that is stored.
    ///
    /// - Returns: Whether the journal takes more than it may.
    @discardableResult
    mutating func add(_ count: Int, to sandbox: String) -> Bool {
        total += count
        let limit = limit
        return journals[sandbox, default: Journal()].add(count) > limit
    }

    /// Counts bytes of a snapshot that is stored, or with a minus, bytes that are removed.
    mutating func grow(by count: Int, _ sandbox: String) {
        total += count
        journals[sandbox, default: Journal()].bytes += count
    }

    /// What has come to a journal since it was last ``settle(_:after:)``d.
    func arrears(of sandbox: String) -> Int { journals[sandbox]?.added ?? 0 }

    /// Notes that everything has been removed that can be, of what there was when the ``arrears(of:)`` were so many.
    mutating func settle(_ sandbox: String, after arrears: Int) {
        journals[sandbox]?.settle(arrears)
    }

    /// Whether a journal takes more than it may.
    func isPressed(_ sandbox: String) -> Bool { journals[sandbox]?.bytes ?? 0 > limit }

    /// Why a change of so many bytes cannot be stored; nil when it can.
    ///
    /// Only what has come since the journal was cut counts against a change: what is left then cannot be less, as the newest version is
    /// built on it, and a change may be the one that makes it less.
    func refusal(of count: Int, in sandbox: String) -> StateStoreError? {
        guard let journal = journals[sandbox], journal.added > 0 else { return nil }
        let (use, arrears) = (journal.bytes, journal.added)
        let (own, all) = (retention.bytes, retention.totalBytes)
        if use + count > own * StateRetention.slack, arrears + count > own { return .journalFull(sandbox: sandbox, bytes: use, limit: own) }
        let share = all / max(1, journals.count)
        guard total + count > all * StateRetention.slack, arrears + count > share else { return nil }
        return .folderFull(sandbox: sandbox, bytes: total, limit: all)
    }

    /// What has come near its limit since it was asked last: 80 percent of it. It counts anew once it was below 70.
    mutating func warnings(about sandbox: String) -> [StateUse] {
        let uses = [
            StateUse(owner: .sandbox(sandbox), bytes: journals[sandbox]?.bytes ?? 0, limit: retention.bytes),
            StateUse(owner: .all, bytes: total, limit: retention.totalBytes),
        ]
        return uses.filter { use in
            if use.percent < 70 { told.remove(use.owner) }
            return use.percent >= 80 && told.insert(use.owner).inserted
        }
    }
}

extension JournalUse.Journal {
    /// Notes that what had come by then is settled.
    fileprivate mutating func settle(_ arrears: Int) { added = max(0, added - arrears) }

    /// Counts a patch, and returns all bytes.
    fileprivate mutating func add(_ count: Int) -> Int {
        added += count
        bytes += count
        return bytes
    }
}
