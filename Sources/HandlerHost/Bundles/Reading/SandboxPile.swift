import Glibc
import PlainText

/// What has been read of a sandbox, within the limit of its bundle.
struct SandboxPile {
    private let entry: SandboxEntry
    private let owner: uid_t?
    private var files: SandboxFiles
    private var byteCount = 0
    /// The files that have other names besides, and whether somebody else owns them.
    private var linked: [(path: String, isForeign: Bool)] = []

    /// - Parameter owner: Of the sandbox's folder; nil for a sandbox in one file.
    init(of entry: SandboxEntry, settings: SandboxSettings, owner: uid_t? = nil) {
        self.entry = entry
        self.owner = owner
        files = SandboxFiles(settings: settings)
    }

    /// Everything, by path, with a sentence about hard links.
    var finished: SandboxFiles {
        var files = files
        let first = files.files.first?.role == .settings ? 1 : 0
        files.files[first...].sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        if let warning = linkWarning { files.warnings.append(warning) }
        return files
    }

    mutating func lower(to ceilings: LimitCeilings) {
        files.warnings += files.settings.lower(to: ceilings).map { "\(entry.place("sandbox.yaml")): \($0)" }
    }

    /// - Parameter secrets: What files beside the settings name.
    mutating func add(secrets: [String: SecretText]) { files.settings.secrets = files.settings.secrets.adding(secrets) }

    mutating func warn(_ sentence: String) { files.warnings.append(sentence) }

    /// The text of a file, which is no more than there is room for.
    mutating func read(_ file: OpenFile, as path: String) throws(BundleError) -> [UInt8] {
        guard file.kind == .file else { throw .notAFile(path: entry.place(path)) }
        noteNames(of: file, as: path)
        let bytes: [UInt8]
        do throws(ReadingFailure) {
            bytes = try file.read(limit: room)
        } catch {
            throw error == .tooLong ? tooLarge : BundleError(error, at: entry.place(path))
        }
        do throws(TextEncodingError) {
            return try SourceText.checked(bytes)
        } catch {
            throw .notUTF8(path: entry.place(path), offset: error.offset, line: error.line, column: error.column)
        }
    }

    /// Adds a file under one of its paths.
    mutating func add(_ path: String, _ role: FileRole, _ bytes: [UInt8]) throws(BundleError) {
        guard bytes.count <= room else { throw tooLarge }
        keep(SandboxFile(path: path, role: role, bytes: bytes))
    }

    mutating func keep(_ file: SandboxFile) {
        byteCount += file.bytes.count
        files.files.append(file)
    }

    mutating func noteNames(of file: OpenFile, as path: String) {
        if file.status.st_nlink > 1 { linked.append((path, owner.map { $0 != file.status.st_uid } ?? false)) }
    }

    private var room: Int { max(files.settings.limits.bundle - byteCount, 0) }

    private var tooLarge: BundleError { .tooLarge(sandbox: entry.name, limit: files.settings.limits.bundle) }

    private var linkWarning: String? {
        guard let first = linked.first(where: \.isForeign) ?? linked.first else { return nil }
        let more = linked.count == 1 ? "" : ", like \(linked.count - 1) more"
        let owner = first.isForeign ? " and belongs to another user than the sandbox's folder" : ""
        return "\(entry.place(first.path)): the file has other names (hard links)\(owner)\(more): if it comes from outside the sandbox, "
            + "put a copy here"
    }
}
