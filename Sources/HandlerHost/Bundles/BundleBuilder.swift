import ChildPrograms
import JSONText

/// Makes bundles of the sandboxes in a handlers folder.
package struct BundleBuilder: Sendable {
    private let folder: String
    let ceilings: LimitCeilings
    let secrets: SecretSource
    private let transformer: ModuleTransformer

    /// - Parameters:
    ///   - folder: The path of the handlers folder.
    ///   - ceilings: The most that the host allows a sandbox.
    ///   - secrets: What `${NAME}` in settings stands for.
    ///   - transformer: Shared by all builds, so that an unchanged file is transformed once.
    package init(
        folder: String, ceilings: LimitCeilings = LimitCeilings(), secrets: SecretSource = .none,
        transformer: ModuleTransformer = ModuleTransformer()
    ) {
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
        let (folder, ceilings, secrets) = (folder, ceilings, secrets)
        let read = await BlockingThread.runUnlessCancelled { () -> Result<(SandboxFiles, KeptBundle?), BundleError> in
            Result { () throws(BundleError) in
                let reader = try SandboxReader(entry, in: folder, ceilings: ceilings, secrets: secrets)
                return (try reader.read(), shelf?.read(entry.name))
            }
        }
        guard let read else { throw .vanished(path: entry.entry) }
        let (files, kept) = try read.get()
        let draft = try BundleDraft(entry, files)
        if let kept, let shelf, kept.runtime == shelf.runtime, kept.hash == draft.hash {
            return BuiltBundle(bundle: draft.bundle(of: kept), routes: kept.routes)
        }
        return BuiltBundle(bundle: draft.bundle(with: try await transformed(draft)), routes: nil)
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
