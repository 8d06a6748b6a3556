import ChildPrograms
import Glibc
import JSONText

/// Makes bundles of the sandboxes in a handlers folder.
package struct BundleBuilder: Sendable {
    private let folder: String
    let ceilings: LimitCeilings
    let secrets: SecretSource
    private let transformer: ModuleTransformer
    private let looking: FolderWatcher.Looking
    private let steps: StepThreads

    /// - Parameters:
    ///   - folder: The path of the handlers folder.
    ///   - ceilings: The most that the host allows a sandbox.
    ///   - secrets: What `${NAME}` in settings stands for.
    ///   - transformer: Shared by all builds, so that an unchanged file is transformed once.
    ///   - looking: How long reading a sandbox is waited for: a disk or a mount in it may not answer. A sandbox whose files take longer is
    ///     refused. The late result is dropped, since the files may have changed, and the next attempt reads from the beginning: on a disk
    ///     that is always that slow the sandbox never loads.
    package init(
        folder: String, ceilings: LimitCeilings = LimitCeilings(), secrets: SecretSource = .none,
        transformer: ModuleTransformer = ModuleTransformer(), looking: FolderWatcher.Looking = FolderWatcher.Looking(patience: .seconds(60))
    ) {
        self.looking = looking
        steps = StepThreads(patience: looking.patience)
        self.folder = folder
        self.ceilings = ceilings
        self.secrets = secrets
        self.transformer = transformer
    }

    /// Reads a sandbox's files and makes a bundle of them.
    ///
    /// Reads on a thread of its own, so it may be called from any task; a bundle of a few files takes a millisecond, and
    /// about ten more for each module that esbuild has not seen before.
    ///
    /// - Throws: ``BundleError`` with everything that is wrong with routes, settings or transformed files, or with the
    ///   first thing that cannot be read.
    package func build(_ entry: SandboxEntry) async throws(BundleError) -> Bundle {
        try await build(entry, knowing: nil).bundle
    }

    /// Reads a sandbox's files and makes a bundle of them, or takes the one that is kept of the same files: nothing is
    /// transformed then.
    ///
    /// - Throws: As ``build(_:)``; ``BundleError/vanished(path:)`` when the task is cancelled, whatever the reading waits for.
    func build(_ entry: SandboxEntry, knowing shelf: BundleShelf?) async throws(BundleError) -> BuiltBundle {
        let read = await BlockingThread.runUnlessCancelled { () -> Result<(SandboxFiles, KeptBundle?), BundleError> in
            Result { () throws(BundleError) in (try self.files(of: entry), shelf?.read(entry.name)) }
        }
        guard let read else { throw .vanished(path: entry.entry) }
        let (files, kept) = try read.get()
        let draft = try BundleDraft(entry, files)
        if let kept, let shelf, kept.runtime == shelf.runtime, kept.hash == draft.hash {
            return BuiltBundle(bundle: draft.bundle(of: kept), routes: kept.routes)
        }
        return BuiltBundle(bundle: draft.bundle(with: try await transformed(draft)), routes: nil)
    }

    /// Reads a sandbox's files, on a thread that is left behind when it does not come back; blocks.
    private func files(of entry: SandboxEntry) throws(BundleError) -> SandboxFiles {
        let outcome = steps.run(for: entry.entry) { [folder, ceilings, secrets, looking] in
            looking.begins(entry.entry)
            return Result { () throws(BundleError) in
                try SandboxReader(entry, in: folder, ceilings: ceilings, secrets: secrets).read()
            }
        }
        switch outcome {
        case .done(let files): return try files.get()
        case .hangs: throw .hangs(sandbox: entry.name, limit: steps.patience)
        case .noThread: throw .unreadable(path: entry.entry, code: EAGAIN)
        }
    }

    /// The modules of a draft that cannot be loaded as they are, by path.
    ///
    /// One after another: a sandbox with many files has one run at a time.
    private func transformed(_ draft: BundleDraft) async throws(BundleError) -> [String: TransformedModule] {
        var modules: [String: TransformedModule] = [:]
        var errors: [TransformError] = []
        for file in draft.filesToTransform {
            switch await transformer.transform(file.bytes, path: file.path, place: draft.place(file.path)) {
            case .success(let module): modules[file.path] = module
            case .failure(let error): errors.append(error)
            }
        }
        guard errors.isEmpty else { throw .transform(errors) }
        return modules
    }
}
