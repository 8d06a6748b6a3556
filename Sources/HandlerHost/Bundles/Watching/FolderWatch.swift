import Glibc

/// The loop of a ``FolderWatcher``, on a thread of its own.
///
/// It is a value until the thread takes it: everything in it was set up before changes are promised.
struct FolderWatch: Sendable {
    private let folder: String
    private let pollInterval: Duration
    private let debounce: Duration
    private var tree: WatchedTree
    /// What is known to have changed and was not reported yet.
    private var changed: Set<String> = []
    private var firstChange: ContinuousClock.Instant?
    private var lastChange: ContinuousClock.Instant?
    private var snapshot: FolderSnapshot
    private var nextLook: ContinuousClock.Instant

    init(folder: String, pollInterval: Duration, debounce: Duration) {
        self.folder = folder
        self.pollInterval = pollInterval
        self.debounce = debounce
        tree = WatchedTree(folder: folder)
        snapshot = FolderSnapshot(of: folder)
        nextLook = .now + pollInterval
    }

    /// Watches until the bell rings.
    mutating func run(until bell: Bell, report: (Set<String>) -> Void) {
        while true {
            var polled = [
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: tree.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, nfds_t(polled.count), timeout())
            if polled[0].revents != 0 || (count < 0 && errno != EINTR) { return }
            if count > 0, polled[1].revents != 0 { note(tree.takeChanges()) }
            if .now >= nextLook { look() }
            if isQuiet { flush(report) }
        }
    }

    private mutating func note(_ entries: Set<String>) {
        guard !entries.isEmpty else { return }
        changed.formUnion(entries)
        lastChange = .now
        firstChange = firstChange ?? lastChange
    }

    /// Compares everything with what it was.
    private mutating func look() {
        let start = ContinuousClock.now
        let current = FolderSnapshot(of: folder)
        if current.identity != snapshot.identity || !tree.isComplete {
            // The folder is another one, or it is back: the kernel reports about the old one.
            tree = WatchedTree(folder: folder)
        }
        let different = current.entriesDifferent(from: snapshot)
        note(different.subtracting(changed))
        snapshot = current
        let now = ContinuousClock.now
        nextLook = now + max(pollInterval, (now - start) * 20)
    }

    private var isQuiet: Bool {
        guard let firstChange, let lastChange else { return false }
        let now = ContinuousClock.now
        return now - lastChange >= debounce || now - firstChange >= debounce * 4
    }

    private mutating func flush(_ report: (Set<String>) -> Void) {
        let entries = changed
        changed = []
        firstChange = nil
        lastChange = nil
        // What is reported here is not found once more by looking.
        snapshot.update(entries, in: folder)
        report(entries)
    }

    private func timeout() -> Int32 {
        var next = nextLook
        if let firstChange, let lastChange { next = min(next, min(lastChange + debounce, firstChange + debounce * 4)) }
        let left = next - ContinuousClock.now
        return left <= .zero ? 0 : Int32(min(left / .milliseconds(1), 60_000)) + 1
    }
}
