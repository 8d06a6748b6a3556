import ChildPrograms

/// Reports which entries of a folder change, from what the kernel says and by looking now and then.
package struct FolderWatcher: Sendable {
    /// How entries are looked at.
    package struct Looking: Sendable {
        /// How long a look at an entry is waited for.
        package var patience: Duration
        /// Told an entry whose looks do not come back, and when they do again.
        package var tell: @Sendable (_ entry: String, _ hangs: Bool) -> Void
        /// Called before each look, where it may block.
        package var begins: @Sendable (_ entry: String) -> Void

        package init(
            patience: Duration = .seconds(5), tell: @escaping @Sendable (_ entry: String, _ hangs: Bool) -> Void = { _, _ in },
            begins: @escaping @Sendable (_ entry: String) -> Void = { _ in }
        ) {
            self.patience = patience
            self.tell = tell
            self.begins = begins
        }
    }

    private let folder: String
    private let pollInterval: Duration
    private let debounce: Duration
    private let settling: Duration
    private let looking: Looking

    /// - Parameters:
    ///   - folder: The handlers folder, which need not exist yet.
    ///   - pollInterval: How often everything is looked at for changes that the kernel does not report, such as those
    ///     that other machines make in a folder mounted over a network. Looking takes a twentieth of the time at most:
    ///     it happens less often where there is much to look at.
    ///   - debounce: How long it has to be quiet before changes are reported, so that a save that takes several steps is
    ///     one change. Four times as long without a quiet moment is enough, too.
    ///   - settling: How long a file must not have changed before it counts as whole, when it is not closed or when only looking
    ///     shows the change.
    package init(
        folder: String, pollInterval: Duration = .seconds(1),
        debounce: Duration = .milliseconds(15), settling: Duration = .seconds(1), looking: Looking = Looking()
    ) {
        self.folder = folder
        self.looking = looking
        self.settling = settling
        self.pollInterval = pollInterval
        self.debounce = debounce
    }

    /// Starts watching; what changes after this returns is reported.
    ///
    /// Each element has the names of the entries of the folder in which something changed, appeared or vanished; the
    /// same change may be reported twice. Folders that symbolic links lead to are watched like others. The folder itself
    /// may vanish and come back. Only the top level is looked at before this returns. The stream does not end by itself; watching
    /// ends when the task that iterates is cancelled or lets the stream go.
    ///
    /// - Returns: Nil when the system has no descriptor or no thread for it.
    package func changes() -> AsyncStream<Set<String>>? {
        guard let bell = Bell() else { return nil }
        let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self)
        let watch = FolderWatch(
            folder: folder, times: FolderWatch.Times(poll: pollInterval, debounce: debounce, settling: settling), looking: looking)
        continuation.onTermination = { _ in bell.ring() }
        let isStarted = BlockingThread.startIfPossible {
            var watch = watch
            watch.run(until: bell) { continuation.yield($0) }
        }
        return isStarted ? stream : nil
    }
}
