import Glibc
import PBXInstructions
import PlainText
import YAMLText

/// Reads the files of one sandbox; blocks.
struct SandboxReader {
    static let mostFiles = 2000

    private let handlers: HandlersFolder
    private let entry: SandboxEntry
    private let ceilings: LimitCeilings
    private let secrets: SecretSource
    private let treeLimits: SandboxTree.Limits
    private let pause: () -> Void

    /// It may block: the reader has a thread of its own. Long enough for the other program's next step, too short to be noticed.
    static let shortPause: @Sendable () -> Void = { usleep(5_000) }

    /// - Parameters:
    ///   - handlers: The handlers folder.
    ///   - ceilings: The host's, which the sandbox's limits are lowered to.
    ///   - secrets: What `${NAME}` in the settings stands for.
    ///   - pause: Waits before the second attempt, for a program that removes a file and puts a new one there.
    init(
        _ entry: SandboxEntry, in handlers: HandlersFolder, ceilings: LimitCeilings = LimitCeilings(), secrets: SecretSource = .none,
        treeLimits: SandboxTree.Limits = SandboxTree.Limits(),
        pause: @escaping () -> Void = Self.shortPause
    ) {
        self.entry = entry
        self.handlers = handlers
        self.ceilings = ceilings
        self.secrets = secrets
        self.treeLimits = treeLimits
        self.pause = pause
    }

    /// - Throws: ``BundleError/handlersUnreadable(code:)``.
    init(
        _ entry: SandboxEntry, in folder: String, ceilings: LimitCeilings = LimitCeilings(),
        secrets: SecretSource = .none, pause: @escaping () -> Void = Self.shortPause
    ) throws(BundleError) {
        do throws(ReadingFailure) {
            self.init(
                entry, in: try HandlersFolder(path: folder), ceilings: ceilings, secrets: secrets, pause: pause)
        } catch {
            throw .handlersUnreadable(code: error.code)
        }
    }

    /// Reads everything, and once more when something vanishes meanwhile.
    func read() throws(BundleError) -> SandboxFiles {
        do throws(BundleError) {
            return try readOnce()
        } catch {
            guard case .vanished = error else { throw error }
            pause()
            return try readOnce()
        }
    }

    private func readOnce() throws(BundleError) -> SandboxFiles {
        let top = try attempt(at: entry.entry) { () throws(ReadingFailure) in
            try handlers.open(entry.entry, to: entry.kind == .folder ? .look : .read)
        }
        switch (entry.kind, top.kind) {
        case (.folder, .folder): return try readFolder(handlers.sandbox(top, named: entry.entry), owner: top.status.st_uid)
        case (.file, .file): return try readFile(top)
        case (_, .other): throw .notAFile(path: entry.entry)
        case (.file, .folder): throw .folderNamedLikeScript(path: entry.entry)
        case (.folder, .file): throw .vanished(path: entry.entry)
        }
    }

    /// A sandbox in one file.
    private func readFile(_ file: OpenFile) throws(BundleError) -> SandboxFiles {
        var pile = SandboxPile(of: entry, settings: SandboxSettings(dialect: .uis))
        pile.lower(to: ceilings)
        let bytes = try pile.read(file, as: entry.entry)
        try pile.add(entry.entry, FileRole(path: entry.entry), bytes)
        return pile.finished
    }

    private func readFolder(_ folder: ConfinedFolder, owner: uid_t) throws(BundleError) -> SandboxFiles {
        let tree = SandboxTree(of: folder, limits: treeLimits)
        if let excess = tree.excess { throw BundleError(excess, treeLimits, in: entry) }
        let list = try SandboxFileList(tree, in: entry)
        // The settings come first, because they say how much may be read.
        var pile = try settings(in: list, folder, owner: owner)
        pile.lower(to: ceilings)
        addSecrets(ofScenarioIn: tree, folder, &pile)
        for file in list.files where file.role != .settings {
            if case .misnamed(let name) = file.role {
                pile.warn("\(entry.place(file.path)): nobody reads this file: rename it to \(name)")
                continue
            }
            let opened = try attempt(at: entry.place(file.path)) { () throws(ReadingFailure) in try folder.open(file.path, to: .read) }
            let bytes = try pile.read(opened, as: file.path)
            for path in [file.path] + file.others { try pile.add(path, FileRole(path: path), bytes) }
        }
        return pile.finished
    }

    private func settings(in list: SandboxFileList, _ folder: ConfinedFolder, owner: uid_t) throws(BundleError) -> SandboxPile {
        let isMain = !SandboxFiles.main(among: list.files.map(\.path)).isEmpty
        let dialect: Dialect = isMain ? .none : .uis
        guard let path = list.files.first(where: { $0.role == .settings })?.path else {
            return SandboxPile(of: entry, settings: SandboxSettings(dialect: dialect), owner: owner)
        }
        let place = entry.place(path)
        let (file, bytes) = try attempt(at: place) { () throws(ReadingFailure) in
            let file = try folder.open(path, to: .read)
            return (file, try file.read(limit: YAMLNode.longestFile * 4))
        }
        let settings: SandboxSettings
        do throws(SettingsError) {
            settings = try SandboxSettings(parsing: bytes, file: place, dialect: dialect, secrets: secrets)
        } catch {
            throw .settings(error)
        }
        var pile = SandboxPile(of: entry, settings: settings, owner: owner)
        pile.noteNames(of: file, as: path)
        pile.keep(SandboxFile(path: path, role: .settings, bytes: bytes))
        warn(of: settings.secrets.names, in: place, &pile)
        return pile
    }

    /// The scenario has no part in serving, and what is wrong with it is told elsewhere. But requests of its calls have its secrets in
    /// their addresses, and are logged.
    private func addSecrets(ofScenarioIn tree: SandboxTree, _ folder: ConfinedFolder, _ pile: inout SandboxPile) {
        let path = SandboxFiles.scenario
        guard tree.items.contains(where: { $0.path == path && $0.kind == .file }),
            let bytes = try? folder.open(path, to: .read).read(limit: YAMLNode.longestFile), bytes.contains(UInt8(ascii: "$")),
            let root = try? YAMLNode.parse(bytes, file: entry.place(path))
        else { return }
        var expansion = SecretExpansion(secrets, file: entry.place(path))
        _ = expansion.expandedAddresses(root)
        pile.add(secrets: expansion.values)
        warn(of: expansion.values.keys.sorted(), in: entry.place(path), &pile)
    }

    private func warn(of names: [String], in place: String, _ pile: inout SandboxPile) {
        for name in names.filter(secrets.isOpenToOthers) {
            pile.warn(
                "\(place): every user of the machine can read the file of the secret \(name): chmod o-r it, or chmod o-x its folder")
        }
    }

    private func attempt<Result>(at place: String, _ body: () throws(ReadingFailure) -> Result) throws(BundleError) -> Result {
        do throws(ReadingFailure) {
            return try body()
        } catch {
            throw BundleError(error, at: place)
        }
    }
}
