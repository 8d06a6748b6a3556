import ChildPrograms
import Glibc
import HTTPText

/// A folder with one file for each secret, as Docker and Kubernetes mount them. Everything blocks: for a moment, or for as long as a
/// folder that does not answer is waited for.
struct SecretFolder: Sendable {
    let path: String
    private let looking: FolderWatcher.Looking
    private let steps: StepThreads

    init(path: String, looking: FolderWatcher.Looking = FolderWatcher.Looking()) {
        self.path = path
        self.looking = looking
        steps = StepThreads(patience: looking.patience)
    }

    /// The value in a file, without one line end; nil when there is no such file.
    ///
    /// Links are followed as long as they stay in the folder.
    func value(of name: String) throws(SecretFault) -> SecretText? {
        let bytes: [UInt8]?
        let outcome = look { (folder) throws(ReadingFailure) in try Self.read(name, in: folder) }
        guard case .done(let read) = outcome else {
            if case .hangs = outcome { throw .hangs(limit: steps.patience) }
            throw .unreadable(code: EAGAIN)
        }
        do throws(ReadingFailure) {
            bytes = try read.get()
        } catch {
            switch error {
            case .vanished: return nil
            case .leadsOut: throw .linkLeadsOut
            case .brokenLink: throw .brokenLink
            case .tooLong: throw .tooLong
            case .system(let code): throw .unreadable(code: code)
            }
        }
        guard let bytes else { throw .notAFile }
        return try SecretText(Self.withoutLineEnd(bytes))
    }

    /// The names of the files.
    var names: [String] {
        let names = look { (folder) throws(ReadingFailure) in try folder.open("", to: .look).names(limit: 10_000) }
        guard case .done(.success(let names)) = names else { return [] }
        return names.filter { !$0.hasPrefix(".") }
    }

    /// Whether users beside the file's owner and group can read a secret's file.
    func isOpenToOthers(_ name: String) -> Bool {
        let isOpen = look { (folder) throws(ReadingFailure) in
            let (top, file) = (try folder.open("", to: .look), try folder.open(name, to: .look))
            return top.status.st_mode & S_IXOTH != 0 && file.status.st_mode & S_IROTH != 0
        }
        return if case .done(.success(true)) = isOpen { true } else { false }
    }

    /// Looks into the folder on a thread that is left behind when it does not come back.
    private func look<Value: Sendable>(
        _ body: @escaping @Sendable (ConfinedFolder) throws(ReadingFailure) -> Value
    ) -> StepThreads.Outcome<Result<Value, ReadingFailure>> {
        steps.run(for: path) { [path, looking] in
            looking.begins("")
            return Result { () throws(ReadingFailure) in try body(ConfinedFolder(path: path)) }
        }
    }

    /// The bytes of a file; nil for what is no file.
    private static func read(_ name: String, in folder: ConfinedFolder) throws(ReadingFailure) -> [UInt8]? {
        let file = try folder.open(name, to: .read)
        // With room for the line end.
        return file.kind == .file ? try file.read(limit: SecretText.longest + 2) : nil
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == ASCII.newline else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
