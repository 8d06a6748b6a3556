import ChildPrograms
import HTTPText
import Synchronization

/// The newest good bundle of each sandbox, kept in the data folder: it serves after a restart, without being loaded first if this
/// host's workers have loaded it before, and in the place of newer files that do not load.
///
/// Nothing is synchronised with the disk: a file that a power failure cut is not used, and the bundle loads as a new one.
final class BundleShelf: Sendable {
    private struct State {
        /// What is to be written, nil for what is to be removed.
        var pending: [SandboxName: KeptBundle?] = [:]
        /// What is being written.
        var current: (name: SandboxName, kept: KeptBundle?)?
        var isWriting = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Whether it was told that the folder cannot be written.
        var hasFailed = false
        /// Whether it was told that the folder does not answer.
        var hangs = false
    }

    /// The release of Ringbox and its worker.
    let runtime: String
    private let folder: ShelfFolder
    private let report: @Sendable (SandboxName, String) -> Void
    private let state = Mutex(State())
    private let steps: StepThreads

    /// - Parameters:
    ///   - path: Made when the first bundle is kept.
    ///   - limit: The most bytes of all files; the ones that were not used for longest go.
    ///   - patience: How long the folder is waited for.
    ///   - report: Told of files that cannot be read or written.
    init(
        path: String, runtime: String, limit: Int = 1 << 30, patience: Duration = .seconds(5),
        report: @escaping @Sendable (SandboxName, String) -> Void
    ) {
        folder = ShelfFolder(path: path, limit: limit)
        self.runtime = runtime
        steps = StepThreads(patience: patience)
        self.report = report
    }

    /// Reads what is kept of a sandbox; nil for nothing. Blocks.
    func read(_ name: SandboxName) -> KeptBundle? {
        // What is to be written is newer than the file.
        let newer = state.withLock { state in
            state.pending[name] ?? (state.current?.name == name ? .some(state.current?.kept) : KeptBundle??.none)
        }
        if let newer { return newer }
        guard let bytes = bytes(of: name) else { return nil }
        if let kept = KeptBundle(decoding: bytes), kept.sandbox == name { return kept }
        report(
            name,
            "the kept bundle \(folder.path(of: name)) is damaged, or that of another sandbox: it is not used, and made anew when the sandbox has loaded"
        )
        forget(name)
        return nil
    }

    /// What the folder has of a sandbox; nil for nothing, or when it does not answer.
    private func bytes(of name: SandboxName) -> [UInt8]? {
        let outcome = steps.run(for: folder.path) { [folder] in folder.read(name) }
        guard case .hangs = outcome else {
            state.withLock { $0.hangs = false }
            return if case .done(let bytes) = outcome { bytes } else { nil }
        }
        let isNews = state.withLock { state in
            defer { state.hangs = true }
            return !state.hangs
        }
        if isNews {
            report(
                name,
                "the folder of good bundles \(folder.path) has not answered for \(steps.patience.text): see whether its disk or its server answers. Until it does, nothing of it is used"
            )
        }
        return nil
    }

    /// The sandboxes of which a bundle is kept; none when the folder does not answer. Blocks.
    var names: [SandboxName] {
        if case .done(let names) = steps.run(for: folder.path, { [folder] in folder.names }) { names } else { [] }
    }

    /// Keeps a bundle in the place of the one before; written soon, on a thread of its own.
    func keep(_ kept: KeptBundle, of name: SandboxName) { write(kept, of: name) }

    /// Removes what is kept of a sandbox.
    func forget(_ name: SandboxName) { write(nil, of: name) }

    /// Removes what is kept of all sandboxes but some.
    ///
    /// - Parameter isKept: Asked later, by another thread.
    func forgetAll(unless isKept: @escaping @Sendable (SandboxName) -> Bool) {
        BlockingThread.start { for name in self.folder.names where !isKept(name) { self.forget(name) } }
    }

    /// Returns when everything is written.
    func flush() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.isWriting { state.waiters.append(continuation) }
                return !state.isWriting
            }
            if isDone { continuation.resume() }
        }
    }

    private func write(_ kept: KeptBundle?, of name: SandboxName) {
        let isFirst = state.withLock { state in
            state.pending[name] = .some(kept)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { BlockingThread.start { self.writeAll() } }
    }

    private func writeAll() {
        while let (name, kept) = next() {
            let code = kept.map { folder.write($0.encoded(), of: name) } ?? folder.remove(name)
            let isNews = state.withLock { state in
                defer { state.hasFailed = code != 0 }
                return code != 0 && !state.hasFailed
            }
            if isNews {
                report(
                    name,
                    "good bundles cannot be kept in \(folder.path): \(ShelfFolder.text(of: code)); after a restart all have to load first")
            }
        }
    }

    private func next() -> (SandboxName, KeptBundle?)? {
        let (next, waiters) = state.withLock { state -> ((SandboxName, KeptBundle?)?, [CheckedContinuation<Void, Never>]) in
            state.current = nil
            if let (name, kept) = state.pending.popFirst() {
                state.current = (name, kept)
                return ((name, kept), [])
            }
            // From here on another thread may write.
            state.isWriting = false
            defer { state.waiters = [] }
            return (nil, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return next
    }
}
