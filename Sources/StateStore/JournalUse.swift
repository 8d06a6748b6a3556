/// How many bytes the journals of all sandboxes take, and what follows from that.
struct JournalUse: Sendable {
    private let retention: StateRetention
    private var bytes: [String: Int] = [:]
    private var total = 0
    /// The sandboxes whose use is near the limit, and has been told; "" stands for all of them together.
    private var told: Set<String> = []

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

    /// Counts bytes that are stored, or with a minus, that are removed.
    mutating func add(_ count: Int, to sandbox: String) {
        total += count
        bytes[sandbox, default: 0] += count
    }

    /// Why a change of so many bytes cannot be stored; nil when it can.
    func refusal(of count: Int, in sandbox: String) -> StateStoreError? {
        let use = bytes[sandbox] ?? 0
        let (own, all) = (retention.bytes, retention.totalBytes)
        if use + count > own * StateRetention.slack { return .journalFull(sandbox: sandbox, bytes: use, limit: own) }
        guard total + count > all * StateRetention.slack, use > all / max(1, bytes.count) else { return nil }
        return .folderFull(sandbox: sandbox, bytes: total, limit: all)
    }

    /// What has come near its limit since it was asked last: 80 percent of it. It counts anew once it was below 70.
    mutating func warnings(about sandbox: String) -> [StateUse] {
        let uses = [
            StateUse(sandbox: sandbox, bytes: bytes[sandbox] ?? 0, limit: retention.bytes),
            StateUse(sandbox: "", bytes: total, limit: retention.totalBytes),
        ]
        return uses.filter { use in
            if use.percent < 70 { told.remove(use.sandbox) }
            return use.percent >= 80 && told.insert(use.sandbox).inserted
        }
    }
}
