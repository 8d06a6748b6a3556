import Glibc
import PBXInstructions
import PlainText
import YAMLText

/// Reads the files of one sandbox; blocks.
struct SandboxReader {
    static let mostFiles = 2000
    static let deepestFolder = 32

    private let handlers: HandlersFolder
    private let entry: SandboxEntry
    private let ceilings: LimitCeilings
    private let secrets: SecretSource
    /// The files that count, in the order of their paths.
    private var found: [(path: String, role: FileRole, entry: FolderEntry)] = []

    private let pause: () -> Void

    /// - Parameters:
    ///   - ceilings: The host's, which the sandbox's limits are lowered to.
    ///   - secrets: What `${NAME}` in the settings stands for.
    ///   - pause: Waits before the second attempt, for a program that removes a file and puts a new one there.
    /// - Throws: ``BundleError/handlersUnreadable(code:)``.
    init(
        _ entry: SandboxEntry, in folder: String, ceilings: LimitCeilings = LimitCeilings(), secrets: SecretSource = .none,
        // It may block: the reader has a thread of its own. Long enough for the other program's next step, too short to be noticed.
        pause: @escaping () -> Void = { usleep(5000) }
    ) throws(BundleError) {
        self.entry = entry
        self.ceilings = ceilings
        self.secrets = secrets
        self.pause = pause
        do throws(HandlersFolder.Failure) {
            handlers = try HandlersFolder(path: folder)
        } catch {
            throw .handlersUnreadable(code: error.code)
        }
    }

    /// Reads everything, and once more when something vanishes meanwhile.
    mutating func read() throws(BundleError) -> SandboxFiles {
        do throws(BundleError) {
            return try readOnce()
        } catch {
            guard case .vanished = error else { throw error }
            pause()
            return try readOnce()
        }
    }

    private mutating func readOnce() throws(BundleError) -> SandboxFiles {
        found = []
        let top = try look(at: entry.entry)
        switch (entry.kind, top.kind) {
        case (.folder, .folder): try list(top, path: "", parents: [top.identity])
        case (.file, .file): found = [(entry.entry, FileRole(path: entry.entry), top)]
        case (_, .other): throw .notAFile(path: entry.entry)
        case (.file, .folder): throw .folderNamedLikeScript(path: entry.entry)
        case (.folder, .file): throw .vanished(path: entry.entry)
        }
        found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return try readFound()
    }

    private mutating func list(
        _ folder: FolderEntry, path: String, parents: [FileIdentity]
    ) throws(BundleError) {
        guard parents.count <= Self.deepestFolder else {
            throw .tooDeep(path: place(path), limit: Self.deepestFolder)
        }
        for name in try attempt(path, { () throws(HandlersFolder.Failure) in try handlers.names(in: folder.realPath) }) {
            let child = path.isEmpty ? name : path + "/" + name
            guard !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\u{7F}" || $0 == "\u{FFFD}" }) else {
                throw .fileName(path: place(child))
            }
            let found = try look(at: entry.entry + "/" + child)
            switch found.kind {
            case .folder:
                if ScriptExtension.split(name[...]) != nil, !parents.contains(found.identity) {
                    throw .folderNamedLikeScript(path: place(child))
                }
                // A link to a folder that this is in has no end.
                if parents.contains(found.identity) { throw .brokenLink(path: place(child)) }
                try list(found, path: child, parents: parents + [found.identity])
            case .file: try add(child, found)
            case .other: throw .notAFile(path: place(child))
            }
        }
    }

    private mutating func add(_ path: String, _ file: FolderEntry) throws(BundleError) {
        let role = FileRole(path: path)
        guard role != .ignored else { return }
        guard found.count < Self.mostFiles else { throw .tooManyFiles(sandbox: entry.name, limit: Self.mostFiles) }
        found.append((path, role, file))
    }

    private func readFound() throws(BundleError) -> SandboxFiles {
        var result = try startWithSettings()
        let limit = result.settings.limits.bundle
        var left = limit - (result.files.first?.bytes.count ?? 0)
        for (path, role, file) in found where role != .settings {
            if case .misnamed(let name) = role {
                result.warnings.append("\(place(path)): nobody reads this file: rename it to \(name)")
                continue
            }
            let bytes: [UInt8]
            do throws(HandlersFolder.Failure) {
                bytes = try handlers.read(file, limit: max(left, 0))
            } catch {
                throw error == .tooLong ? .tooLarge(sandbox: entry.name, limit: limit) : BundleError(error, at: place(path))
            }
            left -= bytes.count
            result.files.append(SandboxFile(path: path, role: role, bytes: try checked(bytes, path: path)))
        }
        return result
    }

    /// The settings come first, because they say how much may be read.
    private func startWithSettings() throws(BundleError) -> SandboxFiles {
        var files = try readSettings()
        files.warnings += files.settings.lower(to: ceilings).map { "\(place("sandbox.yaml")): \($0)" }
        return files
    }

    private func readSettings() throws(BundleError) -> SandboxFiles {
        let isMain = entry.kind == .folder && !SandboxFiles.main(among: found.map(\.path)).isEmpty
        let dialect: Dialect = isMain ? .none : .uis
        guard let (path, role, file) = found.first(where: { $0.role == .settings }) else {
            return SandboxFiles(settings: SandboxSettings(dialect: dialect))
        }
        let bytes = try attempt(path) { () throws(HandlersFolder.Failure) in
            try handlers.read(file, limit: YAMLNode.longestFile * 4)
        }
        do throws(YAMLError) {
            let settings = try SandboxSettings(parsing: bytes, file: place(path), dialect: dialect, secrets: secrets)
            let warnings = settings.secrets.names.filter(secrets.isOpenToOthers).map { name in
                "\(place(path)): every user of the machine can read the file of the secret \(name): chmod o-r it, or chmod o-x its folder"
            }
            return SandboxFiles(
                files: [SandboxFile(path: path, role: role, bytes: bytes)], settings: settings, warnings: warnings)
        } catch {
            throw .settings(error)
        }
    }

    private func checked(_ bytes: [UInt8], path: String) throws(BundleError) -> [UInt8] {
        do throws(TextEncodingError) {
            return try SourceText.checked(bytes)
        } catch {
            throw .notUTF8(path: place(path), offset: error.offset, line: error.line, column: error.column)
        }
    }

    private func look(at path: String) throws(BundleError) -> FolderEntry {
        do throws(HandlersFolder.Failure) {
            return try handlers.look(at: path)
        } catch {
            throw BundleError(error, at: path)
        }
    }

    private func attempt<Result>(
        _ path: String, _ body: () throws(HandlersFolder.Failure) -> Result
    ) throws(BundleError) -> Result {
        do throws(HandlersFolder.Failure) {
            return try body()
        } catch {
            throw BundleError(error, at: place(path))
        }
    }

    /// A path for people: relative to the handlers folder.
    private func place(_ path: String) -> String {
        if path.isEmpty || entry.kind == .file { return entry.entry }
        return entry.entry + "/" + path
    }
}
