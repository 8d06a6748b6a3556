import PlainText

/// What a ``FolderWatch`` knows of an entry of the folder.
struct WatchedEntry: Sendable {
    /// A file under the folder that it is in.
    struct File: Hashable {
        var watch: Int32
        var name: String
    }
    /// Over everything in the entry, as it was when it was last reported; nil when it is not there, and before it was looked at.
    var fingerprint: ContentHash?
    var wasLookedAt = false
    /// Whether the operator made a link here, which may lead elsewhere from one moment to the next.
    var isLink = false
    /// What a link leads to.
    var identity: FileIdentity?
    /// The watches on its folders.
    var watches: [FileIdentity: Int32] = [:]
    /// Not to be looked at before; nil for what is looked at within a moment. What takes long is looked at rarely.
    var rest: ContinuousClock.Instant?

    /// When the first and the last change was noted that was not reported yet.
    private(set) var change: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)?
    /// Files that somebody is writing.
    private var written: Set<File> = []
    private var lastWrite: ContinuousClock.Instant?
    /// What looking showed last, without a report of the kernel, and since when.
    private var unsettled: (fingerprint: ContentHash?, since: ContinuousClock.Instant)?

    /// As many files at a time as a sandbox can have, so that names cannot be piled up.
    private static let mostWritten = 2_000

    mutating func noteChange(_ now: ContinuousClock.Instant) { change = (change?.first ?? now, now) }

    /// - Parameter files: Each with its path in the entry; nil for the entry itself.
    mutating func noteWriting(_ files: [(path: String?, file: File)], _ now: ContinuousClock.Instant) {
        // A log that is written all the time keeps nobody waiting.
        for (path, file) in files where path.map({ FileRole(path: $0) != .ignored }) ?? true {
            if written.count < Self.mostWritten { written.insert(file) }
            lastWrite = now
        }
    }

    mutating func endWriting(_ file: File) { written.remove(file) }

    /// Whether what looking shows has stayed the same for a while.
    mutating func isSettled(_ fingerprint: ContentHash?, _ now: ContinuousClock.Instant, _ times: FolderWatch.Times) -> Bool {
        guard let unsettled, unsettled.fingerprint == fingerprint else {
            unsettled = (fingerprint, now)
            return false
        }
        return now - unsettled.since >= times.settling
    }

    /// Forgets what was noted: it is reported.
    mutating func settle() {
        change = nil
        written = []
        lastWrite = nil
        unsettled = nil
    }

    mutating func forgetUnsettled() { unsettled = nil }

    /// When the noted change may be reported; nil without one.
    func dueTime(_ times: FolderWatch.Times) -> ContinuousClock.Instant? {
        guard let change else { return nil }
        var due = min(change.last + times.debounce, change.first + times.debounce * 4)
        if let lastWrite, !written.isEmpty { due = max(due, lastWrite + times.settling) }
        return max(due, rest ?? due)
    }

    /// When to look again whether something has settled; nil when nothing is unsettled.
    func settlingTime(_ times: FolderWatch.Times) -> ContinuousClock.Instant? {
        guard let unsettled else { return nil }
        let time = unsettled.since + times.settling
        return max(time, rest ?? time)
    }
}
