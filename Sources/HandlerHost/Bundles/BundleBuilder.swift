import ChildPrograms
import JSONText

/// Makes bundles of the sandboxes in a handlers folder.
package struct BundleBuilder: Sendable {
    private let folder: String
    private let ceilings: LimitCeilings
    private let secrets: SecretSource
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
        let (folder, ceilings, secrets) = (folder, ceilings, secrets)
        let read = await BlockingThread.run { () -> Result<SandboxFiles, BundleError> in
            Result { () throws(BundleError) in
                let reader = try SandboxReader(entry, in: folder, ceilings: ceilings, secrets: secrets)
                return try reader.read()
            }
        }
        let draft = try BundleDraft(entry, try read.get())
        return draft.bundle(with: try await transformed(draft))
    }

    /// The modules of a draft that cannot be loaded as they are, by path.
    private func transformed(_ draft: BundleDraft) async throws(BundleError) -> [String: TransformedModule] {
        let transformer = transformer
        let results = await withTaskGroup(
            of: (String, Result<TransformedModule, TransformError>).self
        ) { group in
            for file in draft.filesToTransform {
                let place = draft.place(file.path)
                // The call answers with a `Result`: the optimizer of Swift 6.3.1 breaks the closure of a child task that
                // returns from both arms of a `do` and `catch` around an awaited call (it frees the group too early).
                group.addTask {
                    (file.path, await transformer.transform(file.bytes, path: file.path, place: place))
                }
            }
            return await group.reduce(into: [:]) { results, result in results[result.0] = result.1 }
        }
        var modules: [String: TransformedModule] = [:]
        var errors: [TransformError] = []
        for (path, result) in results.sorted(by: { $0.key < $1.key }) {
            switch result {
            case .success(let module): modules[path] = module
            case .failure(let error): errors.append(error)
            }
        }
        guard errors.isEmpty else { throw .transform(errors) }
        return modules
    }
}
