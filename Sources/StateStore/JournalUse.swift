/// How many bytes the journals of all sandboxes take, and what follows from that.
struct JournalUse: Sendable {
    private let retention: StateRetention
    private var bytes: [String: Int] = [:]
    private var total = 0
    /// What has come since a journal was cut to what it may take, or to what the newest version needs.
    private var added: [String: Int] = [:]
    /// Whose use is near the limit, and has been told.
    private var told: Set<StateUse.Owner> = []

    init(_ retention: StateRetention) { self.retention = retention }

    /// What is known of a sandbox; nil before it was looked at.
    subscript(sandbox: String) -> Int? { bytes[sandbox] }

    /// What a sandbox may keep. Fewer bytes than its own limit while all together take too many.
    func limit(of sandbox: String) -> Int {
        guard total > retention.totalBytes else { return retention.bytes }
        return min(retention.bytes, retention.totalBytes / max(1, bytes.count))
    }

    /// The rule by which a sandbox's journal is pruned. It has no number of bytes while the journal is known to take no more than it
    /// may, which saves the store from adding it up.
    func retention(of sandbox: String) -> StateRetention {
        var retention = retention
        let limit = limit(of: sandbox)
        retention.bytes = (bytes[sandbox] ?? .max) <= limit ? .max : limit
        return retention
    }

    /// Takes down what the store says of a sandbox.
    mutating func set(_ sandbox: String, to count: Int) {
        total += count - (bytes[sandbox] ?? 0)
        bytes[sandbox] = count
    }

    /// Counts a patch that is stored.
    mutating func add(_ count: Int, to sandbox: String) {
        added[sandbox, default: 0] += count
        grow(by: count, sandbox)
    }

    /// Counts bytes of a snapshot that is stored, or with a minus, bytes that are removed.
    mutating func grow(by count: Int, _ sandbox: String) {
        total += count
        bytes[sandbox, default: 0] += count
    }

    /// What has come to a journal since it was last ``settle(_:after:)``d.
    func arrears(of sandbox: String) -> Int { added[sandbox] ?? 0 }

    /// Notes that everything has been removed that can be, of what there was when the ``arrears(of:)`` were so many.
    mutating func settle(_ sandbox: String, after arrears: Int) {
        added[sandbox] = max(0, self.arrears(of: sandbox) - arrears)
    }

    /// Whether a journal takes more than it may.
    func isPressed(_ sandbox: String) -> Bool { bytes[sandbox] ?? 0 > limit(of: sandbox) }

    /// Why a change of so many bytes cannot be stored; nil when it can.
    ///
    /// Only what has come since the journal was cut counts against a change: what is left then cannot be less, as the newest version is
    /// built on it, and a change may be the one that makes it less.
    func refusal(of count: Int, in sandbox: String) -> StateStoreError? {
        let (use, arrears) = (bytes[sandbox] ?? 0, arrears(of: sandbox))
        let (own, all) = (retention.bytes, retention.totalBytes)
        guard arrears > 0 else { return nil }
        if use + count > own * StateRetention.slack, arrears + count > own { return .journalFull(sandbox: sandbox, bytes: use, limit: own) }
        let share = all / max(1, bytes.count)
        guard total + count > all * StateRetention.slack, arrears + count > share else { return nil }
        return .folderFull(sandbox: sandbox, bytes: total, limit: all)
    }

    /// What has come near its limit since it was asked last: 80 percent of it. It counts anew once it was below 70.
    mutating func warnings(about sandbox: String) -> [StateUse] {
        let uses = [
            StateUse(owner: .sandbox(sandbox), bytes: bytes[sandbox] ?? 0, limit: retention.bytes),
            StateUse(owner: .all, bytes: total, limit: retention.totalBytes),
        ]
        return uses.filter { use in
            if use.percent < 70 { told.remove(use.owner) }
            return use.percent >= 80 && told.insert(use.owner).inserted
        }
    }
}
